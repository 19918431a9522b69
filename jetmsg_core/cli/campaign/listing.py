"""`campaign list`."""

from __future__ import annotations

import argparse
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.schedule import read_day_or_time
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.output import show, show_table
from jetmsg_core.cli.wrong_usage import whole_number
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.states import CAMPAIGN_STATES, CampaignState, Channel, RecipientState

MOST = 100
CHANNEL_WORDS = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp"}


def list_all(options: argparse.Namespace) -> int:
    """Print the campaigns that fit, the newest first."""
    if options.limit < 1:
        raise InputError("wrong_limit", f"--limit is {options.limit}: write 1 or more.")
    statuses = control.newest(
        configuration.load(),
        options.limit + 1,
        states=[CampaignState(word) for word in options.state] or tuple(CampaignState),
        channels=[Channel(options.channel)] if options.channel else tuple(Channel),
        since=read_day_or_time(options.since) if options.since else None,
    )
    is_more = len(statuses) > options.limit
    newest = statuses[: options.limit]
    if options.json:
        listed = [_values(status) for status in newest]
        show({"count": len(newest), "more": is_more, "campaigns": listed}, as_json=True)
        return 0
    if not newest:
        print("There is no such campaign.")
        return 0
    show_table(
        ("ID", "State", "Channel", "People", "Submitted", "Unknown", "Made (IST)", "Name"),
        [_cells(status) for status in newest],
        right=("ID", "People", "Submitted", "Unknown"),
    )
    if is_more:
        print("Older campaigns are not shown: a higher --limit shows more.")
    return 0


def _values(status: Status) -> dict[str, Any]:
    campaign, counts = status.campaign, status.recipients
    return {
        "campaign": campaign.id,
        "name": campaign.name,
        "state": campaign.state,
        "held": campaign.held,
        "mode": campaign.mode,
        "channel": campaign.channel,
        "recipients": campaign.recipients,
        **{state.value: count for state, count in counts.items()},
        "parts_planned": campaign.parts,
        "parts_submitted": status.parts_submitted,
        "retry_of": campaign.retry_of,
        "created_at": campaign.created_at,
        "scheduled_at": campaign.scheduled_at,
        "started_at": campaign.started_at,
        "finished_at": campaign.finished_at,
    }


def _cells(status: Status) -> tuple[str, ...]:
    campaign = status.campaign
    is_held = campaign.state is CampaignState.RUNNING and campaign.held
    return (
        str(campaign.id),
        "Held" if is_held else CAMPAIGN_STATES[campaign.state].word,
        CHANNEL_WORDS[campaign.channel],
        with_commas(campaign.recipients),
        with_commas(status.submitted),
        with_commas(status.recipients[RecipientState.UNKNOWN]),
        in_ist(campaign.created_at),
        campaign.name,
    )


def _filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--state",
        action="append",
        default=[],
        choices=tuple(state.value for state in CampaignState),
        metavar="STATE",
        help=f"may be repeated: {', '.join(CampaignState)}",
    )
    parser.add_argument("--channel", choices=tuple(channel.value for channel in Channel))
    parser.add_argument(
        "--since",
        metavar="DAY|TIME",
        help='made on this day or later: 2026-11-25 or "2026-11-25 10:30", in India',
    )
    parser.add_argument(
        "--limit",
        type=whole_number,
        default=MOST,
        metavar="N",
        help=f"at most so many; default: {MOST}",
    )


LIST = Command("campaign list", list_all, "all campaigns, the newest first", (_filters, as_json))
