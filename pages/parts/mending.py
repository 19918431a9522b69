"""Rejected numbers typed anew in place. Only those rows are checked again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from jetmsg_core.settings import Settings
from pages.parts.checking import Checked, Choices, beside, checked
from pages.parts.file_reading import file_being_read
from pages.parts.sentences import refusals_shown
from pages.parts.upload import FIXES, MENDED, Held
from pages.parts.words import counted

TABLE_HEIGHT = 320


def draw_mending(settings: Settings, held: Held, choices: Choices, found: Checked) -> None:
    assert found.column is not None
    st.caption(
        ":material/edit: Double-click a number to type it anew, then check it again. The file on "
        "your computer stays as it is."
    )

    shown = _editable(found)
    typed = _typed(shown, _edited(shown, held, choices))
    label = f"Check {counted(len(typed), 'changed number')}" if typed else "Check again"
    if st.button(
        label,
        key="contacts.mend",
        icon=":material/healing:",
        disabled=not typed,
        type="primary" if typed else "secondary",
    ):
        _mend(settings, held, choices, found, typed)


def _editable(found: Checked) -> pd.DataFrame:
    """The number's cell and its reason, then who it belongs to."""
    ours = {
        "Row": found.problems.index.to_numpy(),
        "Number": found.problems.iloc[:, 0].to_numpy(),
        "Reason": found.messages,
    }
    return beside(pd.DataFrame(ours), found.problems.iloc[:, 1:])


def _edited(shown: pd.DataFrame, held: Held, choices: Choices) -> pd.DataFrame:
    edited: pd.DataFrame = st.data_editor(
        shown,
        hide_index=True,
        height="auto" if len(shown) < 8 else TABLE_HEIGHT,
        disabled=[name for name in shown.columns if name != "Number"],
        column_config={
            "Row": st.column_config.NumberColumn(width="small"),
            "Number": st.column_config.TextColumn(width="medium", max_chars=100),
            "Reason": st.column_config.TextColumn(width="large"),
        },
        key=f"contacts.editor.{held.token}.{hash(choices)}",
        alt="Rejected rows of the contact file, the number editable",
    )
    return edited


def _typed(shown: pd.DataFrame, edited: pd.DataFrame) -> dict[int, str]:
    """Row → new cell, for the cells that differ."""
    after = edited["Number"].fillna("").astype("str")
    changed = (after != shown["Number"].astype("str")).to_numpy()
    rows = shown["Row"].to_numpy()[changed].tolist()
    return dict(zip(rows, after[changed].tolist(), strict=True))


def _mend(
    settings: Settings, held: Held, choices: Choices, found: Checked, typed: dict[int, str]
) -> None:
    with refusals_shown():
        fixes = dict(choices.fixes) | typed
        with file_being_read("Checking the changed numbers…"):
            after = checked(settings, held, replace(choices, fixes=tuple(sorted(fixes.items()))))
        st.session_state[FIXES] = fixes
        st.session_state[MENDED] = _outcome(found, after, len(typed))
        st.rerun()


def _outcome(before: Checked, after: Checked, typed: int) -> tuple[bool, str]:
    """Whether all are good now, and what became of them."""
    mended = before.rejected - after.rejected
    said = [
        f"{counted(count, 'row')} {what}"
        for count, what in (
            (after.accepted - before.accepted, "ready now"),
            (after.duplicates - before.duplicates, "repeating a number"),
            (after.opted_out - before.opted_out, "opted out"),
            (typed - mended, "still without a number that can be used"),
        )
        if count > 0
    ]
    return mended == typed, f"{counted(typed, 'number')} checked again: {', '.join(said)}."


def draw_mended() -> None:
    """What became of the last ones, and the way back."""
    if MENDED not in st.session_state:
        return
    good, sentence = st.session_state[MENDED]
    if good:
        st.success(sentence, icon=":material/check_circle:")
    else:
        st.warning(sentence, icon=":material/warning:")
    st.button(
        "Undo all mended numbers",
        key="contacts.unmend",
        type="tertiary",
        icon=":material/undo:",
        on_click=forget_fixes,
    )


def forget_fixes() -> None:
    st.session_state.pop(FIXES, None)
    st.session_state.pop(MENDED, None)
