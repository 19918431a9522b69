"""Pause, resume and stop. Each is harmless twice; stopping asks in words. Each acts in the callback
of its button, which no redraw of the live page can take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.states import SELF_ENDING, UNSTARTED, CampaignState, RecipientState
from pages.parts.campaign.confirm import draw_confirmation
from pages.parts.page import questions
from pages.parts.page.flash import read_outcome, say
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import people, plain

STOP = "campaign.stop"
REFUSED = "campaign.refused"


def draw_controls(settings: Settings, status: Status) -> None:
    """Stop comes first and nothing takes another's place: a button that moves while it is pressed
    loses the click, and one that gives way to its opposite gets the second of a double click."""
    if status.is_over or not may(Permission.STOP):
        return
    campaign = status.campaign
    with st.container(horizontal=True):
        draw_stop(campaign)
        st.button(
            "Pause",
            key="campaign.pause",
            icon=":material/pause:",
            disabled=bool(why_not := _why_no_pause(campaign)),
            help=why_not or None,
            on_click=attempt,
            args=(partial(control.pause, settings, campaign.id),),
        )
        if campaign.state is CampaignState.PAUSED and may(Permission.SEND):
            draw_resume(settings, campaign, "Resume", main=True)
    draw_refused()


def _why_no_pause(campaign: Campaign) -> str:
    """What would go on by itself can be kept from it."""
    if campaign.state is CampaignState.PAUSED:
        return "It is paused already."
    if campaign.held is not None and campaign.held not in SELF_ENDING:
        return "It is held, so nothing is sent until you decide."
    return ""


def draw_stop(campaign: Campaign) -> None:
    st.button(
        "Stop",
        key="campaign.stop",
        icon=":material/stop_circle:",
        on_click=questions.ask,
        args=(STOP, campaign.id),
    )


def draw_resume(settings: Settings, campaign: Campaign, label: str, *, main: bool) -> None:
    st.button(
        label,
        key="campaign.resume",
        icon=":material/play_arrow:",
        type="primary" if main else "secondary",
        on_click=attempt,
        args=(partial(control.resume, settings, campaign.id),),
    )


def attempt(change: Callable[[], object]) -> None:
    """The callback of a button makes its change with this, or keeps the refusal to be shown."""
    try:
        change()
    except JetmsgError as error:
        say(REFUSED, error)


def draw_refused() -> None:
    if refused := read_outcome(REFUSED):
        refusal(refused)


@st.dialog("Stop this campaign?", icon=":material/stop_circle:", dismissible=False)
def ask_to_stop(settings: Settings, status: Status) -> None:
    """This asks whether to stop the campaign, and says what becomes of those in the queue."""
    left = status.recipients[RecipientState.QUEUED]
    started = status.campaign.state not in UNSTARTED
    st.markdown(
        f"**{plain(status.campaign.name)}** ends here. {people(left).capitalize()} still in the "
        "queue will not get the message, and the campaign cannot be started again."
        + (
            " Calls on their way still finish. To continue later, pause it instead."
            if started
            else ""
        )
    )
    draw_confirmation(
        "",
        "Stop for good",
        ":material/stop_circle:",
        partial(control.stop, settings, status.campaign.id),
    )
