"""Pause, resume and stop. Each is harmless twice; stopping asks in words."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core.campaigns import control
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import SELF_ENDING, CampaignState, RecipientState
from pages.parts.sentences import refusals_shown
from pages.parts.typed import ask_anew, draw_typed
from pages.parts.words import people, plain

UNSTARTED = (CampaignState.DRAFT, CampaignState.SCHEDULED)


def draw_controls(settings: Settings, status: Status) -> None:
    if status.is_over:
        return
    campaign = status.campaign
    with st.container(horizontal=True):
        if campaign.state is CampaignState.PAUSED:
            draw_resume(settings, status, "Resume", main=True)
        # What would go on by itself can be kept from it.
        by_itself = campaign.held is None or campaign.held in SELF_ENDING
        if campaign.state is CampaignState.RUNNING and by_itself:
            _draw_pause(settings, status)
        draw_stop(settings, status)


def draw_stop(settings: Settings, status: Status) -> None:
    if st.button("Stop", key="campaign.stop", icon=":material/stop_circle:"):
        ask_anew()
        _ask_to_stop(settings, status)


def _draw_pause(settings: Settings, status: Status) -> None:
    if st.button("Pause", key="campaign.pause", icon=":material/pause:"):
        with refusals_shown():
            control.pause(settings, status.campaign.id)
            st.rerun()


def draw_resume(settings: Settings, status: Status, label: str, *, main: bool) -> None:
    kind = "primary" if main else "secondary"
    if st.button(label, key="campaign.resume", icon=":material/play_arrow:", type=kind):
        with refusals_shown():
            control.resume(settings, status.campaign.id)
            st.rerun()


@st.dialog("Stop this campaign?", icon=":material/stop_circle:", dismissible=False)
def _ask_to_stop(settings: Settings, status: Status) -> None:
    left = status.recipients[RecipientState.QUEUED]
    started = status.campaign.state not in UNSTARTED
    st.markdown(
        f"**{plain(status.campaign.name)}** ends here. {people(left).capitalize()} still in the "
        "queue will not get the message, and it cannot be started again."
        + (
            " Calls already on their way finish. To go on later, pause it instead."
            if started
            else ""
        )
    )
    draw_typed(
        "",
        "Stop for good",
        ":material/stop_circle:",
        partial(control.stop, settings, status.campaign.id),
    )
