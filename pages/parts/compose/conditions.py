"""Conditions on columns, all of which must hold."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.lists import CellTest, Comparison, ContactList
from pages.parts.draft.open_draft import current, set_choices, widget_value
from pages.parts.shared.cell_tests import TESTS
from pages.parts.styles.formatting import label_of

MOST = 8


def draw_conditions(choices: Choices, found: ContactList) -> None:
    if choices.conditions:
        what = "all of this holds" if len(choices.conditions) > 1 else "this holds"
        st.markdown(f"Only people for whom {what}:")
    for place, condition in enumerate(choices.conditions):
        _draw_condition(place, condition, found)
    if len(choices.conditions) < MOST:
        st.button(
            "And another condition" if choices.conditions else "Only some of them",
            key="compose.condition.add",
            icon=":material/filter_alt:",
            on_click=_add,
            args=(_likely(found),),
        )


def _draw_condition(place: int, condition: CellTest, found: ContactList) -> None:
    columns = list(found.columns)
    if condition.column not in columns:
        columns.append(condition.column)
    with (
        st.container(border=True, key=f"compose.condition.{place}"),
        st.grid(4, min_column_width=120, vertical_alignment="bottom"),
    ):
        column = widget_value(f"compose.column.{place}", condition.column)
        st.selectbox("Column", columns, columns.index(column), key=f"compose.column.{place}")
        test = st.selectbox(
            "Its cell",
            list(TESTS),
            list(TESTS).index(widget_value(f"compose.test.{place}", condition.test)),
            format_func=label_of(TESTS),
            key=f"compose.test.{place}",
        )
        if test in (Comparison.EQUALS, Comparison.CONTAINS):
            value = widget_value(f"compose.value.{place}", condition.value)
            st.text_input(
                "This text", value, key=f"compose.value.{place}", placeholder="In any case"
            )
        st.button(
            "Remove",
            key=f"compose.condition.remove.{place}",
            icon=":material/close:",
            type="tertiary",
            on_click=_remove,
            args=(place,),
        )


def _likely(found: ContactList) -> str:
    """The first column that is not the numbers'."""
    others = [name for name in found.columns if name != found.number_column]
    return (others or [*found.columns])[0]


def _add(column: str) -> None:
    now = current()
    test = CellTest(column, Comparison.EQUALS)
    set_choices(replace(now, conditions=(*now.conditions, test)))


def _remove(place: int) -> None:
    now = current()
    set_choices(replace(now, conditions=now.conditions[:place] + now.conditions[place + 1 :]))
