"""Real recipients' texts as their phones will show them. `st.text` shows every sign as it is."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.briefs import Brief
from jetmsg_core.campaigns.previewing import Example, Preview
from jetmsg_core.states import Channel
from pages.parts.words import counted, plain

PHONE_WIDTH = 360


def draw_phones(brief: Brief, preview: Preview | None) -> None:
    with (
        st.container(horizontal_alignment="center"),
        st.container(border=True, width=PHONE_WIDTH, key="compose.phone"),
    ):
        whatsapp = brief.channel is Channel.WHATSAPP
        sender = "WhatsApp" if whatsapp else plain(brief.sender_id) or "Sender"
        st.markdown(f"**{sender}**", text_alignment="center")
        if preview is None:
            st.caption(
                "Your message appears here as real people of the list will read it.",
                text_alignment="center",
            )
            return
        for example in preview.examples:
            draw_bubble(example, brief.channel)
        if preview.recipients > len(preview.examples):
            st.caption(
                "The first people of the list, and the longest text.", text_alignment="center"
            )


def draw_bubble(example: Example, channel: Channel) -> None:
    with st.chat_message("user", avatar=":material/sms:"):
        st.text(example.text)
    size = ""
    if channel is Channel.SMS:
        size = f" · {counted(example.parts, 'part')}{' · Unicode' if example.unicode else ''}"
    st.caption(f"+{example.number} · row {example.row:,}{size}")
