"""`campaign create`."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.campaigns.checks.codes import LEAVABLE
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.cli import contacts
from jetmsg_core.cli.campaign import previewed
from jetmsg_core.cli.campaign.way_out import with_way_out
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.file_findings import as_values
from jetmsg_core.cli.output import show, working
from jetmsg_core.errors import InputError, JetmsgError, NotFoundError
from jetmsg_core.lists import contacts_of
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.primitives.characters import without_broken_bytes
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.templates import Template


def create(options: argparse.Namespace) -> int:
    """Freeze a campaign from a contact file, and print what would be sent. With --json a refusal is
    printed as well."""
    settings = configuration.load()
    with working(f"Checking {options.file}"):
        audience = contacts.read(settings, options, _channel(settings, options))
    report, warnings = audience.report, audience.report.warnings
    if report.blockers:
        if options.json:
            blockers = [asdict(blocker) for blocker in report.blockers]
            noticed = {"file_findings": as_values(warnings)}
            show(previewed.refused(report.rows, blockers) | noticed, as_json=True)
        raise contacts.refusal(report.blockers[0])
    try:
        with working("Making the campaign"):
            campaign_id, preview = creating.create(
                settings,
                contacts_of(audience, without_broken_bytes(options.file.name)),
                _spec(settings, options),
            )
    except BlockedError as error:
        refusal = with_way_out(error)
        if options.json:
            show(previewed.blocked(report.rows, warnings, refusal.findings), as_json=True)
        raise refusal from None
    except JetmsgError as error:
        if options.json:
            show(previewed.refused_by(report.rows, warnings, error), as_json=True)
        raise
    show(previewed.made(campaign_id, preview, warnings, as_json=options.json), as_json=options.json)
    return 0


def _spec(settings: Settings, options: argparse.Namespace) -> CampaignSpec:
    spec = CampaignSpec(
        name=options.name,
        message=options.message or "",
        channel=_channel(settings, options),
        sender_id=options.sender,
        route=options.route or 1,
        template_id=options.template_id,
        chunk_size=options.chunk,
        missing=replace(_missing(options.missing), keep=tuple(options.keep_cells)),
        leave_out=tuple(options.leave_out),
        keep_text=tuple(options.keep_text),
    )
    return _from_template(settings, spec, options) if options.template else spec


def _channel(settings: Settings, options: argparse.Namespace) -> Channel:
    """That of the options, else of the template, else SMS."""
    if options.template and not options.channel:
        return _stored(settings, options.template).channel
    return Channel(options.channel or Channel.SMS)


def _from_template(
    settings: Settings, spec: CampaignSpec, options: argparse.Namespace
) -> CampaignSpec:
    """What the options do not say is as the template has it."""
    if options.channel or options.template_id:
        raise InputError(
            "template_decides",
            "--template brings its own channel and DLT template ID: leave out --channel and "
            "--template-id.",
        )
    template = _stored(settings, options.template)
    return replace(
        spec,
        message=templates.message(template),
        channel=template.channel,
        sender_id=options.sender or template.sender(settings.sender_id),
        route=options.route or template.route,
        template_id=template.dlt_id,
        stored_template=template.id,
        stored_version=template.version,
    )


def _stored(settings: Settings, wanted: str) -> Template:
    """By its id, its DLT id or its name in any case."""
    stored = templates.listing(settings)
    matches = [template for template in stored if wanted in (str(template.id), template.dlt_id)]
    matches = matches or [
        template for template in stored if template.name.casefold() == wanted.casefold()
    ]
    if len(matches) > 1:
        ids = ", ".join(str(template.id) for template in matches)
        raise InputError(
            "ambiguous_template", f"Several templates are called {wanted!r}: give an id ({ids})."
        )
    if not matches:
        raise NotFoundError("unknown_template", f"There is no template {wanted!r}.")
    return matches[0]


def _missing(choice: str) -> Missing:
    if choice == "skip":
        return SKIP
    if choice.startswith("default="):
        return Missing(default=choice.removeprefix("default="))
    raise InputError(
        "wrong_missing", f"--missing is {choice!r}: write skip, or default=TEXT to stand in."
    )


def _create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--name", required=True, metavar="N")
    text = parser.add_mutually_exclusive_group(required=True)
    text.add_argument("--message", metavar="TEXT", help="may hold {{column}}")
    text.add_argument(
        "--template",
        metavar="NAME|ID",
        help="a stored template: its text, channel, header, route and DLT id",
    )
    parser.add_argument("--channel", choices=("sms", "whatsapp"), help="default: sms")
    contacts.international_option(parser)
    parser.add_argument("--sender", default="", metavar="ID", help="6 characters, as with DLT")
    parser.add_argument("--route", type=int, choices=(1, 2), help="default: 1")
    parser.add_argument("--template-id", default="", metavar="ID")
    parser.add_argument("--chunk", type=int, metavar="N", help="recipients a call, 1 to 1000")
    parser.add_argument("--missing", default="skip", metavar="skip|default=TEXT")
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        choices=LEAVABLE,
        metavar="CODE",
        help=f"whoever a finding is about, may be repeated: {', '.join(LEAVABLE)}",
    )
    parser.add_argument(
        "--keep-text",
        action="append",
        default=[],
        metavar="TEXT",
        help="send {name}, [city] or the like as it stands, may be repeated: it is no placeholder",
    )
    parser.add_argument(
        "--keep-cells",
        action="append",
        default=[],
        metavar="COLUMN",
        help="send its cells as they stand, also NULL, NA or -, may be repeated",
    )
    contacts.file_options(parser)


CREATE = Command("campaign create", create, "freeze a campaign, ready to start", (_create, as_json))
