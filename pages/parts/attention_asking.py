"""The two questions about calls of unknown end. Both are confirmed by typing."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core.campaigns import attention
from jetmsg_core.campaigns.control import Campaign
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import SELF_ENDING, CampaignState
from pages.parts.looks import price
from pages.parts.typed import ask_anew, draw_typed
from pages.parts.words import counted, people

AGAIN = "AGAIN"


def ask_assume_sent(
    settings: Settings, campaign: Campaign, lo: int | None, calls: int, recipients: int
) -> None:
    """About the call beginning at `lo`, or all of the campaign for None."""
    ask_anew()
    _ask_assume_sent(settings, campaign, lo, calls, recipients)


def ask_send_again(
    settings: Settings, campaign: Campaign, lo: int | None, calls: int, recipients: int
) -> None:
    ask_anew()
    _ask_send_again(settings, campaign, lo, calls, recipients)


@st.dialog("Assume these were sent?", icon=":material/done_all:", dismissible=False)
def _ask_assume_sent(
    settings: Settings, campaign: Campaign, lo: int | None, calls: int, recipients: int
) -> None:
    st.markdown(
        f"**{people(recipients)}** in {counted(calls, 'call')} will count as submitted, without an "
        "smsId. Nothing is sent. If the gateway did not take them after all, they never get this "
        "message."
    )
    draw_typed(
        f"{recipients:,}",
        "Assume sent",
        ":material/done_all:",
        partial(
            attention.assume_sent,
            settings,
            campaign.id,
            None if lo is None else [lo],
            expected_recipients=recipients,
        ),
    )


@st.dialog("Send these again?", icon=":material/replay:", dismissible=False)
def _ask_send_again(
    settings: Settings, campaign: Campaign, lo: int | None, calls: int, recipients: int
) -> None:
    st.warning(
        f"**This may reach some twice.** If the gateway took {counted(calls, 'call')} the first "
        f"time, up to {people(recipients)} read the same message once more.",
        icon=":material/warning:",
    )
    st.markdown(f"It takes up to **{_price(campaign, recipients)}**. {_then(campaign)}")
    if settings.mode is Mode.LIVE:
        st.warning("**Live**: this reaches real phones.", icon=":material/cell_tower:")
    draw_typed(
        AGAIN,
        "Send again",
        ":material/replay:",
        partial(
            attention.send_again,
            settings,
            campaign.id,
            None if lo is None else [lo],
            expected_recipients=recipients,
        ),
    )


def _price(campaign: Campaign, recipients: int) -> str:
    each = -(-campaign.parts // campaign.recipients)
    return price(campaign.pool, recipients * each)


def _then(campaign: Campaign) -> str:
    when = "It goes out at once."
    if campaign.state is CampaignState.PAUSED:
        when = "The campaign is paused, so it waits until you resume."
    elif campaign.held in SELF_ENDING:
        when = "The campaign is held, so it waits until that goes on by itself."
    elif campaign.held is not None:
        when = "The campaign is held, so it waits until you resume."
    return f"{when} Who opted out since is left out."
