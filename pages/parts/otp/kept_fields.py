"""Fields that keep what was typed while another page is open.

Streamlit forgets what a field says as soon as the field is not drawn. So what it said last is kept
beside it, and given back when it is drawn again.
"""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

Value = TypeVar("Value")

KEPT = "kept.fields"


def kept_value(key: str, usual: Value) -> Value:
    """Called before a field is drawn, this gives what it said last, `usual` where it never said
    anything. That is to be the field's default too, as `open_draft.widget_value` tells."""
    kept = st.session_state.setdefault(KEPT, {})
    if key in st.session_state:
        kept[key] = st.session_state[key]
    elif key in kept:
        st.session_state[key] = kept[key]
    value: Value = kept.get(key, usual)
    return value
