"""Conditions on columns, all of which must hold."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.lists import CellTest, Comparison, ContactList
from pages.parts.draft.open_draft import current, set_choices, widget_value
from pages.parts.page.browser_side import PAUSE
from pages.parts.shared.cell_tests import TESTS
from pages.parts.styles.formatting import label_of

MOST = 8


def draw_conditions(choices: Choices, contact_list: ContactList) -> None:
    """This draws the conditions on who gets the message, and the button for another while there is
    room."""
    if choices.conditions:
        what = "all of this is true" if len(choices.conditions) > 1 else "this is true"
        st.markdown(f"Only people for whom {what}:")
    for index, condition in enumerate(choices.conditions):
        _draw_condition(index, condition, contact_list)
    if len(choices.conditions) < MOST:
        st.button(
            "Add another condition" if choices.conditions else "Only some of them",
            key="compose.condition.add",
            icon=":material/filter_alt:",
            on_click=_add,
            args=(_likely(contact_list),),
        )


def _draw_condition(index: int, condition: CellTest, contact_list: ContactList) -> None:
    columns = list(contact_list.columns)
    if condition.column not in columns:
        columns.append(condition.column)
    with (
        st.container(border=True, key=f"compose.condition.{index}"),
        st.grid(4, min_column_width=120, vertical_alignment="bottom"),
    ):
        column = widget_value(f"compose.column.{index}", condition.column)
        st.selectbox("Column", columns, columns.index(column), key=f"compose.column.{index}")
        test = st.selectbox(
            "Its cell",
            list(TESTS),
            list(TESTS).index(widget_value(f"compose.test.{index}", condition.test)),
            format_func=label_of(TESTS),
            key=f"compose.test.{index}",
        )
        if test in (Comparison.EQUALS, Comparison.CONTAINS):
            value = widget_value(f"compose.value.{index}", condition.value)
            st.text_input(
                "This text",
                value,
                key=f"compose.value.{index}",
                placeholder="Capitals or small letters",
                live=PAUSE,
            )
        st.button(
            "Remove",
            key=f"compose.condition.remove.{index}",
            icon=":material/close:",
            type="tertiary",
            on_click=_remove,
            args=(index,),
        )


def _likely(contact_list: ContactList) -> str:
    """The first column that is not the numbers'."""
    others = [name for name in contact_list.columns if name != contact_list.number_column]
    return (others or [*contact_list.columns])[0]


def _add(column: str) -> None:
    now = current()
    test = CellTest(column, Comparison.EQUALS)
    set_choices(replace(now, conditions=(*now.conditions, test)))


def _remove(index: int) -> None:
    now = current()
    set_choices(replace(now, conditions=now.conditions[:index] + now.conditions[index + 1 :]))
