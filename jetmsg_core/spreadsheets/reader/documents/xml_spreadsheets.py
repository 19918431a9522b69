"""The sheets of a SpreadsheetML 2003 file, which Excel calls *XML Spreadsheet 2003* and many
programs write under a name in .xls.

Rows and cells that hold nothing may be left out: `ss:Index` says where the next one stands. (Office
2003 XML Reference Schemas, `urn:schemas-microsoft-com:office:spreadsheet`.) Values and their looks
are those of a workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for
from jetmsg_core.spreadsheets.guard.scans import Formulas, Runs
from jetmsg_core.spreadsheets.notes import NoteCode
from jetmsg_core.spreadsheets.reader.cells import text_of
from jetmsg_core.spreadsheets.reader.documents.tables import Grid, Table
from jetmsg_core.spreadsheets.reader.documents.xml_styles import WHOLE, XmlStyles
from jetmsg_core.spreadsheets.reader.documents.xml_values import (
    moment_of,
    number_of,
    usual_format,
)

_PIECE = 1 << 20
_MOMENTS = (dt.datetime, dt.time, dt.timedelta)


def sheets_in(data: bytes, grid: Grid) -> list[Table]:
    """Gives the sheets of a file in UTF-8. Raises RefusedWorkbookError for what is too large, not
    well-formed or declares entities."""
    book = _Book(grid)
    parser = parser_for(book.start)
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.text
    feed(parser, (data[at : at + _PIECE] for at in range(0, len(data), _PIECE)))
    return book.sheets


class _Book:
    """The sheets of a file on their way from tags to rows."""

    def __init__(self, grid: Grid) -> None:
        self.sheets: list[Table] = []
        self._grid = grid
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "Style": lambda attributes: self._styles.begin(attributes),
            "NumberFormat": lambda attributes: self._styles.add_format(attributes),
            "Worksheet": self._start_sheet,
            "Table": self._start_table,
            "Column": self._start_column,
            "Row": self._start_row,
            "Cell": self._start_cell,
            "Data": self._start_data,
            "Comment": self._start_comment,
            "Visible": self._start_visible,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "Row": self._end_row,
            "Cell": self._end_cell,
            "Data": self._end_data,
            "Comment": self._end_comment,
            "Visible": self._end_visible,
        }
        self._styles = XmlStyles()
        self._table_style = self._row_style = self._style = ""
        self._column_styles: dict[int, str] = {}
        self._columns = 0
        self._last_formats: dict[int, int] = {}
        self._row: list[Any] = []
        self._skipped = 0
        self._is_hidden = self._has_formula = self._has_result = False
        self._merged = 0
        self._kind = ""
        self._taken: list[str] | None = None
        """The text that is being read, None where no text counts."""
        self._in_comment = False

    def start(self, name: str, attributes: Attributes) -> None:
        if (handle := self._starts.get(local(name))) is not None:
            handle({local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        if (handle := self._ends.get(local(name))) is not None:
            handle()

    def text(self, text: str) -> None:
        if self._taken is not None:
            self._taken.append(text)

    def _start_sheet(self, attributes: Attributes) -> None:
        name = attributes.get("Name") or f"Sheet{len(self.sheets) + 1}"
        self.sheets.append(Table(name, codes=self._styles.codes))
        self._skipped = self._columns = 0
        self._table_style = ""
        self._column_styles, self._last_formats = {}, {}

    def _start_table(self, attributes: Attributes) -> None:
        self._table_style = attributes.get("StyleID", "")

    def _start_column(self, attributes: Attributes) -> None:
        """Columns are said before the rows: their style, and whether a person sees them."""
        first = _count(attributes, "Index") or self._columns + 1
        self._columns = min(first + _count(attributes, "Span"), self._grid.columns)
        columns = range(first, self._columns + 1)
        if "StyleID" in attributes:
            self._column_styles.update(dict.fromkeys(columns, attributes["StyleID"]))
        if attributes.get("Hidden") == "1" and self.sheets:
            self.sheets[-1].scan.hidden_columns.update(columns)

    def _start_row(self, attributes: Attributes) -> None:
        self._row, self._merged = [], 0
        self._row_style = attributes.get("StyleID", "")
        self._is_hidden = attributes.get("Hidden") == "1"
        if self.sheets:
            self._skip_rows(_count(attributes, "Index") - 1 - len(self.sheets[-1].rows))
        self._skipped = _count(attributes, "Span")

    def _skip_rows(self, rows: int) -> None:
        for _ in range(rows):
            self._grid.add_row(self.sheets[-1], [])

    def _start_cell(self, attributes: Attributes) -> None:
        """Puts the next text into its column: as many cells are empty before it as are merged with
        the one before, or as its own index says."""
        index = _count(attributes, "Index") - 1
        if index < 0:
            index = len(self._row) + self._merged
        self._row += [""] * (min(index, self._grid.columns) - len(self._row))
        self._row.append("")
        self._style = attributes.get("StyleID", "")
        self._has_formula, self._has_result = "Formula" in attributes, False
        self._merged = min(_count(attributes, "MergeAcross"), self._grid.columns)

    def _start_data(self, attributes: Attributes) -> None:
        if not self._in_comment and self._row:
            self._kind, self._taken = attributes.get("Type", "String"), []

    def _end_data(self) -> None:
        if self._taken is None or self._in_comment or not self.sheets:
            return
        text, self._taken = "".join(self._taken), None
        value = self._value(text)
        self._has_result = text != "" or self._kind == "String"
        before = self._row[-1]
        self._row[-1] = value if before == "" else text_of(before) + text_of(value)

    def _value(self, text: str) -> Any:
        """The value of the cell, whose format is noted."""
        column = len(self._row)
        value: Any = text
        style = self._style or self._row_style or self._column_styles.get(column, "")
        form = self._styles.format_of(style or self._table_style)
        if self._kind == "Number":
            value = number_of(text.strip(), form)
            if isinstance(value, str) and not (form.is_plain or form.number == WHOLE):
                self.sheets[-1].note(NoteCode.FORMATS_IGNORED, len(self.sheets[-1].rows) + 1, value)
        elif self._kind == "DateTime":
            value = moment_of(text.strip(), form)
            if not form.is_dated and isinstance(value, _MOMENTS):
                form = self._styles.format(usual_format(value))
        elif self._kind == "Boolean":
            value = text == "1"
        elif self._kind == "Error":
            self.sheets[-1].note(NoteCode.ERRORS, len(self.sheets[-1].rows) + 1, text)
        self._note_format(column, form.number)
        return value

    def _note_format(self, column: int, number: int) -> None:
        if number != self._last_formats.get(column, 0):
            self._last_formats[column] = number
            sheet = self.sheets[-1]
            sheet.scan.formats.setdefault(column, Runs()).add(len(sheet.rows) + 1, number)

    def _end_cell(self) -> None:
        """Whether a formula has a result is known at the end of its cell."""
        if not self._has_formula or not self.sheets:
            return
        self._has_formula = False
        sheet = self.sheets[-1]
        formulas = sheet.scan.formulas.setdefault(len(self._row), Formulas())
        if self._has_result:
            formulas.results += 1
        else:
            formulas.bare.append(len(sheet.rows) + 1)

    def _start_comment(self, attributes: Attributes) -> None:
        self._in_comment = True

    def _end_comment(self) -> None:
        self._in_comment = False

    def _end_row(self) -> None:
        if not self.sheets:
            return
        sheet = self.sheets[-1]
        if self._is_hidden and any(cell != "" for cell in self._row):
            sheet.note(NoteCode.HIDDEN_ROWS, len(sheet.rows) + 1)
        self._grid.add_row(sheet, self._row)
        self._row = []
        self._skip_rows(self._skipped)

    def _start_visible(self, attributes: Attributes) -> None:
        self._taken = []

    def _end_visible(self) -> None:
        text, self._taken = "".join(self._taken or ()), None
        if self.sheets and text.strip() in ("SheetHidden", "SheetVeryHidden"):
            self.sheets[-1].is_visible = False


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
