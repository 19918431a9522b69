"""One saved list: who is in it, what it is called, and other lists made from it.

It never ends with `st.stop`: after that Streamlit keeps the dialog of the deleted list, and the
second half of a double click would draw it into a page that no longer has a place for it, which
leaves the browser blank.
"""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from pages.parts.list.adding import draw_adding
from pages.parts.list.changing import draw_changing
from pages.parts.list.contacts import draw_contacts
from pages.parts.list.head import draw_deleted, draw_head, is_deleted
from pages.parts.list.history import draw_history
from pages.parts.list.kept_cells import bring_back
from pages.parts.list.others import draw_others
from pages.parts.list.rejected import draw_rejected
from pages.parts.page import signed_in
from pages.parts.page.address import asked_id
from pages.parts.page.heading import draw_missing, draw_title

settings = signed_in.enter()


def draw_list(settings: Settings, list_id: int) -> None:
    """This draws the page of one list, or says that it was deleted here, or that there is none
    with this id."""
    st.page_link("contacts.py", label="Contacts", icon=":material/arrow_back:")
    bring_back(settings, list_id)
    try:
        contact_list = lists.get(settings, list_id)
    except NotFoundError as error:
        # Asked in this order because the number of a deleted list may come again.
        if is_deleted(list_id):
            draw_deleted()
        else:
            draw_missing("List", error)
        return
    draw_head(settings, contact_list)
    is_changing = draw_changing(contact_list)
    # What it draws more or less must not move the tabs below, which would then begin anew with the
    # first of them: it stands in a place of its own.
    draw_contacts(settings, contact_list, is_changing=is_changing)
    if is_changing:
        draw_adding(settings, contact_list)
    draw_history(settings, contact_list, is_changing=is_changing)
    draw_rejected(settings, contact_list)
    draw_others(settings, contact_list)


def draw_none() -> None:
    draw_title("List")
    st.info("Choose a list to look at.", icon=":material/list_alt:")
    st.page_link("contacts.py", label="Saved lists", icon=":material/group:")


asked = asked_id("id")
if asked is None:
    draw_none()
else:
    draw_list(settings, asked)
