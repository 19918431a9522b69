"""Delimited text in which some lines are quoted oddly: those are read with care, the rest quickly.

A line whose quotes are tidy is a row of its own, unless it stands inside a cell of several lines
that an untidy line before it began. So the untidy lines are read one after another, each to the end
of its row, and whatever lies between them is left for Arrow: once for the tidy lines, and once for
those in which quotes are letters.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from jetmsg_core.contacts.reading.quoting.inner_quotes import as_meant
from jetmsg_core.contacts.reading.quoting.quotes import (
    lines_of_letters,
    swallows_rows,
    untidy_lines,
)
from jetmsg_core.contacts.reading.readers import (
    Rows,
    Shape,
    line_ends,
    read_csv_arrow,
    read_csv_python,
    table_of,
    uneven_of,
)
from jetmsg_core.contacts.reading.scans import count_line_ends
from jetmsg_core.primitives.arrays import Integers

_MOST_UNTIDY = 0.3
"""Of the lines. With more of them it is quicker to read all with care."""


def read_rows(utf8: bytes, shape: Shape) -> Rows:
    """Reads the rows of a text whose line ends are LF or CRLF."""
    untidy = untidy_lines(utf8, shape.delimiter)
    if not untidy.size:
        quick = read_csv_arrow(utf8, shape, quotes=b'"' in utf8)
    elif untidy.size < _MOST_UNTIDY * count_line_ends(utf8):
        quick = read_mixed(utf8, shape, untidy)
    else:
        quick = None
    return quick or read_csv_python(utf8, shape)


def read_mixed(utf8: bytes, shape: Shape, untidy: Integers) -> Rows | None:
    """Reads the same rows as `read_csv_python`; None where that has to find the words for what is
    wrong, or Arrow cannot read the rest. `untidy` are positions of lines, from 0."""
    lines = _Lines(utf8, shape)
    try:
        for _ in range(shape.first_row - 1):
            lines.read_row(lines.next_line)
        body = lines.next_line
        untidy = untidy[untidy >= body]
        are_letters = lines_of_letters(utf8, shape.delimiter, untidy)
        records = list(_records(lines, untidy[~are_letters].tolist()))
    except (csv.Error, _SwallowedError):
        return None
    return _put_together(shape, lines, body, records, untidy[are_letters])


class _SwallowedError(Exception):
    """A quote was opened and never closed."""


class Record(NamedTuple):
    """The lines `[begin, end)` of a row, and its cells."""

    begin: int
    end: int
    cells: list[str]
    is_doubtful: bool = False
    """It is not certain where its cells end."""


class _Lines:
    """The lines of a text, for a csv reader that is put before any of them."""

    def __init__(self, utf8: bytes, shape: Shape) -> None:
        self._utf8 = utf8
        self._ends = memoryview(line_ends(utf8).data)  # gives numbers of Python, in half the time
        self._has_returns = b"\r" in utf8
        self._shape = shape
        self._reader = csv.reader(self, delimiter=shape.delimiter)
        self._last = ""
        self.count = len(self._ends)
        self.next_line = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.next_line == self.count:
            raise StopIteration
        self.next_line += 1
        self._last = self._text(self.next_line - 1, self.next_line)
        return self._last

    def read_row(self, line: int) -> Record:
        """Reads the row that begins there; nothing is in it behind the end. Raises csv.Error and
        `_SwallowedError`."""
        self.next_line = line
        cells = next(self._reader, [])
        end = self.next_line
        raw = self._last if end == line + 1 else self._text(line, end)
        may_swallow = end > line + 1 or end == self.count
        if may_swallow and swallows_rows(raw, self._shape.delimiter):
            raise _SwallowedError
        if end > line + 1:
            return Record(line, end, cells)
        meant = as_meant(raw, cells, self._shape.delimiter, self._shape.usual)
        return Record(line, end, cells if meant is None else meant, meant is None)

    def between(self, begin: int, end: int) -> bytes:
        return self._utf8[self._start_of(begin) : self._start_of(end)]

    def _start_of(self, line: int) -> int:
        return self._ends[line - 1] + 1 if line else 0

    def _text(self, begin: int, end: int) -> str:
        text = self.between(begin, end).decode()
        return text.replace("\r\n", "\n") if self._has_returns else text


def _records(lines: _Lines, untidy: list[int]) -> Iterator[Record]:
    for line in untidy:
        if line >= lines.next_line:  # else it is within the row before
            yield lines.read_row(line)


def _put_together(
    shape: Shape, lines: _Lines, body: int, records: list[Record], letters: Integers
) -> Rows | None:
    """All rows in order: those of the records, of the lines with `letters` that are in none, and of
    the lines that are left."""
    begins = np.array([record.begin for record in records], np.int64)
    ends = np.array([record.end for record in records], np.int64)
    within = np.zeros(lines.count + 1, np.int64)
    within[begins] += 1
    within[ends] -= 1
    is_left = np.cumsum(within)[:-1] == 0
    is_left[:body] = False
    begins_row = is_left.copy()
    begins_row[begins] = True
    row_of_line = np.cumsum(begins_row) + shape.first_row - 1
    with_letters = letters[is_left[letters]]
    is_left[with_letters] = False
    left = np.flatnonzero(is_left)
    tidy = _read_lines(lines, left, shape, quotes=True)
    lettered = _read_lines(lines, with_letters, shape, quotes=False)
    if tidy is None or lettered is None:
        return None
    parts = [(tidy, row_of_line[left]), (lettered, row_of_line[with_letters])]
    careful = row_of_line[begins]
    cells = [record.cells for record in records]
    doubtful = careful[[record.is_doubtful for record in records]]
    rows = np.concatenate([*(row_of[part.rows - 1] for part, row_of in parts), careful])
    uneven = [(int(row_of[row - 1]), count) for part, row_of in parts for row, count in part.uneven]
    odd = [
        numbered_record
        for numbered_record in zip(careful.tolist(), cells, strict=True)
        if len(numbered_record[1]) != shape.usual
    ]
    uneven += uneven_of(odd, shape)
    table = pa.concat_tables([tidy.table, lettered.table, table_of(cells, shape.width)])
    order = np.argsort(rows)
    return Rows(
        table.take(order),
        rows[order],
        tidy.blank_lines,
        tuple(sorted(uneven)),
        doubtful=tuple(doubtful.tolist()),
    )


def _read_lines(lines: _Lines, positions: Integers, shape: Shape, *, quotes: bool) -> Rows | None:
    """Reads some lines, ascending, as if no others were there: their rows count from 1."""
    breaks = np.flatnonzero(np.diff(positions) > 1)
    begins = positions[np.concatenate([[0], breaks + 1])] if positions.size else positions
    ends = positions[np.concatenate([breaks, [-1]])] + 1 if positions.size else positions
    runs = zip(begins.tolist(), ends.tolist(), strict=True)
    text = b"".join([lines.between(begin, end) for begin, end in runs])
    return read_csv_arrow(text, replace(shape, first_row=1), quotes=quotes)
