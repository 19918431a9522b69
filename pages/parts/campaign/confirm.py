"""A decision that is confirmed by typing a word, and is made in the callback of its button.

The callback reads what was typed with the very same click, and makes the decision once: a second
click on its way finds it made. What was refused is said in the dialog, which stays open. No dialog
that asks is closed by a click beside it, since the second half of a double click would be one.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from jetmsg_core.errors import JetmsgError
from pages.parts.page.flash import keep
from pages.parts.page.questions import close
from pages.parts.styles.formatting import plain

AGAIN = "AGAIN"
"""What is typed before somebody may be reached twice."""

REFUSED, DONE = "typed.refused", "typed.done"


def draw_confirmation(word: str, label: str, icon: str, decide: Callable[[], object]) -> None:
    """This draws the field for `word`, none if it is empty, the button that calls `decide`, and
    a way out. The dialog closes once it is decided."""
    if word:
        st.text_input(f"Type **{word}** to confirm", key="typed.word", autocomplete="off")
    if refused := st.session_state.get(REFUSED):
        st.error(plain(refused), icon=":material/error:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        # Esc is a key of this button, and not of the dialog: see above.
        if st.button("Cancel", key="typed.no", on_click=close, shortcut="Esc"):
            st.rerun()
        st.button(
            label,
            key="typed.yes",
            type="primary",
            icon=icon,
            on_click=_decide,
            args=(word, decide),
        )
    if st.session_state.get(DONE):
        st.rerun()


def _decide(word: str, decide: Callable[[], object]) -> None:
    if st.session_state.get(DONE):
        return
    if word and _bare(str(st.session_state.get("typed.word", ""))) != _bare(word):
        keep({REFUSED: f"That is not {word}. Nothing was changed."})
        return
    try:
        decide()
    except JetmsgError as error:
        keep({REFUSED: str(error)})
    else:
        keep({REFUSED: None, DONE: True})
        close()


def _bare(text: str) -> str:
    """1,234 and 1 234 are written as people do; so is Again."""
    return "".join(text.replace(",", "").split()).upper()
