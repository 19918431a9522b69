"""What waits for a person, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from jetmsg_core.balances.pool_status import PoolStatus
from jetmsg_core.campaigns.lifecycle.needs_action import ActionReason, Waiting
from jetmsg_core.primitives.numbers import cost, with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.states import HOLDS
from pages.parts.shared.show_more import draw_some
from pages.parts.styles.formatting import counted, people, plain
from pages.parts.styles.state_styles import POOLS

SHOWN = 10
"""At first, and more at each asking."""


@dataclass(frozen=True)
class PendingDecision:
    """A thing that waits for a decision. `campaign_id` None: it is about the credits."""

    title: str
    why: str
    campaign_id: int | None = None


def decisions(waiting: Sequence[Waiting], pools: Mapping[str, PoolStatus]) -> list[PendingDecision]:
    """This gives what waits, in this order: held, unknown, not started in time, too few credits;
    drafts last."""
    urgent = [_decision(campaign) for campaign in waiting if campaign.why is not ActionReason.DRAFT]
    short = [decision for pool in pools.values() if (decision := _short(pool))]
    return [
        *urgent,
        *short,
        *(_decision(campaign) for campaign in waiting if campaign.why is ActionReason.DRAFT),
    ]


def _decision(campaign: Waiting) -> PendingDecision:
    return PendingDecision(campaign.name, _why(campaign), campaign.id)


def _why(campaign: Waiting) -> str:
    match campaign.why:
        case ActionReason.HELD:
            return HOLDS[campaign.held].sentence if campaign.held else ""
        case ActionReason.UNKNOWN:
            unsure = people(campaign.unknown)
            return f"No clear answer came back for {unsure}. They may or may not have the message."
        case ActionReason.OTHER_MODE:
            return f"It was scheduled in {campaign.mode} mode and will not start in this one."
        case ActionReason.LATE:
            due = in_ist(campaign.scheduled_at or "")
            return f"It should have started at {due} IST and has not."
        case ActionReason.APPROVAL:
            if campaign.is_yours:
                return "It waits for your approval. Open it, look, then approve or refuse."
            return "It waits for somebody else to approve it."
        case ActionReason.DRAFT:
            return "It was prepared but never started."


def _short(status: PoolStatus) -> PendingDecision | None:
    if status.left_after is None or status.left_after >= 0 or not status.campaigns:
        return None
    campaigns = counted(status.campaigns, "campaign")
    return PendingDecision(
        f"{POOLS[status.pool]} credits",
        f"{campaigns} running or scheduled: {cost(status.needed)} needed, "
        f"{with_commas(-status.left_after)} missing. Top up, or sending will stop halfway.",
    )


def draw_decisions(pending: list[PendingDecision]) -> None:
    """This draws what needs a decision; nothing where nothing does."""
    if not pending:
        return
    st.header(":red[:material/priority_high:] Needs a decision", anchor=False)
    draw_some(pending, _draw_one, key="overview.more_decisions", at_once=SHOWN)


def _draw_one(decision: PendingDecision) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(decision.title)}**  \n{decision.why}")
        _draw_way(decision)


def _draw_way(decision: PendingDecision) -> None:
    if decision.campaign_id is None:
        st.page_link("balance.py", label="See the balance", icon=":material/monitoring:")
        return
    st.page_link(
        "campaign.py",
        label="Open it",
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params={"id": str(decision.campaign_id)},
    )
