"""The sheets of a workbook as columns of text, by python-calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import python_calamine as calamine

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.books import Book
from jetmsg_core.spreadsheets.guard.scans import SheetScan
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.reader.cells import UNKNOWN, duration_of, iso_duration_text, text_of
from jetmsg_core.spreadsheets.reader.columns import TextColumns
from jetmsg_core.spreadsheets.reader.left_out_texts import LeftOutTexts
from jetmsg_core.spreadsheets.reader.shown_cells import UnknownCells, shown_cells_of
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_BATCH_ROWS = 5_000
Row = list[Any]


@dataclass(frozen=True)
class SheetText:
    """A sheet from Excel's row 1 on."""

    name: str
    columns: TextColumns
    notes: list[SheetNote]


def open_workbook(data: bytes) -> calamine.CalamineWorkbook:
    """Opens the workbook these bytes are. Raises RefusedWorkbookError."""
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (calamine.CalamineError, OSError, ValueError):
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE) from None
    if not workbook.sheet_names:
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    return workbook


def worksheet_names(workbook: calamine.CalamineWorkbook) -> list[str]:
    """Gives the names of all sheets of cells: charts have sheets too."""
    kind = calamine.SheetTypeEnum.WorkSheet
    names = [entry.name for entry in workbook.sheets_metadata if entry.typ == kind]
    return names or workbook.sheet_names


def visible_names(workbook: calamine.CalamineWorkbook) -> list[str]:
    """Gives the names of the sheets a person sees in Excel."""
    kinds, visible = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
    sheets = [entry for entry in workbook.sheets_metadata if entry.typ == kinds]
    return [entry.name for entry in sheets if entry.visible == visible]


def read_sheet(
    workbook: calamine.CalamineWorkbook, name: str, book: Book, bounds: Bounds
) -> SheetText:
    """Reads a sheet. Raises RefusedWorkbookError for one that is too large or cannot be read."""
    scan = book.scan(name)
    try:
        return _Reading(workbook, name, book, scan).columns(bounds)
    except (calamine.CalamineError, OSError, ValueError):
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE) from None


class _Reading:
    """One sheet on its way from values to text."""

    def __init__(
        self, workbook: calamine.CalamineWorkbook, name: str, book: Book, scan: SheetScan
    ) -> None:
        self._name = name
        self._book = book
        self._scan = scan
        self._sheet = workbook.get_sheet_by_name(name)
        self._start = self._sheet.start[1] if self._sheet.start else 0
        self._end = self._sheet.end[1] + 1 if self._sheet.end else 0
        self._shown = shown_cells_of(book, scan)
        self._texts = LeftOutTexts(scan.texts)
        self._plain: Iterator[Row] | None = None
        self._plain_row = 0
        self._unknown: list[int] = []
        self._hidden = set(scan.hidden)
        self._hidden_filled: list[int] = []

    def columns(self, bounds: Bounds) -> SheetText:
        """Reads the sheet in batches of rows. Raises RefusedWorkbookError where it is too wide or
        holds too much text, and where no row comes though some were seen."""
        errors = self._scan.errors
        width = max([self._end, *map(max, errors.values()), *self._scan.texts])
        if width > bounds.columns and self._scan.columns == 0:
            raise RefusedWorkbookError(
                WorkbookRefusal.TOO_WIDE, sheet=self._name, where=f"column {width}"
            )
        columns = TextColumns(width, most=bounds.characters, shown_cells=self._shown)
        of_text = iso_duration_text if self._book.has_iso_durations else text_of
        rows = self._rows(width)
        while batch := list(islice(rows, _BATCH_ROWS)):
            self._texts.fill(batch, columns.rows + 1)
            self._note_hidden(batch, columns.rows + 1)
            columns.add(batch, of_text)
        if self._scan.rows and not columns.rows:
            # We saw cells where calamine saw none: an empty sheet would be a lie.
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        return SheetText(self._name, columns, self._notes(columns))

    def _rows(self, width: int) -> Iterator[Row]:
        """Every row at its full width, with what calamine leaves out."""
        errors = self._scan.errors
        last = max([*errors, self._texts.last], default=0)
        number = 0
        for number, values in enumerate(self._values(), 1):
            row = [""] * self._start + values if self._start else values
            row += [""] * (width - len(row))
            for column, text in errors.get(number, {}).items():
                row[column - 1] = text
            yield row
        for further in range(number + 1, last + 1):
            row = [""] * width
            for column, text in errors.get(further, {}).items():
                row[column - 1] = text
            yield row

    def _note_hidden(self, batch: list[Row], first: int) -> None:
        """Takes down the hidden rows of a batch, from this row on, in which something stands."""
        if self._hidden:
            self._hidden_filled += [
                number
                for number, row in enumerate(batch, first)
                if number in self._hidden and any(cell != "" for cell in row)
            ]

    def _values(self) -> Iterator[Row]:
        rows = iter(self._sheet.iter_rows())
        number = 0
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except (OverflowError, ValueError):
                row = self._mended(number)
            yield row

    def _mended(self, number: int) -> Row:
        """A row in which a number has the format of a duration and is none: calamine fails at it.
        Where the number cannot be had, the whole row shows an error, so that nobody in it gets a
        message and everybody is seen."""
        durations = self._scan.durations.get(number)
        if durations and (plain := self._plain_values(number)) is not None:
            return [
                duration_of(value) if self._start + index in durations else value
                for index, value in enumerate(plain, 1)
            ]
        self._unknown.append(number)
        return [UNKNOWN] * (self._end - self._start)

    def _plain_values(self, number: int) -> Row | None:
        """The row as numbers without the formats of durations. Rows are asked for in order."""
        if self._plain is None:
            data = self._book.without_durations()
            if data is None:
                return None
            self._plain = iter(open_workbook(data).get_sheet_by_name(self._name).iter_rows())
        skipped = number - self._plain_row - 1
        self._plain_row = number
        try:
            return next(islice(self._plain, skipped, None))
        except (OverflowError, ValueError, StopIteration):
            return None

    def _notes(self, columns: TextColumns) -> list[SheetNote]:
        errors, notes = self._scan.errors, []
        if errors:
            first = min(errors)
            count = sum(map(len, errors.values()))
            notes.append(
                SheetNote(NoteCode.ERRORS, first, count, next(iter(errors[first].values())))
            )
        for code, rows in (
            (NoteCode.HIDDEN_ROWS, self._hidden_filled),
            (NoteCode.DATES, self._dates_without_look(columns)),
            (NoteCode.UNREADABLE_DURATIONS, self._unknown),
        ):
            if rows:
                notes.append(SheetNote(code, rows[0], len(rows)))
        return [*notes, *self._scan.column_notes(self._end), *self._shown.doubts.notes()]

    def _dates_without_look(self, columns: TextColumns) -> list[int]:
        """The first row of them."""
        first = columns.first_date
        return [first] if first is not None and isinstance(self._shown, UnknownCells) else []
