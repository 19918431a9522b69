"""`list save | choose | from-campaign | merge`: the ways to a new list."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from jetmsg_core import configuration, lists
from jetmsg_core.campaigns.exports.state_list import save_in_states
from jetmsg_core.cli import contacts
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, an_id, as_json
from jetmsg_core.cli.file_findings import as_values, sentences
from jetmsg_core.cli.lists.cell_tests import asked_of_cells, cell_options
from jetmsg_core.cli.lists.kept import a_list, list_called, values_of
from jetmsg_core.cli.output import show, working
from jetmsg_core.errors import InputError
from jetmsg_core.lists import Choice, InCampaign, InList, contacts_of
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED, RecipientState


def save(options: argparse.Namespace) -> int:
    """Keep the accepted contacts of a file under a name, and print what became of its rows."""
    settings = configuration.load()
    with working(f"Checking {options.file}") as tell:
        audience = contacts.read(settings, options, None, tell=tell)
    report = audience.report
    if report.blockers:
        raise contacts.refusal(report.blockers[0])
    with working("Saving the list"):
        people = contacts_of(audience, contacts.name_of(options.file))
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
    if options.in_state and not isinstance(choices[0], InCampaign):
        raise InputError(
            "state_without_campaign",
            "--in-state is about people of a campaign: add --in-campaign ID or --not-in-campaign "
            "ID.",
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
            InCampaign(campaign_id, outside=outside, only=_states(options))
            for campaign_id, outside in sent
            if campaign_id is not None
        ),
    ]


def _states(options: argparse.Namespace) -> tuple[RecipientState, ...]:
    return tuple(dict.fromkeys(map(RecipientState, options.in_state)))


def from_campaign(options: argparse.Namespace) -> int:
    """Keep those of a campaign who are in some states as a list, and print it."""
    settings = configuration.load()
    with working("Saving the list"):
        token = secrets.token_hex(16)
        made = save_in_states(
            settings, options.id, _states(options) or FAILED, name=options.name, token=token
        )
    show(values_of(lists.get(settings, made)), as_json=options.json)
    return 0


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
    _in_state(parser, "only those of the campaign who are in this state, may be repeated")


def _in_state(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument(
        "--in-state",
        action="append",
        default=[],
        choices=tuple(state.value for state in RecipientState),
        metavar="STATE",
        help=f"{about}: {', '.join(RecipientState)}",
    )


def _of_campaign(parser: argparse.ArgumentParser) -> None:
    _new_name(parser)
    _in_state(parser, "who is in this state, may be repeated (default: all who did not get it)")


def _other(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", metavar="OTHER", help="the list to merge it with")
    _new_name(parser)


SAVE = Command("list save", save, "save the ready rows of a contact file", (_file, as_json))
FROM_OTHERS = (
    Command(
        "list choose",
        choose,
        "make a smaller list of those who fit; the old one stays",
        (a_list, _choice, as_json),
    ),
    Command(
        "list from-campaign",
        from_campaign,
        "make a list of those of a campaign who are in some states",
        (an_id, _of_campaign, as_json),
    ),
    Command(
        "list merge",
        merge,
        "make a list of two, each number once; both stay",
        (a_list, _other, as_json),
        epilog="People in both keep the cells of the first, and get the columns only the other "
        "list has.",
    ),
)
