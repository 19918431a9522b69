"""Rows are of one group exactly when they hold the same values, whatever stands in them."""

from __future__ import annotations

import numpy as np
import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from jetmsg_core.messages.arrow import strings_of
from jetmsg_core.messages.columns import Column, column_of
from jetmsg_core.messages.row_groups import group_rows
from jetmsg_core.messages.text import prepare_text

CELLS = ("Asha", "a", "a\0", "\0", "", "आशा", "e\u0301", "é", "x" * 64, "x" * 65, "12345678", "1")
ROWS = st.lists(st.tuples(*[st.sampled_from(CELLS)] * 3), min_size=1, max_size=40)
SERIALS = [f"SMPL-{row:05}" for row in range(9_000)]


def columns_of(rows: list[tuple[str, ...]]) -> list[Column]:
    return [column_of(strings_of(cells)) for cells in zip(*rows, strict=True)]


def values_of(column: Column, recipients: int) -> list[str | None]:
    values: list[str | None] = column.taken(np.arange(recipients)).to_pylist()
    return values


@examples(300)
@given(ROWS)
@example([("a", "x", "y"), ("a\0", "x", "y")])
@example([("a", "b", ""), ("b", "a", "")])
@example([("a\0", "", "x"), ("b", "", "x"), ("a", "", "x"), ("a\0", "", "x"), ("a", "", "x")])
def test_rows_with_the_same_values_are_of_one_group(rows: list[tuple[str, ...]]) -> None:
    groups, members = group_rows(columns_of(rows), len(rows))
    numbers: dict[tuple[str, ...], int] = {}
    assert groups.tolist() == [numbers.setdefault(row, len(numbers)) for row in rows]
    assert [rows[member] for member in members] == list(numbers)


@pytest.mark.parametrize(
    ("cells", "columns_that_repeat"),
    [
        pytest.param({"a": SERIALS}, 0, id="all different"),
        pytest.param({"a": [*SERIALS, *SERIALS[:50]]}, 0, id="a few again"),
        pytest.param({"a": SERIALS[:9] * 900}, 1, id="few different"),
        pytest.param({"a": SERIALS[:9] * 900, "b": SERIALS[:8_100]}, 1, id="one of two repeats"),
        pytest.param({"a": [f"{'x' * 70}{s}" for s in SERIALS]}, 0, id="long ones"),
    ],
)
def test_many_rows_are_grouped_as_few_are(
    cells: dict[str, list[str]], columns_that_repeat: int
) -> None:
    rows = list(zip(*cells.values(), strict=True))
    columns = columns_of(rows)
    assert sum(column.codes is not None for column in columns) == columns_that_repeat
    groups, members = group_rows(columns, len(rows))
    numbers: dict[tuple[str, ...], int] = {}
    assert groups.tolist() == [numbers.setdefault(row, len(numbers)) for row in rows]
    assert [rows[member] for member in members] == list(numbers)


@examples(100)
@given(
    st.lists(st.tuples(st.sampled_from(CELLS), st.booleans()), min_size=1, max_size=30),
    st.sampled_from(["Asha", "friend"]),
)
def test_a_column_gives_each_recipient_their_value(
    rows: list[tuple[str, bool]], default: str
) -> None:
    cells, staying = [cell for cell, _ in rows], np.array([stays for _, stays in rows])
    column = column_of(strings_of(cells))
    empty = np.array([value.as_py() == "" for value in column.values])
    assert column.spread(empty).tolist() == [cell == "" for cell in cells]
    filled = column.filled(empty, default)
    expected = [cell or default for cell in cells]
    assert values_of(filled, len(cells)) == expected
    prepared = filled.only(staying).prepared()
    expected = [prepare_text(cell) for cell, stays in zip(expected, staying, strict=True) if stays]
    assert values_of(prepared, len(expected)) == expected
    if prepared.codes is not None:
        assert prepared.values.to_pylist() == list(dict.fromkeys(expected)), "each of them once"
