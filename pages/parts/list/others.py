"""The ways to make another list from one: a smaller one, or one merged with another."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.lists import ContactList
from jetmsg_core.settings import Settings
from pages.parts.list.merging import draw_merging
from pages.parts.list.smaller import draw_smaller
from pages.parts.page.heading import draw_tabs


def draw_others(settings: Settings, contact_list: ContactList) -> None:
    """This draws the ways, for whoever may make lists."""
    if not may(Permission.PREPARE):
        return
    st.header("Make another list from it", anchor=False)
    # Tabs and not expanders: what is in an expander moves while it opens, away from the pointer.
    smaller, merged = draw_tabs(
        "A smaller list", "Merged with another list", key=f"list.tab.{contact_list.id}"
    )
    with smaller:
        draw_smaller(settings, contact_list)
    with merged:
        draw_merging(settings, contact_list)
