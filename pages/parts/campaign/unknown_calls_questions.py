"""The two questions about calls of unknown end. Both are confirmed by typing."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import SELF_ENDING, CampaignState
from pages.parts.campaign.confirm import AGAIN, draw_confirmation
from pages.parts.styles.formatting import counted, people
from pages.parts.styles.state_styles import price

ASSUME_SENT, SEND_AGAIN = "campaign.assume", "campaign.again"


@st.dialog("Assume these were sent?", icon=":material/done_all:", dismissible=False)
def ask_assume_sent(
    settings: Settings, campaign: Campaign, first_seq: int | None, calls: int, recipients: int
) -> None:
    """This asks whether to count calls as sent; `first_seq` None is about all of them."""
    first_seqs = None if first_seq is None else [first_seq]
    reported = decisions.reported(settings, campaign.id, first_seqs).all
    if reported:
        are = "is" if reported == 1 else "are"
        st.markdown(
            f"**{people(reported)}** {are} in a delivery report, and will count as it says."
        )
    if (others := recipients - reported) > 0:
        st.markdown(
            f"**{people(others)}** in {counted(calls, 'call')} will count as submitted, without an "
            "smsId. Nothing is sent. If the gateway did not take them after all, they "
            "never get this message."
        )
    draw_confirmation(
        f"{recipients:,}",
        "Assume sent",
        ":material/done_all:",
        partial(
            decisions.assume_sent,
            settings,
            campaign.id,
            first_seqs,
            expected_recipients=recipients,
        ),
    )


@st.dialog("Send these again?", icon=":material/replay:", dismissible=False)
def ask_send_again(
    settings: Settings, campaign: Campaign, first_seq: int | None, calls: int, recipients: int
) -> None:
    """This asks whether to send calls again; `first_seq` None is about all of them."""
    first_seqs = None if first_seq is None else [first_seq]
    left_out = decisions.reported(settings, campaign.id, first_seqs).left_out
    people_left = recipients - left_out
    if left_out:
        st.info(
            f"A delivery report calls **{people(left_out)}** delivered or on the way. They are "
            "left out, and will count as it says.",
            icon=":material/mark_email_read:",
        )
    if people_left:
        st.warning(
            f"**This may reach some twice.** If the gateway took {counted(calls, 'call')} the "
            f"first time, up to {people(people_left)} will read the same message once more.",
            icon=":material/warning:",
        )
        parts = decisions.parts_to_send_again(settings, campaign.id, first_seqs)
        st.markdown(f"It takes up to **{price(campaign.pool, parts)}**. {_then(campaign)}")
    else:
        st.markdown("Nobody is left to send to. No call is made.")
    if people_left and settings.mode is Mode.LIVE:
        st.warning("**Live**: this reaches real phones.", icon=":material/cell_tower:")
    draw_confirmation(
        AGAIN,
        "Send again",
        ":material/replay:",
        partial(
            decisions.send_again,
            settings,
            campaign.id,
            first_seqs,
            expected_recipients=recipients,
        ),
    )


def _then(campaign: Campaign) -> str:
    when = "It goes out at once."
    if campaign.state is CampaignState.PAUSED:
        when = "The campaign is paused, so it waits until you resume."
    elif campaign.held in SELF_ENDING:
        when = "The campaign is held, so it waits until that goes on by itself."
    elif campaign.held is not None:
        when = "The campaign is held, so it waits until you resume."
    return f"{when} Who opted out since is left out."
