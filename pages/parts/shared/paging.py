"""Pages found by the key the page before ended with, never by counting rows."""

from __future__ import annotations

from typing import Any

import streamlit as st


def current(name: str, search: str) -> Any:
    """The page to show begins after this key, None for the first; a new search begins there
    again."""
    searched, trail = st.session_state.setdefault(_key(name), (search, []))
    if searched != search:
        trail = []
        st.session_state[_key(name)] = (search, trail)
    return trail[-1] if trail else None


def draw_paging(name: str, next_after: Any) -> None:
    """This draws the way back and the way on to the next page, where there is one."""
    _, trail = st.session_state[_key(name)]
    if trail:
        st.button(
            "Back",
            key=f"{name}.back",
            icon=":material/west:",
            on_click=_turn,
            args=(name, trail[:-1]),
        )
    if next_after is not None:
        st.button(
            "Next",
            key=f"{name}.next",
            icon=":material/east:",
            icon_position="right",
            on_click=_turn,
            args=(name, [*trail, next_after]),
        )


def pages_before(name: str) -> int:
    """So many pages come before this one."""
    return len(st.session_state[_key(name)][1])


def _turn(name: str, trail: list[Any]) -> None:
    searched, _ = st.session_state[_key(name)]
    st.session_state[_key(name)] = (searched, trail)


def _key(name: str) -> str:
    return f"{name}.pages"
