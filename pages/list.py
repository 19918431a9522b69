"""One saved list: who is in it, what it is called, and other lists made from it."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.errors import NotFoundError
from pages.parts import context
from pages.parts.address import asked_id
from pages.parts.heading import draw_title
from pages.parts.list_contacts import draw_contacts
from pages.parts.list_head import draw_deleted, draw_head, is_deleted
from pages.parts.list_merging import draw_merging
from pages.parts.list_smaller import draw_smaller

settings = context.settings()
asked = asked_id("id")
if asked is None:
    draw_title("List")
    st.info("Choose a list to look at.", icon=":material/list_alt:")
    st.page_link("contacts.py", label="Saved lists", icon=":material/group:")
    st.stop()

st.page_link("contacts.py", label="Contacts", icon=":material/arrow_back:")
try:
    found = lists.get(settings, asked)
except NotFoundError:
    # Asked in this order because the number of a deleted list may come again.
    if not is_deleted(asked):
        raise
    draw_deleted()
    st.stop()

draw_head(settings, found)
draw_contacts(settings, found)

st.subheader("Make another list from it", anchor=False)
draw_smaller(settings, found)
draw_merging(settings, found)
