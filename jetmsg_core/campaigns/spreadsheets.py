"""Columns of text that a spreadsheet keeps as they are. Pure.

Excel calculates what begins like a formula, and keeps 15 digits of a number and no zero before
it. An apostrophe stops the first; a formula that yields text keeps the second.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

FORMULA = b"=+-@\t\r"
_KEPT_DIGITS = 15


def kept(column: Any) -> Any:
    """The column, with the few cells that need it changed."""
    cells = _one_array(column)
    first, lengths = _first_bytes(cells)
    formulas = np.isin(first, np.frombuffer(FORMULA, np.uint8))
    digit = (first >= ord("0")) & (first <= ord("9"))
    lost = digit & ((lengths > _KEPT_DIGITS) | ((first == ord("0")) & (lengths > 1)))
    if formulas.any():
        cells = _changed(cells, formulas, r"(?s)^(.*)$", r"'\1")
    if lost.any():
        cells = _changed(cells, lost, r"^([0-9]+)$", r'="\1"')
    return cells


def kept_names(names: tuple[str, ...]) -> list[str]:
    return [f"'{name}" if name.encode()[:1] in _each(FORMULA) else name for name in names]


def _each(signs: bytes) -> list[bytes]:
    return [bytes([sign]) for sign in signs]


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


def _changed(cells: Any, places: npt.NDArray[np.bool_], pattern: str, becomes: str) -> Any:
    mask = pa.array(places)
    new = pc.replace_substring_regex(cells.filter(mask), pattern, becomes)
    return pc.replace_with_mask(cells, mask, new)
