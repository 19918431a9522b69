"""The shield: no text that leaves is a formula, and every text comes back as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from live_cells import is_live

from jetmsg_core.files import formula_escapes
from jetmsg_core.files.formula_escapes import escape_formula, texts

Change = Callable[[Any], Any]

_UNSEEN = "\t\r\n\x00\x0b\x1f \xa0\xad\u200b\u2060\u3000\ufeff"
_ODD = "'=+-@＝＋－＠﹦﹢﹣﹫⁼⁺₌₊⁻₋\u2212\ufb29⩵⩶\"0019a,;|" + _UNSEEN
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(_ODD, max_size=6),
    st.builds(str.__add__, st.text("' \t\u200b", max_size=4), st.from_regex(r'=?"?[0-9]{0,14}"?')),
)


@given(TEXTS)
@example("=1+1")
@example("'=1+1")
@example("''")
@example("'\u200b＝1")
def test_an_escaped_text_is_no_formula_and_comes_back(text: str) -> None:
    there = escape_formula(text)
    assert not is_live(there)
    assert formula_escapes.unescaped(texts([there])).to_pylist() == [text]
    assert there in (text, f"'{text}")


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not is_live(text)))
def test_a_text_that_is_no_formula_is_left_as_it_is(text: str) -> None:
    if not text.startswith("'"):
        assert escape_formula(text) == text


@given(st.lists(st.one_of(st.none(), TEXTS)))
def test_a_column_is_escaped_as_its_cells_are(cells: list[str | None]) -> None:
    there = formula_escapes.escaped(texts(cells))
    assert there.to_pylist() == [None if cell is None else escape_formula(cell) for cell in cells]
    assert formula_escapes.unescaped(there).to_pylist() == cells


@pytest.mark.parametrize(
    ("there", "back"),
    [
        pytest.param(
            formula_escapes.with_apostrophes, formula_escapes.without_apostrophes, id="shielded"
        ),
        pytest.param(formula_escapes.as_excel_text, formula_escapes.from_excel_text, id="kept"),
        pytest.param(
            formula_escapes.ids_as_excel_text, formula_escapes.from_excel_text, id="kept ids"
        ),
    ],
)
@given(cells=st.lists(st.one_of(st.none(), TEXTS), min_size=1))
@example(cells=["\u2010=", "\u2026=1"])
@example(cells=['="0123"', "0123", "'0123", "123456789012", "''00", "12", "0", "", None])
def test_every_style_has_a_way_back_and_leaves_no_formula(
    there: Change, back: Change, cells: list[str | None]
) -> None:
    column = there(texts(cells))
    for cell in column.to_pylist():
        own = cell is not None and cell[:2] == '="' and cell[-1] == '"' and cell[2:-1].isdecimal()
        assert cell is None or own or not is_live(cell)
    assert back(column).to_pylist() == cells


@pytest.mark.parametrize(
    ("cell", "shielded", "kept"),
    [
        pytest.param("0123", "'0123", '="0123"', id="zero in front"),
        pytest.param("00", "'00", '="00"', id="two zeros"),
        pytest.param("0", "0", "0", id="nought"),
        pytest.param("12345678901", "'12345678901", "12345678901", id="eleven digits"),
        pytest.param("919876543210", "'919876543210", '="919876543210"', id="shown as 9.2E+11"),
        pytest.param("0.5", "0.5", "0.5", id="fraction"),
        pytest.param("+91 98765 43210", "'+91 98765 43210", "'+91 98765 43210", id="plus"),
        pytest.param("०१२", "०१२", "०१२", id="digits of another script"),
    ],
)
def test_digits_a_spreadsheet_would_change(cell: str, shielded: str, kept: str) -> None:
    assert formula_escapes.with_apostrophes(texts([cell])).to_pylist() == [shielded]
    assert formula_escapes.as_excel_text(texts([cell])).to_pylist() == [kept]
    assert formula_escapes.escaped(texts([cell])).to_pylist() == [escape_formula(cell)]


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(pa.array([], pa.string()), id="empty"),
        pytest.param(pa.array(["", ""], pa.string()), id="nothing in it"),
        pytest.param(pa.array([None], pa.string()), id="null"),
        pytest.param(pa.chunked_array([["=a"], ["b"]]), id="in pieces"),
        pytest.param(pa.array(["x", "=a", "b"]).slice(1), id="a slice"),
    ],
)
def test_columns_as_they_come(column: Any) -> None:
    expected = [cell and escape_formula(cell) for cell in column.to_pylist()]
    assert formula_escapes.escaped(column).to_pylist() == expected
    assert formula_escapes.as_excel_text(column).to_pylist() == expected
