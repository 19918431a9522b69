"""The saved lists, and the way from one of them to a message."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.lists import ContactList
from jetmsg_core.primitives.times import utc_now
from pages.parts.contact_file.held_upload import SAVED
from pages.parts.page.live import open_page
from pages.parts.styles.formatting import ago, counted, plain

SHOWN = 20


def remember_saved(list_id: int) -> None:
    """The page says it until another file is chosen."""
    st.session_state[SAVED] = list_id


def draw_just_saved(saved: Sequence[ContactList]) -> None:
    """This says which of the lists was saved last, with the way to write to it; nothing before one
    was, nor when it was deleted since."""
    by_id = {contact_list.id: contact_list for contact_list in saved}
    contact_list = by_id.get(st.session_state.get(SAVED, 0))
    if contact_list is None:
        return
    st.success(
        f"Saved **{plain(contact_list.name)}** with {counted(contact_list.contacts, 'contact')}.",
        icon=":material/check_circle:",
    )
    if st.button(
        "Write a message to this list",
        key="contacts.write",
        type="primary",
        icon=":material/edit_square:",
    ):
        open_page("compose.py", list=str(contact_list.id))


def draw_lists(lists: Sequence[ContactList]) -> None:
    """This draws the newest lists, each with the ways on from it; nothing where there is none."""
    if not lists:
        return
    st.header("Saved lists", anchor=False)
    now = utc_now()
    for contact_list in lists[:SHOWN]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(contact_list.name)}**")
                st.caption(
                    f"{counted(contact_list.contacts, 'contact')} · from "
                    f"{plain(contact_list.source)} · {ago(contact_list.created_at, now)}"
                )
            with st.container(horizontal=True, width="content"):
                st.page_link(
                    "list.py",
                    label="Open",
                    icon=":material/list_alt:",
                    query_params={"id": str(contact_list.id)},
                    help=f"Contacts of the list {plain(contact_list.name)}",
                )
                st.page_link(
                    "compose.py",
                    label="Write a message",
                    icon=":material/edit_square:",
                    query_params={"list": str(contact_list.id)},
                )
    if len(lists) > SHOWN:
        st.caption(f"And {counted(len(lists) - SHOWN, 'older list')} can be chosen in Compose.")
