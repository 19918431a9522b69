"""Start, pause, resume and stop. Each is harmless twice; stopping asks in words."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from jetmsg_core.campaigns import control
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState
from pages.parts.looks import price
from pages.parts.sentences import refusals_shown
from pages.parts.words import people, plain

Change = Callable[[Settings, int], Status]


def draw_controls(settings: Settings, status: Status) -> None:
    if status.is_over:
        return
    campaign = status.campaign
    with st.container(horizontal=True):
        if campaign.state in (CampaignState.DRAFT, CampaignState.SCHEDULED):
            label = (
                f"Send to {people(campaign.recipients)} · {price(campaign.pool, campaign.parts)}"
            )
            _button(settings, status, label, "start", ":material/send:", control.start, main=True)
        elif campaign.state is CampaignState.PAUSED or campaign.held is not None:
            icon = ":material/play_arrow:"
            _button(settings, status, "Resume", "resume", icon, control.resume, main=True)
        if campaign.state is CampaignState.RUNNING:
            _button(settings, status, "Pause", "pause", ":material/pause:", control.pause)
        if st.button("Stop", key="campaign.stop", icon=":material/stop_circle:"):
            _ask_to_stop(settings, status)


def _button(
    settings: Settings,
    status: Status,
    label: str,
    name: str,
    icon: str,
    change: Change,
    *,
    main: bool = False,
) -> None:
    kind = "primary" if main else "secondary"
    if st.button(label, key=f"campaign.{name}", icon=icon, type=kind):
        with refusals_shown():
            change(settings, status.campaign.id)
            st.rerun()


@st.dialog("Stop this campaign?", icon=":material/stop_circle:")
def _ask_to_stop(settings: Settings, status: Status) -> None:
    left = status.recipients[RecipientState.QUEUED]
    st.markdown(
        f"**{plain(status.campaign.name)}** ends here. {people(left).capitalize()} still in the "
        "queue will not get the message, and it cannot be started again. Calls already on their "
        "way finish. To go on later, pause it instead."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Let it run", key="campaign.stop.no"):
            st.rerun()
        if st.button("Stop for good", key="campaign.stop.yes", type="primary"):
            with refusals_shown():
                control.stop(settings, status.campaign.id)
                st.rerun()
