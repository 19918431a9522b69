"""Whose text is shown: a place among the recipients, in the list's order, from 0."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview

AT, NOT_FOUND = "composing.at", "composing.row_not_found"


def place_shown(looked: RecipientPreview) -> int:
    return min(int(st.session_state.get(AT, 0)), looked.recipients.count - 1)


def jump(place: int) -> None:
    st.session_state[AT] = place
    st.session_state.pop(NOT_FOUND, None)
