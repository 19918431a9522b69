"""The fields that ask for acts: who, which campaign, what kind, and which days."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.audit import reading
from jetmsg_core.audit.kinds import KINDS
from jetmsg_core.settings import Settings
from pages.parts.audit.address import FIELD, FIELDS, LARGEST_ID, Asked


def draw_filters(settings: Settings, asked: Asked) -> None:
    """This draws the fields, and the way back to all acts where fewer are asked for."""
    names = list(dict.fromkeys([*reading.people(settings), *([asked.who] if asked.who else [])]))
    with st.grid(5, min_column_width=150, key="audit.fields"):
        FIELDS.value(asked, "who")
        st.selectbox("Who", names, index=None, placeholder="Anybody", key=f"{FIELD}.who")
        FIELDS.value(asked, "kind")
        st.selectbox(
            "What about",
            list(KINDS),
            index=None,
            placeholder="Anything",
            format_func=lambda kind: KINDS[kind],
            key=f"{FIELD}.kind",
        )
        st.number_input(
            "Campaign number",
            min_value=1,
            max_value=LARGEST_ID,
            value=FIELDS.value(asked, "campaign"),
            placeholder="Any",
            key=f"{FIELD}.campaign",
        )
        FIELDS.draw_day(asked, "since", "From")
        FIELDS.draw_day(asked, "until", "Until")
    # Always there, so that what comes and goes in it moves nothing but itself.
    with st.container(key="audit.asked_for"):
        if asked != Asked(below=asked.below):
            st.button(
                "Clear",
                key="audit.clear",
                icon=":material/close:",
                type="tertiary",
                on_click=FIELDS.clear,
                help="Show everything that was done",
            )
