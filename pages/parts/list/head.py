"""A list's name and counts, and renaming and deleting it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import JetmsgError, NotFoundError
from jetmsg_core.lists import ContactList
from jetmsg_core.names import LONGEST_NAME, cut_name
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from pages.parts.page import questions
from pages.parts.page.heading import draw_title, heading
from pages.parts.page.live import open_page
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.state_styles import CHANNELS

DELETE = "list.delete"
DELETED, MADE, NOT_RENAMED = "list.deleted", "list.made", "list.not_renamed"
LEFT_OUT = {
    "rejected": ("Rejected", "Rows of the file without a usable mobile number."),
    "duplicate": ("Duplicates", "Rows of the file that repeated a number."),
    "opted_out": ("Opted out", "Rows of people who had opted out by then."),
    "declined": ("Said no", "Rows that say no to messages in the file itself."),
}


def draw_head(settings: Settings, contact_list: ContactList) -> None:
    """This draws the title of the list, its facts, and the ways to rename, delete and write."""
    with heading(contact_list.name):
        if may(Permission.PREPARE):
            _draw_ways(settings, contact_list)
    questions.draw_open({DELETE: partial(_draw_question, settings, contact_list)})
    where = (
        f"numbers in column {plain(contact_list.number_column)}"
        if contact_list.number_column
        else ""
    )
    facts = [
        f"From {plain(contact_list.source)}",
        where,
        f"saved {in_ist(contact_list.created_at)} IST",
    ]
    st.caption(" · ".join(word for word in facts if word))
    _draw_counts(
        contact_list,
        lists.opted_out(settings, contact_list.id),
        lists.refusing(settings, contact_list.id),
    )


def _draw_ways(settings: Settings, contact_list: ContactList) -> None:
    _draw_rename(settings, contact_list)
    st.button(
        "Delete",
        key="list.delete",
        icon=":material/delete:",
        on_click=questions.ask,
        args=(DELETE, contact_list.id),
    )
    if st.button(
        "Write a message", key="list.write", type="primary", icon=":material/edit_square:"
    ):
        open_page("compose.py", list=str(contact_list.id))


def _draw_counts(contact_list: ContactList, opted_out: int, refusing: dict[Channel, int]) -> None:
    tiles = [
        (
            "Contacts",
            contact_list.contacts,
            "Each number is in the list once, unless you kept duplicates.",
        )
    ]
    if opted_out:
        about = "In the list, but not sent to: they opted out after it was saved."
        tiles.append(("Opted out since", opted_out, about))
    for channel, count in refusing.items():
        name = CHANNELS[channel]
        about = f"In the list, but left out of {name} messages: their file says no to these. "
        "Another word in a cell takes no such no back: remove the person and add them again."
        tiles.append((f"No to {name}", count, about))
    tiles += [
        (label, contact_list.findings[name], f"Left out when the list was saved. {about}")
        for name, (label, about) in LEFT_OUT.items()
        if contact_list.findings.get(name)
    ]
    tiles.append(("Columns", len(contact_list.columns), "Each can be used in the message."))
    with st.grid(len(tiles), min_column_width=150, key="list.counts"):
        for label, value, about in tiles:
            st.metric(label, with_commas(value), border=True, help=about)


def _draw_rename(settings: Settings, contact_list: ContactList) -> None:
    with (
        # Another key is another popover, so it is closed once the name has changed.
        st.popover("Rename", icon=":material/edit:", key=f"list.renaming.{contact_list.name}"),
        st.form("list.rename", border=False),
    ):
        st.text_input(
            "Name of the list",
            value=cut_name(contact_list.name),
            key=f"list.name.{contact_list.id}",
            max_chars=LONGEST_NAME,
        )
        st.form_submit_button(
            "Rename",
            type="primary",
            key="list.rename.go",
            on_click=_rename,
            args=(settings, contact_list),
        )
        if refused := st.session_state.pop(f"{NOT_RENAMED}.{contact_list.id}", None):
            refusal(refused)


def _rename(settings: Settings, contact_list: ContactList) -> None:
    """As a callback it is done before the page is drawn, and so drawn once, with the new name."""
    try:
        lists.rename(settings, contact_list.id, st.session_state[f"list.name.{contact_list.id}"])
    except JetmsgError as error:
        st.session_state[f"{NOT_RENAMED}.{contact_list.id}"] = error


def _draw_question(settings: Settings, contact_list: ContactList, asked_about: int) -> None:
    if asked_about == contact_list.id:
        _ask_to_delete(settings, contact_list)
    else:
        questions.close()


@st.dialog("Delete this list?", icon=":material/delete:", dismissible=False)
def _ask_to_delete(settings: Settings, contact_list: ContactList) -> None:
    contacts = counted(contact_list.contacts, "contact")
    st.markdown(
        f"**{plain(contact_list.name)}** and its {contacts} will be deleted. Campaigns keep the "
        f"recipients they took from it, and opt-outs stay."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep it", key="list.delete.no", shortcut="Esc", on_click=questions.close):
            st.rerun()
        st.button(
            "Delete for good",
            key="list.delete.yes",
            type="primary",
            on_click=delete,
            args=(settings, contact_list),
        )
    if is_deleted(contact_list.id):
        st.rerun()


def delete(settings: Settings, contact_list: ContactList) -> None:
    """A second click finds the list deleted, which is as good."""
    questions.close()
    lists.delete(settings, contact_list.id)
    st.session_state[DELETED] = (contact_list.id, contact_list.name)


def is_deleted(list_id: int) -> bool:
    return bool(st.session_state.get(DELETED, (None,))[0] == list_id)


def draw_deleted() -> None:
    _, name = st.session_state[DELETED]
    draw_title("List")
    st.success(f"**{plain(name)}** is deleted.", icon=":material/check_circle:")


def remember_made(way: str, origin: int, asked: object, list_id: int | None) -> None:
    """The form that made a list says it below, while the form asks the same. The page stays and is
    not run again: a second click on its way would turn that run into one of the form alone.
    `list_id` None is one that was refused: what was made before is not said beside that."""
    st.session_state[f"{MADE}.{way}"] = (origin, asked, list_id)


def draw_made(settings: Settings, way: str, contact_list: ContactList, asked: object) -> None:
    """This says which list was made from this one in that way; nothing where none was, or it was
    deleted since."""
    origin, asked_then, list_id = st.session_state.get(f"{MADE}.{way}", (None, None, None))
    if (origin, asked_then) != (contact_list.id, asked) or list_id is None:
        return
    try:
        made = lists.get(settings, list_id)
    except NotFoundError:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(
            f"Saved **{plain(made.name)}** with {counted(made.contacts, 'contact')}.",
            icon=":material/check_circle:",
            width="stretch",
        )
        st.page_link(
            "list.py",
            label="Open it",
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params={"id": str(list_id)},
        )
