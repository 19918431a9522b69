"""A row of texts to insert in a box, each where the cursor stands: see `insert_at_cursor.js`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import streamlit as st

from pages.parts.styles.formatting import plain

_SCRIPT = Path(__file__).parent / "insert_at_cursor.js"
# An element that shows nothing would still take a gap in the row.
_HIDDEN = (
    "<style>[data-testid='stElementContainer']:has([data-insert-into]) { display: none; }</style>"
)


def draw_inserts(
    texts: Mapping[str, str],
    *,
    into: str,
    key: str,
    title: str = "Insert",
    at_end: Callable[[str], None] | None = None,
) -> None:
    """This draws a button for each text, by its label, that writes the text into the box with the
    key `into`. `at_end` gets the label where the browser runs no script. The keys of what is drawn
    begin with `key`; `title` stands before it."""
    with st.container(
        horizontal=True, gap="xsmall", vertical_alignment="center", key=f"{key}.inserts"
    ):
        st.caption(title, width="content")
        for index, label in enumerate(texts):
            st.button(
                plain(label),
                key=f"{key}.chip.{index}",
                icon=":material/add:",
                on_click=at_end,
                args=None if at_end is None else (label,),
                help=f"Writes {plain(texts[label])} where the cursor is",
            )
        _draw_script(into, [*texts.values()])


def _draw_script(into: str, texts: list[str]) -> None:
    box = f"st-key-{re.sub('[^a-zA-Z0-9_-]', '-', into)}"
    about = f'data-insert-into="{box}" data-insert-texts="{escape(json.dumps(texts))}"'
    script = _SCRIPT.read_text("utf-8")
    st.html(
        f"{_HIDDEN}<span {about}></span><script>{script}</script>", unsafe_allow_javascript=True
    )
