"""Whom a message did not reach, as delivery reports say: the reasons, what a second try costs, and
the button that makes it a campaign of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from jetmsg_core.campaigns.lifecycle import retry_offer
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.retry_kinds import NEVER_AGAIN, RETRY_KINDS, USUAL, RetryKind
from jetmsg_core.campaigns.lifecycle.retry_offer import RetryOffer, RetryReason
from jetmsg_core.settings import Settings
from jetmsg_core.states import Pool
from pages.parts.campaign.trying_again.failed import draw_attempts, draw_button
from pages.parts.styles.formatting import counted, people, plain
from pages.parts.styles.state_styles import pool_name, price, segments

REASONS_SHOWN = 5


def draw_undelivered(settings: Settings, status: Status) -> None:
    """The page of a campaign that is over says whom it did not reach after the gateway took it, and
    offers to send to them again."""
    failures = retry_offer.reported_failures(settings, status)
    if not failures.counts:
        return
    with st.container(border=True, key="campaign.undelivered"):
        st.markdown(_beginning(failures.counts))
        draw_attempts(failures.retries)
        chosen = _draw_kinds(status.campaign.id, failures.counts)
        never = sum(status.recipients[state] for state in NEVER_AGAIN)
        if never:
            st.caption(
                f":material/block: Never tried again: {people(never)} on the DND list or with a "
                "number that does not exist."
            )
        if chosen:
            _draw_offer(settings, status.campaign.id, chosen)


def _beginning(counts: Mapping[RetryKind, int]) -> str:
    missed = sum(count for kind, count in counts.items() if not RETRY_KINDS[kind].may_double)
    start = (
        f"**{people(missed)}** did not get it, as delivery reports say. You can send them the same "
        "text again"
        if missed
        else "You can send the same text again to those who were counted as sent"
    )
    return (
        f"{start} in a campaign of their own, which you look at before it is sent. Nobody whom a "
        "report calls delivered or on the way is ever in it."
    )


def _draw_kinds(campaign_id: int, counts: Mapping[RetryKind, int]) -> list[RetryKind]:
    labels = {kind: f"{RETRY_KINDS[kind].word} ({count:,})" for kind, count in counts.items()}
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
    offer = retry_offer.offer(settings, campaign_id, chosen)
    if offer.recipients:
        st.markdown(_reasons(offer.reasons))
        st.markdown(_cost(offer))
    else:
        st.markdown("Nobody of them is left to send to again.")
    left_out = _left_out(offer)
    if left_out:
        st.caption(f":material/person_off: {left_out}")
    for caution in offer.cautions:
        st.warning(plain(caution), icon=":material/warning:")
    if offer.recipients:
        whom = "the undelivered" if {*chosen} <= {*USUAL} else "those chosen"
        label = f"Send again to {whom} ({offer.recipients:,})"
        draw_button(settings, campaign_id, label, "campaign.send_again", chosen)


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


def _cost(offer: RetryOffer) -> str:
    takes = f"A second try goes to **{people(offer.recipients)}** and takes "
    takes += f"**{price(offer.pool, offer.parts)}**"
    if offer.pool is Pool.NONE:
        return f"{takes}."
    pool = pool_name(offer.pool)
    if offer.balance is None:
        return f"{takes} of {pool}."
    return f"{takes} of {pool}, which held {offer.balance:,} at the last reading."


def _left_out(offer: RetryOffer) -> str:
    parts = []
    if offer.opted_out:
        parts.append(f"{people(offer.opted_out).capitalize()} opted out since.")
    if offer.reported:
        parts.append(f"{people(offer.reported).capitalize()} have it or get it, says a report.")
    return " ".join(parts)
