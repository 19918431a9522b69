"""What a campaign says and how it is sent, as options say it."""

from __future__ import annotations

import argparse
from dataclasses import replace

from jetmsg_core import templates
from jetmsg_core.campaigns.checks.codes import LEAVABLE
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.cli.arguments.called import NAME_OR_ID
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.templates import template_called
from jetmsg_core.errors import InputError
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel


def spec_of(settings: Settings, options: argparse.Namespace) -> CampaignSpec:
    """Give what a person asks for with these options. Raises InputError and NotFoundError."""
    spec = CampaignSpec(
        name=options.name,
        message=options.message or "",
        channel=channel_of(settings, options),
        sender_id=options.sender,
        route=options.route or 1,
        template_id=options.template_id,
        chunk_size=options.chunk,
        missing=replace(_missing(options.missing), keep=tuple(options.keep_cells)),
        leave_out=tuple(options.leave_out),
        keep_text=tuple(options.keep_text),
    )
    return _from_template(settings, spec, options) if options.template else spec


def channel_of(settings: Settings, options: argparse.Namespace) -> Channel:
    """Give the channel of the options, else of the template, else SMS."""
    if options.template and not options.channel:
        return template_called(settings, options.template).channel
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
    template = template_called(settings, options.template)
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


def _missing(choice: str) -> Missing:
    if choice == "skip":
        return SKIP
    if choice.startswith("default="):
        return Missing(default=choice.removeprefix("default="))
    raise InputError(
        "wrong_missing", f"--missing is {quoted(choice)}: write skip, or default=TEXT."
    )


def spec_options(parser: argparse.ArgumentParser) -> None:
    """Add what `spec_of` reads."""
    parser.add_argument("--name", required=True, metavar="N")
    text = parser.add_mutually_exclusive_group(required=True)
    text.add_argument("--message", metavar="TEXT", help="may hold {{column}}")
    text.add_argument(
        "--template",
        metavar=NAME_OR_ID,
        help="a stored template: its text, channel, sender ID, route and DLT template ID",
    )
    parser.add_argument("--channel", choices=("sms", "whatsapp"), help="default: sms")
    parser.add_argument("--sender", default="", metavar="ID", help="6 characters, as with DLT")
    parser.add_argument("--route", type=whole_number, choices=(1, 2), help="default: 1")
    parser.add_argument("--template-id", default="", metavar="ID")
    parser.add_argument(
        "--chunk", type=whole_number, metavar="N", help="recipients a call, 1 to 1000"
    )
    parser.add_argument("--missing", default="skip", metavar="skip|default=TEXT")
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        choices=LEAVABLE,
        metavar="CODE",
        help=f"people a finding is about, may be repeated: {', '.join(LEAVABLE)}",
    )
    parser.add_argument(
        "--keep-text",
        action="append",
        default=[],
        metavar="TEXT",
        help="send {name}, [city] or the like as it is, may be repeated: it is not a placeholder",
    )
    parser.add_argument(
        "--keep-cells",
        action="append",
        default=[],
        metavar="COLUMN",
        help="send its cells as they are, also NULL, NA or -, may be repeated",
    )
