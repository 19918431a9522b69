"""What is typed in place of rejected numbers, kept until the file is let go.

Typed cells live in the browser's table, which is forgotten when it is not drawn; so each run
writes them down, and what ends the table (another reading, a split, saving, a look at another
page) takes them from there. Those that were checked count as if the file had held them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from jetmsg_core.contacts import Correction
from pages.parts.contact_file.held_upload import CORRECTIONS
from pages.parts.page.flash import keep, uninterrupted

CHECKED, TYPED, TABLE = f"{CORRECTIONS}checked", f"{CORRECTIONS}typed", f"{CORRECTIONS}table"
TAKEN = f"{CORRECTIONS}taken"
NUMBER = "Number"
"""The column of the table that can be typed in."""

Corrections = tuple[Correction, ...]


@dataclass(frozen=True)
class Table:
    """This is the table of rejected rows as it was drawn."""

    key: str
    cells: Corrections
    """Of each row, in order: what the file holds, and what it counts as holding now."""
    begun: tuple[str, ...]
    """What each cell began with: what it counts as, or what was typed before."""


def corrections() -> Corrections:
    """These corrections were checked; they are in the order of their rows."""
    return tuple(st.session_state.get(CHECKED, ()))


def open_table(key: str, cells: Sequence[Correction]) -> Table:
    """This gives the table with this key: as it began, or begun again with what was typed and
    not checked."""
    table: Table | None = st.session_state.get(TABLE)
    if table is None or table.key != key or key not in st.session_state:
        typed = {
            _cell(correction): correction.after for correction in st.session_state.get(TYPED, ())
        }
        begun = tuple(typed.get(_cell(correction), correction.after) for correction in cells)
        table = Table(key, tuple(cells), begun)
        keep({TABLE: table})
    return table


def cell_of(row: int, sheet: str | None, column: str, index: int, text: str) -> Correction:
    """The cell of a rejected row comes with what the file held there before anything was typed."""
    for correction in corrections():
        if (correction.row, correction.sheet, correction.column, correction.after) == (
            row,
            sheet,
            column,
            text,
        ):
            return correction
    return Correction(row, sheet, column, index, text, text)


def _cell(correction: Correction) -> tuple[object, ...]:
    return correction.row, correction.sheet, correction.column, correction.before


def write_down(table: Table, texts: Sequence[str]) -> Corrections:
    """What the table holds now is kept, as far as it differs from what the cells count as."""
    typed = tuple(
        replace(cell, after=text)
        for cell, text in zip(table.cells, texts, strict=True)
        if text != cell.after
    )
    keep({TYPED: typed})
    return typed


def typed() -> Corrections:
    """These corrections are typed and not checked yet, with what came from the browser in this
    very run."""
    table: Table | None = st.session_state.get(TABLE)
    written: Corrections = st.session_state.get(TYPED, ())
    state = st.session_state.get(table.key) if table else None
    if table is None or not state:
        return written
    changed: Mapping[int, Mapping[str, str | None]] = state["edited_rows"]
    texts = list(table.begun)
    for index, cells in changed.items():
        if NUMBER in cells:
            texts[int(index)] = cells[NUMBER] or ""
    return write_down(table, texts)


def take() -> None:
    """A callback makes all that is typed count as checked from now on."""
    uninterrupted(_take)


def _take() -> None:
    new = typed()
    if not new:
        return
    before = corrections()
    again = {_cell(correction)[:3] for correction in new}
    kept = [correction for correction in before if _cell(correction)[:3] not in again]
    after = tuple(sorted((*kept, *new), key=lambda correction: correction.row))
    keep({CHECKED: after, TAKEN: (before, len(new)), TYPED: (), TABLE: None})


def just_taken() -> tuple[Corrections, int] | None:
    """It returns what was checked before the last were taken, and how many those are; told once,
    then None."""
    last: tuple[Corrections, int] | None = st.session_state.pop(TAKEN, None)
    return last


def undo() -> None:
    for key in (CHECKED, TAKEN):
        st.session_state.pop(key, None)
