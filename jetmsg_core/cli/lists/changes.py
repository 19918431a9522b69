"""`list edit | add-person | add-people | remove-person | history | undo`: a list changed after it
was saved, with who did it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from jetmsg_core import configuration, lists
from jetmsg_core.cli import contacts
from jetmsg_core.cli.arguments.limits import require_limit
from jetmsg_core.cli.arguments.who import by_whom, who
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.file_findings import by_code, for_a_person
from jetmsg_core.cli.lists.kept import a_list, list_called, values_of
from jetmsg_core.cli.output import show, show_table, working
from jetmsg_core.errors import InputError
from jetmsg_core.lists import ChangeKind, ContactList, Edit, ListChange
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings

SHOWN = 20
_WORDS = {ChangeKind.ADDED: "added", ChangeKind.REMOVED: "removed", ChangeKind.EDITED: ""}


def edit(options: argparse.Namespace) -> int:
    """Change cells of one person, or the number, and print the list."""
    settings = configuration.load()
    contact_list = list_called(settings, options.list)
    cells = _cells(options)
    if not cells and options.new_number is None:
        raise InputError("no_change", "Say what to change: --cell COLUMN TEXT, or --new-number N.")
    with working("Changing the list"):
        key = lists.with_number(settings, contact_list.id, options.number, row=options.row)
        changes = lists.change(
            settings,
            contact_list.id,
            [Edit(key, cells, options.new_number)],
            by=who(options),
            international=options.international,
        )
    return _show(settings, contact_list, options, changes=changes)


def add_person(options: argparse.Namespace) -> int:
    """Add one person to the end of a list, and print the list."""
    settings = configuration.load()
    contact_list = list_called(settings, options.list)
    with working("Changing the list"):
        number = lists.add_person(
            settings,
            contact_list.id,
            _cells(options),
            number=options.number,
            by=who(options),
            international=options.international,
        )
    return _show(settings, contact_list, options, changes=1, number=number)


def add_people(options: argparse.Namespace) -> int:
    """Add the people of a contact file who are not in the list yet, and print what became of its
    rows."""
    settings = configuration.load()
    contact_list = list_called(settings, options.list)
    with working(f"Checking {options.file}"):
        audience = contacts.read(settings, options, None)
        report = audience.report
        if report.blockers:
            raise contacts.refusal(report.blockers[0])
        joining = lists.look_at_joining(settings, contact_list.id, audience)
    added = 0
    if not options.preview:
        with working("Changing the list"):
            added = lists.add_people(settings, contact_list.id, audience, by=who(options))
    values = report.as_dict() | by_code(report) if options.json else for_a_person(report)
    told = ("rows", "rejected", "duplicates", "opted_out", "declined", "problems", "by_code")
    return _show(
        settings,
        contact_list,
        options,
        changes=added,
        new=int(joining.new.sum()),
        already=joining.already,
        columns_left_out=list(joining.left_over),
        **{name: values[name] for name in told if name in values},
    )


def remove_person(options: argparse.Namespace) -> int:
    """Take one person off a list, and print the list."""
    settings = configuration.load()
    contact_list = list_called(settings, options.list)
    with working("Changing the list"):
        key = lists.with_number(settings, contact_list.id, options.number, row=options.row)
        changes = lists.change(settings, contact_list.id, [], [key], by=who(options))
    return _show(settings, contact_list, options, changes=changes, number=key.number)


def history(options: argparse.Namespace) -> int:
    """Print the changes of a list, the newest first."""
    settings = configuration.load()
    require_limit(options)
    contact_list = list_called(settings, options.list)
    page = lists.history(settings, contact_list.id, limit=options.limit)
    more = page.next_below is not None
    if options.json:
        changes = [_values(change) for change in page.changes]
        show(values_of(contact_list) | {"changes": changes, "more": more}, as_json=True)
        return 0
    if not page.changes:
        print("Nothing was changed since the list was saved.")
        return 0
    show_table(
        ("Change", "When (IST)", "By", "Number", "What"),
        [
            (
                str(change.version),
                in_ist(change.changed_at),
                change.changed_by,
                str(change.contact.number),
                _sentence(change),
            )
            for change in page.changes
        ],
        right=("Change",),
    )
    if more:
        print("There are more: a higher --limit shows them.")
    return 0


def undo(options: argparse.Namespace) -> int:
    """Take one change back, and print the list."""
    settings = configuration.load()
    contact_list = list_called(settings, options.list)
    with working("Changing the list"):
        lists.undo(settings, contact_list.id, options.change, by=who(options))
    return _show(settings, contact_list, options, changes=1, undone=options.change)


def _values(change: ListChange) -> dict[str, Any]:
    return {
        "change": change.version,
        "kind": change.kind.value,
        "number": change.contact.number,
        "row": change.contact.row,
        "cells": [
            {"column": cell.column, "before": cell.before, "after": cell.after}
            for cell in change.cells
        ],
        "by": change.changed_by,
        "at": change.changed_at,
        "undoes": change.undoes,
        "undone_by": change.undone_by,
    }


def _sentence(change: ListChange) -> str:
    words = _WORDS[change.kind]
    if change.kind is ChangeKind.EDITED:
        words = "; ".join(
            f"{cell.column}: {quoted(cell.before)} → {quoted(cell.after)}" for cell in change.cells
        )
    elif change.contact.name:
        words = f"{words}: {change.contact.name}"
    words += f" (undoes {change.undoes})" if change.undoes else ""
    return words + (f" (undone by {change.undone_by})" if change.undone_by else "")


def _show(
    settings: Settings, contact_list: ContactList, options: argparse.Namespace, **more: Any
) -> int:
    show(values_of(lists.get(settings, contact_list.id)) | more, as_json=options.json)
    return 0


def _cells(options: argparse.Namespace) -> dict[str, str]:
    return dict(options.cell)


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="whose, in any spelling")


def _row(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--row", type=int, metavar="N", help="of the file, where several people have the number"
    )


def _cell(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cell",
        nargs=2,
        action="append",
        default=[],
        metavar=("COLUMN", "TEXT"),
        help="the new text of a cell, may be repeated",
    )


def _new_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--new-number", metavar="N", help="the new number")


def _international(parser: argparse.ArgumentParser) -> None:
    contacts.international_option(parser, "take a number of another country, for WhatsApp")


def _people(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=contacts.KINDS_OF_FILES)
    parser.add_argument(
        "--preview", action="store_true", help="say what would be added, and add nobody"
    )
    _international(parser)
    contacts.file_options(parser)


def _change(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("change", type=int, metavar="CHANGE", help="as `list history` numbers it")


def _limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit",
        type=int,
        default=SHOWN,
        metavar="N",
        help=(f"at most this many changes; default: {SHOWN}"),
    )


COMMANDS = (
    Command(
        "list edit",
        edit,
        "change cells of one person, or the number",
        (a_list, _person, _cell, _new_number, _row, _international, by_whom, as_json),
        epilog="Campaigns made from the list before keep what they took. Drafts use the list as "
        "it is now.",
    ),
    Command(
        "list add-person",
        add_person,
        "add one person to the end",
        (a_list, _person, _cell, _international, by_whom, as_json),
    ),
    Command(
        "list add-people",
        add_people,
        "add the people of a contact file, or of lines on stdin (-)",
        (a_list, _people, by_whom, as_json),
    ),
    Command(
        "list remove-person",
        remove_person,
        "remove one person",
        (a_list, _person, _row, by_whom, as_json),
    ),
    Command(
        "list history",
        history,
        "what was changed, from what to what, by whom and when",
        (a_list, _limit, as_json),
    ),
    Command("list undo", undo, "undo one change", (a_list, _change, by_whom, as_json)),
)
