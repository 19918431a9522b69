"""The switch that lets a person change a list, the name they give, and what the last change did."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import JetmsgError
from jetmsg_core.lists import ContactList
from jetmsg_core.names import LONGEST_NAME
from pages.parts.page import signed_in
from pages.parts.page.browser_side import PAUSE
from pages.parts.page.flash import keep, read_outcome, say, say_unless_told
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import plain

OUTCOME = "list.changed"
EDITOR = "list.who"
"""The name of whoever changes lists, kept from page to page."""


def draw_changing(contact_list: ContactList) -> bool:
    """This draws the switch and the field of the name, and says what was done. It returns whether
    the list is being changed."""
    if not may(Permission.PREPARE):
        return False
    with st.container(horizontal=True, vertical_alignment="bottom", key="list.changing"):
        is_changing = st.toggle("Change this list", key=f"list.change.{contact_list.id}")
        if is_changing and not signed_in.own_name():
            st.text_input(
                "Your name",
                key="list.who",
                max_chars=LONGEST_NAME,
                placeholder="It is kept with each change",
                persist_state="session",
                live=PAUSE,
                width=260,
            )
    if is_changing:
        name = " ".join(editor_name().split())
        kept = f"Changes are kept with the name {plain(name)}. " if name else ""
        st.caption(
            f"{kept}Campaigns made from this list keep their people and texts. Drafts use the "
            f"list as it is now."
        )
    # In a place of its own: what came and went here would move the table below, and take from it
    # what is typed in it.
    with st.container(key="list.outcome"):
        if outcome := read_outcome(OUTCOME):
            st.success(outcome, icon=":material/check_circle:")
    return is_changing


def editor_name() -> str:
    """This is the name of whoever is signed in, else as it was typed; empty where none was."""
    return signed_in.own_name() or str(st.session_state.get(EDITOR) or "")


def attempt(where: str, change: Callable[[], str], *, unchanged: str = "") -> bool:
    """A callback makes a change, whose outcome the next page says, or keeps its refusal for
    `draw_refused`. `unchanged` is said where the outcome is empty. It returns whether the change
    was made."""
    try:
        outcome = change()
    except JetmsgError as error:
        keep({_refused(where): error})
        return False
    if outcome:
        say(OUTCOME, outcome)
    else:
        say_unless_told(OUTCOME, unchanged)
    return True


def draw_refused(where: str) -> None:
    """This says why the last change was refused, where it was asked for."""
    if refused := st.session_state.pop(_refused(where), None):
        refusal(refused)


def _refused(where: str) -> str:
    return f"list.refused.{where}"
