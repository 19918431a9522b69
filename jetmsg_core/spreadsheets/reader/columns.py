"""Rows of values to columns of text, in the layout of Arrow: all characters of a column in one
piece, and where each cell ends. Rows come in batches, so that a sheet is never there twice."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice
from typing import Any

from jetmsg_core.spreadsheets.reader.cells import text_of
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

Buffer = bytes | memoryview
Convert = Callable[[Any], str]
_DATES = {dt.date, dt.datetime}
_ONLY_TEXT = {str}


class TextColumns:
    """The columns of a sheet as text, filled batch by batch. `most` is how many characters all
    cells together may have."""

    def __init__(self, width: int, *, most: int) -> None:
        self.rows = 0
        self.first_date: int | None = None
        """The row of the first cell that is a date, counted from 1."""
        self._left = most
        self._text: list[list[bytes]] = [[] for _ in range(width)]
        self._ends = [array("q", [0]) for _ in range(width)]

    def add(self, batch: Sequence[Sequence[Any]], of_text: Convert = text_of) -> None:
        """Adds rows of the full width; `of_text` turns a cell of text into ours. Raises
        RefusedWorkbookError when the text is too much."""
        for place, values in enumerate(zip(*batch, strict=True)):
            kinds = set(map(type, values))
            if kinds & _DATES:
                self._note_date(values)
            self._add_cells(place, _texts(values, kinds, of_text))
        self.rows += len(batch)

    def buffers(self) -> list[Buffer]:
        """Gives for each column the ends of its cells, 64 bits each, after a 0; then its UTF-8
        text. The text can be given once only."""
        found: list[Buffer] = []
        for ends, pieces in zip(self._ends, self._text, strict=True):
            found += (memoryview(ends).cast("B"), b"".join(pieces))
            pieces.clear()
        return found

    def _note_date(self, values: Iterable[Any]) -> None:
        place = next(place for place, value in enumerate(values, 1) if type(value) in _DATES)
        row = self.rows + place
        self.first_date = min(row, self.first_date or row)

    def _add_cells(self, place: int, cells: list[str]) -> None:
        joined = "".join(cells)
        self._left -= len(joined)
        if self._left < 0:
            raise RefusedWorkbookError(WorkbookRefusal.TOO_MUCH_TEXT)
        encoded = joined.encode()
        plain = len(encoded) == len(joined)
        lengths = map(len, cells if plain else map(str.encode, cells))
        ends = self._ends[place]
        ends.extend(islice(accumulate(lengths, initial=ends[-1]), 1, None))
        self._text[place].append(encoded)


def _texts(values: Sequence[Any], kinds: set[type], of_text: Convert) -> list[str]:
    if kinds == _ONLY_TEXT:
        cells = list(values)
    else:
        cells = [value if type(value) is str else text_of(value) for value in values]
    # Asked of all at once: one cell in a million needs it.
    joined = "".join(cells)
    if of_text is not text_of or "\r" in joined or "\0" in joined:
        return list(map(of_text, cells))
    return cells
