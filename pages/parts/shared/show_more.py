"""A long list, some of it at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from jetmsg_core.primitives.numbers import with_commas

Item = TypeVar("Item")


def draw_some(
    items: Sequence[Item], draw: Callable[[Item], None], *, key: str, at_once: int
) -> None:
    """The first `at_once` items are drawn, and as many more with each click of the button, whose
    key is `key`."""
    count = st.session_state.setdefault(f"{key}.shown", at_once)
    for item in items[:count]:
        draw(item)
    left = len(items) - count
    if left <= 0:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"and {with_commas(left)} more", width="content")
        st.button(
            f"Show {min(left, at_once)} more",
            key=key,
            icon=":material/expand_more:",
            on_click=_show_more,
            args=(key, at_once),
        )


def _show_more(key: str, at_once: int) -> None:
    st.session_state[f"{key}.shown"] += at_once
