"""A campaign in a list: its name, state, how far it is, and the way to it."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.control import Status
from jetmsg_core.states import RecipientState
from jetmsg_core.times import utc_now
from pages.parts import looks
from pages.parts.words import ago, counted, plain

TROUBLES = (
    RecipientState.NOT_ACCEPTED,
    RecipientState.REFUSED,
    RecipientState.UNKNOWN,
    RecipientState.CANCELLED,
)


def draw_row(status: Status) -> None:
    campaign = status.campaign
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{plain(campaign.name)}**", width="content")
                draw_badges(status)
            st.caption(f"{_counts(status)} · {ago(campaign.created_at, utc_now())}")
            if not status.is_over:
                st.progress(status.settled / campaign.recipients)
        st.page_link(
            "campaign.py",
            label="Open",
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params={"id": str(campaign.id)},
            help=f"Progress and recipients of campaign {campaign.id}",
        )


def draw_badges(status: Status) -> None:
    for look in looks.of_campaign(status):
        st.badge(look.word, icon=look.icon, color=look.color)


def _counts(status: Status) -> str:
    counts = status.recipients
    said = [f"{status.taken:,} of {counted(status.campaign.recipients, 'recipient')} submitted"]
    said += [
        f"{counts[state]:,} {looks.RECIPIENTS[state].word.lower()}"
        for state in TROUBLES
        if counts[state]
    ]
    return " · ".join([*said, plain(looks.sent_by(status.campaign))])
