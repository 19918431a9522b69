"""Whom a message did not reach, as delivery reports say: the reasons, what a second try costs, and
the button that makes it a campaign of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle import retry_offer
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.retry_kinds import NEVER_AGAIN, RETRY_KINDS, USUAL, RetryKind
from jetmsg_core.campaigns.lifecycle.retry_offer import RetryReason
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from pages.parts.campaign.trying_again.failed import draw_attempts, draw_button
from pages.parts.campaign.trying_again.terms import draw_terms
from pages.parts.styles.formatting import counted, people, plain
from pages.parts.styles.state_styles import segments

REASONS_SHOWN = 5


def draw_undelivered(settings: Settings, status: Status) -> None:
    """The page of a campaign that is over says whom it did not reach after the gateway took it, and
    offers to send to them again."""
    if not may(Permission.SEND):
        return
    failures = retry_offer.reported_failures(settings, status)
    if not failures.counts:
        return
    with st.container(border=True, key="campaign.undelivered"):
        st.markdown(_beginning(failures.counts))
        draw_attempts(failures.retries)
        never = sum(status.recipients[state] for state in NEVER_AGAIN)
        if never:
            st.caption(
                f":material/block: Never tried again: {people(never)} on the DND list or with a "
                "number that does not exist."
            )
        on_the_way = status.recipients[RecipientState.SUBMITTED]
        on_the_way -= failures.counts.get(RetryKind.ASSUMED_SENT, 0)
        if on_the_way > 0:
            st.caption(
                f":material/schedule_send: Cannot be chosen: {people(on_the_way)} whose message "
                f"still seems to be on the way. A newer delivery report says how it ended."
            )
        _draw_second_try(settings, status.campaign.id, failures.counts)


def _draw_second_try(settings: Settings, campaign_id: int, counts: Mapping[RetryKind, int]) -> None:
    """Closed it asks nothing: who is left, and the price, are read off all recipients."""
    box = st.expander(
        "Who would get it again, why, and what it costs",
        key=f"campaign.second_try.{campaign_id}",
        icon=":material/replay:",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        chosen = _draw_kinds(campaign_id, counts)
        if chosen:
            _draw_offer(settings, campaign_id, chosen)


def _beginning(counts: Mapping[RetryKind, int]) -> str:
    missed = sum(count for kind, count in counts.items() if not RETRY_KINDS[kind].may_double)
    start = (
        f"**{people(missed)}** did not get it, as delivery reports say. You can send them the same "
        "text again"
        if missed
        else "You can send the same text again to people counted as sent"
    )
    return (
        f"{start} in a new campaign, which you check before it is sent. People a report calls "
        "delivered or on the way are not in it."
    )


def _draw_kinds(campaign_id: int, counts: Mapping[RetryKind, int]) -> list[RetryKind]:
    labels = {
        kind: f"{RETRY_KINDS[kind].word} ({with_commas(count)})" for kind, count in counts.items()
    }
    chosen: list[RetryKind] = st.pills(
        "Send again to",
        list(counts),
        selection_mode="multi",
        default=[kind for kind in USUAL if kind in counts],
        format_func=segments(labels),
        key=f"campaign.kinds.{campaign_id}",
    )
    return chosen


def _draw_offer(settings: Settings, campaign_id: int, chosen: Sequence[RetryKind]) -> None:
    key = f"campaign.unfixed.{campaign_id}"
    leave_out = not st.session_state.get(key, False)
    offer = retry_offer.offer(settings, campaign_id, chosen, leave_out_unfixed=leave_out)
    if offer.unfixed or not leave_out:
        st.checkbox(
            "Also people who will fail again unless something is corrected first",
            key=key,
        )
    if offer.recipients:
        st.markdown(_reasons(offer.reasons))
    else:
        st.markdown("Nobody is left to send to again.")
    draw_terms(offer)
    if offer.recipients:
        whom = "the undelivered" if {*chosen} <= {*USUAL} else "those chosen"
        label = f"Send again to {whom} ({with_commas(offer.recipients)})"
        draw_button(
            settings,
            campaign_id,
            label,
            "campaign.send_again",
            chosen,
            leave_out_unfixed=leave_out,
        )


def _reasons(reasons: Sequence[RetryReason]) -> str:
    lines = [
        f"- **{people(why.recipients)}**: {plain(f'{why.advice.meaning} {why.advice.todo}')}"
        for why in reasons[:REASONS_SHOWN]
    ]
    more = reasons[REASONS_SHOWN:]
    if more:
        rest = people(sum(why.recipients for why in more))
        lines.append(f"- **{rest}**: {counted(len(more), 'more reason')}, in the table below")
    return "\n".join(lines)
