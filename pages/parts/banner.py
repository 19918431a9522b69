"""What every page says first: where messages go, and what is not running."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.errors import SettingsError
from jetmsg_core.processes import health
from jetmsg_core.settings import Mode, Settings
from pages.parts.sentences import refusal, refusals_shown

LOOK_AGAIN_SECONDS = 4


def draw_banner(settings: Settings) -> None:
    if settings.mode is Mode.LIVE:
        st.warning(
            "**Live.** Messages go to real phones and use real credits.",
            icon=":material/cell_tower:",
        )
        _draw_unready(settings)
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge("Sandbox", icon=":material/science:", color="blue")
            st.caption("Practice freely: messages go to an imitation gateway, to nobody's phone.")
    _draw_health(settings)


def _draw_unready(settings: Settings) -> None:
    try:
        settings.require_live_ready()
    except SettingsError as error:
        refusal(error)


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _draw_health(settings: Settings) -> None:
    """Says nothing while all is well; looks again by itself."""
    with refusals_shown():
        found = health(settings)
        if not found.worker:
            st.warning(
                "The worker is not running, so nothing is being sent. It is started with the "
                "dashboard and should be back within seconds; what is queued stays queued.",
                icon=":material/pause_circle:",
            )
        if not found.gateway:
            st.warning(
                "The sandbox gateway is not running. It is started with the dashboard and should "
                "be back within seconds.",
                icon=":material/cloud_off:",
            )
