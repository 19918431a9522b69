"""Two lists to a new one, each number once."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.errors import InputError, JetmsgError
from jetmsg_core.lists import ContactList
from jetmsg_core.names import LONGEST_NAME, cut_name
from jetmsg_core.settings import Settings
from pages.parts.list.head import draw_made, remember_made
from pages.parts.list.smaller import token_of
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import counted, plain

REFUSED = "list.not_merged"


def draw_merging(settings: Settings, contact_list: ContactList) -> None:
    """This draws the form that merges the list with another; a sentence where there is no other."""
    others = {other.id: other for other in lists.newest(settings) if other.id != contact_list.id}
    if not others:
        st.markdown(":gray[There is no other list yet.]")
        return
    st.markdown(
        f"The new list has everyone from both, each number once. People in both keep the cells of "
        f"**{plain(contact_list.name)}**, and get the columns only the other list has."
    )
    with st.form("list.merge", border=False):
        st.selectbox(
            "Merge with",
            list(others),
            index=None,
            format_func=lambda i: f"{others[i].name} · {counted(others[i].contacts, 'contact')}",
            key=f"list.merge.with.{contact_list.id}",
        )
        st.text_input(
            "Name of the new list",
            value=cut_name(f"{contact_list.name}, merged"),
            key=f"list.merge.name.{contact_list.id}",
            max_chars=LONGEST_NAME,
        )
        st.form_submit_button(
            "Save as a new list",
            type="primary",
            icon=":material/save:",
            key="list.merge.go",
            on_click=_merge,
            args=(settings, contact_list),
        )
    if refused := st.session_state.pop(f"{REFUSED}.{contact_list.id}", None):
        refusal(refused)
    draw_made(settings, "merged", contact_list, _asked(contact_list))


def _asked(contact_list: ContactList) -> object:
    return st.session_state.get(f"list.merge.with.{contact_list.id}")


def _merge(settings: Settings, contact_list: ContactList) -> None:
    """A callback for the reason that `smaller._save` is one."""
    other = st.session_state[f"list.merge.with.{contact_list.id}"]
    name = st.session_state[f"list.merge.name.{contact_list.id}"]
    try:
        if other is None:
            raise InputError("no_other_list", "Choose the other list first.")
        token = token_of("merge", contact_list.id, other, name)
        list_id = lists.merge(settings, contact_list.id, other, name=name, token=token)
    except JetmsgError as error:
        st.session_state[f"{REFUSED}.{contact_list.id}"] = error
        remember_made("merged", contact_list.id, other, None)
    else:
        remember_made("merged", contact_list.id, other, list_id)
