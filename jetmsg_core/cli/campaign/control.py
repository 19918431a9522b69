"""`campaign start | run | pause | resume | stop | status | export`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from jetmsg_core import configuration
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.lifecycle import control, promotional_hours
from jetmsg_core.cli import restoring
from jetmsg_core.cli.campaign import run as running
from jetmsg_core.cli.campaign.run import say
from jetmsg_core.cli.commands import Command, Group, an_id, as_json
from jetmsg_core.cli.output import show, working
from jetmsg_core.cli.output.costs import in_rupees
from jetmsg_core.cli.team import approving
from jetmsg_core.cli.written_files import out_file, require_room_for, say_remarks
from jetmsg_core.files.file_format import format_of
from jetmsg_core.files.whole_files import written_whole
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.restoring import evidence


def start(options: argparse.Namespace) -> int:
    """Let the worker send a campaign. Outside promotional hours it is said when it really goes."""
    settings = configuration.load()
    started = control.start(settings, options.id)
    waits = promotional_hours.wait_of(settings, started.campaign, utc_now())
    return say(started, options, **({"warnings": [waits]} if waits else {}))


def pause(options: argparse.Namespace) -> int:
    """Let a campaign wait once its calls in flight are back."""
    return say(control.pause(configuration.load(), options.id), options)


def resume(options: argparse.Namespace) -> int:
    """Let a campaign go on. What was known is printed with it, where it was held since its database
    was put back."""
    settings = configuration.load()
    restored = evidence.of_campaign(settings, options.id)
    resumed = control.resume(settings, options.id)
    return say(resumed, options, **restoring.as_values(restored, as_json=options.json))


def stop(options: argparse.Namespace) -> int:
    """Cancel what is still queued."""
    return say(control.stop(configuration.load(), options.id), options)


def status(options: argparse.Namespace) -> int:
    """Print a campaign's counts by state."""
    settings = configuration.load()
    counts = control.status(settings, options.id)
    restored = evidence.of_campaign(settings, options.id)
    campaign = counts.campaign
    show(
        {
            "campaign": campaign.id,
            "name": campaign.name,
            "state": campaign.state,
            "held": campaign.held,
            "held_detail": campaign.held_detail,
            **restoring.as_values(restored, as_json=options.json),
            "recipients": campaign.recipients,
            **{state.value: count for state, count in counts.recipients.items()},
            "assumed_sent": counts.assumed.recipients,
            "chunks": {state.value: count for state, count in counts.chunks.items()},
            "parts_planned": campaign.parts,
            "parts_submitted": counts.parts_submitted,
            **in_rupees(campaign.pool, counts.parts_submitted, "rupees_submitted"),
            "started_at": campaign.started_at,
            "finished_at": campaign.finished_at,
            "archived_at": campaign.archived_at,
            "made_by": campaign.made_by,
            **approving.as_values(approvals.approval_of(settings, campaign.id)),
        },
        as_json=options.json,
    )
    return 0


def export(options: argparse.Namespace) -> int:
    """Write every recipient and its state, whole or not at all."""
    settings = configuration.load()
    form = format_of(options.out, plain=options.plain)
    control.status(settings, options.id)
    require_room_for(settings, options.out)
    with working(f"Writing {options.out}", counted=True) as tell, written_whole(options.out) as out:
        written = recipient_file.export(
            settings, options.id, out, only=Only(options.only), form=form, tell=tell
        )
    say_remarks(written.remarks)
    show({"campaign": options.id, "recipients": written.rows}, as_json=options.json)
    return 0


def _export(parser: argparse.ArgumentParser) -> None:
    out_file(parser)
    parser.add_argument(
        "--only",
        choices=("all", "failed"),
        default="all",
        help="failed: who did not get it, as a contact file with the reason",
    )


def _control(
    word: str, run: Callable[[argparse.Namespace], int], about: str, epilog: str | None = None
) -> Command:
    return Command(f"campaign {word}", run, about, (an_id, as_json), epilog=epilog)


GROUP = Group("create, send and follow campaigns")
CONTROLS = (
    _control("start", start, "let the worker send it"),
    _control(
        "run",
        running.run,
        "start it and wait until it is over, with a progress bar",
        f"Exit codes: 0 sent, 1 refused with a sentence, 2 wrong usage, {running.NEEDS_PERSON} "
        "somebody has to look: the campaign is held, or people ended unknown.",
    ),
    _control("pause", pause, "finish the calls on their way, then wait"),
    _control("resume", resume, "continue after a pause, or after the cause of a hold is gone"),
    _control("stop", stop, "cancel what is still queued"),
    _control("status", status, "counts by state"),
)
EXPORT = Command(
    "campaign export",
    export,
    "write every recipient and its state as CSV, or as an Excel workbook",
    (an_id, _export, as_json),
)
