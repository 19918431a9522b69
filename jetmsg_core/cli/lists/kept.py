"""`list list | show | rename | delete`: the lists there are."""

from __future__ import annotations

import argparse
from typing import Any

from jetmsg_core import configuration, lists
from jetmsg_core.cli.arguments.called import NAME_OR_ID, called
from jetmsg_core.cli.arguments.limits import require_limit
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, show_table, working
from jetmsg_core.lists import ContactList
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings

SHOWN = 20


def list_called(settings: Settings, wanted: str) -> ContactList:
    """Give the saved list of this name or id. Raises InputError and NotFoundError as `called`."""
    return called("list", wanted, lists.newest(settings))


def list_all(options: argparse.Namespace) -> int:
    """Print all lists, the newest first."""
    saved = lists.newest(configuration.load())
    if options.json:
        show(
            {"count": len(saved), "lists": [values_of(contact_list) for contact_list in saved]},
            as_json=True,
        )
        return 0
    if not saved:
        print("No lists yet. Save one from a file with `list save`, or in the dashboard.")
        return 0
    show_table(
        ("ID", "Contacts", "Saved (IST)", "From", "Name"),
        [
            (
                str(contact_list.id),
                with_commas(contact_list.contacts),
                in_ist(contact_list.created_at),
                contact_list.source,
                contact_list.name,
            )
            for contact_list in saved
        ],
        right=("ID", "Contacts"),
    )
    return 0


def show_one(options: argparse.Namespace) -> int:
    """Print a list with the first of its contacts who fit what is looked for."""
    settings = configuration.load()
    require_limit(options)
    contact_list = list_called(settings, options.list)
    with working("Looking"):
        page = lists.page(settings, contact_list.id, search=options.search, limit=options.limit)
        opted_out = lists.opted_out(settings, contact_list.id)
        refusing = lists.refusing(settings, contact_list.id)
    values = values_of(contact_list) | {
        "columns": list(contact_list.columns),
        "number_column": contact_list.number_column or None,
        "opted_out": opted_out,
        "declined": {str(channel): count for channel, count in refusing.items()},
        "more": page.next_after is not None,
    }
    people = [
        {"number": number, "row": row, "opted_out": is_out, "cells": cells}
        for number, row, is_out, cells in zip(
            page.numbers.tolist(),
            page.rows.tolist(),
            page.opted_out.tolist(),
            page.cells.to_dict("records"),
            strict=True,
        )
    ]
    if options.json:
        show(values | {"shown": people}, as_json=True)
        return 0
    show(values, as_json=False)
    if not people:
        nobody = f"Nobody in this list matches {quoted(options.search)}."
        print(nobody if options.search.strip() else "Nobody is in this list any more.")
        return 0
    show_table(
        ("Number", "Opted out", *contact_list.columns),
        [
            (str(person["number"]), "yes" if person["opted_out"] else "", *person["cells"].values())
            for person in people
        ],
    )
    if values["more"]:
        print("There are more: a higher --limit shows them, and --search finds one.")
    return 0


def rename(options: argparse.Namespace) -> int:
    """Give a list another name, and print it."""
    settings = configuration.load()
    contact_list = list_called(settings, options.list)
    lists.rename(settings, contact_list.id, options.name)
    show(values_of(lists.get(settings, contact_list.id)), as_json=options.json)
    return 0


def delete(options: argparse.Namespace) -> int:
    """Delete a list; campaigns keep the recipients they took from it."""
    settings = configuration.load()
    contact_list = list_called(settings, options.list)
    lists.delete(settings, contact_list.id)
    values = {"list": contact_list.id, "name": contact_list.name, "deleted": True}
    show(values, as_json=options.json)
    return 0


def values_of(contact_list: ContactList) -> dict[str, Any]:
    """Give what is printed of a list."""
    return {
        "list": contact_list.id,
        "name": contact_list.name,
        "contacts": contact_list.contacts,
        "source": contact_list.source,
        "left_out": contact_list.findings,
        "saved_at": contact_list.created_at,
        "version": contact_list.version,
        "changed_at": contact_list.changed_at,
    }


def a_list(parser: argparse.ArgumentParser) -> None:
    """Add `list`, which says which list."""
    parser.add_argument("list", metavar=NAME_OR_ID, help="which list")


def _page(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search", default="", metavar="TEXT", help="a number, or a word of any column"
    )
    parser.add_argument(
        "--limit",
        type=whole_number,
        default=SHOWN,
        metavar="N",
        help=f"at most this many contacts; default: {SHOWN}",
    )


def _renaming(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the new name")


GROUP = Group("contacts saved under a name")
LIST = Command("list list", list_all, "all of them, the newest first", (as_json,))
SHOW = Command("list show", show_one, "one, with its contacts", (a_list, _page, as_json))
CHANGES = (
    Command("list rename", rename, "give it another name", (a_list, _renaming, as_json)),
    Command(
        "list delete",
        delete,
        "delete it; campaigns keep the recipients they took from it",
        (a_list, as_json),
    ),
)
