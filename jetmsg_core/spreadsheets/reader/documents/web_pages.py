"""The tables of an HTML text, as panels and Excel itself save them under a name in .xls.

Each table is a table of its own, also one within a cell of another; the cell holds its text then.
"""

from __future__ import annotations

from jetmsg_core.spreadsheets.notes import NoteCode
from jetmsg_core.spreadsheets.reader.documents.tables import Grid, Table
from jetmsg_core.spreadsheets.reader.documents.web_cells import CellText
from jetmsg_core.spreadsheets.reader.documents.web_markup import Tag, tags_of
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_DEEPEST = 20
"""Tables in tables. No page has more, and the text of each stands in all around it."""
_ENDS_ROW = frozenset({"thead", "tbody", "tfoot"})


def tables_in(text: str, grid: Grid, *, before: int = 0) -> list[Table]:
    """Gives the tables of a page, which are named by the order they begin in, after those `before`.
    Raises RefusedWorkbookError for what is too large."""
    page = _Page(grid, before)
    for tag, after in tags_of(text):
        page.add(tag, after)
    page.end()
    return page.tables


class _Page:
    """The tables of a page, the innermost that is open last."""

    def __init__(self, grid: Grid, before: int) -> None:
        self.tables: list[Table] = []
        self._open: list[_OpenTable] = []
        self._grid = grid
        self._before = before

    def add(self, tag: Tag, after: str) -> None:
        if tag.name == "table":
            if not tag.is_end:
                self._begin(tag)
            elif self._open:
                self._end(after)
        elif self._open:
            self._open[-1].add(tag, after)

    def end(self) -> None:
        while self._open:
            self._end("")

    def _begin(self, tag: Tag) -> None:
        if len(self._open) == _DEEPEST:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        table = Table(f"Table {self._before + len(self.tables) + 1}", is_visible=not tag.hides)
        self.tables.append(table)
        self._open.append(_OpenTable(table, self._grid))

    def _end(self, after: str) -> None:
        table = self._open.pop().ended()
        if self._open:
            self._open[-1].add_within(table, after)


class _OpenTable:
    """A table whose end was not seen yet."""

    def __init__(self, table: Table, grid: Grid) -> None:
        self._table = table
        self._grid = grid
        self._row: list[str] | None = None
        self._is_hidden = False
        self._cell: CellText | None = None
        self._span = 1
        self._below: dict[int, int] = {}
        """By column, the rows below that a cell above reaches into."""

    def add(self, tag: Tag, after: str) -> None:
        name = tag.name
        if name in ("td", "th"):
            self._end_cell()
            if not tag.is_end:
                self._begin_cell(tag, after)
        elif name == "tr":
            self._end_row()
            if not tag.is_end:
                self._begin_row(tag)
        elif name in _ENDS_ROW:
            self._end_row()
        elif self._cell is not None:
            self._cell.add(tag, after)

    def add_within(self, table: Table, after: str) -> None:
        """A table within the cell that is open is over: it is the cell's text as well."""
        if self._cell is not None:
            self._cell.add_lines("\n".join(" ".join(filter(None, row)) for row in table.rows))
            self._cell.add(Tag(), after)

    def ended(self) -> Table:
        self._end_row()
        return self._table

    def _begin_row(self, tag: Tag) -> None:
        self._row, self._is_hidden = [], tag.hides

    def _begin_cell(self, tag: Tag, after: str) -> None:
        if self._row is None:
            self._begin_row(Tag())
        assert self._row is not None
        while self._below.get(len(self._row), 0):
            self._below[len(self._row)] -= 1
            self._row.append("")
        self._cell = CellText(tag, after)
        self._span = 1
        if "colspan" in tag.attributes or "rowspan" in tag.attributes:
            self._span = min(_count(tag.attributes.get("colspan")), self._grid.columns)
            rows = _count(tag.attributes.get("rowspan")) - 1
            for column in range(len(self._row), len(self._row) + self._span):
                self._below[column] = rows

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._row.append(self._cell.text())
        self._row += [""] * (self._span - 1)
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        for column in self._below:
            if column >= len(self._row) and self._below[column]:
                self._below[column] -= 1
        row, self._row = self._row, None
        if self._is_hidden and any(row):
            self._table.note(NoteCode.HIDDEN_ROWS, len(self._table.rows) + 1)
        self._grid.add_row(self._table, row)


def _count(value: str | None) -> int:
    """What `colspan` and `rowspan` say, which is 1 where it is no number; 0 is all that are left,
    of which nobody knows how many they are."""
    digits = (value or "").strip()
    return max(int(digits), 1) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 1
