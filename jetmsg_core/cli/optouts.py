"""`optout add | remove | list | import | export`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jetmsg_core import configuration, optouts
from jetmsg_core.cli import restoring
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.contacts import KINDS_OF_FILES, bytes_of, name_of
from jetmsg_core.cli.file_findings import by_code, for_a_person
from jetmsg_core.cli.output import show, show_table, working
from jetmsg_core.cli.written_files import out_file, write
from jetmsg_core.contacts.check_report import CheckReport
from jetmsg_core.errors import InputError
from jetmsg_core.files.file_format import format_of
from jetmsg_core.optouts import OptOutColumns, Refused, SeenOptOut, UnreadDate
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.times import in_ist

EVERYTHING = 1_000_000_000


def add(options: argparse.Namespace) -> int:
    """Take numbers into the opt-outs. The exit code is 1 when one was no number; the others are
    added."""
    done = optouts.add(
        configuration.load(), options.numbers, source=options.source, reason=options.reason
    )
    show(
        {"added": done.added, "known": done.already_opted_out, "refused": _told(done.refused)},
        as_json=options.json,
    )
    return _end(done.refused)


def remove(options: argparse.Namespace) -> int:
    """Take numbers off the opt-outs. The exit code is 1 when one was no number; the others are
    removed."""
    done = optouts.remove(configuration.load(), options.numbers)
    show(
        {"removed": done.removed, "unknown": done.unknown, "refused": _told(done.refused)},
        as_json=options.json,
    )
    return _end(done.refused)


def show_all(options: argparse.Namespace) -> int:
    """Print the opt-outs, the newest first."""
    page = optouts.listing(configuration.load(), search=options.search, limit=EVERYTHING)
    if options.json:
        opt_outs = [asdict(opt_out) for opt_out in page.opt_outs]
        show({"count": len(opt_outs), "opt_outs": opt_outs}, as_json=True)
        return 0
    if not page.opt_outs:
        print(
            f"No opt-out matches {options.search!r}." if options.search else "Nobody has opted out."
        )
        return 0
    show_table(
        ("Number", "Since (IST)", "Source", "Reason"),
        [
            (str(opt_out.number), in_ist(opt_out.added_at), opt_out.source, opt_out.reason)
            for opt_out in page.opt_outs
        ],
    )
    return 0


def import_file(options: argparse.Namespace) -> int:
    """Take every number of a contact file into the opt-outs, or say what that would do."""
    settings, data = configuration.load(), bytes_of(options.file)
    asked = OptOutColumns(options.reason_column, options.date_column)
    name = name_of(options.file)
    if options.preview:
        with working(f"Reading {options.file}"):
            seen = optouts.look(
                settings,
                data,
                name=name,
                column=options.column,
                columns=asked,
                source=options.source,
            )
        if seen.refused:
            raise InputError(seen.report.blockers[0].code, seen.refused)
        counts = {"added": 0, "known": seen.known, "new": seen.new}
        first = {"first": [_values(row) for row in seen.first]}
        return _show(options, counts, seen.report, seen.columns, seen.unread_dates, first)
    with working(f"Importing {options.file}"):
        done = optouts.import_file(
            settings, data, name=name, column=options.column, columns=asked, source=options.source
        )
    counts = {"added": done.added, "known": done.already_opted_out}
    return _show(options, counts, done.report, done.columns, done.unread_dates, {})


def _show(
    options: argparse.Namespace,
    counts: dict[str, int],
    report: CheckReport,
    columns: OptOutColumns,
    unread_dates: Sequence[UnreadDate],
    more: dict[str, Any],
) -> int:
    values = report.as_dict() | by_code(report) if options.json else for_a_person(report)
    kept = ("column", "rows", "rejected", "duplicates", "problems", "warnings", "by_code")
    show(
        counts
        | {name: values[name] for name in kept if name in values}
        | {"reason_column": columns.reason, "date_column": columns.date}
        | {"unread_dates": [asdict(date) for date in unread_dates]}
        | more,
        as_json=options.json,
    )
    return 0


def _values(seen: SeenOptOut) -> dict[str, Any]:
    """A row as it would be kept."""
    return {"row": seen.row, "known": seen.is_known, **asdict(seen.opt_out)}


def export(options: argparse.Namespace) -> int:
    """Write all opt-outs, whole or not at all."""
    settings = configuration.load()
    form = format_of(options.out, plain=options.plain)
    with working(f"Writing {options.out}") as tell:
        write(options.out, optouts.export_table(settings, form), form, tell)
    show({"opt_outs": optouts.count(settings)}, as_json=options.json)
    return 0


def _told(refused: Sequence[Refused]) -> list[dict[str, str]]:
    return [
        {"value": number.value, "code": number.reason.value, "message": number.message}
        for number in refused
    ]


def _end(refused: Sequence[Refused]) -> int:
    if refused:
        named = ", ".join(quoted(number.value) for number in refused)
        raise InputError(
            refused[0].reason, f"Not an Indian mobile number: {named}. {refused[0].message}"
        )
    return 0


def _numbers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("numbers", nargs="+", metavar="NUMBER")


def _adding(parser: argparse.ArgumentParser) -> None:
    _numbers(parser)
    parser.add_argument("--source", default="command line", metavar="TEXT", help="who asked for it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why, if they said")


def _searching(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search", default="", metavar="TEXT", help="a number, a part of one, or words"
    )


def _importing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=KINDS_OF_FILES)
    parser.add_argument(
        "--preview", action="store_true", help="say what would be done, and do nothing"
    )
    parser.add_argument(
        "--reason-column", metavar="NAME", help="the column that says why (default: found)"
    )
    parser.add_argument(
        "--date-column", metavar="NAME", help="the column that says since when (default: found)"
    )
    parser.add_argument("--column", metavar="NAME", help="the column with the numbers")
    parser.add_argument("--source", metavar="TEXT", help="who asked for it (default: the file)")


GROUP = Group("numbers never to be sent to")
COMMANDS = (
    Command("optout add", add, "never send to these numbers again", (as_json, _adding)),
    Command("optout remove", remove, "send to these numbers again", (as_json, _numbers)),
    Command("optout list", show_all, "all of them, the newest first", (as_json, _searching)),
    Command(
        "optout import",
        import_file,
        "add every number of a contact file, with reasons and dates",
        (as_json, _importing),
    ),
    Command(
        "optout export",
        export,
        "write all of them as CSV, or as an Excel workbook",
        (as_json, out_file),
    ),
    Command(
        "optout kept", restoring.kept_opt_outs, restoring.KEPT, (restoring.take_or_leave, as_json)
    ),
)
