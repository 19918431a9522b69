"""What was chosen for a file, chosen again for the next one with the same columns."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from jetmsg_core import mappings
from jetmsg_core.mappings import GUESSED, Mapping
from jetmsg_core.settings import Settings
from pages.parts.checking import Choices, checked
from pages.parts.reading import ASKED, RECALLED, forget_choices
from pages.parts.upload import Held


def recall(settings: Settings, held: Held) -> None:
    """Once a file, before its choices are read. Raises as the check does."""
    if RECALLED in st.session_state:
        return
    columns = checked(settings, held, Choices()).columns
    found = mappings.remembered(settings, columns) if columns else None
    st.session_state[RECALLED] = found is not None
    for name, value in asdict(found or GUESSED).items():
        if value is not None:
            st.session_state[f"{ASKED}{name}"] = value


def draw_recalled() -> None:
    if not st.session_state.get(RECALLED):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            ":material/history: Read as you chose for a file with these columns before.",
            width="content",
        )
        st.button(
            "Read it as guessed",
            key="contacts.forget",
            type="tertiary",
            icon=":material/undo:",
            on_click=forget_choices,
        )


def remember(settings: Settings, held: Held, choices: Choices) -> None:
    """A file saved as guessed forgets what was chosen for its columns before."""
    mapping = Mapping(choices.column, choices.delimiter, choices.encoding, choices.header)
    columns = checked(settings, held, Choices()).columns
    if columns:
        mappings.remember(settings, columns, mapping)
