"""A question that stays open until it is answered, whatever draws the page meanwhile.

A dialog is gone as soon as a run of the whole page does not draw it. So that one is open is kept
in the session, written by the callback of its button, which no redraw can take; and every run of
the whole page draws the one that is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from pages.parts.page.flash import keep, uninterrupted

OPEN, DRAWN, PLACE = "question.open", "question.drawn", "question.place"


def ask(name: str, *about: object) -> None:
    """The callback of a button opens the question of that name about these."""
    uninterrupted(_begin_anew)
    keep({OPEN: (name, about)})


def _begin_anew() -> None:
    """Whatever begins with `typed.` is about the question that is open, and forgotten with it."""
    for key in [key for key in st.session_state if str(key).startswith("typed.")]:
        st.session_state.pop(key, None)


def close() -> None:
    """Callbacks close the question, and so does one that no longer makes sense."""
    keep({OPEN: None})


def close_elsewhere(page: str) -> None:
    """Every run calls this once, before anything is drawn: a question belongs to the page it was
    asked on."""
    if st.session_state.get(PLACE) != page:
        keep({PLACE: page, OPEN: None})


def draw_open(questions: Mapping[str, Callable[..., None]]) -> None:
    """Every run of the whole page draws the question that is open once, outside of what is drawn
    alone."""
    question = st.session_state[DRAWN] = st.session_state.get(OPEN)
    if question is None:
        return
    name, about = question
    if name in questions:
        questions[name](*about)
    else:
        close()


def is_due() -> bool:
    """It returns whether a question was asked, or answered, since the whole page was drawn."""
    return bool(st.session_state.get(OPEN) != st.session_state.get(DRAWN))
