"""Numbers typed or pasted by hand, checked like a file."""

from __future__ import annotations

import io

import streamlit as st

from jetmsg_core.contacts import from_pasted
from jetmsg_core.settings import Settings
from pages.parts.contact_file import held_upload
from pages.parts.page.sentences import refusals_shown

MOST_CHARACTERS = 500_000
NAME = "Pasted numbers.csv"


def draw_pasting(settings: Settings) -> None:
    """This draws the form in which numbers are pasted and checked."""
    with st.form("contacts.paste", border=False):
        text = st.text_area(
            "Mobile numbers",
            key="contacts.pasted",
            height=160,
            max_chars=MOST_CHARACTERS,
            placeholder="98765 43210\nAsha 98765 43211\n98765 43212, Ravi, Pune",
            help="One person a line: the number, and a name or other details beside it. You can "
            "also paste numbers with commas between them, or cells from Excel.",
        )
        if st.form_submit_button(
            "Check these numbers",
            type="primary",
            icon=":material/fact_check:",
            key="contacts.paste.go",
        ):
            _take(settings, text)


def _take(settings: Settings, text: str) -> None:
    if not text.strip():
        st.info("Paste at least one number.", icon=":material/content_paste:")
        return
    data = from_pasted(text)
    with refusals_shown():
        held_upload.hold(settings, io.BytesIO(data), NAME, len(data))
        st.rerun()
