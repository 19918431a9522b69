"""What the cells of a sheet show, beside what they hold.

An .xlsx, .xlsb and .xls name the format of each cell, which is followed here; an .ods says what its
cells show. Whatever is in doubt is counted by column.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from jetmsg_core.spreadsheets.guard.books import Book
from jetmsg_core.spreadsheets.guard.scans import Runs, SheetScan, ShownTexts
from jetmsg_core.spreadsheets.looks.look import Doubt, Look, look_of
from jetmsg_core.spreadsheets.looks.serials import moment_of_days
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote

_NOTES = {
    Doubt.UNSHOWN: NoteCode.LOOK_UNSHOWN,
    Doubt.DISPUTED: NoteCode.LOOK_DISPUTED,
    Doubt.LOST: NoteCode.DIGITS_LOST,
    Doubt.SHORTENED: NoteCode.LOOK_SHORTENED,
    Doubt.REGIONAL: NoteCode.LOOK_INDIAN,
    Doubt.REGIONAL_DATE: NoteCode.DATES,
}
_SHORT = 11
"""A number of so many signs is shown in General as it stands."""
_MOMENTS = (dt.date, dt.time, dt.timedelta)
_ONLY_NUMBERS = {float, int}
"""calamine gives some whole numbers of an .xlsb as such, also those under a format of dates."""


class Doubts:
    """The doubts about what cells show, counted by column."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, NoteCode], tuple[int, int, str]] = {}

    def add(self, column: int, row: int, code: NoteCode, example: str) -> None:
        """Adds a doubt. The first of a column gives the row and the example."""
        key = 0 if code is NoteCode.DATES else column, code
        first, count, text = self._found.get(key, (row, 0, example))
        if row < first:
            first, text = row, example
        self._found[key] = first, count + 1, text

    def notes(self) -> list[SheetNote]:
        """Gives what is to be said of them, column by column."""
        return [
            SheetNote(code, row, count, "" if code is NoteCode.DATES else example, column)
            for (column, code), (row, count, example) in sorted(self._found.items())
        ]


class ShownCells(Protocol):
    """What the cells of one sheet show."""

    doubts: Doubts

    def texts(self, index: int, row: int, values: Sequence[Any], cells: list[str]) -> list[str]:
        """Gives what the cells of a column show, from a row on; `cells` is what they hold, and
        comes back where that is the same. Columns count from 0 here, rows from 1, and rows are
        asked for in order."""


def shown_cells_of(book: Book, scan: SheetScan) -> ShownCells:
    """Gives what is known of the cells of a sheet that was looked through."""
    if book.says_what_cells_show:
        return WrittenCells(scan)
    return UnknownCells() if book.formats is None else FormattedCells(scan, book.formats)


class NeverCalculated:
    """The cells of formulas whose 0 nobody calculated: they show nothing."""

    def __init__(self, scan: SheetScan) -> None:
        self._rows = {
            column: formulas.never_calculated for column, formulas in scan.formulas.items()
        }

    def rows(self, column: int, first: int, last: int) -> list[int]:
        """Gives the rows of them from the first on, before the last."""
        rows = self._rows.get(column, [])
        return rows[bisect_left(rows, first) : bisect_left(rows, last)]


