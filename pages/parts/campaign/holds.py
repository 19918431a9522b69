"""Why a campaign waits, and the button that ends it."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.holds import detail_of
from jetmsg_core.primitives.times import in_ist, second_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLDS, SELF_ENDING, Hold
from pages.parts.campaign.approval import draw_approval
from pages.parts.campaign.before_start import draw_later, draw_unschedule
from pages.parts.campaign.controls import draw_resume
from pages.parts.campaign.restored import draw_evidence, draw_go_on
from pages.parts.styles.formatting import plain


def draw_hold(settings: Settings, status: Status) -> None:
    """This says why the campaign is held, with the ways on; nothing where it is not."""
    campaign = status.campaign
    if campaign.held is None:
        return
    with st.container(border=True, key="campaign.hold"):
        _say(status, campaign.held)
        if campaign.held is Hold.RESTORED:
            draw_evidence(settings, status)
        if campaign.started_at is None:
            draw_approval(settings, campaign)
        with st.container(horizontal=True):
            if not may(Permission.SEND):
                return
            if campaign.held is Hold.RESTORED:
                draw_go_on(status)
            if label := HOLDS[campaign.held].button:
                draw_resume(settings, campaign, label, main=campaign.held not in SELF_ENDING)
            if campaign.started_at is None:
                draw_later(campaign, "Choose another time")
                draw_unschedule(settings, campaign)


def _say(status: Status, held: Hold) -> None:
    campaign = status.campaign
    by_itself = held in SELF_ENDING
    icon = ":blue[:material/schedule:]" if by_itself else ":orange[:material/front_hand:]"
    st.markdown(f"{icon} **{HOLDS[held].sentence}**")
    if detail := detail_of(campaign):
        st.markdown(plain(detail))
    # Room is looked for all the time.
    if campaign.retry_at and held not in (Hold.DISK, Hold.POSTERS):
        if held is Hold.HOURS:
            st.markdown(f"It continues at **{in_ist(campaign.retry_at)} IST**.")
        else:
            st.markdown(f"Next try: **{second_in_ist(campaign.retry_at)} IST**.")
    st.caption("Nothing is lost: people in the queue stay in the queue.")
