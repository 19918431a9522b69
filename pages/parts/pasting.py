"""Numbers typed or pasted by hand, checked like a file."""

from __future__ import annotations

import io
import re

import streamlit as st

from jetmsg_core.settings import Settings
from pages.parts import upload
from pages.parts.sentences import refusals_shown

MOST_CHARACTERS = 500_000
NAME = "Pasted numbers"
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"[,;|/\n\r]+")


def draw_pasting(settings: Settings) -> None:
    with st.form("contacts.paste", border=False):
        text = st.text_area(
            "Mobile numbers",
            key="contacts.pasted",
            height=160,
            max_chars=MOST_CHARACTERS,
            placeholder="98765 43210\n+91 98765 43211",
            help="One number a line, or with commas between them. Rows copied from Excel, with "
            "their column names, can be pasted as well.",
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
    plain = is_plain(text)
    data = (one_a_line(text) if plain else text).encode("utf-8", "replace")
    with refusals_shown():
        name = NAME if plain else f"{NAME}.txt"
        upload.hold(settings, io.BytesIO(data), name, len(data), is_plain=plain)
        st.rerun()


def is_plain(text: str) -> bool:
    """Numbers only. Letters or tabs are a table with names, read like any file."""
    return "\t" not in text and not _LETTER.search(text)


def one_a_line(text: str) -> str:
    """Row n is the n-th number; quotes would run from one line into the next."""
    pieces = (piece.strip().replace('"', "") for piece in _BETWEEN.split(text))
    return "".join(f"{piece}\n" for piece in pieces if piece)
