"""What waits for a person, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from jetmsg_core.balances.outlook import Outlook
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLD_SENTENCES, SELF_ENDING, CampaignState, RecipientState
from jetmsg_core.times import in_ist, parse
from pages.parts.looks import POOLS
from pages.parts.words import counted, credits, people, plain

LATE = timedelta(minutes=2)
"""A scheduled campaign that has not begun by then is not about to."""


@dataclass(frozen=True)
class Decision:
    """`campaign_id` None: it is about the credits."""

    title: str
    why: str
    campaign_id: int | None = None


def decisions(
    settings: Settings, statuses: Iterable[Status], pools: Mapping[str, Outlook], now: datetime
) -> list[Decision]:
    """Held, unknown, not started in time, too few credits; drafts last."""
    ranked: list[tuple[int, Decision]] = []
    for status in statuses:
        rank, why = _why(settings, status, now)
        if why:
            ranked.append((rank, Decision(status.campaign.name, why, status.campaign.id)))
    ranked += [(3, one) for pool in pools.values() if (one := _short(pool))]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _why(settings: Settings, status: Status, now: datetime) -> tuple[int, str]:
    """Empty when nothing waits for a person."""
    campaign = status.campaign
    if campaign.held is not None and campaign.held not in SELF_ENDING:
        return 0, HOLD_SENTENCES[campaign.held]
    if lost := status.recipients[RecipientState.UNKNOWN]:
        return 1, f"For {people(lost)} no clear answer came back: they may have it, or not."
    if campaign.state is CampaignState.SCHEDULED and campaign.scheduled_at:
        if campaign.mode != settings.mode:
            return 2, f"It was scheduled in {campaign.mode} mode and will not start in this one."
        if parse(campaign.scheduled_at) + LATE < now:
            due = in_ist(campaign.scheduled_at, "%d %b, %H:%M")
            return 2, f"It should have started at {due} IST and has not."
    if campaign.state is CampaignState.DRAFT:
        return 4, "It was prepared but never started."
    return 0, ""


def _short(one: Outlook) -> Decision | None:
    if one.left_after is None or one.left_after >= 0 or not one.campaigns:
        return None
    return Decision(
        f"{POOLS[one.pool]} credits",
        f"{credits(one.needed)} {'is' if one.needed == 1 else 'are'} needed for "
        f"{counted(one.campaigns, 'campaign')} running or scheduled, and {-one.left_after:,} of "
        "them are missing. Top up, or sending will stop on the way.",
    )


def draw_decisions(found: list[Decision]) -> None:
    if not found:
        return
    st.subheader(":red[:material/priority_high:] Needs a decision", anchor=False)
    for one in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(one.title)}**  \n{one.why}")
            _draw_way(one)


def _draw_way(one: Decision) -> None:
    if one.campaign_id is None:
        st.page_link("balance.py", label="See the balance", icon=":material/monitoring:")
        return
    st.page_link(
        "campaign.py",
        label="Look into it",
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params={"id": str(one.campaign_id)},
    )
