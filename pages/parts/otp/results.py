"""Calls of the console, and what became of the last one, in colour."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from jetmsg_core.errors import JetmsgError
from jetmsg_core.otp.console import OtpResult
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import plain

RESULT = "otp.result"


def call(make: Callable[[], OtpResult]) -> OtpResult | None:
    """This makes a call and keeps what it came to, or its refusal, in place of what the call before
    came to. It returns None where it was refused here."""
    try:
        with st.spinner("Asking the gateway…"):
            result = make()
    except JetmsgError as error:
        st.session_state[RESULT] = error
        return None
    st.session_state[RESULT] = result
    return result


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
