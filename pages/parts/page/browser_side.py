"""What of every page runs in the browser: `focus.css`; `as_typed.js`, by which what is typed is
sent as it is typed, and what is pressed counts; `stays_typed.js`, by which it outlives a reload;
`signed_out.js`, by which a page notices that its session has ended."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

PAUSE = "400ms"
"""After this pause what is typed in a field of one line is sent: its `live`. `as_typed.js` has the
same for boxes of several lines."""

SCRIPTS = ("as_typed.js", "stays_typed.js", "signed_out.js")

_HERE = Path(__file__).parent
# An element that shows nothing would still take a gap between two others.
_HIDDEN = "<style>[data-testid='stElementContainer']:has(script) { display: none; }</style>"


def draw_browser_side() -> None:
    """Every run draws it; the browser begins it once."""
    st.html(_HERE / "focus.css")
    scripts = "".join(f"<script>{script}</script>" for script in _scripts_of_every_page())
    st.html(f"{_HIDDEN}{scripts}", unsafe_allow_javascript=True)


@cache
def _scripts_of_every_page() -> tuple[str, ...]:
    return tuple((_HERE / name).read_text("utf-8") for name in SCRIPTS)


def inline_scripts() -> list[str]:
    """Every script of ours, whichever page it stands in: the server's policy allows them alone."""
    return [path.read_text("utf-8") for path in sorted(_HERE.parent.rglob("*.js"))]
