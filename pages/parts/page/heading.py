"""The head of a page: its title, and beside it what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from jetmsg_core.errors import NotFoundError
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import plain
from pages.parts.styles.state_styles import segment


@contextmanager
def heading(title: str) -> Iterator[None]:
    """What is drawn inside stands at the right of the title."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(plain(title), anchor=False)
        yield


def draw_title(title: str) -> None:
    with heading(title):
        pass


def draw_missing(title: str, error: NotFoundError) -> None:
    """The page of something that is not there has a title too; the way out of it stands above."""
    draw_title(title)
    refusal(error)


def draw_tabs(*labels: str, key: str | None = None) -> Sequence[DeltaGenerator]:
    """The labels of these tabs can be read when chosen: see `state_styles.segment`."""
    return st.tabs([*map(segment, labels)], key=key)
