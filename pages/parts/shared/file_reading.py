"""A file is being read: what is said meanwhile, also when it has to wait for others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context

import streamlit as st

from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.spreadsheets.turns import told_of_waiting


@contextmanager
def file_being_read(words: str, *, show_time: bool = False) -> Iterator[None]:
    """A spinner turns meanwhile, and above it stands how many files come first while this one
    has no turn yet."""
    slot = st.empty()
    # The wait is inside a cached function, which would record what is drawn; where we are now,
    # nothing is recorded.
    outside = copy_context()
    waits = False

    def tell(ahead: int) -> None:
        nonlocal waits
        waits = True
        outside.run(slot.info, waiting_words(ahead), icon=":material/hourglass_top:")

    with st.spinner(words, show_time=show_time), told_of_waiting(tell):
        yield
    if waits:
        slot.empty()


def waiting_words(ahead: int) -> str:
    """This says how many files come first, of which `ahead` wait before this one."""
    if not ahead:
        return "Two other files are being read; yours is next."
    before = "one more is" if ahead == 1 else f"{with_commas(ahead)} more are"
    return f"Two other files are being read, and {before} waiting before yours."
