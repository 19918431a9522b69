"""What a file of templates leaves open: which words mean approved, and which are promotional."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.templates import ImportedTemplates, StatusCount
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.state_styles import ROUTES, segments


def draw_good_statuses(unknown: Sequence[StatusCount], *, key: str) -> tuple[str, ...]:
    """It returns the words that are said to mean approved."""
    if not unknown:
        return ()
    with st.container(border=True, gap="small", key=f"templates.asked.{key}"):
        st.markdown(
            ":material/help: **Which of these mean that a template is approved?** "
            "Without an answer, these templates are left out."
        )
        return tuple(
            status.word
            for index, status in enumerate(unknown)
            if st.checkbox(_described(status), key=f"templates.good.{key}.{index}")
        )


def _described(status: StatusCount) -> str:
    word = f"**{plain(status.word)}**" if status.word else "*an empty cell*"
    return f"{word} in {plain(status.column)} · {counted(status.count, 'template')}"


def draw_type(preview: ImportedTemplates, *, key: str) -> int | None:
    """It returns the route of those whose type the file does not say; None until somebody says
    it."""
    if not preview.untyped:
        return None
    some = counted(preview.untyped, "template")
    with st.container(border=True, gap="small", key=f"templates.untyped.{key}"):
        st.markdown(
            f":material/help: **The file does not say whether {some} "
            f"{'is' if preview.untyped == 1 else 'are'} promotional. What "
            f"{'is it' if preview.untyped == 1 else 'are they'}?** "
            "Service messages go as transactional."
        )
        chosen: int | None = st.segmented_control(
            "Type of these templates",
            list(ROUTES),
            default=None,
            format_func=segments(ROUTES),
            key=f"templates.type.{key}",
            label_visibility="collapsed",
        )
    return chosen


def must_answer(preview: ImportedTemplates) -> bool:
    """Nothing can be imported before the type is said: no column says any."""
    return bool(preview.untyped) and not preview.type_columns
