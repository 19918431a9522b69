"""Whose text is shown: a place among the recipients, in the list's order, from 0."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview

INDEX, NOT_FOUND = "composing.at", "composing.row_not_found"


def index_shown(preview: RecipientPreview) -> int:
    return min(int(st.session_state.get(INDEX, 0)), preview.recipients.count - 1)


def jump(index: int) -> None:
    st.session_state[INDEX] = index
    st.session_state.pop(NOT_FOUND, None)
