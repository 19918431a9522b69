"""Rows of values to columns of text, in the layout of Arrow: all characters of a column in one
piece, and where each cell ends. Rows come in batches, so that a sheet is never there twice. What
cells show is kept beside what they hold, where it differs."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice
from typing import Any

from jetmsg_core.spreadsheets.reader.cells import text_of
from jetmsg_core.spreadsheets.reader.shown_cells import Doubts, ShownCells
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

Buffer = bytes | memoryview
Convert = Callable[[Any], str]
_DATES = {dt.date, dt.datetime}
_ONLY_TEXT = {str}


class _Column:
    """The cells of one column, one after another."""

    def __init__(self) -> None:
        self._text: list[bytes] = []
        self._ends = array("q", [0])

    def add(self, cells: list[str], joined: str) -> None:
        """Adds cells, which are `joined` in the same order."""
        encoded = joined.encode()
        plain = len(encoded) == len(joined)
        lengths = map(len, cells if plain else map(str.encode, cells))
        self._ends.extend(islice(accumulate(lengths, initial=self._ends[-1]), 1, None))
        self._text.append(encoded)

    def copy(self) -> _Column:
        twin = _Column()
        twin._text, twin._ends = list(self._text), array("q", self._ends)
        return twin

    def buffers(self) -> list[Buffer]:
        """The ends and the text, which can be given once only."""
        text = b"".join(self._text)
        self._text.clear()
        return [memoryview(self._ends).cast("B"), text]


class TextColumns:
    """The columns of a sheet as text, filled batch by batch: what the cells hold and, for a column
    where that differs, what they show. `most` is how many characters all cells together may have,
    each way."""

    def __init__(self, width: int, *, most: int, shown_cells: ShownCells) -> None:
        self.rows = 0
        self.first_date: int | None = None
        """The row of the first cell that is a date, counted from 1."""
        self._left = self._shown_left = most
        self._shown_cells = shown_cells
        self._held = [_Column() for _ in range(width)]
        self._shown: dict[int, _Column] = {}

    @property
    def width(self) -> int:
        return len(self._held)

    @property
    def doubts(self) -> Doubts:
        """The doubts about what the cells show, once they are added."""
        return self._shown_cells.doubts

    @property
    def shown_places(self) -> list[int]:
        """The columns, from 0, whose cells come a second time, as they are shown."""
        return list(self._shown)

    def add(self, batch: Sequence[Sequence[Any]], of_text: Convert = text_of) -> None:
        """Adds rows of the full width; `of_text` turns a cell of text into ours. Raises
        RefusedWorkbookError when the text is too much."""
        for index, values in enumerate(zip(*batch, strict=True)):
            kinds = set(map(type, values))
            if kinds & _DATES:
                self._note_date(values)
            cells = _texts(values, kinds, of_text)
            self._show(index, values, cells)
            joined = "".join(cells)
            self._left -= len(joined)
            _refuse_below_none(self._left)
            self._held[index].add(cells, joined)
        self.rows += len(batch)

    def buffers(self) -> list[Buffer]:
        """Gives for each column the ends of its cells, 64 bits each, after a 0; then its UTF-8
        text; then the same for `shown_places`. The text can be given once only."""
        return [
            buffer for column in (*self._held, *self._shown.values()) for buffer in column.buffers()
        ]

    def _show(self, index: int, values: Sequence[Any], cells: list[str]) -> None:
        """Adds what the cells show, once anything in their column differs from what they hold."""
        texts = self._shown_cells.texts(index, self.rows + 1, values, cells)
        column = self._shown.get(index)
        if column is None and texts is cells:
            return
        if column is None:
            column = self._shown[index] = self._held[index].copy()
        joined = "".join(texts)
        self._shown_left -= len(joined)
        _refuse_below_none(self._shown_left)
        column.add(texts, joined)

    def _note_date(self, values: Iterable[Any]) -> None:
        offset = next(index for index, value in enumerate(values, 1) if type(value) in _DATES)
        row = self.rows + offset
        self.first_date = min(row, self.first_date or row)


def _refuse_below_none(left: int) -> None:
    if left < 0:
        raise RefusedWorkbookError(WorkbookRefusal.TOO_MUCH_TEXT)


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
