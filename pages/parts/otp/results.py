"""Calls of the console, and what became of the last one, in colour.

The second half of a double click asks for the same again and is refused: too early, or without the
code that the form has given away. That refusal does not take the place of the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import streamlit as st

from jetmsg_core.errors import JetmsgError
from jetmsg_core.otp.console import OtpResult
from pages.parts.page.flash import SECONDS, keep
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import plain

RESULT = "otp.result"
ANSWERED = "otp.answered"
"""What the gateway answered last, and when by the steady clock."""


def call(
    asked: tuple[str, ...],
    make: Callable[[], OtpResult],
    others: Callable[[OtpResult], Mapping[str, object]] = lambda result: {},
) -> None:
    """This makes a call and keeps what it came to, or its refusal, in place of what the call before
    came to. `asked` tells calls apart that ask for different things; `others` are kept with the
    result."""
    try:
        with st.spinner("Asking the gateway…"):
            result = make()
            # Within the spinner: its end may be where a newer click ends this run.
            keep({RESULT: result, ANSWERED: (asked, time.monotonic()), **others(result)})
    except JetmsgError as error:
        if not _was_answered(asked):
            keep({RESULT: error})


def _was_answered(asked: tuple[str, ...]) -> bool:
    """Whether the gateway answered the same within the last seconds."""
    before, since = st.session_state.get(ANSWERED, ((), 0.0))
    return bool(before == asked and time.monotonic() - since < SECONDS)


def draw_result() -> None:
    """This draws the outcome of the last call; one that cannot be known is told apart from a
    refusal."""
    result: OtpResult | JetmsgError | None = st.session_state.get(RESULT)
    if result is None:
        return
    if isinstance(result, JetmsgError):
        refusal(result)
    elif result.success:
        st.success(plain(result.message), icon=":material/check_circle:")
    elif result.outcome == "unknown":
        st.warning(plain(result.message), icon=":material/help:")
    else:
        st.error(plain(result.message), icon=":material/error:")
