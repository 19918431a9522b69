"""Pages found by the key the page before ended with, never by counting rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import streamlit as st

from jetmsg_core.primitives.numbers import with_commas
from pages.parts.styles.formatting import counted


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


class NewestFirst(Protocol):
    """A page of rows, the newest first, as much as its ways on need: `newer` and `older` are where
    the pages beside it begin, and `fitting` counts all that fits."""

    @property
    def has_newer(self) -> bool: ...
    @property
    def newer(self) -> int | None: ...
    @property
    def older(self) -> int | None: ...
    @property
    def fitting(self) -> int: ...


def draw_newer_and_older(
    page: NewestFirst, noun: str, turn: Callable[[int | None], None], *, key: str
) -> None:
    """This draws the ways to the pages beside this one, and how many of what `noun` calls fit."""
    if page.has_newer:
        st.button(
            "Newer",
            key=f"{key}.newer",
            icon=":material/west:",
            on_click=turn,
            args=(page.newer,),
        )
    if page.fitting:
        st.caption(counted(page.fitting, noun), width="content")
    if page.older is not None:
        st.button(
            "Older",
            key=f"{key}.older",
            icon=":material/east:",
            icon_position="right",
            on_click=turn,
            args=(page.older,),
        )


def draw_numbered_pages(pages: int, *, key: str) -> int:
    """This draws the ways to the first, the last and the next pages of so many, and returns the one
    to show, from 1; nothing for a single page. (`st.pagination` writes 1996, and not 1,996.)"""
    page = min(max(int(st.session_state.get(key, 1)), 1), max(pages, 1))
    if pages < 2:
        return page
    ways = (
        ("First", "first_page", 1),
        ("Back", "chevron_left", page - 1),
        ("Next", "chevron_right", page + 1),
        ("Last", "last_page", pages),
    )
    for name, icon, leads_to in ways:
        if name == "Next":
            st.caption(f"Page {with_commas(page)} of {with_commas(pages)}", width="content")
        is_here = leads_to == page or not 1 <= leads_to <= pages
        st.button(
            name,
            key=f"{key}.{name.lower()}",
            type="tertiary",
            icon=f":material/{icon}:",
            disabled=is_here,
            help=_END[name] if is_here else None,
            on_click=_set,
            args=(key, leads_to),
        )
    return page


_END = {
    **dict.fromkeys(("First", "Back"), "This is the first page."),
    **dict.fromkeys(("Next", "Last"), "This is the last page."),
}


def _set(key: str, page: int) -> None:
    st.session_state[key] = page


def pages_before(name: str) -> int:
    """So many pages come before this one."""
    return len(st.session_state[_key(name)][1])


def _turn(name: str, trail: list[Any]) -> None:
    searched, _ = st.session_state[_key(name)]
    st.session_state[_key(name)] = (searched, trail)


def _key(name: str) -> str:
    return f"{name}.pages"
