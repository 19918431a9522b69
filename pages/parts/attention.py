"""Calls whose end is unknown: a person decides about them, never a retry."""

from __future__ import annotations

from typing import Any

import streamlit as st

from jetmsg_core.campaigns import control
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, RecipientState
from jetmsg_core.times import in_ist
from pages.parts.words import counted, people, plain, shortened

SHOWN = 6
REPLY_SHOWN = 400


def draw_unknown(settings: Settings, status: Status) -> None:
    lost = status.recipients[RecipientState.UNKNOWN]
    if not lost:
        return
    calls = status.chunks[ChunkState.UNKNOWN]
    with st.container(border=True, key="campaign.attention"):
        st.subheader(":red[:material/priority_high:] Needs attention", anchor=False)
        st.markdown(
            f"For **{people(lost)}** no clear answer came back. They may have the message, or not, "
            "so it is never sent to them again by itself: some would get it twice. Compare with "
            "the delivery report of your JETMSG panel before you do anything."
        )
        for chunk in control.unknown_chunks(settings, status.campaign.id, SHOWN):
            _draw_chunk(chunk)
        if calls > SHOWN:
            st.caption(f"The first {SHOWN} of {calls:,} such calls. The download shows everybody.")


def _draw_chunk(chunk: dict[str, Any]) -> None:
    size = chunk["hi"] - chunk["lo"]
    when = in_ist(chunk["sending_at"], "%d %b, %H:%M:%S") if chunk["sending_at"] else "unknown time"
    recipients = (
        f"recipient {chunk['lo']:,}" if size == 1 else f"{chunk['lo']:,} to {chunk['hi'] - 1:,}"
    )
    with st.expander(f"Call {chunk['chunk']:,} · {people(size)} · {when} IST"):
        st.markdown(
            f"{plain(chunk['detail'] or 'No answer came.')}  \n"
            f":gray[Recipients {recipients} below, {counted(chunk['parts'], 'part')} each.]"
        )
        if chunk["body"]:
            st.caption("Last reply")
            st.code(shortened(chunk["body"], REPLY_SHOWN), language=None, wrap_lines=True)
