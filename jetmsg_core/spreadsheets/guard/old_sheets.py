"""The sheets of an .xls looked through, record by record: which formats cells have, which rows and
columns are hidden, which cells show an error, and which formulas have no result (MS-XLS, 2.4).

calamine reads the values; whatever is not understood here is left to it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from jetmsg_core.spreadsheets.guard.scans import Formulas, Runs, SheetScan
from jetmsg_core.spreadsheets.looks.errors import SHOWN_ERRORS

STREAMS = ("Workbook", "Book")
"""Names of the stream with the sheets, in files of Excel 97 and later, and of Excel 5."""
_BOF, _EOF, _SHEET, _FORMAT, _STYLE = (0x809, 0x409, 0x209, 0x09), 0x0A, 0x85, (0x41E, 0x1E), 0xE0
_ROW, _COLUMNS, _ERROR = 0x208, 0x7D, 0x205
_FORMULA = (0x06, 0x206, 0x406)
_SEVERAL_NUMBERS = 0xBD
_CELLS = frozenset({0x203, 0x27E, 0x204, 0xFD, 0xD6})
"""A number, a number in short, a text in three ways."""
_BIFF8 = 0x600
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_MOST_ERRORS = 500_000
_ERROR_RESULT, _EMPTY_RESULT = 2, 3
_PLACE = struct.Struct("<HHH")
_HEAD = struct.Struct("<HH")

Record = tuple[int, bytes]


class OldSheets:
    """What is known of the whole workbook: `codes` are the formats it defines, by number."""

    def __init__(self, book: bytes) -> None:
        self._book = book
        self.codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._starts: dict[str, int] = {}
        self._wide = True
        for kind, content in _records(book, 0):
            try:
                self._take(kind, content)
            except (struct.error, IndexError):
                continue

    def look(self, name: str) -> SheetScan:
        """Gives what was seen of a sheet, nothing where it is not found."""
        start = self._starts.get(name)
        looking = _Looking(self._formats)
        for kind, content in _records(self._book, start) if start is not None else ():
            try:
                looking.take(kind, content)
            except (struct.error, IndexError):
                continue
        return looking.scan

    def _take(self, kind: int, content: bytes) -> None:
        if kind in _BOF:
            self._wide = struct.unpack_from("<H", content)[0] >= _BIFF8
        elif kind == _SHEET:
            self._starts[self._text(content, 6, short=True)] = struct.unpack_from("<L", content)[0]
        elif kind in _FORMAT:
            number = struct.unpack_from("<H", content)[0]
            self.codes[number] = self._text(content, 2, short=not self._wide)
        elif kind == _STYLE:
            self._formats.append(struct.unpack_from("<H", content, 2)[0])

    def _text(self, content: bytes, at: int, *, short: bool) -> str:
        """A text after its length; since Excel 97 with a sign for letters of two bytes."""
        (length,) = struct.unpack_from("<B" if short else "<H", content, at)
        at += 1 if short else 2
        if not self._wide:
            return content[at : at + length].decode("cp1252", "replace")
        if content[at] & 1:
            return content[at + 1 : at + 1 + 2 * length].decode("utf-16-le", "replace")
        return content[at + 1 : at + 1 + length].decode("latin-1")


class _Looking:
    """One sheet, while its records pass."""

    def __init__(self, formats: list[int]) -> None:
        self.scan = SheetScan()
        self._formats = formats
        self._last: dict[int, int] = {}
        self._errors = 0
        self._kinds: dict[int, Callable[[bytes], None]] = {
            _ROW: self._row,
            _COLUMNS: self._columns,
            _ERROR: self._error,
            _SEVERAL_NUMBERS: self._numbers,
            **dict.fromkeys(_CELLS, self._cell),
            **dict.fromkeys(_FORMULA, self._formula),
        }

    def take(self, kind: int, content: bytes) -> None:
        reader = self._kinds.get(kind)
        if reader is not None:
            reader(content)

    def _row(self, content: bytes) -> None:
        row, flags = struct.unpack_from("<H10xH", content)
        if flags & _HIDDEN_ROW:
            self.scan.hidden.append(row + 1)

    def _columns(self, content: bytes) -> None:
        first, last, flags = struct.unpack_from("<HH4xH", content)
        if flags & _HIDDEN_COLUMN:
            self.scan.hidden_columns.update(range(first + 1, min(last, 255) + 2))

    def _cell(self, content: bytes) -> None:
        row, column, style = _PLACE.unpack_from(content)
        number = self._formats[style] if style < len(self._formats) else 0
        if number != self._last.get(column, 0):
            self._last[column] = number
            self.scan.formats.setdefault(column + 1, Runs()).add(row + 1, number)

    def _numbers(self, content: bytes) -> None:
        row, first = _HEAD.unpack_from(content)
        for index in range((len(content) - 6) // 6):
            (style,) = struct.unpack_from("<H", content, 4 + 6 * index)
            self._cell(_PLACE.pack(row, first + index, style))

    def _error(self, content: bytes) -> None:
        row, column, _ = _PLACE.unpack_from(content)
        if content[7]:
            self._note_error(row, column, content[6])

    def _formula(self, content: bytes) -> None:
        row, column, _ = _PLACE.unpack_from(content)
        self._cell(content)
        formulas = self.scan.formulas.setdefault(column + 1, Formulas())
        special = content[12:14] == b"\xff\xff"
        if special and content[6] == _EMPTY_RESULT:
            formulas.blank.append(row + 1)
            return
        formulas.results += 1
        if special and content[6] == _ERROR_RESULT:
            self._note_error(row, column, content[8])

    def _note_error(self, row: int, column: int, code: int) -> None:
        self._errors += 1
        if self._errors <= _MOST_ERRORS:
            errors = self.scan.errors.setdefault(row + 1, {})
            errors[column + 1] = SHOWN_ERRORS.get(code, "#N/A")


def _records(book: bytes, start: int) -> Iterator[Record]:
    """The records of a part, up to its end; a chart within a sheet is a part of its own."""
    at, depth = start, 0
    while at + 4 <= len(book):
        kind, length = _HEAD.unpack_from(book, at)
        if kind in _BOF:
            depth += 1
        if depth <= 1:
            yield kind, book[at + 4 : at + 4 + length]
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        at += 4 + length
