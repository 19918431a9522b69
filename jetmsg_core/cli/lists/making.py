"""`list save | choose | merge`: the ways to a new list."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from jetmsg_core import lists
from jetmsg_core import settings as configuration
from jetmsg_core.cli import contacts
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.file_findings import as_values, sentences
from jetmsg_core.cli.lists.cell_tests import asked_of_cells, cell_options
from jetmsg_core.cli.lists.kept import a_list, list_called, values_of
from jetmsg_core.cli.output import show, working
from jetmsg_core.cli.wrong_usage import whole_number
from jetmsg_core.errors import InputError
from jetmsg_core.lists import Choice, InCampaign, InList, contacts_of
from jetmsg_core.primitives.characters import without_broken_bytes
from jetmsg_core.settings import Settings


def save(options: argparse.Namespace) -> int:
    """Keep the accepted contacts of a file under a name, and print what became of its rows."""
    settings = configuration.load()
    with working(f"Checking {options.file}"):
        audience = contacts.read(settings, options, None)
    report = audience.report
    if report.blockers:
        raise contacts.refusal(report.blockers[0])
    with working("Saving the list"):
        people = contacts_of(audience, without_broken_bytes(options.file.name))
        token = secrets.token_hex(16)
        saved = lists.get(settings, lists.save(settings, people, name=options.name, token=token))
    noticed: dict[str, Any]
    if options.json:
        noticed = {"file_findings": as_values(report.warnings)}
    else:
        noticed = {"warnings": sentences(report.warnings, str(report.rows_are))}
    values = values_of(saved) | {"rows": report.rows, "column": report.column, **noticed}
    show(values, as_json=options.json)
    return 0


def choose(options: argparse.Namespace) -> int:
    """Make a smaller list of those who fit, and print it."""
    settings = configuration.load()
    choices = [*asked_of_cells(options), *_memberships(settings, options)]
    if len(choices) != 1:
        raise InputError(
            "one_choice",
            "Give exactly one of --equals, --contains, --empty, --not-empty, --in-list, "
            "--not-in-list, --in-campaign and --not-in-campaign. For more than one, choose from "
            "the new list again.",
        )
    contact_list = list_called(settings, options.list)
    with working("Saving the list"):
        token = secrets.token_hex(16)
        made = lists.choose(settings, contact_list.id, choices[0], name=options.name, token=token)
    show(values_of(lists.get(settings, made)), as_json=options.json)
    return 0


def _memberships(settings: Settings, options: argparse.Namespace) -> list[Choice]:
    listed = ((options.in_list, False), (options.not_in_list, True))
    sent = ((options.in_campaign, False), (options.not_in_campaign, True))
    return [
        *(
            InList(list_called(settings, wanted).id, outside=outside)
            for wanted, outside in listed
            if wanted is not None
        ),
        *(
            InCampaign(campaign_id, outside=outside)
            for campaign_id, outside in sent
            if campaign_id is not None
        ),
    ]


def merge(options: argparse.Namespace) -> int:
    """Make a list of two, and print it."""
    settings = configuration.load()
    first, second = list_called(settings, options.list), list_called(settings, options.other)
    with working("Saving the list"):
        token = secrets.token_hex(16)
        made = lists.merge(settings, first.id, second.id, name=options.name, token=token)
    show(values_of(lists.get(settings, made)), as_json=options.json)
    return 0


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=contacts.KINDS_OF_FILES)
    _new_name(parser)
    contacts.international_option(parser, "keep numbers of other countries, for WhatsApp")
    contacts.file_options(parser)


def _new_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, metavar="N", help="of the new list")


def _choice(parser: argparse.ArgumentParser) -> None:
    _new_name(parser)
    cell_options(parser)
    for word, about in (("in", "only people who are in"), ("not-in", "only people who are not in")):
        parser.add_argument(f"--{word}-list", metavar="LIST", help=f"{about} another list")
        parser.add_argument(
            f"--{word}-campaign", type=whole_number, metavar="ID", help=f"{about} a campaign"
        )


def _other(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", metavar="OTHER", help="the list to merge it with")
    _new_name(parser)


SAVE = Command("list save", save, "keep the good rows of a contact file", (_file, as_json))
FROM_OTHERS = (
    Command(
        "list choose",
        choose,
        "make a smaller list of those who fit; the old one stays",
        (a_list, _choice, as_json),
    ),
    Command(
        "list merge",
        merge,
        "make a list of two, each number once; both stay",
        (a_list, _other, as_json),
        epilog="Who is in both keeps the cells of the first, and gains those of columns only the "
        "other has.",
    ),
)
