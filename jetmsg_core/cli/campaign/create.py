"""`campaign create`."""

from __future__ import annotations

import argparse

from jetmsg_core import configuration
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.draft.choices import as_json as written
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.campaigns.preview.preview import CampaignPreview, preview
from jetmsg_core.cli.campaign import previewed
from jetmsg_core.cli.campaign.people import (
    People,
    people_options,
    read_people,
    reading_options,
    taken_in,
)
from jetmsg_core.cli.campaign.spec import channel_of, spec_of, spec_options
from jetmsg_core.cli.campaign.way_out import with_way_out
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.lists.cell_tests import asked_of_cells
from jetmsg_core.cli.output import show, working
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.progress import Tell
from jetmsg_core.settings import Settings


def create(options: argparse.Namespace) -> int:
    """Freeze a campaign from a contact file or a list, and print what would be sent; with
    --preview only print it. With --json a refusal is printed as well."""
    settings = configuration.load()
    people = read_people(settings, options, channel_of(settings, options))
    try:
        with working("Looking" if options.preview else "Making the campaign") as tell:
            campaign_id, preview = _done(settings, options, people, tell)
    except BlockedError as error:
        refusal = with_way_out(error)
        if options.json:
            show(previewed.blocked(people.rows, people.warnings, refusal.findings), as_json=True)
        raise refusal from None
    except JetmsgError as error:
        if options.json:
            show(previewed.refused_by(people.rows, people.warnings, error), as_json=True)
        raise
    values = previewed.made(campaign_id, preview, people.warnings, as_json=options.json)
    if options.preview:
        values["examples"] = previewed.examples(preview.examples)
    show(values, as_json=options.json)
    return 0


def _done(
    settings: Settings, options: argparse.Namespace, people: People, tell: Tell
) -> tuple[int | None, CampaignPreview]:
    """The campaign with what it would send, or only that."""
    contacts, spec = people.take(), spec_of(settings, options)
    if not options.preview:
        choices = _choices(options, spec, people.list_id)
        return creating.create(settings, contacts, spec, choices=choices, tell=tell)
    seen = preview(settings, contacts, spec)
    if seen.blockers:
        raise BlockedError(seen.findings)
    return None, seen


def _choices(options: argparse.Namespace, spec: CampaignSpec, list_id: int | None) -> str:
    """What a copy of the campaign begins with; a file is not there any more by then."""
    if list_id is None:
        return "{}"
    return written(
        Choices(
            list_id=list_id,
            conditions=tuple(asked_of_cells(options)),
            without=tuple(options.exclude_campaign),
            taken_in=taken_in(options),
            template=spec.stored_template,
            version=spec.stored_version,
            channel=spec.channel,
            message=spec.message,
            fill_in=spec.missing.default is not None,
            default=spec.missing.default or Choices.default,
            sender_id=spec.sender_id or None,
            route=spec.route,
            dlt_id=spec.template_id,
            name=spec.name,
            leave_out=spec.leave_out,
            keep_text=spec.keep_text,
            keep_cells=spec.missing.keep,
        )
    )


def _preview(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--preview", action="store_true", help="say what it would send, and make nothing"
    )


CREATE = Command(
    "campaign create",
    create,
    "make a campaign from a contact file or a list, ready to start",
    (people_options, spec_options, reading_options, _preview, as_json),
)
