"""`audit list | verify | export`: who did what."""

from __future__ import annotations

import argparse
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.audit import exporting, reading, verifying
from jetmsg_core.audit.reading import ActFilter, Entry
from jetmsg_core.audit.sentences import came_from, changes, sentence
from jetmsg_core.audit.verifying import Verification
from jetmsg_core.cli.arguments.limits import require_limit
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, show_line, show_table, working
from jetmsg_core.cli.written_files import out_file, write
from jetmsg_core.files.file_format import format_of
from jetmsg_core.primitives.times import second_in_ist

HEADER = ("Act", "When (IST)", "What", "From", "Changed")


def show_acts(options: argparse.Namespace) -> int:
    """Print who did what, the newest first."""
    require_limit(options)
    wanted = ActFilter(actor=options.actor or "", campaign_id=options.campaign)
    entries = reading.newest(configuration.load(), options.limit, wanted)
    if options.json:
        show({"acts": [_values(entry) for entry in entries]}, as_json=True)
    elif entries:
        show_table(HEADER, [_line(entry) for entry in entries], right={"Act"})
    else:
        show_line("Nothing was done yet that fits.")
    return 0


def verify(options: argparse.Namespace) -> int:
    """Print whether all acts are as they were written down. The exit code is 1 when one is not."""
    with working("Looking through all acts"):
        verification = verifying.verify(configuration.load())
    if options.json:
        show(_told(verification), as_json=True)
    else:
        show_line(verifying.outcome(verification))
        for sentence_of_fault in (*verification.faults, *verification.notes):
            show_line(sentence_of_fault)
    return 0 if verification.is_whole else 1


def export(options: argparse.Namespace) -> int:
    """Write all acts, whole or not at all."""
    settings = configuration.load()
    form = format_of(options.out, plain=options.plain)
    with working(f"Writing {options.out}") as tell:
        table = exporting.export_table(settings)
        write(options.out, table, form, tell)
    show({"acts": len(table.columns[0])}, as_json=options.json)
    return 0


def _told(verification: Verification) -> dict[str, Any]:
    return {
        "whole": verification.is_whole,
        "acts": verification.count,
        "last_hash": verification.last_hash,
        "last_at": verification.last_at,
        "faults": list(verification.faults),
        "notes": list(verification.notes),
    }


def _line(entry: Entry) -> tuple[str, ...]:
    return (
        *(f"{entry.number}", second_in_ist(entry.at), sentence(entry)),
        *(came_from(entry), "; ".join(changes(entry))),
    )


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "act": entry.number,
        "at": entry.at,
        "sentence": sentence(entry),
        "actor": entry.actor,
        "actor_kind": entry.actor_kind,
        "role": entry.role,
        "origin": entry.origin,
        "action": entry.action,
        "campaign": entry.campaign_id,
        "subject": entry.subject,
        "before": dict(entry.before),
        "after": dict(entry.after),
        "hash": entry.hash,
    }


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--campaign", type=whole_number, metavar="ID", help="what was done to this campaign"
    )
    parser.add_argument("--actor", metavar="NAME", help="what this person or system user did")
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help="the newest (default 50)"
    )


GROUP = Group(
    "who did what",
    "Every act of people, of the command line and of the worker is kept, each bound to the one "
    "before, and none is ever changed or removed.",
)
COMMANDS = (
    Command("audit list", show_acts, "what was done, the newest first", (_which, as_json)),
    Command(
        "audit verify",
        verify,
        "look whether anything was changed or removed afterwards",
        (as_json,),
        epilog="Exit code 1 when anything was. `audit.mark` beside the database notes the last "
        "act, so an end that was cut off is found too. A database that was put back without "
        "`restore` looks the same, and is told.",
    ),
    Command(
        "audit export",
        export,
        "write all of it as CSV, or as an Excel workbook",
        (as_json, out_file),
    ),
)
