"""`campaign list | archive | unarchive`."""

from __future__ import annotations

import argparse
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.schedule import read_day_or_time
from jetmsg_core.campaigns.listing import archive as archiving
from jetmsg_core.campaigns.listing import search
from jetmsg_core.campaigns.listing.search import CampaignFilter
from jetmsg_core.campaigns.results.delivered import delivered_of
from jetmsg_core.cli.arguments.limits import require_limit
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, an_id, as_json
from jetmsg_core.cli.output import show, show_table
from jetmsg_core.cli.output.costs import in_rupees
from jetmsg_core.primitives.numbers import percent, with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import CAMPAIGN_STATES, CampaignState, Channel, RecipientState

MOST = 100
CHANNEL_WORDS = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp"}


def list_all(options: argparse.Namespace) -> int:
    """Print the campaigns that fit, the newest first."""
    require_limit(options)
    settings = configuration.load()
    asked = _asked(options)
    page = search.page(settings, asked, options.limit)
    if options.json:
        listed = [_values(status) for status in page.statuses]
        values = {
            "count": len(listed),
            "fitting": page.fitting,
            "more": page.older is not None,
            "campaigns": listed,
        }
        show(values, as_json=True)
        return 0
    if not page.statuses:
        print(_none(settings, asked))
        return 0
    show_table(
        (
            *("ID", "State", "Channel", "People", "Submitted", "Unknown", "Delivered"),
            *("Made (IST)", "Name"),
        ),
        [_cells(status) for status in page.statuses],
        right=("ID", "People", "Submitted", "Unknown"),
    )
    if page.older is not None:
        print("Older campaigns are not shown: a higher --limit shows more.")
    return 0


def _none(settings: Settings, asked: CampaignFilter) -> str:
    """Why no campaign is listed: none was made, or none of those that were fits."""
    if not search.page(settings, CampaignFilter(archived=True), 1).statuses:
        return "No campaigns yet. Make one with `campaign create`, or in the dashboard."
    if asked.archived or search.page(settings, CampaignFilter(), 1).statuses:
        return "No campaign fits what you asked for."
    return "No campaign fits what you asked for. All are archived: --archived lists those too."


def _asked(options: argparse.Namespace) -> CampaignFilter:
    return CampaignFilter(
        search=options.search,
        states=tuple(CampaignState(word) for word in options.state),
        channels=(Channel(options.channel),) if options.channel else (),
        senders=tuple(options.sender),
        made_from=read_day_or_time(options.since) if options.since else None,
        made_before=search.read_end(options.until) if options.until else None,
        archived=options.archived,
    )


def _values(status: Status) -> dict[str, Any]:
    campaign, counts, reports = status.campaign, status.recipients, delivered_of(status)
    return {
        "campaign": campaign.id,
        "name": campaign.name,
        "state": campaign.state,
        "held": campaign.held,
        "mode": campaign.mode,
        "channel": campaign.channel,
        "sender": campaign.sender_id or None,
        "template_id": campaign.template_id or None,
        "recipients": campaign.recipients,
        **{state.value: count for state, count in counts.items()},
        "assumed_sent": status.assumed.recipients,
        "reported": reports.reported,
        "delivered_share": reports.share,
        "parts_planned": campaign.parts,
        "parts_submitted": status.parts_submitted,
        **in_rupees(campaign.pool, status.parts_submitted, "rupees_submitted"),
        "retry_of": campaign.retry_of,
        "created_at": campaign.created_at,
        "scheduled_at": campaign.scheduled_at,
        "started_at": campaign.started_at,
        "finished_at": campaign.finished_at,
        "archived_at": campaign.archived_at,
    }


def _cells(status: Status) -> tuple[str, ...]:
    campaign = status.campaign
    is_held = campaign.state is CampaignState.RUNNING and campaign.held
    state = "Held" if is_held else CAMPAIGN_STATES[campaign.state].word
    return (
        str(campaign.id),
        f"{state}, archived" if campaign.archived_at else state,
        CHANNEL_WORDS[campaign.channel],
        with_commas(campaign.recipients),
        with_commas(status.taken),
        with_commas(status.recipients[RecipientState.UNKNOWN]),
        _delivered(status),
        in_ist(campaign.created_at),
        campaign.name,
    )


def _delivered(status: Status) -> str:
    reports = delivered_of(status)
    if reports.share is None:
        return "no report" if status.submitted else "-"
    counts = f"{with_commas(reports.delivered)} of {with_commas(reports.reported)}"
    return f"{counts} ({percent(reports.share)})"


def archive(options: argparse.Namespace) -> int:
    """Hide a campaign from lists."""
    return _say(archiving.archive(configuration.load(), options.id), options)


def unarchive(options: argparse.Namespace) -> int:
    """Bring a campaign back into the lists."""
    return _say(archiving.unarchive(configuration.load(), options.id), options)


def _say(status: Status, options: argparse.Namespace) -> int:
    campaign = status.campaign
    values = {
        "campaign": campaign.id,
        "state": campaign.state,
        "archived_at": campaign.archived_at,
    }
    show(values, as_json=options.json)
    return 0


def _filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search",
        default="",
        metavar="TEXT",
        help="words of the name, the sender ID, the DLT template ID or the template's name",
    )
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
        "--sender",
        action="append",
        default=[],
        metavar="ID",
        help="sent under this sender ID, may be repeated",
    )
    parser.add_argument(
        "--since",
        metavar="DAY|TIME",
        help='made on this day or later: 2026-11-25 or "2026-11-25 10:30", in India',
    )
    parser.add_argument(
        "--until", metavar="DAY|TIME", help="made on this day, in this minute, or before"
    )
    parser.add_argument("--archived", action="store_true", help="the archived ones too")
    parser.add_argument(
        "--limit",
        type=whole_number,
        default=MOST,
        metavar="N",
        help=f"at most this many; default: {MOST}",
    )


LIST = Command("campaign list", list_all, "all campaigns, the newest first", (_filters, as_json))
ARCHIVING = (
    Command(
        "campaign archive",
        archive,
        "hide it from lists; it is still counted",
        (an_id, as_json),
    ),
    Command("campaign unarchive", unarchive, "bring it back into the lists", (an_id, as_json)),
)
