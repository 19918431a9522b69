"""The sheets of a SpreadsheetML 2003 file, which Excel calls *XML Spreadsheet 2003* and many
programs write under a name in .xls.

Rows and cells that hold nothing may be left out: `ss:Index` says where the next one stands. (Office
2003 XML Reference Schemas, `urn:schemas-microsoft-com:office:spreadsheet`.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.reader.cells import text_of
from jetmsg_core.spreadsheets.reader.documents.tables import Grid, Table

_PIECE = 1 << 20
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d*)?)?)?")
_POWER_OF_TEN = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{0,40})?[eE][+-]?[0-9]{1,3}")
_PLAIN = frozenset({"", "General", "General Number", "@", "0"})
_NO_DAY = ("1899-12-31", "1899-12-30")
"""A time of the day alone is one of these days."""


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
            "Style": self._start_style,
            "NumberFormat": self._start_format,
            "Worksheet": self._start_sheet,
            "Row": self._start_row,
            "Cell": self._start_cell,
            "Data": self._start_data,
            "Comment": self._start_comment,
            "Visible": self._start_visible,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "Row": self._end_row,
            "Data": self._end_data,
            "Comment": self._end_comment,
            "Visible": self._end_visible,
        }
        self._style = ""
        self._formatted: set[str] = set()
        """Styles that show numbers otherwise than they are stored."""
        self._row: list[str] = []
        self._is_formatted = False
        self._skipped = 0
        self._is_hidden = False
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

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("ID", "")

    def _start_format(self, attributes: Attributes) -> None:
        if attributes.get("Format", "") not in _PLAIN:
            self._formatted.add(self._style)

    def _start_sheet(self, attributes: Attributes) -> None:
        self.sheets.append(Table(attributes.get("Name") or f"Sheet{len(self.sheets) + 1}"))
        self._skipped = 0

    def _start_row(self, attributes: Attributes) -> None:
        self._row, self._merged = [], 0
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
        place = _count(attributes, "Index") - 1
        if place < 0:
            place = len(self._row) + self._merged
        self._row += [""] * (min(place, self._grid.columns) - len(self._row))
        self._row.append("")
        self._is_formatted = attributes.get("StyleID", "") in self._formatted
        self._merged = min(_count(attributes, "MergeAcross"), self._grid.columns)

    def _start_data(self, attributes: Attributes) -> None:
        if not self._in_comment and self._row:
            self._kind, self._taken = attributes.get("Type", "String"), []

    def _end_data(self) -> None:
        if self._taken is None or self._in_comment or not self.sheets:
            return
        text, self._taken = "".join(self._taken), None
        row, sheet = len(self.sheets[-1].rows) + 1, self.sheets[-1]
        if self._kind == "Number" and _POWER_OF_TEN.fullmatch(text):
            text = text_of(float(text)) if math.isfinite(float(text)) else text
        if self._kind == "DateTime" and (date := _DATE.fullmatch(text)):
            if not text.startswith(_NO_DAY):
                sheet.noted.setdefault(NoteCode.DATES, SheetNote(NoteCode.DATES, row))
            text = _date_text(date)
        elif self._kind == "Number" and self._is_formatted:
            sheet.note(NoteCode.FORMATS_IGNORED, row, text)
        elif self._kind == "Boolean":
            text = "TRUE" if text == "1" else "FALSE"
        elif self._kind == "Error":
            sheet.note(NoteCode.ERRORS, row, text)
        self._row[-1] += text

    def _start_comment(self, attributes: Attributes) -> None:
        self._in_comment = True

    def _end_comment(self) -> None:
        self._in_comment = False

    def _end_row(self) -> None:
        if not self.sheets:
            return
        sheet = self.sheets[-1]
        if self._is_hidden and any(self._row):
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


def _date_text(date: re.Match[str]) -> str:
    """A date as workbooks give it: DD-MM-YYYY, with hours and minutes where there are any."""
    year, month, day, hour, minute = date.groups()
    shown = f"{day}-{month}-{year}"
    clock = f"{hour}:{minute}" if hour is not None else ""
    if date[0].startswith(_NO_DAY):
        return clock or shown
    return shown if clock in ("", "00:00") else f"{shown} {clock}"