class FormattedCells:
    """The cells of a sheet that names their formats."""

    def __init__(self, scan: SheetScan, defined: dict[int, str]) -> None:
        self.doubts = Doubts()
        self._defined = defined
        self._looks: dict[int, Look] = {}
        self._unordered = UnknownCells(self.doubts)
        self._days_before = scan.days_before
        self._runs = scan.formats
        self._at = dict.fromkeys(scan.formats, 0)
        self._blanks = NeverCalculated(scan)

    def texts(self, index: int, row: int, values: Sequence[Any], cells: list[str]) -> list[str]:
        if not self._runs.get(index + 1, _NO_RUNS).in_order:
            self._unordered.texts(index, row, values, cells)
            return cells
        displayed: list[str] | None = None
        for start, stop, look in self._segments(index + 1, row, len(values)):
            part = cells[start:stop]
            part_shown = self._followed(look, index + 1, row + start, values[start:stop], part)
            if part_shown is not part:
                displayed = list(cells) if displayed is None else displayed
                displayed[start:stop] = part_shown
        for blank in self._blanks.rows(index + 1, row, row + len(values)):
            displayed = list(cells) if displayed is None else displayed
            displayed[blank - row] = ""
        return cells if displayed is None or displayed == cells else displayed

    def _segments(self, column: int, row: int, count: int) -> Iterator[tuple[int, int, Look]]:
        """Where each format begins and ends, from 0."""
        runs = self._runs.get(column, _NO_RUNS)
        at, start, last = self._at.get(column, 0), 0, row + count
        number = runs.formats[at - 1] if at else 0
        while at < len(runs.rows) and runs.rows[at] < last:
            begin = max(runs.rows[at] - row, start)
            if begin > start:
                yield start, begin, self._look(number)
            start, number = begin, runs.formats[at]
            at += 1
        yield start, count, self._look(number)
        self._at[column] = at

    def _look(self, number: int) -> Look:
        look = self._looks.get(number)
        if look is None:
            look = self._looks[number] = look_of(number, self._defined)
        return look

    def _followed(
        self, look: Look, column: int, row: int, values: Sequence[Any], cells: list[str]
    ) -> list[str]:
        kinds = set(map(type, values))
        if look.is_plain and (kinds.isdisjoint(_ONLY_NUMBERS) or max(map(len, cells)) <= _SHORT):
            return cells
        if kinds <= {str, bool} and not look.changes_texts:
            return cells
        usual = look.usual
        if usual is not None and kinds <= _ONLY_NUMBERS:
            return [
                self._shown(look, column, row + at, value, cells[at]) if text is None else text
                for at, (value, text) in enumerate(zip(values, map(usual, values), strict=True))
            ]
        return [
            self._shown(look, column, row + at, value, cell)
            for at, (value, cell) in enumerate(zip(values, cells, strict=True))
        ]

    def _shown(self, look: Look, column: int, row: int, value: Any, cell: str) -> str:
        kind = type(value)
        if kind is str:
            return look.show_text(cell) if cell and look.changes_texts else cell
        if kind is bool:
            return cell
        if kind is int:
            value = self._whole(look, value)
            kind = type(value)
        if kind is not float and (text := look.usual_moment(value)) is not None:
            return text
        if look.is_plain and len(cell) <= _SHORT and kind is float:
            return cell
        display = look.show(value)
        if display.doubt is not None:
            text = cell if display.text is None else display.text
            example = f"{text} ({look.code})" if display.doubt is Doubt.UNSHOWN else text
            self.doubts.add(column, row, _NOTES[display.doubt], example)
        return cell if display.text is None else display.text

    def _whole(self, look: Look, value: int) -> Any:
        if not look.is_dated:
            return float(value)
        days = value if look.is_elapsed else value + self._days_before
        moment = moment_of_days(days, is_elapsed=look.is_elapsed)
        return float(value) if moment is None else moment


class WrittenCells:
    """The cells of a sheet that says what they show."""

    def __init__(self, scan: SheetScan) -> None:
        self.doubts = Doubts()
        self._shown = scan.shown
        self._at = dict.fromkeys(scan.shown, 0)
        self._blanks = NeverCalculated(scan)

    def texts(self, index: int, row: int, values: Sequence[Any], cells: list[str]) -> list[str]:
        column, last = index + 1, row + len(values)
        blanks = self._blanks.rows(column, row, last)
        written = self._shown.get(column)
        if written is None and not blanks:
            return cells
        displayed = list(cells)
        if written is not None:
            self._follow(written, displayed, column, row, values)
        for blank in blanks:
            displayed[blank - row] = ""
        return cells if displayed == cells else displayed

    def _follow(
        self,
        written: ShownTexts,
        displayed: list[str],
        column: int,
        row: int,
        values: Sequence[Any],
    ) -> None:
        """Puts what is known of these cells into their places."""
        at, last = self._at[column], row + len(values)
        while at < len(written.rows) and written.rows[at] < last:
            begin, end = written.rows[at], written.rows[at] + written.counts[at]
            for current in range(max(begin, row), min(end, last)):
                self._take(displayed, column, current, current - row, written.texts[at])
                if (doubt := written.doubts.get(at)) is not None and written.texts[at] is not None:
                    self.doubts.add(column, current, _NOTES[doubt], displayed[current - row])
                if type(value := values[current - row]) in _ONLY_NUMBERS and abs(value) >= 10**15:
                    self.doubts.add(column, current, NoteCode.DIGITS_LOST, displayed[current - row])
            if end > last:
                break
            at += 1
        self._at[column] = at

    def _take(
        self, displayed: list[str], column: int, row: int, index: int, text: str | None
    ) -> None:
        if text is None:
            self.doubts.add(column, row, NoteCode.LOOK_UNSHOWN, displayed[index])
        else:
            displayed[index] = text


class UnknownCells:
    """The cells of a sheet of which nothing is known but their values."""

    def __init__(self, doubts: Doubts | None = None) -> None:
        self.doubts = Doubts() if doubts is None else doubts

    def texts(self, index: int, row: int, values: Sequence[Any], cells: list[str]) -> list[str]:
        for at, value in enumerate(values):
            if isinstance(value, _MOMENTS) or type(value) in _ONLY_NUMBERS:
                self.doubts.add(index + 1, row + at, NoteCode.LOOKS_UNKNOWN, cells[at])
        return cells


_NO_RUNS = Runs()
