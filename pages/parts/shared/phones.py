"""A recipient's real text as their phone will show it. `st.text` shows every sign as it is."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.preview.preview import Example
from jetmsg_core.messages.blank_lines import with_shown_ends
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.states import Channel
from pages.parts.styles.formatting import counted, plain

PHONE_WIDTH = 340
SCREEN_HEIGHT = 260


def draw_phone(spec: CampaignSpec, example: Example | None, note: str) -> None:
    """A phone shows the text of `example`; `note` stands on it while there is none."""
    with (
        st.container(horizontal_alignment="center", key="compose.phone.outer"),
        st.container(border=True, width=PHONE_WIDTH, key="compose.phone", gap="small"),
    ):
        whatsapp = spec.channel is Channel.WHATSAPP
        sender = "WhatsApp" if whatsapp else plain(spec.sender_id) or "Sender"
        st.markdown(f"**{sender}**", text_alignment="center")
        with st.container(height=SCREEN_HEIGHT, border=False, key="compose.screen"):
            if example is None:
                st.caption(note, text_alignment="center")
            else:
                draw_bubble(example.text)
        if example is not None:
            st.caption(_about(example, spec.channel), text_alignment="center")


def draw_bubble(text: str) -> None:
    """The text stands in a bubble, as a phone shows it, with the blank lines at its ends."""
    with st.chat_message("user", avatar=":material/sms:"):
        st.text(with_shown_ends(text))


def _about(example: Example, channel: Channel) -> str:
    facts = [f"+{example.number}", f"row {with_commas(example.row)}"]
    if channel is Channel.SMS:
        facts += [counted(example.parts, "part")] + (["Unicode"] if example.unicode else [])
    return " · ".join(facts)
