"""A table on its way from a document to columns of text: rows of cells, bounded as a sheet is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.scans import SheetScan
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.reader.columns import TextColumns
from jetmsg_core.spreadsheets.reader.shown_cells import FormattedCells, ShownCells, WrittenCells
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_BATCH_ROWS = 5_000


@dataclass
class Table:
    """The rows of a table from its first on, texts or values as workbooks have them. A row is as
    long as its last filled cell is far. `scan` says what was seen beside, and `codes` the formats
    that are defined; None where cells are texts as they are shown."""

    name: str
    is_visible: bool = True
    rows: list[list[Any]] = field(default_factory=list)
    noted: dict[NoteCode, SheetNote] = field(default_factory=dict)
    scan: SheetScan = field(default_factory=SheetScan)
    codes: dict[int, str] | None = None

    def note(self, code: NoteCode, row: int, example: str = "") -> None:
        """Counts something noticed in a row, which is counted from 1."""
        before = self.noted.get(code)
        if before is None:
            self.noted[code] = SheetNote(code, row, 1, example)
        else:
            self.noted[code] = SheetNote(code, before.row, before.count + 1, before.example)

    def columns(self, bounds: Bounds) -> TextColumns:
        """Gives the columns of the table. Raises RefusedWorkbookError where its grid or its text
        would not fit into memory."""
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        width = max(map(len, self.rows), default=0)
        if width * len(self.rows) > bounds.cells:
            raise _too_far(self)
        cells: ShownCells = WrittenCells(self.scan)
        if self.codes is not None:
            cells = FormattedCells(self.scan, self.codes)
        columns = TextColumns(width, most=bounds.characters, shown_cells=cells)
        for first in range(0, len(self.rows), _BATCH_ROWS):
            batch = self.rows[first : first + _BATCH_ROWS]
            columns.add([row + [""] * (width - len(row)) for row in batch])
        return columns

    def notes(self, columns: TextColumns) -> list[SheetNote]:
        """Gives what was noticed in the table, once its columns are laid out."""
        about_columns = self.scan.column_notes(columns.width)
        return [*self.noted.values(), *about_columns, *columns.doubts.notes()]


class Grid:
    """The cells of all tables of a document, counted while they are laid out."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._cells = 0

    @property
    def columns(self) -> int:
        """The most columns that a table may have."""
        return self._bounds.columns

    def add_row(self, table: Table, cells: list[Any]) -> None:
        """Adds a row to a table, without the empty cells at its end. Raises RefusedWorkbookError
        where it is too much."""
        while cells and cells[-1] == "":
            cells.pop()
        self._cells += len(cells) + 1
        if len(cells) > self._bounds.columns:
            where = f"column {len(cells)}"
            raise RefusedWorkbookError(WorkbookRefusal.TOO_WIDE, sheet=table.name, where=where)
        if len(table.rows) >= self._bounds.rows or self._cells > self._bounds.cells:
            raise _too_far(table)
        table.rows.append(cells)


def _too_far(table: Table) -> RefusedWorkbookError:
    where = f"row {len(table.rows)}"
    return RefusedWorkbookError(WorkbookRefusal.TOO_FAR, sheet=table.name, where=where)
