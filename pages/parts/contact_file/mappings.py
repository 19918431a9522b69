"""What was chosen for a file, chosen again for the next one with the same columns."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import streamlit as st

from jetmsg_core import mappings
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.settings import Settings
from pages.parts.contact_file.checking import ReadChoices, checked
from pages.parts.contact_file.held_upload import HeldUpload
from pages.parts.contact_file.reading import ASKED, RECALLED, forget_choices


def recall(settings: Settings, held: HeldUpload) -> None:
    """Once a file, before its choices are read, those made for one with the same columns are
    chosen again. Raises as the check does."""
    if RECALLED in st.session_state:
        return
    guessed = checked(settings, held, ReadChoices())
    mapping = None
    if guessed.columns:
        mapping = mappings.remembered(
            settings,
            guessed.columns,
            read=lambda options: checked(settings, held, ReadChoices(options)).columns,
        )
    if mapping is not None and mapping.sheet is not None and mapping.sheet not in guessed.sheets:
        mapping = None  # Another workbook, whatever its columns are called.
    st.session_state[RECALLED] = mapping is not None
    if mapping is not None:
        chosen = {f"{ASKED}{name}": value for name, value in chosen_in(mapping)}
        lists = {key: list(value) for key, value in chosen.items() if isinstance(value, tuple)}
        st.session_state.update(chosen | lists)


def draw_recalled() -> None:
    """This says that earlier choices were taken, with the way back to the guess; nothing where none
    were."""
    if not st.session_state.get(RECALLED):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            ":material/history: Read the way you chose for an earlier file with these columns.",
            width="content",
        )
        st.button(
            "Read it as guessed",
            key="contacts.forget",
            type="tertiary",
            icon=":material/undo:",
            on_click=forget_choices,
        )


def remember(settings: Settings, held: HeldUpload, choices: ReadChoices) -> None:
    """The choices are kept for the next file with these columns. A file saved as guessed forgets
    what was chosen for its columns before."""
    columns = checked(settings, held, ReadChoices()).columns
    if columns:
        names = checked(settings, held, choices).columns
        mappings.remember(settings, columns, choices.options, names=names)


def chosen_in(options: ReadOptions) -> list[tuple[str, Any]]:
    """These are the names and values of what was chosen rather than left to a guess."""
    guessed = asdict(GUESSED)
    return [(name, value) for name, value in asdict(options).items() if value != guessed[name]]
