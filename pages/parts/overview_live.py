"""The campaigns that need a person or are under way, redrawn by themselves while any is."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns import control
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLD_SENTENCES, SELF_ENDING, CampaignState, RecipientState
from pages.parts.banner import health_changed
from pages.parts.campaign_rows import draw_row
from pages.parts.words import people, plain

TICK_SECONDS = 3
LOOKED_AT = 50
"""The newest campaigns; one older than these and still unfinished is on the campaigns page."""

UNDER_WAY = (CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.SCHEDULED)


def draw_live(settings: Settings) -> None:
    under_way = [s for s in control.newest(settings, LOOKED_AT) if is_under_way(s)]

    @st.fragment(run_every=TICK_SECONDS if under_way else None)
    def tick() -> None:
        now = control.newest(settings, LOOKED_AT)
        _draw_attention([status for status in now if _why(status)])
        running = [status for status in now if is_under_way(status)]
        if (under_way and not running) or health_changed(settings):
            st.rerun()
        if running:
            st.subheader("Under way", anchor=False)
        for status in running:
            draw_row(status)

    tick()


def is_under_way(status: Status) -> bool:
    return status.campaign.state in UNDER_WAY


def _draw_attention(statuses: list[Status]) -> None:
    if not statuses:
        return
    st.subheader(":red[:material/priority_high:] Needs attention", anchor=False)
    for status in statuses:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(status.campaign.name)}**  \n{_why(status)}")
            st.page_link(
                "campaign.py",
                label="Look into it",
                icon=":material/arrow_forward:",
                icon_position="right",
                query_params={"id": str(status.campaign.id)},
            )


def _why(status: Status) -> str:
    """Empty when nothing waits for a person."""
    campaign = status.campaign
    if campaign.held is not None and campaign.held not in SELF_ENDING:
        return HOLD_SENTENCES[campaign.held]
    lost = status.recipients[RecipientState.UNKNOWN]
    if lost:
        return f"For {people(lost)} no clear answer came back: they may have the message, or not."
    if campaign.state is CampaignState.DRAFT:
        return "It was prepared but never started."
    return ""
