"""What a campaign made of another costs, and who is left out of it."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.lifecycle.retry_offer import RetryOffer
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.states import Pool
from pages.parts.styles.formatting import people, plain
from pages.parts.styles.state_styles import pool_name, price


def draw_terms(offer: RetryOffer) -> None:
    """This draws what the campaign would take, who is left out, and what to think of before."""
    if offer.recipients:
        st.markdown(_cost(offer))
    if left_out := _left_out(offer):
        st.caption(f":material/person_off: {left_out}")
    for caution in offer.cautions:
        st.warning(plain(caution), icon=":material/warning:")


def opted_out_since(count: int) -> str:
    """This says how many opted out since the first campaign."""
    return f"{people(count).capitalize()} opted out since."


def _cost(offer: RetryOffer) -> str:
    takes = f"It goes to **{people(offer.recipients)}** and takes "
    takes += f"**{price(offer.pool, offer.parts)}**"
    if offer.pool is Pool.NONE:
        return f"{takes}."
    pool = pool_name(offer.pool)
    if offer.balance is None:
        return f"{takes} of {pool}."
    return f"{takes} of {pool}, which held {with_commas(offer.balance)} at the last reading."


def _left_out(offer: RetryOffer) -> str:
    parts = []
    if offer.opted_out:
        parts.append(opted_out_since(offer.opted_out))
    if offer.unfixed:
        parts.append(
            f"{people(offer.unfixed).capitalize()} would fail again unless something is corrected "
            "first."
        )
    if offer.reported:
        parts.append(f"{people(offer.reported).capitalize()} reported delivered or on the way.")
    return " ".join(parts)
