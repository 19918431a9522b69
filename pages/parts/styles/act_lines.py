"""An act in a line: when it was, what was done, and below it what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.audit.reading import Entry
from jetmsg_core.audit.sentences import sentence
from pages.parts.styles.formatting import plain


def draw_act(at: str, entry: Entry, beside: Sequence[str]) -> None:
    """This draws the act. Of what stands below, empty texts are left out."""
    words = " · ".join(filter(None, beside))
    below = f"  \n:small[:gray[{plain(words)}]]" if words else ""
    st.markdown(f"{at} &nbsp; {plain(sentence(entry))}{below}")
