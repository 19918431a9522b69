"""A campaign in a list: its name, state, how far it is, and the way to it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.results.delivered import delivered_of
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import utc_now, weekday_in_ist
from jetmsg_core.settings import Mode
from jetmsg_core.states import NOT_SUBMITTED, UNSTARTED, CampaignState
from pages.parts.page import context
from pages.parts.styles import state_styles
from pages.parts.styles.formatting import ago, counted, plain


def draw_row(
    status: Status,
    *,
    draw_beside: Callable[[Status], None] | None = None,
    draw_more: Callable[[Status], None] | None = None,
    draw_under: Callable[[Status], None] | None = None,
) -> None:
    """This draws one line for a campaign: its name, badges, counts and progress, with the way to
    it. `draw_beside` draws beside the name, `draw_under` below the counts, and `draw_more` beside
    the way to it."""
    campaign = status.campaign
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{plain(campaign.name)}**", width="content")
                draw_badges(status)
                if draw_beside is not None:
                    draw_beside(status)
            st.caption(f"{_counts(status)} · {_when(status)}")
            if not status.is_over and campaign.state not in UNSTARTED:
                st.progress(status.settled / campaign.recipients)
            if draw_under is not None:
                draw_under(status)
        # In a container of their own they stay together on a narrow screen.
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            draw_open(campaign.id)
            if draw_more is not None:
                draw_more(status)


def draw_badges(status: Status) -> None:
    """The badges name the mode too, where it is not this one: the campaign is not sent from
    here. And they say that it is archived."""
    looks = state_styles.of_campaign(status)
    if status.campaign.mode != context.settings().mode:
        looks.append(state_styles.MODES[Mode(status.campaign.mode)])
    if status.campaign.archived_at:
        looks.append(state_styles.ARCHIVED)
    for look in looks:
        st.badge(look.word, icon=look.icon, color=look.color)


def draw_open(campaign_id: int) -> None:
    """This leads to the campaign's page."""
    st.page_link(
        "campaign.py",
        label="Open",
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params={"id": str(campaign_id)},
        help=f"Progress and recipients of campaign {campaign_id}",
    )


def _when(status: Status) -> str:
    campaign = status.campaign
    if campaign.state is CampaignState.SCHEDULED and campaign.scheduled_at:
        return f"starts {weekday_in_ist(campaign.scheduled_at)} IST"
    return ago(campaign.created_at, utc_now())


def _counts(status: Status) -> str:
    counts = status.recipients
    if status.campaign.state in UNSTARTED:
        people = counted(status.campaign.recipients, "recipient")
        return f"{people} · {plain(state_styles.sent_by(status.campaign))}"
    shares = [
        f"{with_commas(status.taken)} of {counted(status.campaign.recipients, 'recipient')} "
        "submitted"
    ]
    if status.assumed.recipients:
        shares.append(f"{with_commas(status.assumed.recipients)} assumed sent")
    shares += [
        f"{with_commas(counts[state])} {state_styles.RECIPIENTS[state].word.lower()}"
        for state in NOT_SUBMITTED
        if counts[state]
    ]
    if status.submitted:
        shares.append(delivered_of(status).words)
    return " · ".join([*shares, plain(state_styles.sent_by(status.campaign))])
