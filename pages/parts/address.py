"""What the page's address asks for. Anybody may write anything there."""

from __future__ import annotations

import re

import streamlit as st

_ID = re.compile(r"[0-9]{1,15}")


def asked_id(name: str) -> int | None:
    """The number given as `name`; None for none, or for what cannot be one."""
    found = str(st.query_params.get(name, ""))
    return int(found) if _ID.fullmatch(found) else None
