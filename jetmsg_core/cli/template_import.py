"""`template import`: the list that a DLT portal exports."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from jetmsg_core import configuration, templates
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.contacts import bytes_of
from jetmsg_core.cli.output import show, show_line, working
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import visible
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.templates import Answers, ImportedTemplates, RowNote

_ROUTES = {"transactional": 1, "service": 1, "promotional": 2}


def import_file(options: argparse.Namespace) -> int:
    """Add every template of a portal's export. The exit code is 1 when no row could be used, and
    when nobody says which are promotional."""
    answers = Answers(_ROUTES.get(options.type), tuple(options.good_status))
    try:
        with working(f"Importing {options.file}"):
            done = templates.import_file(
                configuration.load(),
                bytes_of(options.file),
                name=options.file.name,
                answers=answers,
            )
    except InputError as error:
        if error.code != templates.NO_TYPE:
            raise
        way_out = "Add --type promotional, or --type transactional (service too)."
        raise InputError(error.code, f"{error} {way_out}") from None
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(done).items()}
    if options.json:
        show(values, as_json=True)
    else:
        # Every row that is left out is named, however many they are; a reason stands there once.
        noted = ("refused", "lapsed", "warnings")
        show(values | {name: len(values[name]) for name in noted}, as_json=False)
        _show_notes(done.warnings)
        _show_notes(done.lapsed)
        _show_notes(done.refused, "left out: ")
    way_out = _way_out(done)
    if done.refused and not done.added + done.changed + done.unchanged:
        raise InputError(
            done.refused[0].code,
            f"No template could be used. Row {done.refused[0].row}: {done.refused[0].message}"
            f"{way_out}",
        )
    if way_out:
        print(visible(f"{with_commas(len(done.refused))} left out.{way_out}"), file=sys.stderr)
    return 0


def _show_notes(notes: Sequence[RowNote], words: str = "") -> None:
    """One line for one row; what is said of several stands above the names of all of them."""
    by_message: dict[str, list[str]] = {}
    for note in notes:
        by_message.setdefault(note.message, []).append(f"row {note.row}, {note.name}")
    for message, rows in by_message.items():
        if len(rows) == 1:
            show_line(f"{words}{rows[0]}: {message}")
        else:
            show_line(f"{words}{with_commas(len(rows))} rows: {message}")
            show_line(f"    {'; '.join(rows)}")


def _way_out(done: ImportedTemplates) -> str:
    """The options that would bring in more of the rows, after a space."""
    advice = ""
    if done.unknown_statuses:
        words = dict.fromkeys(status.word for status in done.unknown_statuses)
        good = " ".join(f"--good-status {shlex.quote(word)}" for word in words)
        advice += f" If these mean approved, add {good}."
    if done.untyped:
        advice += " For those without a type, add --type promotional or --type transactional."
    return advice


def _importing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--type",
        choices=_ROUTES,
        help="the type of templates that no column tells; service ones go as transactional",
    )
    parser.add_argument(
        "--good-status",
        action="append",
        default=[],
        metavar="WORD",
        help="a status that means approved, may be repeated; '' is an empty cell",
    )


IMPORT = Command(
    "template import",
    import_file,
    "add every template of a portal's export",
    (as_json, _importing),
)
