"""Tables of which each row stands in one cell, made the text that they once were.

`"Asha,9876543210,500"` in quotes as a whole is one cell to every reader, and so is a CSV that Excel
put into column A because it divides at another sign.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.contacts.reading.dialects import guess_delimiter, head_records
from jetmsg_core.contacts.reading.mixed import read_rows
from jetmsg_core.contacts.reading.readers import Shape
from jetmsg_core.primitives.arrays import Integers

_LEAST_EVEN = 0.8
"""Of the first rows, which have to be divided into as many columns; those may be short of some."""
_LEAST_CONTACTS = 0.5
"""Of the rows below the names, which have to hold a number beside something else."""
_ROWS_LOOKED_AT = 100


def text_within(utf8: bytes, head: bytes, delimiter: str) -> bytes | None:
    """Gives the text that stands in the cells of another, one row in each; None where they hold no
    rows. `head` is its beginning."""
    records = head_records(head, delimiter)[:_ROWS_LOOKED_AT]
    sign = _sign_between(records)
    if sign is None:
        return None
    width = max(map(len, records))
    read = read_rows(utf8, Shape(delimiter, 1, width, width))
    return None if read.blocker is not None else _text_of(read.table, read.rows, sign)


def text_of_column(table: pa.Table, rows: Integers, head: list[list[str]]) -> bytes | None:
    """Gives the same for a table, whose `rows` are numbered as in Excel; `head` are its first."""
    sign = _sign_between(head)
    return None if sign is None else _text_of(table, rows, sign)


def _sign_between(rows: list[list[str]]) -> str | None:
    """The sign that divides the cells of a table of one column; None where they are not to be
    divided. The first filled row may have the names in cells of their own."""
    filled = [row for row in rows if any(map(str.strip, row))]
    if not filled or any(map(_is_spread, filled[1:])):
        return None
    cells = [row[0] for row in filled if not _is_spread(row)]
    sign = guess_delimiter("\n".join(cells).encode("utf-8", "replace")).value
    divided = [_divided(cell, sign) for cell in cells if cell.strip()]
    widths = Counter(map(len, divided))
    if not widths:
        return None
    below = divided if _is_spread(filled[0]) or _has_number(divided[0]) else divided[1:]
    contacts = sum(map(_holds_contact, below))
    even = _are_even(divided, widths)
    return sign if even and below and contacts >= _LEAST_CONTACTS * len(below) else None


def _are_even(divided: list[list[str]], widths: Counter[int]) -> bool:
    """Whether the rows have as many cells as each other. Some may lack their last ones, where the
    row of the names says how many there are; without names, one whose number stands where the
    others have theirs."""
    most, times = max(widths.items(), key=lambda width: (width[1], width[0]))
    usual = max(most, len(divided[0]))
    if usual < 2:
        return False
    if len(divided[0]) == usual and not _has_number(divided[0]):
        fitting = sum(times for width, times in widths.items() if width <= usual)
        return max(times, fitting) >= _LEAST_EVEN * len(divided)
    whole = next(cells for cells in divided if len(cells) == most)
    short = [
        cells
        for cells in divided
        if len(cells) < most and _holds_contact(cells) and _place(cells) == _place(whole)
    ]
    return times + min(len(short), 1) >= _LEAST_EVEN * len(divided)


def _place(cells: list[str]) -> int | None:
    """Where the number stands among the cells of a row."""
    return next((at for at, cell in enumerate(cells) if _has_number([cell])), None)


def _divided(cell: str, sign: str) -> list[str]:
    """The cells within one; it is left whole where it has lines that are in no quotes."""
    try:
        records = list(csv.reader(cell.splitlines(keepends=True), delimiter=sign))
    except csv.Error:
        return [cell]
    return records[0] if len(records) == 1 else [cell]


def _text_of(table: pa.Table, rows: Integers, sign: str) -> bytes | None:
    """The first column as a text with a line for each row, blank ones too; None where another
    column holds something further down."""
    blank = pa.scalar("", pa.large_string())
    for column in table.columns[1:]:
        filled = pc.not_equal(pc.utf8_trim_whitespace(column.slice(1)), blank)
        if pc.any(filled, min_count=0).as_py():
            return None
    lines = [""] * int(rows[-1])
    for row, cell in zip(rows.tolist(), table.column(0).to_pylist(), strict=True):
        # A line end that is in no quotes would make two rows of one.
        lines[row - 1] = cell if '"' in cell else " ".join(cell.splitlines())
    first = [column[0].as_py() for column in table.columns]
    if _is_spread(first):
        lines[int(rows[0]) - 1] = _written(first, sign)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _is_spread(row: list[str]) -> bool:
    return any(cell.strip() for cell in row[1:])


def _holds_contact(cells: list[str]) -> bool:
    """Whether there is a number, and something else that is none: two numbers in a cell are no
    row."""
    return _has_number(cells) and any(
        cell.strip() and not isinstance(normalize(cell), Number) for cell in cells
    )


def _has_number(cells: list[str]) -> bool:
    return any(isinstance(normalize(cell), Number) for cell in cells)


def _written(cells: list[Any], sign: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator="").writerow(cells)
    return out.getvalue()
