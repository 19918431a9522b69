"""What a page says when something is refused or breaks: a sentence, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from jetmsg_core.errors import JetmsgError
from pages.parts.styles.formatting import plain

log = logging.getLogger("jetmsg")

FIRST_RED = "Fix what is in red first."
"""Why a button that sends is grey."""


def refusal(error: JetmsgError) -> None:
    st.error(plain(str(error)), icon=":material/error:")


@contextmanager
def refusals_shown() -> Iterator[None]:
    """A JetmsgError inside becomes its sentence, and the page goes on after it."""
    try:
        yield
    except JetmsgError as error:
        refusal(error)


def show_script_error(error: Exception) -> bool:
    """`st.App` calls this with whatever no page caught. Streamlit's own display is left out."""
    if isinstance(error, JetmsgError):
        refusal(error)
        return True
    log.error("A page failed", exc_info=error)
    st.error(
        "This page could not be shown. This sent and changed nothing. Reload the page. If it "
        "happens again, the reason is in the window where the dashboard was started.",
        icon=":material/error:",
    )
    return True
