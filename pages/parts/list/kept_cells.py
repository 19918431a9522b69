"""What is typed and ticked in a list's table and not saved yet: it comes back after a reload, and
when its page of the list is turned to again.

The browser's table forgets it as soon as it is not drawn. So each run writes it down, in the
session and on the disk, and a table that is drawn anew begins with it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import streamlit as st

from jetmsg_core import uploads
from jetmsg_core.lists import ContactList
from jetmsg_core.settings import Settings
from pages.parts.page.address import keep_address
from pages.parts.page.held_files import FileNote, asked_file, keep_note

Cells = Mapping[int, Mapping[str, Any]]
"""By row of the table and name of the column."""

TYPED, BEGUN, TOKEN = "list.typed", "list.begun", "list.typed.token"
"""The cells of each table by its key; the table that is drawn, with those it began with; and the
list with the token under which they lie on the disk."""


def bring_back(settings: Settings, list_id: int) -> None:
    """Every run of the page calls this first: after a reload the list is being changed again."""
    note = asked_file(settings, _page(list_id))
    if note is None or not note.said:
        return
    st.session_state[TYPED] = {
        key: {int(row): cells for row, cells in rows.items()} for key, rows in note.said.items()
    }
    st.session_state[TOKEN] = (list_id, note.token)
    st.session_state[f"list.change.{list_id}"] = True


def cells_begun(key: str) -> Cells:
    """The table with this key begins with these cells, as long as it is drawn."""
    table: tuple[str, Cells] | None = st.session_state.get(BEGUN)
    if table is None or table[0] != key or key not in st.session_state:
        table = (key, st.session_state.get(TYPED, {}).get(key, {}))
        st.session_state[BEGUN] = table
    return table[1]


def cells_now(key: str) -> Cells:
    """This is what the table began with, and what was typed in it since."""
    cells = {row: dict(values) for row, values in cells_begun(key).items()}
    state = st.session_state.get(key) or {}
    for row, values in (state.get("edited_rows") or {}).items():
        cells.setdefault(int(row), {}).update(values)
    return cells


def write_down(settings: Settings, contact_list: ContactList, key: str, cells: Cells) -> None:
    """These cells of this table are kept; none, where nothing of it is to be saved. What was typed
    for another version of the list is forgotten."""
    before: dict[str, Cells] = st.session_state.get(TYPED, {})
    here = f"list.editor.{contact_list.id}.{contact_list.version}."
    typed = {name: rows for name, rows in before.items() if name.startswith(here) and name != key}
    if cells:
        typed[key] = cells
    if typed == before:
        return
    st.session_state[TYPED] = typed
    owner, token = st.session_state.get(TOKEN, (None, ""))
    if typed:
        if owner != contact_list.id:
            token = uploads.keep(settings, io.BytesIO())
            st.session_state[TOKEN] = (contact_list.id, token)
        note = FileNote(_page(contact_list.id), token, contact_list.name, said=typed)
        keep_note(settings, note, id=str(contact_list.id))
    elif owner == contact_list.id:
        uploads.drop(settings, token)
        del st.session_state[TOKEN]
        keep_address(id=str(contact_list.id))


def _page(list_id: int) -> str:
    return f"list {list_id}"
