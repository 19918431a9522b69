"""`person export | erase | receipts`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, show_table, working
from jetmsg_core.cli.written_files import write
from jetmsg_core.files.file_format import format_of
from jetmsg_core.files.whole_files import written_whole
from jetmsg_core.people import erasing, giving_out
from jetmsg_core.people.erasing import Erasure
from jetmsg_core.people.kinds import PLACES, PlaceKind
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist

EVERYTHING = 1_000_000_000


def export(options: argparse.Namespace) -> int:
    """Write all that is held about a number: as JSON, or as a table where the name asks for one."""
    settings = configuration.load()
    with working(f"Writing {options.out}") as tell:
        held = giving_out.held_about(settings, options.number)
        if options.out.suffix.lower() == ".json":
            with written_whole(options.out) as out:
                out.write(json.dumps(_values(held), ensure_ascii=False, indent=2).encode())
        else:
            write(options.out, giving_out.table_of(held), format_of(options.out), tell)
    show({"number": held.number, "records": len(held.holdings)}, as_json=options.json)
    return 0


def _values(held: giving_out.Held) -> dict[str, Any]:
    records = [
        {"kind": holding.kind, "where": holding.where, "at": holding.at, "what": dict(holding.what)}
        for holding in held.holdings
    ]
    return {"number": held.number, "records": records}


def erase(options: argparse.Namespace) -> int:
    """Erase somebody everywhere but the opt-outs, and print the receipt."""
    with working("Erasing") as tell:
        receipt = erasing.erase(configuration.load(), options.number, tell=tell)
    values = _receipt(receipt.erasure)
    if not options.json:
        counts = values.pop("erased")
        values["erased"] = [
            f"{PLACES[PlaceKind(kind)]}: {with_commas(count)}" for kind, count in counts.items()
        ] or ["nothing was held"]
    show({"number": receipt.number, **values}, as_json=options.json)
    return 0


def receipts(options: argparse.Namespace) -> int:
    """Print who erased somebody, when, and how much; never whom."""
    erasures = erasing.receipts(configuration.load(), EVERYTHING)
    if options.json:
        show({"receipts": [_receipt(erasure) for erasure in erasures]}, as_json=True)
        return 0
    if not erasures:
        print("Nobody was erased yet.")
        return 0
    show_table(
        ("Receipt", "Finished (IST)", "By", "Records"),
        [
            (
                str(erasure.id),
                in_ist(erasure.finished_at) if erasure.finished_at else "not finished",
                erasure.erased_by,
                with_commas(sum(erasure.counts.values())),
            )
            for erasure in erasures
        ],
    )
    return 0


def _receipt(erasure: Erasure) -> dict[str, Any]:
    return {
        "receipt": erasure.id,
        "erased_by": erasure.erased_by,
        "began_at": erasure.began_at,
        "finished_at": erasure.finished_at,
        "again_at": erasure.again_at,
        "erased": dict(erasure.counts),
        "remarks": list(erasure.remarks),
    }


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER")


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out",
        type=Path,
        metavar="OUT.json",
        help="a name that ends in .xlsx makes an Excel workbook, in .csv a table",
    )


GROUP = Group("what is held about one person: give it out, or erase it")
COMMANDS = (
    Command(
        "person export",
        export,
        "write all that is held about a number",
        (_number, _out, as_json),
        epilog="Contacts, messages with texts and states, reports, opt-out, one-time codes and "
        "history. Files that were uploaded or made for download in the last day are not looked "
        "through.",
    ),
    Command(
        "person erase",
        erase,
        "erase a person everywhere but the opt-outs, with a receipt",
        (_number, as_json),
        epilog="A keyed hash stands where the number stood, so counts, costs and delivery rates "
        "stay. Refused while the person is in a campaign that is not over, or in a call without a "
        "clear answer. All files that were uploaded or made for download in the last day are "
        "removed, of everybody. It cannot be undone.",
    ),
    Command("person receipts", receipts, "who erased somebody, when, and how much", (as_json,)),
)
