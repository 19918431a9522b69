"""What was changed in a list since it was saved, a page at a time, and the way back."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.acting import Permission, may
from jetmsg_core.lists import ChangeKind, ContactList, ListChange
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from pages.parts.list.changing import attempt, draw_refused, editor_name
from pages.parts.shared.paging import current, draw_paging
from pages.parts.styles.formatting import ago, counted, plain, shortened

PAGE = 10
CELLS_SHOWN = 4
LONGEST = 60
WORDS = {
    ChangeKind.ADDED: (":material/person_add:", "Added"),
    ChangeKind.EDITED: (":material/edit:", "Changed"),
    ChangeKind.REMOVED: (":material/person_remove:", "Removed"),
}


def draw_history(settings: Settings, contact_list: ContactList, *, is_changing: bool) -> None:
    """This draws the changes, the newest first, with a button that takes one back while the list is
    being changed; nothing where none was made."""
    if not may(Permission.SEE_NUMBERS):
        return
    if not contact_list.version:
        return
    name = f"list.history.{contact_list.id}"
    label = f"{counted(contact_list.version, 'change')} since it was saved"
    with st.expander(label, icon=":material/history:", key="list.history", on_change="rerun"):
        below = current(name, str(contact_list.version))
        page = lists.history(settings, contact_list.id, below=below, limit=PAGE)
        draw_refused("history")
        now = utc_now()
        for change in page.changes:
            _draw_change(settings, contact_list, change, now, is_changing=is_changing)
        with st.container(horizontal=True, vertical_alignment="center"):
            if not is_changing:
                st.caption("To undo a change, turn on *Change this list*.", width="content")
            draw_paging(name, page.next_below)


def _draw_change(
    settings: Settings,
    contact_list: ContactList,
    change: ListChange,
    now: datetime,
    *,
    is_changing: bool,
) -> None:
    icon, word = WORDS[change.kind]
    who = f" · {plain(shortened(change.contact.name, LONGEST))}" if change.contact.name else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            st.markdown(f"{icon} **{change.version}. {word}** +{change.contact.number}{who}")
            if change.kind is ChangeKind.EDITED:
                st.markdown(_cells(change))
            st.caption(_about(change, now))
        if is_changing and change.undone_by is None:
            st.button(
                "Undo",
                key=f"list.undo.{change.version}",
                icon=":material/undo:",
                help=f"Undo change {change.version}",
                on_click=_undo,
                args=(settings, contact_list, change),
            )


def _cells(change: ListChange) -> str:
    lines = [
        f"- {plain(cell.column)}: {_quoted(cell.before)} → {_quoted(cell.after)}"
        for cell in change.cells[:CELLS_SHOWN]
    ]
    more = len(change.cells) - CELLS_SHOWN
    if more > 0:
        lines.append(f"- and {counted(more, 'more cell')}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return f"“{plain(shortened(text, LONGEST))}”" if text.strip() else ":gray[nothing]"


def _about(change: ListChange, now: datetime) -> str:
    facts = [f"by {plain(change.changed_by)}", ago(change.changed_at, now)]
    facts += [f"undoes change {change.undoes}"] if change.undoes else []
    facts += [f"undone by change {change.undone_by}"] if change.undone_by else []
    return " · ".join(facts)


def _undo(settings: Settings, contact_list: ContactList, change: ListChange) -> None:
    def take_back() -> str:
        lists.undo(settings, contact_list.id, change.version, by=editor_name())
        return f"Change {change.version} is undone."

    attempt("history", take_back)
