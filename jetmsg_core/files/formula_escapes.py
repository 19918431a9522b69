"""The one shield of every file and table that leaves the product for a spreadsheet. Pure.

A spreadsheet calculates a cell that begins like a formula, wherever the text came from: a name, a
column's name, a gateway's words. `escape_formula` puts an apostrophe before such a text, and before
one that looks as if that had been done already, so that `unescaped` gives every text back.
A spreadsheet also shows a number of more than 11 digits as 9.2E+11 (and saves it so), and keeps no
zero before it. What is done about those depends on who reads the file next:

    escaped             nothing: scripts want the digits as they are
    with_apostrophes    an apostrophe too: a contact file, to be mended and uploaded again
    as_excel_text       a formula that yields text, ="0123": for a person's eyes
    ids_as_excel_text   the same for all digits of a column of ids, however few

The way back is `unescaped`, `without_apostrophes` and `from_excel_text`. The signs are those of
OWASP (https://owasp.org/www-community/attacks/CSV_Injection), and what is the same to a program
that folds wide, small or raised characters; also behind white space and characters that nobody
sees, which some programs drop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.primitives.arrays import Booleans, Bytes, Integers

_SIGNS = r"=+\-@" + "＝＋－＠﹦﹢﹣﹫⁼₌⁺₊⁻₋⩵⩶" + "\u2212\ufb29"
_UNSEEN = (
    r"\x00-\x20\x7f-\xa0"
    "\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f"
)
_FORMULA = rf"'*(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])"
_CHANGED = rf"{_FORMULA}|'*(?:0[0-9]+|[0-9]{{11,}})$"
"""A formula, or digits that a spreadsheet would change."""

_FIRST = re.compile(_FORMULA)
_SHOWN_DIGITS = 11
_MAYBE = np.zeros(256, np.bool_)
"""First bytes (UTF-8) a text may have that `_FORMULA` matches; of other texts nobody asks."""
_MAYBE[[*range(0x21), *b"'=+-@\x7f"]] = True
_MAYBE[[sign.encode()[0] for sign in "\xa0\u061c\u1680\u2000\u3000＝\U000e0000"]] = True


def escape_formula(text: str) -> str:
    """Gives the text, with an apostrophe in front where a spreadsheet might calculate it."""
    return f"'{text}" if _FIRST.match(text) else text


def escaped(column: Any) -> Any:
    """Does to each cell what `escape_formula` does to a text."""
    cells = _one_array(column)
    return _escaped(cells, *_first_bytes(cells))


def unescaped(column: Any) -> Any:
    """Gives what `escaped` was given."""
    return _stripped(column, _FORMULA)


def with_apostrophes(column: Any) -> Any:
    """Puts formulas, and digits a spreadsheet would change, behind an apostrophe."""
    cells = _one_array(column)
    first, lengths = _first_bytes(cells)
    maybe = (_MAYBE[first] & (lengths > 0)) | _lost(first, lengths, over=10)
    return _changed(cells, maybe, f"^({_CHANGED})", r"'\1")


def without_apostrophes(column: Any) -> Any:
    """Gives what `with_apostrophes` was given."""
    return _stripped(column, _CHANGED)


def as_excel_text(column: Any) -> Any:
    """Puts formulas behind an apostrophe, and writes digits a spreadsheet would change as
    `="…"`."""
    cells = _one_array(column)
    first, lengths = _first_bytes(cells)
    return _as_text(_escaped(cells, first, lengths), _lost(first, lengths))


def ids_as_excel_text(column: Any) -> Any:
    """Does the same to ids: digits are text, however few."""
    cells = _one_array(column)
    first, lengths = _first_bytes(cells)
    return _as_text(_escaped(cells, first, lengths), _is_digit(first))


def from_excel_text(column: Any) -> Any:
    """Gives what `as_excel_text` or `ids_as_excel_text` was given."""
    cells = _one_array(column)
    first, _ = _first_bytes(cells)
    digits = _changed(cells, first == ord("="), r'^="([0-9]+)"$', r"\1")
    # A cell that held digits begins with none of the signs now, and is left as it is.
    return unescaped(digits)


def texts(values: Iterable[str | None]) -> Any:
    """Makes a column of these, for the functions above."""
    return pa.array(list(values), pa.large_string())


def _escaped(cells: Any, first: Bytes, lengths: Integers) -> Any:
    return _changed(cells, _MAYBE[first] & (lengths > 0), f"^({_FORMULA})", r"'\1")


def _lost(first: Bytes, lengths: Integers, *, over: int = _SHOWN_DIGITS) -> Booleans:
    """Which may be digits that a spreadsheet changes."""
    zero = (first == ord("0")) & (lengths > 1)
    return np.asarray(_is_digit(first) & (zero | (lengths > over)))


def _is_digit(first: Bytes) -> Booleans:
    return np.asarray((first >= ord("0")) & (first <= ord("9")))


def _as_text(cells: Any, maybe: Booleans) -> Any:
    """Those of the cells that are nothing but digits as `="…"`."""
    if not maybe.any():
        return cells
    quoted = pc.binary_join_element_wise(_text('="'), cells, _text('"'), _text(""))
    if not maybe.all() or not pc.all(pc.ascii_is_decimal(cells), min_count=0).as_py():
        mask = pc.and_(pa.array(maybe), pc.fill_null(pc.ascii_is_decimal(cells), False))
        return pc.if_else(mask, quoted, cells)
    return quoted


def _stripped(column: Any, pattern: str) -> Any:
    cells = _one_array(column)
    first, _ = _first_bytes(cells)
    return _changed(cells, first == ord("'"), f"^'({pattern})", r"\1")


def _changed(cells: Any, maybe: Booleans, pattern: str, by: str) -> Any:
    """Only the few that may match are looked at with a pattern."""
    if not maybe.any():
        return cells
    mask = pa.array(maybe)
    replaced = pc.replace_substring_regex(cells.filter(mask), pattern, by)
    return pc.replace_with_mask(cells, mask, replaced)


def _text(value: str) -> Any:
    return pa.scalar(value, pa.large_string())


def _one_array(column: Any) -> Any:
    column = column.cast(pa.large_string())
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _first_bytes(cells: Any) -> tuple[Bytes, Integers]:
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
