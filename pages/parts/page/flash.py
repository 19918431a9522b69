"""What the last change did, said above the page that is drawn after it.

Two traps of quick clicks (Streamlit 1.67). A second click, that of a double click, draws the page
anew before anybody could read what the first one did: so an outcome is said for some seconds, not
once. And whatever touches the session in a callback may end it, because a newer click waits: so
what was done and what is said of it could come apart. (With `fastReruns` the second click's
callback would even run beside the first one's; the server is configured without.)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

SECONDS = 3.0


def say(key: str, outcome: object, others: Mapping[str, object] | None = None) -> None:
    """The next page that is drawn tells this outcome. `others` are kept in the session with it."""
    keep({**(others or {}), key: (outcome, None)})


def read_outcome(key: str) -> Any:
    """It returns the outcome; None when there is none, or when it was told more than `SECONDS`
    ago."""
    if key not in st.session_state:
        return None
    outcome, since = st.session_state[key]
    now = time.monotonic()
    if since is None:
        st.session_state[key] = (outcome, now)
    elif now - since > SECONDS:
        del st.session_state[key]
        return None
    return outcome


def say_unless_told(key: str, outcome: object) -> None:
    """The next page tells that a click changed nothing, unless what the click before it did is told
    for some seconds yet: the second half of a double click does not take that away."""
    if read_outcome(key) is None:
        say(key, outcome)


def is_new(key: str) -> bool:
    """It returns whether there is an outcome that no page has told yet."""
    return key in st.session_state and st.session_state[key][1] is None


def keep(values: Mapping[str, object]) -> None:
    """All of the values go into the session, though a newer click waits."""

    def write() -> None:
        for key, value in values.items():
            st.session_state[key] = value

    uninterrupted(write)


def uninterrupted(change: Callable[[], None]) -> None:
    """A change of the session is made to its end though a newer click waits; that one is served
    right after."""
    try:
        change()
    except RerunException:
        uninterrupted(change)
        raise
