"""What a campaign is, and what became of it."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.campaigns.results import durations
from jetmsg_core.people.aging import no_longer_kept
from jetmsg_core.primitives.numbers import cost, with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel, Pool, RecipientState
from pages.parts.campaign.history import draw_history
from pages.parts.shared.phones import draw_bubble
from pages.parts.styles.formatting import assumed_too, counted, duration, people, plain
from pages.parts.styles.state_styles import ROUTES


def draw_outcome(settings: Settings, status: Status) -> None:
    """This says how the campaign ended; nothing while it goes on."""
    if not status.is_over:
        return
    total, assumed = status.campaign.recipients, assumed_too(status.assumed.recipients)
    paid = f"{_paid(status)}{_took(settings, status)}"
    if status.campaign.state is CampaignState.STOPPED:
        cancelled = status.recipients[RecipientState.CANCELLED]
        st.info(
            f"Stopped. {with_commas(status.taken)} of {people(total)} submitted{assumed}; "
            f"{with_commas(cancelled)} cancelled before their turn. {paid}.",
            icon=":material/stop_circle:",
        )
    elif status.taken == total:
        st.success(
            f"Done: the gateway took {'the' if total == 1 else f'all {with_commas(total)}'} "
            f"{'message' if total == 1 else 'messages'}. {paid}.",
            icon=":material/check_circle:",
        )
    else:
        st.warning(
            f"Done: the gateway took {with_commas(status.taken)} of "
            f"{counted(total, 'message')}{assumed}. {paid}. The others are in the table and the "
            "download, each with its reason.",
            icon=":material/rule:",
        )
    _draw_what_submitted_means()


def _draw_what_submitted_means() -> None:
    st.caption(
        "Submitted means that the gateway took the message. The delivery report of your JETMSG "
        "panel says whether it reached the phone."
    )


def _paid(status: Status) -> str:
    if status.campaign.pool is Pool.NONE:
        return "No SMS credits used"
    used = f"{cost(status.parts_submitted)} used"
    if status.assumed.parts:
        return f"{used}, {with_commas(status.assumed.parts)} of them for messages assumed sent"
    return used


def _took(settings: Settings, status: Status) -> str:
    seconds = durations.sending_seconds(settings, status.campaign.id)
    return "" if seconds is None else f", in {duration(seconds)}"


def _way(campaign: Campaign) -> dict[str, str]:
    if campaign.channel is Channel.WHATSAPP:
        return {"Channel": "WhatsApp"}
    return {
        "Sender ID": plain(campaign.sender_id),
        "Route": ROUTES[campaign.route],
        "DLT template": plain(campaign.template_id) or "none given",
    }


def draw_details(settings: Settings, status: Status) -> None:
    """This draws the message and the facts of the campaign, and who did what to it, folded away,
    and what of it is no longer kept."""
    campaign = status.campaign
    if sentence := no_longer_kept(settings, campaign.id):
        st.info(sentence, icon=":material/auto_delete:")
    with st.expander("Message and details", icon=":material/sms:"):
        draw_bubble(campaign.message)
        details = {
            "Made in": f"{campaign.mode} mode",
            "List": plain(campaign.source),
            **_way(campaign),
            "Planned": f"{counted(campaign.chunks, 'call')}, {counted(campaign.parts, 'part')}",
            "Left out before": people(campaign.skipped),
            "Created": f"{in_ist(campaign.created_at)} IST",
            "Started": f"{in_ist(campaign.started_at)} IST" if campaign.started_at else "not yet",
        }
        if campaign.finished_at:
            details["Ended"] = f"{in_ist(campaign.finished_at)} IST"
        st.table(details, border="horizontal", width="content", alt="Details of the campaign")
    draw_history(settings, campaign.id)
