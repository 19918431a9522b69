"""Who a campaign is for: a contact file or a saved list, those of it who fit some conditions,
without the recipients of some campaigns."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.unfinished import NOBODY
from jetmsg_core.cli import contacts
from jetmsg_core.cli.arguments.called import NAME_OR_ID
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.campaign import previewed
from jetmsg_core.cli.file_findings import as_values
from jetmsg_core.cli.lists.cell_tests import asked_of_cells, cell_options
from jetmsg_core.cli.lists.kept import list_called
from jetmsg_core.cli.output import show, working
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.errors import InputError
from jetmsg_core.lists import contacts_of
from jetmsg_core.settings import Settings
from jetmsg_core.states import NEVER_SENT, Channel, RecipientState

NO_STATE = "none"
"""In place of a state: nobody of an excluded campaign is written to."""


@dataclass(frozen=True)
class People:
    """Who is asked for. `rows` are those of the file or the list, `warnings` are about the file,
    `list_id` is that of the list. `take` gives whoever fits and is not left out, and raises
    InputError for a condition that cannot be followed, NotFoundError for a campaign that is not
    there."""

    rows: int
    take: Callable[[], Contacts]
    warnings: tuple[FileFinding, ...] = ()
    list_id: int | None = None


def read_people(settings: Settings, options: argparse.Namespace, channel: Channel) -> People:
    """Read the file, or find the list. Raises InputError for what cannot be used, NotFoundError for
    a list that is not there. With --json a refusal of the file is printed as well."""
    if options.list is not None:
        return _of_list(settings, options, channel)
    with working(f"Checking {options.file}") as tell:
        audience = contacts.read(settings, options, channel, tell=tell)
    report = audience.report
    if report.blockers:
        if options.json:
            blockers = [asdict(blocker) for blocker in report.blockers]
            noticed = {"file_findings": as_values(report.warnings)}
            show(previewed.refused(report.rows, blockers) | noticed, as_json=True)
        raise contacts.refusal(report.blockers[0])
    accepted = contacts_of(audience, contacts.name_of(options.file))
    return People(report.rows, partial(_narrowed, settings, options, accepted), report.warnings)


def _narrowed(settings: Settings, options: argparse.Namespace, people: Contacts) -> Contacts:
    return audience_filter.narrow(
        settings,
        people,
        conditions=asked_of_cells(options),
        without=options.exclude_campaign,
        taken_in=taken_in(options),
    )


def taken_in(options: argparse.Namespace) -> tuple[RecipientState, ...]:
    """Give the states of people of excluded campaigns who are written to all the same. Raises
    InputError for states without such a campaign."""
    if options.except_state and not options.exclude_campaign:
        raise InputError(
            "no_campaign_excluded",
            "--except-state is about people of a campaign: add --exclude-campaign ID.",
        )
    if NO_STATE in options.except_state and len(options.except_state) > 1:
        raise InputError(
            "wrong_states",
            f"--except-state {NO_STATE} cannot be used with other states. Leave them out.",
        )
    if not options.except_state:
        return NEVER_SENT
    return tuple(RecipientState(word) for word in options.except_state if word != NO_STATE)


def _of_list(settings: Settings, options: argparse.Namespace, channel: Channel) -> People:
    if given := _about_files(options):
        raise InputError(
            "list_is_read",
            f"{' and '.join(given)} {'are' if len(given) > 1 else 'is'} about how a file is read, "
            "and a list was read when it was saved. Leave that out.",
        )
    contact_list = list_called(settings, options.list)
    who = AudienceFilter(
        contact_list.id,
        tuple(asked_of_cells(options)),
        tuple(options.exclude_campaign),
        channel,
        taken_in(options),
    )

    def take() -> Contacts:
        """Gives the people of the list who remain. Raises InputError where nobody does."""
        people, _ = audience_filter.read(settings, who)
        if not len(people.numbers):
            raise InputError("no_recipients", NOBODY)
        return people

    return People(contact_list.contacts, take, list_id=contact_list.id)


def _about_files(options: argparse.Namespace) -> list[str]:
    """The options given that say how a file is read."""
    parser = argparse.ArgumentParser()
    reading_options(parser)
    usual = vars(parser.parse_args([]))
    changed = (name for name, value in usual.items() if getattr(options, name) != value)
    return [f"--{name.replace('_', '-')}" for name in changed]


def people_options(parser: argparse.ArgumentParser) -> None:
    """Add what `read_people` reads, but for the channel."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a contact file")
    source.add_argument("--list", metavar=NAME_OR_ID, help="a saved list in place of a file")
    cell_options(parser)
    parser.add_argument(
        "--exclude-campaign",
        action="append",
        default=[],
        type=whole_number,
        metavar="ID",
        help="leave out people this campaign sent to or will send to, may be repeated",
    )
    parser.add_argument(
        "--except-state",
        action="append",
        default=[],
        choices=(*(state.value for state in RecipientState), NO_STATE),
        metavar="STATE",
        help="write to those of excluded campaigns who are in this state, may be repeated "
        f"(default: {', '.join(NEVER_SENT)}; {NO_STATE}: leave out everybody in them)",
    )


def reading_options(parser: argparse.ArgumentParser) -> None:
    """Add what says how the file is read."""
    contacts.international_option(parser)
    contacts.file_options(parser)
