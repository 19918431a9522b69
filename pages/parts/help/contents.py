"""What Help explains: the list of its subjects, and the head of each."""

from __future__ import annotations

import streamlit as st

from pages.parts.page.help_links import TITLES, HelpTopic


def draw_contents() -> None:
    """This draws a link to each subject."""
    st.markdown(" · ".join(f"[{title}](#{topic})" for topic, title in TITLES.items()))


def draw_head(topic: HelpTopic) -> None:
    """This draws the title of a subject, at the address that links name."""
    st.header(TITLES[topic], anchor=str(topic))
