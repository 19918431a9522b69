"""Columns of text that a spreadsheet keeps as they are. Pure.

Excel calculates what begins like a formula, shows a number of more than 11 digits as 9.2E+11 (and
saves it so), and keeps no zero before it. An apostrophe stops the first; a formula that yields
text keeps the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_FORMULA = "^([=+@\t\r\n-]|[＝＋－＠])"
"""The last four are the same in full width, which some spreadsheets take for the plain ones."""
_SHOWN_DIGITS = 11
_FIRST_BYTES = np.frombuffer(b"=+-@\t\r\n" + "＝".encode()[:1], np.uint8)

Bools = npt.NDArray[np.bool_]


def kept(column: Any) -> Any:
    """The column, with the few cells that need it changed."""
    cells = _one_array(column)
    first, lengths = _first_bytes(cells)
    digit = (first >= ord("0")) & (first <= ord("9"))
    lost = digit & ((lengths > _SHOWN_DIGITS) | ((first == ord("0")) & (lengths > 1)))
    return _neutralised(_as_text(cells, lost), np.isin(first, _FIRST_BYTES))


def kept_ids(column: Any) -> Any:
    """A column of ids: digits are text, however few."""
    cells = _one_array(column)
    first, _ = _first_bytes(cells)
    digit = (first >= ord("0")) & (first <= ord("9"))
    return _neutralised(_as_text(cells, digit), np.isin(first, _FIRST_BYTES))


def kept_names(names: tuple[str, ...]) -> list[str]:
    found: list[str] = kept(pa.array(names, pa.large_string())).to_pylist()
    return found


def _as_text(cells: Any, maybe: Bools) -> Any:
    """Those of the cells that are nothing but digits as `="…"`."""
    if not maybe.any():
        return cells
    quoted = pc.binary_join_element_wise(_text('="'), cells, _text('"'), _text(""))
    if not maybe.all() or not pc.all(pc.ascii_is_decimal(cells), min_count=0).as_py():
        mask = pc.and_(pa.array(maybe), pc.fill_null(pc.ascii_is_decimal(cells), False))
        return pc.if_else(mask, quoted, cells)
    return quoted


def _neutralised(cells: Any, maybe: Bools) -> Any:
    if not maybe.any():
        return cells
    mask = pa.array(maybe)
    found = cells.filter(mask)
    return pc.replace_with_mask(cells, mask, pc.replace_substring_regex(found, _FORMULA, r"'\1"))


def _text(value: str) -> Any:
    return pa.scalar(value, pa.large_string())


def _one_array(column: Any) -> Any:
    column = column.cast(pa.large_string())
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _first_bytes(cells: Any) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The first byte of each cell, 0 for an empty one, and the lengths: one look at the text as
    it lies in memory instead of a pattern over each cell."""
    _, offsets, data = cells.buffers()
    bounds = np.frombuffer(offsets, np.int64)[cells.offset : cells.offset + len(cells) + 1]
    lengths = np.diff(bounds)
    if data is None or not len(cells):
        return np.zeros(len(cells), np.uint8), lengths
    text = np.frombuffer(data, np.uint8)
    if not len(text):
        return np.zeros(len(cells), np.uint8), lengths
    first = text[np.minimum(bounds[:-1], len(text) - 1)].copy()
    first[lengths == 0] = 0
    return first, lengths
