"""A page of a list's contacts as a table to type in, with a tick for whoever is to be removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from jetmsg_core import lists
from jetmsg_core.lists import ContactKey, ContactList, ContactPage, Edit
from jetmsg_core.settings import Settings
from pages.parts.list.changing import attempt, draw_refused, editor_name
from pages.parts.list.kept_cells import cells_begun, cells_now, write_down
from pages.parts.page.flash import keep
from pages.parts.shared.tables import before
from pages.parts.styles.formatting import counted, people

REMOVE, NUMBER, OPTED_OUT = "Remove", "Sent to", "Opted out"
SAVED = "list.saved"
TABLE_HEIGHT = 420
LONGEST_CELL = 2_000
"""Characters that the table takes; a longer cell is not cut as long as it is not typed in."""


@dataclass(frozen=True)
class Table:
    """This is the table as it was drawn: whose rows they are, what the cells held, and which column
    of the list stands under each name."""

    key: str
    contacts: tuple[ContactKey, ...]
    cells: pd.DataFrame
    columns: Mapping[str, str]


def draw_editor(
    settings: Settings, contact_list: ContactList, page: ContactPage, *, view: str
) -> None:
    """This draws the table, and the button that saves what is typed and ticked in it."""
    ours = pd.DataFrame({REMOVE: False, NUMBER: [f"+{number}" for number in page.numbers]})
    if page.opted_out.any():
        ours[OPTED_OUT] = ["Opted out, not sent to" if out else "" for out in page.opted_out]
    frame = before(ours, page.cells)
    theirs = frame.columns[ours.shape[1] :]
    table = Table(
        # Another version is another table: what was typed for rows that have moved is forgotten.
        f"list.editor.{contact_list.id}.{contact_list.version}.{view}",
        tuple(page.key(index) for index in range(len(frame))),
        page.cells,
        dict(zip(map(str, theirs), contact_list.columns, strict=True)),
    )
    for row, typed in cells_begun(table.key).items():
        for name, value in typed.items():
            if row < len(frame) and name in frame.columns:
                frame.loc[frame.index[row], name] = value
    has_column = contact_list.number_column in contact_list.columns
    st.data_editor(
        frame,
        hide_index=True,
        height="auto" if len(frame) <= 10 else TABLE_HEIGHT,
        disabled=[OPTED_OUT, *([NUMBER] if has_column else [])],
        column_config={
            REMOVE: st.column_config.CheckboxColumn(width="small"),
            **{
                name: st.column_config.TextColumn(max_chars=LONGEST_CELL)
                for name in (NUMBER, *table.columns)
            },
        },
        key=table.key,
        alt=f"Contacts of the list {contact_list.name}, to be typed in",
    )
    edits, removals = _asked(table)
    is_to_save = bool(edits or removals)
    write_down(settings, contact_list, table.key, cells_now(table.key) if is_to_save else {})
    draw_refused("editing")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _label(len(edits), len(removals)),
            key="list.edit.save",
            type="primary" if is_to_save else "secondary",
            icon=":material/save:",
            # Never gray: what is still being typed comes with the click.
            on_click=_save,
            args=(settings, contact_list, table),
        )
        if not is_to_save:
            st.caption("Double-click a cell to change it, or tick *Remove*.", width="content")
        else:
            st.caption("Save before you turn the page or search.", width="content")


def _label(edits: int, removals: int) -> str:
    words = [counted(edits, "changed row")] if edits else []
    words += [f"remove {people(removals)}"] if removals else []
    text = " and ".join(words)
    if not edits and removals:
        return text[:1].upper() + text[1:]
    return f"Save {text}" if text else "Save changes"


def _asked(table: Table) -> tuple[list[Edit], list[ContactKey]]:
    """What the table holds: the rows that are typed in, and those that are ticked. Who is removed
    is not edited as well."""
    edits, removals = [], []
    for row, values in sorted(cells_now(table.key).items()):
        if row >= len(table.contacts):
            continue
        if values.get(REMOVE):
            removals.append(table.contacts[row])
            continue
        edit = _edit(table, row, values)
        if edit.cells or edit.number is not None:
            edits.append(edit)
    return edits, removals


def _edit(table: Table, row: int, values: Mapping[str, object]) -> Edit:
    seen = {column: str(table.cells[column].iloc[row]) for column in table.columns.values()}
    typed = {
        table.columns[name]: str(value or "")
        for name, value in values.items()
        if name in table.columns
    }
    cells = {column: text for column, text in typed.items() if text != seen[column]}
    number = str(values[NUMBER] or "") if NUMBER in values else None
    return Edit(table.contacts[row], cells, number, {column: seen[column] for column in cells})


def _save(settings: Settings, contact_list: ContactList, table: Table) -> None:
    """As a callback it is done before the page is drawn. The second half of a double click asks for
    what was saved by the first."""
    edits, removals = _asked(table)
    if st.session_state.get(SAVED) == table.key:
        return

    def change() -> str:
        changes = lists.change(settings, contact_list.id, edits, removals, by=editor_name())
        return f"{counted(changes, 'change')} saved." if changes else ""

    if attempt("editing", change, unchanged="There is no change to save."):
        keep({SAVED: table.key})
