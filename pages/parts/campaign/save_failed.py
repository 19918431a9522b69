"""Who is known not to have a campaign's message, kept as a list with the reasons."""

from __future__ import annotations

import secrets

import streamlit as st

from jetmsg_core.campaigns.exports.failed_list import save_failed
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.names import cut_name
from jetmsg_core.settings import Settings
from pages.parts.page.live import open_page
from pages.parts.page.sentences import refusals_shown

TOKEN = "campaign.failed.token"


def draw_save_failed(settings: Settings, status: Status) -> None:
    """This draws the button that saves those who failed as a list, and opens the list once it is
    made."""
    campaign = status.campaign
    # The same token makes the same list, however often this is clicked.
    token = st.session_state.setdefault(f"{TOKEN}.{campaign.id}", secrets.token_hex(16))
    if not st.button(
        "Save failed as a list",
        key="campaign.failed.save",
        icon=":material/playlist_add:",
        help="A list of their own, with the reason in a column: make it smaller and send again.",
    ):
        return
    with refusals_shown():
        with st.spinner("Saving…"):
            name = cut_name(f"Failed in {campaign.name}")
            list_id = save_failed(settings, campaign.id, name=name, token=token)
        del st.session_state[f"{TOKEN}.{campaign.id}"]
        open_page("list.py", id=str(list_id))
