"""Rejected numbers typed anew in place."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from jetmsg_core.contacts import Correction
from jetmsg_core.settings import Settings
from pages.parts.contact_file.checking import Checked, ReadChoices, checked
from pages.parts.contact_file.held_upload import MENDING, HeldUpload
from pages.parts.contact_file.typed_numbers import (
    NUMBER,
    Table,
    cell_of,
    corrections,
    just_taken,
    open_table,
    take,
    undo,
    write_down,
)
from pages.parts.shared.tables import beside
from pages.parts.styles.formatting import counted

TABLE_HEIGHT = 320
SAID = f"{MENDING}said"


def draw_mending(held: HeldUpload, choices: ReadChoices, found: Checked) -> None:
    assert found.column is not None
    st.caption(
        ":material/edit: Double-click a number to type it anew, then check it again. The file on "
        "your computer stays as it is."
    )
    table = open_table(f"contacts.editor.{held.token}.{hash(choices)}", _cells(found))
    edited = _edited(_editable(found, table), table.key)
    typed = write_down(table, edited[NUMBER].fillna("").astype("str").tolist())
    st.button(
        f"Check {counted(len(typed), 'changed number')}" if typed else "Check again",
        key="contacts.mend",
        icon=":material/healing:",
        disabled=not typed,
        type="primary" if typed else "secondary",
        on_click=take,
    )


def _cells(found: Checked) -> list[Correction]:
    column = str(found.column)
    place = found.columns.index(column)
    return [
        cell_of(int(row), found.sheet, column, place, str(text))
        for row, text in zip(found.problems.index, found.problems.iloc[:, 0], strict=True)
    ]


def _editable(found: Checked, table: Table) -> pd.DataFrame:
    """The number's cell and its reason, then who it belongs to."""
    ours = {
        "Row": found.problems.index.to_numpy(),
        NUMBER: pd.array(list(table.begun), dtype="str"),
        "Reason": found.messages,
    }
    return beside(pd.DataFrame(ours), found.problems.iloc[:, 1:])


def _edited(shown: pd.DataFrame, key: str) -> pd.DataFrame:
    edited: pd.DataFrame = st.data_editor(
        shown,
        hide_index=True,
        height="auto" if len(shown) < 8 else TABLE_HEIGHT,
        disabled=[name for name in shown.columns if name != NUMBER],
        column_config={
            "Row": st.column_config.NumberColumn(width="small"),
            NUMBER: st.column_config.TextColumn(width="medium", max_chars=100),
            "Reason": st.column_config.TextColumn(width="large"),
        },
        key=key,
        alt="Rejected rows of the contact file, the number editable",
    )
    return edited


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


def draw_mended(settings: Settings, held: HeldUpload, choices: ReadChoices, found: Checked) -> bool:
    """What became of the last ones, and the way back. Whether nothing that was taken with this very
    run is still wrong."""
    taken = just_taken()
    if taken is not None:
        before = checked(settings, held, replace(choices, corrections=taken[0]))
        st.session_state[SAID] = (choices, *_outcome(before, found, taken[1]))
    kept = corrections()
    if not kept:
        return True
    about, good, sentence = st.session_state.get(SAID, (None, True, ""))
    if about != choices:
        good, sentence = True, f"{counted(len(kept), 'number')} typed anew for this file."
    if good:
        st.success(sentence, icon=":material/check_circle:")
    else:
        st.warning(sentence, icon=":material/warning:")
    st.button(
        "Undo all mended numbers",
        key="contacts.unmend",
        type="tertiary",
        icon=":material/undo:",
        on_click=undo,
    )
    return taken is None or good
