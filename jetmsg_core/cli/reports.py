"""`report import`, `campaign report` and `number`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.results import timeline
from jetmsg_core.cli.commands import Command, Group, an_id, as_json
from jetmsg_core.cli.contacts import bytes_of
from jetmsg_core.cli.output import show
from jetmsg_core.primitives.characters import without_broken_bytes
from jetmsg_core.reports import importing
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.reports.previews import ReportPreview
from jetmsg_core.reports.reading.columns import NAMES

JSON_NAMES = {"unmatched": "parked", "why_unmatched": "why_parked"}
"""Of fields whose older name is promised."""


def take(options: argparse.Namespace) -> int:
    """Import a delivery report, or with --preview say what it would do."""
    settings = configuration.load()
    given = {role: getattr(options, f"{role}_column") for role in NAMES}
    asked = {
        "name": without_broken_bytes(options.file.name),
        "columns": {role: name for role, name in given.items() if name},
        "campaign_id": options.id,
    }
    data = bytes_of(options.file)
    if options.preview:
        preview, done = importing.preview(settings, data, **asked), None
    else:
        done = importing.import_report(settings, data, **asked)
        preview = done.preview
    values = _as_json(preview)
    values.pop("names")
    values.pop("examples")
    show(
        {
            "report": done.report if done else None,
            "campaign": options.id,
            "changed": done.changed if done else 0,
            "again": preview.known_since is not None,
            **values,
        },
        as_json=options.json,
    )
    return 0


def show_unmatched(options: argparse.Namespace) -> int:
    """Print the rows of reports that belong to no message known here."""
    settings = configuration.load()
    rows = [
        {
            "sms_id": row["sms_id"],
            "number": row["number"] or None,
            "status": row["word"],
            "error": row["error"],
            "why": row["why"],
            "file": row["file"],
        }
        for row in unmatched.unmatched_rows(settings, unmatched.EVERYTHING)
    ]
    show({"parked": len(rows), "rows": rows}, as_json=options.json)
    return 0


def show_number(options: argparse.Namespace) -> int:
    """Print everything ever sent to a number."""
    history = timeline.of_number(configuration.load(), options.number)
    show(_as_json(history), as_json=options.json)
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
        "--preview", action="store_true", help="say what it would do, and do nothing"
    )


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="in any spelling")


GROUP = Group("delivery reports of the panel")
OF_CAMPAIGN = Command(
    "campaign report",
    take,
    "take a delivery report, by smsId and by number",
    (an_id, _report, as_json),
)
COMMANDS = (
    Command(
        "report import",
        take,
        "take a delivery report about any campaigns, by smsId",
        (_any_campaign, _report, as_json),
    ),
    Command(
        "report parked",
        show_unmatched,
        "rows of reports that belong to no message known here",
        (as_json,),
    ),
    Command("number", show_number, "everything ever sent to a number", (_number, as_json)),
)
