"""Whose turn never came, since the campaign was stopped, in a campaign of their own."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle import retry_offer
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.retry_kinds import NOT_SENT_TO
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from pages.parts.campaign.trying_again.failed import draw_attempts, draw_button
from pages.parts.campaign.trying_again.terms import draw_terms
from pages.parts.styles.formatting import people


def draw_not_sent(settings: Settings, status: Status) -> None:
    """The page of a campaign that is over says who was not sent to, and offers to go on with
    them."""
    if not may(Permission.SEND):
        return
    cancelled = status.recipients[RecipientState.CANCELLED]
    if not status.is_over or not cancelled:
        return
    offer = retry_offer.offer(settings, status.campaign.id, NOT_SENT_TO)
    with st.container(border=True, key="campaign.not_sent"):
        st.markdown(
            f"**{people(cancelled)}** got nothing, because they were cancelled before their turn. "
            "You can send to them in a new campaign with the same texts. You check it before it "
            "is sent."
        )
        draw_attempts(offer.retries)
        draw_terms(offer)
        if offer.recipients:
            label = f"Send to the rest ({with_commas(offer.recipients)})"
            draw_button(settings, status.campaign.id, label, "campaign.continue", NOT_SENT_TO)
        elif not offer.retries:
            st.markdown("Nobody is left to send to.")
