"""What waits for a person, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from jetmsg_core.balances.pool_status import PoolStatus
from jetmsg_core.campaigns.lifecycle.needs_action import ActionReason, Waiting
from jetmsg_core.states import HOLDS
from jetmsg_core.times import in_ist
from pages.parts.shared.show_more import draw_some
from pages.parts.styles.formatting import counted, credits, people, plain
from pages.parts.styles.state_styles import POOLS

SHOWN = 10
"""At first, and more at each asking."""


@dataclass(frozen=True)
class PendingDecision:
    """`campaign_id` None: it is about the credits."""

    title: str
    why: str
    campaign_id: int | None = None


def decisions(found: Sequence[Waiting], pools: Mapping[str, PoolStatus]) -> list[PendingDecision]:
    """Held, unknown, not started in time, too few credits; drafts last."""
    urgent = [_decision(one) for one in found if one.why is not ActionReason.DRAFT]
    short = [said for pool in pools.values() if (said := _short(pool))]
    return [*urgent, *short, *(_decision(one) for one in found if one.why is ActionReason.DRAFT)]


def _decision(one: Waiting) -> PendingDecision:
    return PendingDecision(one.name, _why(one), one.id)


def _why(one: Waiting) -> str:
    match one.why:
        case ActionReason.HELD:
            return HOLDS[one.held].sentence if one.held else ""
        case ActionReason.UNKNOWN:
            return f"For {people(one.unknown)} no clear answer came back: they may have it, or not."
        case ActionReason.OTHER_MODE:
            return f"It was scheduled in {one.mode} mode and will not start in this one."
        case ActionReason.LATE:
            due = in_ist(one.scheduled_at or "", "%d %b, %H:%M")
            return f"It should have started at {due} IST and has not."
        case ActionReason.DRAFT:
            return "It was prepared but never started."


def _short(one: PoolStatus) -> PendingDecision | None:
    if one.left_after is None or one.left_after >= 0 or not one.campaigns:
        return None
    return PendingDecision(
        f"{POOLS[one.pool]} credits",
        f"{credits(one.needed)} {'is' if one.needed == 1 else 'are'} needed for "
        f"{counted(one.campaigns, 'campaign')} running or scheduled, and {-one.left_after:,} of "
        "them are missing. Top up, or sending will stop on the way.",
    )


def draw_decisions(found: list[PendingDecision]) -> None:
    if not found:
        return
    st.subheader(":red[:material/priority_high:] Needs a decision", anchor=False)
    draw_some(found, _draw_one, key="overview.more_decisions", at_once=SHOWN)


def _draw_one(one: PendingDecision) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(one.title)}**  \n{one.why}")
        _draw_way(one)


def _draw_way(one: PendingDecision) -> None:
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
