"""What the page's address asks for, and says. Anybody may write anything there."""

from __future__ import annotations

import re

import streamlit as st

from pages.parts.page.live import ARRIVED

_ID = re.compile(r"[0-9]{1,15}")


def asked_id(name: str) -> int | None:
    """The address gives this number as `name`; None for none, or for what cannot be one."""
    text = str(st.query_params.get(name, ""))
    return int(text) if _ID.fullmatch(text) else None


def keep_address(**asked: str) -> None:
    """The address says what is shown: a link from a page to itself leaves the old one standing
    (Streamlit 1.67), and a reload or the way back would lead elsewhere. The same address again
    adds nothing to the browser's history.

    Whoever has just come from another page has the right address already. To say it then could
    reach the browser before it has changed the page's name in the address: the new question would
    stand behind the name of the page that was left, and the way back would lead there."""
    if st.session_state.get(ARRIVED) and st.query_params.to_dict() == asked:
        return
    st.query_params.from_dict(asked)
