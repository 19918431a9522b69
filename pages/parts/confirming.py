"""The last question before sending, and the sending.

Two clicks within a tenth of a second run a button twice. Each opened question has a token of its
own, and the same token makes the same campaign, so the second click finds what the first made.

The way to the campaign's page is taken a second later. A click that is still on its way when the
server switches pages asks for a piece of the old page; Streamlit answers with a blank one.
"""

from __future__ import annotations

import secrets
import time

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.campaigns import control, creating
from jetmsg_core.campaigns.briefs import Brief
from jetmsg_core.campaigns.previewing import Preview
from jetmsg_core.lists import ContactList
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.times import utc_now
from pages.parts.looks import ROUTES, pool_name, price
from pages.parts.phones import draw_bubble
from pages.parts.sentences import refusals_shown
from pages.parts.words import ago, counted, duration, people, plain

TOKEN, SENT = "compose.token", "compose.sent"
OPENING_SECONDS = 1


def draw_send(settings: Settings, chosen: ContactList, brief: Brief, preview: Preview) -> None:
    label = f"Send to {people(preview.recipients)} · {price(preview.pool, preview.parts)}"
    blocked = bool(preview.blockers)
    if st.button(
        label, type="primary", icon=":material/send:", key="compose.send", disabled=blocked
    ):
        st.session_state[TOKEN] = secrets.token_hex(16)
        st.session_state.pop(SENT, None)
        _ask(settings, chosen, brief, preview)


@st.dialog("Send this now?", icon=":material/send:")
def _ask(settings: Settings, chosen: ContactList, brief: Brief, preview: Preview) -> None:
    if SENT in st.session_state:
        _open_campaign(*st.session_state[SENT])
        return
    st.markdown(
        f"**{people(preview.recipients)}** of **{plain(chosen.name)}** get this "
        f"{_from(brief, preview)}, {counted(preview.chunks, 'call')} and about "
        f"{duration(preview.estimate_seconds)}."
    )
    draw_bubble(preview.examples[0], brief.channel)
    _warn_of_twin(settings, chosen, brief)
    for warning in preview.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    if settings.mode is Mode.LIVE:
        st.warning("**Live**: this reaches real phones.", icon=":material/cell_tower:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Cancel", key="compose.cancel"):
            st.rerun()
        if st.button("Send", type="primary", icon=":material/send:", key="compose.confirm"):
            _send(settings, chosen, brief, preview)


def _from(brief: Brief, preview: Preview) -> str:
    cost = f"It takes **{price(preview.pool, preview.parts)}**"
    if brief.channel is Channel.WHATSAPP:
        return f"by **WhatsApp**. {cost}"
    sender = f"from **{plain(brief.sender_id)}**, {ROUTES[brief.route].lower()}"
    return f"{sender}. {cost} of {pool_name(preview.pool)}"


def _warn_of_twin(settings: Settings, chosen: ContactList, brief: Brief) -> None:
    for status in control.newest(settings):
        campaign = status.campaign
        same = campaign.message == brief.message and campaign.source == chosen.name
        if same and campaign.state is not CampaignState.DRAFT:
            when = ago(campaign.created_at, utc_now())
            st.warning(
                f"The same text went to this list already: {plain(campaign.name)}, {when}.",
                icon=":material/content_copy:",
            )
            return


def _send(settings: Settings, chosen: ContactList, brief: Brief, preview: Preview) -> None:
    with refusals_shown():
        with st.spinner("Freezing the recipients and texts…"):
            campaign_id, _ = creating.create(
                settings,
                lists.read(settings, chosen.id),
                brief,
                token=st.session_state[TOKEN],
                expected_recipients=preview.recipients,
            )
        control.start(settings, campaign_id)
        st.session_state[SENT] = (campaign_id, time.monotonic())
        st.rerun(scope="fragment")


@st.fragment(run_every=OPENING_SECONDS)
def _open_campaign(campaign_id: int, sent_at: float) -> None:
    if time.monotonic() - sent_at >= OPENING_SECONDS:
        st.session_state.pop("compose.message", None)
        st.switch_page("campaign.py", query_params={"id": str(campaign_id)})
    st.success("Started. Opening the campaign…", icon=":material/check_circle:")
