"""`report import | parked | words`, `campaign report` and `number`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.campaigns.results import timeline
from jetmsg_core.cli.commands import Command, Group, an_id, as_json
from jetmsg_core.cli.contacts import bytes_of
from jetmsg_core.cli.output import show, working
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import without_broken_bytes
from jetmsg_core.reports import explaining, importing
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.reports.previews import ReportPreview
from jetmsg_core.reports.reading.column_names import NAMES

JSON_NAMES = {"unmatched": "parked", "why_unmatched": "why_parked"}
"""Of fields whose older name is promised."""


def take(options: argparse.Namespace) -> int:
    """Import a delivery report, or with --preview say what it would do."""
    settings = configuration.load()
    asked = {
        "name": without_broken_bytes(options.file.name),
        "columns": _columns(options),
        "words": dict(map(explaining.meaning_said, options.map or [])),
        "campaign_id": options.id,
    }
    data = bytes_of(options.file)
    with working(f"Reading {options.file}") as tell:
        if options.preview:
            preview, done = importing.preview(settings, data, **asked), None
        else:
            done = importing.import_report(settings, data, **asked, tell=tell)
            preview = done.preview
    values = _as_json(preview)
    values.pop("names")
    values.pop("examples")
    done_with = {
        "report": done.report if done else None,
        "campaign": options.id,
        "changed": done.changed if done else 0,
        "again": preview.known_since is not None,
        **values,
    }
    show(done_with if options.json else _for_a_person(done_with), as_json=options.json)
    return 0


def _for_a_person(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is counted by a name, as tables with a heading over the names; none without a row."""
    names = values["campaign_names"]
    tables = {
        "columns": _table("holds", "column", values["columns"]),
        "by_campaign": [
            {"campaign": campaign, "rows": rows, "name": names.get(campaign, "")}
            for campaign, rows in values["by_campaign"].items()
        ],
        **{name: _table(over, "rows", values[name]) for name, over in _COUNTED.items()},
    }
    rest = {name: value for name, value in values.items() if name != "campaign_names"}
    return rest | {name: rows for name, rows in tables.items() if rows or name == "columns"}


_COUNTED = {
    "by_state": "state",
    "unrecognised": "word",
    "why_parked": "why",
    "why_skipped": "why",
}


def _table(over: str, beside: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{over: name, beside: value} for name, value in values.items() if value is not None]


def _columns(options: argparse.Namespace) -> dict[str, str | None]:
    """What a person says of the columns; by number, none holds smsIds."""
    given = {role: getattr(options, f"{role}_column") for role in NAMES}
    columns: dict[str, str | None] = {role: name for role, name in given.items() if name}
    if options.by != "number":
        return columns
    if options.id is None:
        raise InputError(
            "no_campaign_named",
            "A number alone may be in many campaigns. Name the one that the file is about: "
            "campaign report ID FILE --by number.",
        )
    return columns | {"id": None}


def show_unmatched(options: argparse.Namespace) -> int:
    """Print the rows of reports that belong to no message known here."""
    settings = configuration.load()
    with working("Looking for unmatched rows"):
        unmatched_rows = unmatched.unmatched_rows(settings, unmatched.EVERYTHING)
    rows = [
        {
            "sms_id": row["sms_id"],
            "number": row["number"] or None,
            "status": row["word"],
            "error": row["error"],
            "why": row["why"],
            "file": row["file"],
        }
        for row in unmatched_rows
    ]
    if rows or options.json:
        show({"parked": len(rows), "rows": rows}, as_json=options.json)
    else:
        print("Every row of the delivery reports belongs to a message known here.")
    return 0


def show_words(options: argparse.Namespace) -> int:
    """Print the words of reports that a person explained, without the one to forget."""
    settings = configuration.load()
    if options.forget:
        explaining.forget(settings, options.forget)
    words = [
        {"word": word.written, "state": word.state.value, "said_at": word.said_at}
        for word in explaining.explained(settings)
    ]
    if words or options.json:
        show({"words": words}, as_json=options.json)
    else:
        print("No words explained yet. `report import` explains one with --map.")
    return 0


def show_number(options: argparse.Namespace) -> int:
    """Print everything ever sent to a number."""
    history = timeline.of_number(configuration.load(), options.number)
    values = _as_json(history)
    if not options.json:
        for message in values["messages"]:
            message["state"] = message.pop("facts").word
    show(values, as_json=options.json)
    return 0


def _as_json(answer: ReportPreview | timeline.Timeline) -> dict[str, Any]:
    return {JSON_NAMES.get(name, name): value for name, value in asdict(answer).items()}


def _any_campaign(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(id=None)


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    for role in NAMES:
        parser.add_argument(f"--{role}-column", metavar="NAME", help=f"that of the {role}")
    parser.add_argument(
        "--by",
        choices=("id", "number"),
        default="id",
        help="number: find people by their numbers, where the file's ids are from elsewhere",
    )
    parser.add_argument(
        "--map",
        action="append",
        metavar="WORD=STATE",
        help="what a word means that is not known; kept for the next file",
    )
    parser.add_argument(
        "--preview", action="store_true", help="say what it would do, and do nothing"
    )


def _forget(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--forget", metavar="WORD", help="forget what this word means")


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="written in any way")


GROUP = Group("delivery reports of the panel")
OF_CAMPAIGN = Command(
    "campaign report",
    take,
    "import a delivery report, by smsId and by number",
    (an_id, _report, as_json),
)
COMMANDS = (
    Command(
        "report import",
        take,
        "import a delivery report about any campaigns, by smsId",
        (_any_campaign, _report, as_json),
    ),
    Command(
        "report parked",
        show_unmatched,
        "rows of reports that belong to no message known here",
        (as_json,),
    ),
    Command(
        "report words",
        show_words,
        "words of reports that were explained by hand with --map",
        (_forget, as_json),
    ),
    Command("number", show_number, "everything ever sent to a number", (_number, as_json)),
)
