"""What fills the variables of the chosen template: columns of the list, or words for everybody."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.draft.drafts import remember_fills, with_fills
from jetmsg_core.messages.dlt.guessing import guess
from jetmsg_core.settings import Settings
from jetmsg_core.templates import Fill, FixedText, FromColumn, Template
from pages.parts.draft.open_draft import attempt, current, widget_value
from pages.parts.shared.variables_shown import variables_shown


def draw_variables(
    settings: Settings, template: Template, fills: Sequence[Fill], columns: Sequence[str]
) -> None:
    """This draws a field for each variable. `columns` are those of the list."""
    if not fills:
        return
    likely = guess(template.body, columns)
    with st.container(border=True, key="compose.variables", gap="small"):
        st.markdown("**Fill in the variables**")
        st.caption(
            "Each from a column of your list, or with words you type for everybody. They are "
            "remembered for this template."
        )
        for index, around in enumerate(variables_shown(template.body)):
            st.markdown(f"**{index + 1}**   {around}")
            _draw_field(settings, template, index, fills[index], columns)
            if fills[index] and not template.fills[index] and fills[index] == likely[index]:
                st.caption(":material/lightbulb: A guess from the words around it. Check it.")


def _draw_field(
    settings: Settings, template: Template, index: int, fill: Fill, columns: Sequence[str]
) -> None:
    key = f"compose.variable.{index}"
    value = widget_value(key, _words(fill))
    options = list(dict.fromkeys([*columns, *([value] if value else [])]))
    st.selectbox(
        f"Variable {index + 1}",
        options,
        index=options.index(value) if value else None,
        key=key,
        placeholder="Choose a column, or type words",
        accept_new_options=True,
        label_visibility="collapsed",
        on_change=_fill,
        args=(settings, template, index, tuple(columns)),
    )


def _words(fill: Fill) -> str | None:
    if fill is None:
        return None
    return fill.column if isinstance(fill, FromColumn) else fill.text


def _fill(settings: Settings, template: Template, index: int, columns: tuple[str, ...]) -> None:
    words = st.session_state.get(f"compose.variable.{index}")

    def change() -> Choices:
        """This gives the choices with what was chosen for this variable. Raises InputError."""
        now = current()
        fills = list(now.fills or template.fills)
        fills[index] = _filled(words, fills[index], columns)
        return remember_fills(settings, with_fills(now, template, tuple(fills)))

    attempt(change)


def _filled(words: str | None, before: Fill, columns: Sequence[str]) -> Fill:
    if not words or not words.strip():
        return None
    if words in columns or words == _words(before):
        return before if words == _words(before) else FromColumn(words)
    return FixedText(words)
