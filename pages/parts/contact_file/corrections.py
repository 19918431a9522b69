"""Rejected numbers typed anew in place."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from jetmsg_core.contacts import Correction
from jetmsg_core.settings import Settings
from pages.parts.contact_file.checking import Checked, ReadChoices, checked
from pages.parts.contact_file.held_upload import CORRECTIONS, HeldUpload
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
from pages.parts.shared.tables import before
from pages.parts.styles.formatting import counted

TABLE_HEIGHT = 320
SAID = f"{CORRECTIONS}said"


def draw_rejected_table(held: HeldUpload, choices: ReadChoices, report: Checked) -> None:
    """This draws the rejected rows, in which numbers can be corrected, and the button that checks
    them again."""
    assert report.column is not None
    st.caption(
        ":material/edit: Double-click a number to correct it, then check it again. The file on "
        "your computer stays as it is."
    )
    table = open_table(f"contacts.editor.{held.token}.{hash(choices)}", _cells(report))
    edited = _edited(_editable(report, table), table.key)
    typed = write_down(table, edited[NUMBER].fillna("").astype("str").tolist())
    st.button(
        f"Check {counted(len(typed), 'changed number')}" if typed else "Check again",
        key="contacts.mend",
        icon=":material/healing:",
        # Never gray: what is still being typed comes with the click.
        type="primary" if typed else "secondary",
        on_click=take,
    )


def _cells(report: Checked) -> list[Correction]:
    cells = zip(
        report.problems.index, report.problem_columns, report.problems.iloc[:, 0], strict=True
    )
    return [
        cell_of(int(row), report.sheet, column, report.columns.index(column), str(text))
        for row, column, text in cells
    ]


def _editable(report: Checked, table: Table) -> pd.DataFrame:
    """The number's cell and its reason, then who it belongs to."""
    ours = {
        "Row": report.problems.index.to_numpy(),
        NUMBER: pd.array(list(table.begun), dtype="str"),
        "Reason": report.messages,
    }
    return before(pd.DataFrame(ours), report.problems.iloc[:, 1:])


def _edited(table: pd.DataFrame, key: str) -> pd.DataFrame:
    edited: pd.DataFrame = st.data_editor(
        table,
        hide_index=True,
        height="auto" if len(table) < 8 else TABLE_HEIGHT,
        disabled=[name for name in table.columns if name != NUMBER],
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
    outcomes = [
        f"{counted(count, 'row')} {what}"
        for count, what in (
            (after.accepted - before.accepted, "ready now"),
            (after.duplicates - before.duplicates, "with a duplicate number"),
            (after.opted_out - before.opted_out, "opted out"),
            (after.declined - before.declined, "that say no to messages"),
            (typed - mended, "still without a usable number"),
        )
        if count > 0
    ]
    return mended == typed, f"{counted(typed, 'number')} checked again: {', '.join(outcomes)}."


def draw_corrections(
    settings: Settings, held: HeldUpload, choices: ReadChoices, report: Checked
) -> bool:
    """This says what became of the last corrections, with the way back. It returns whether
    nothing that was taken with this very run is still wrong."""
    last = just_taken()
    if last is not None:
        before = checked(settings, held, replace(choices, corrections=last[0]))
        st.session_state[SAID] = (choices, *_outcome(before, report, last[1]))
    kept = corrections()
    if not kept:
        return True
    about, good, sentence = st.session_state.get(SAID, (None, True, ""))
    if about != choices:
        good, sentence = True, f"{counted(len(kept), 'number')} corrected in this file."
    if good:
        st.success(sentence, icon=":material/check_circle:")
    else:
        st.warning(sentence, icon=":material/warning:")
    st.button(
        "Undo my corrections",
        key="contacts.unmend",
        type="tertiary",
        icon=":material/undo:",
        on_click=undo,
    )
    return last is None or good
