"""The sheets of an .xlsb looked through, record by record: how far their cells reach, which formats
these have, which rows and columns are hidden, which cells show an error, and which formulas have no
result (MS-XLSB, 2.1.4).

calamine reads the values; a record that is not understood is left to it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.scans import Formulas, Runs, SheetScan, letters_of
from jetmsg_core.spreadsheets.looks.errors import SHOWN_ERRORS
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_ROW, _FIRST_CELL, _ERROR, _LAST_CELL, _ERROR_RESULT = 0, 2, 3, 11, 11
_TEXT_RESULT, _NUMBER_RESULT = 8, 9
_FORMAT, _STYLE, _COLUMNS, _BOOK, _SHEET, _CALCULATION = 44, 47, 60, 153, 156, 157
_BEGIN_STYLES, _END_STYLES = 617, 618
_HIDDEN_ROW, _HIDDEN_COLUMN, _FROM_1904, _ON_LOAD = 0x10, 0x01, 0x01, 0x01
_AT_CALCULATION_FLAGS = 24
_NO_RESULTS = {_TEXT_RESULT: bytes(4), _NUMBER_RESULT: bytes(8)}
"""What a program that calculates nothing writes: a text of no letters, and 0."""
_DAYS_BEFORE_1904 = 1_462
_LARGEST_RECORD = 16_000_000
_MOST_ERRORS = 500_000

Record = tuple[int, bytes]


def records(pieces: Iterable[bytes]) -> Iterator[Record]:
    """Gives the records of a part: the kind and the content of each. Raises RefusedWorkbookError
    for one that is larger than any can be."""
    held = b""
    for piece in pieces:
        held += piece
        at = 0
        while (head := _head(held, at)) is not None:
            kind, begin, end = head
            if end - begin > _LARGEST_RECORD:
                raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
            if end > len(held):
                break
            yield kind, held[begin:end]
            at = end
        held = held[at:]


def _head(held: bytes, at: int) -> tuple[int, int, int] | None:
    """The kind of a record and where its content lies; None where more has to come first."""
    try:
        kind, at = held[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (held[at] & 0x7F) << 7, at + 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte, at = held[at], at + 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
    except IndexError:
        return None
    return kind, at, at + length


class BinaryBook:
    """What is known of the whole workbook: the `relations` of its sheets by name, the numbers of
    the formats of its styles, and the `codes` that it defines. `days_before` is what has to be
    added to its days, which may count from 1904; `calculates_first` where Excel is to find the
    results of all formulas when it opens it."""

    def __init__(self, book: Iterable[bytes], styles: Iterable[bytes]) -> None:
        self.relations: dict[str, str] = {}
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self.days_before = 0
        self.calculates_first = False
        for kind, content in records(book):
            if kind == _BOOK and content[:1] and content[0] & _FROM_1904:
                self.days_before = _DAYS_BEFORE_1904
            elif kind == _SHEET:
                self._take_sheet(content)
            elif kind == _CALCULATION and len(content) > _AT_CALCULATION_FLAGS:
                self.calculates_first = bool(content[_AT_CALCULATION_FLAGS] & _ON_LOAD)
        self._take_styles(styles)

    def _take_sheet(self, content: bytes) -> None:
        relation, at = _text(content, 8)
        name, _ = _text(content, at)
        self.relations[name] = relation

    def _take_styles(self, styles: Iterable[bytes]) -> None:
        is_of_cells = False
        for kind, content in records(styles):
            if kind in (_BEGIN_STYLES, _END_STYLES):
                is_of_cells = kind == _BEGIN_STYLES
            elif kind == _FORMAT:
                self.codes[int.from_bytes(content[:2], "little")] = _text(content, 2)[0]
            elif kind == _STYLE and is_of_cells:
                self.formats.append(int.from_bytes(content[2:4], "little"))


def scan_sheet(pieces: Iterable[bytes], book: BinaryBook, name: str, bounds: Bounds) -> SheetScan:
    """Gives what was seen in a sheet. Raises RefusedWorkbookError as soon as it is too large."""
    looking = _Looking(book)
    looking.scan.days_before = book.days_before
    for kind, content in records(pieces):
        if kind == _ROW:
            looking.begin_row(content)
            looking.scan.refuse_too_large(name, bounds)
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            looking.take_cell(kind, content)
        elif kind == _COLUMNS:
            looking.note_columns(content, bounds)
    looking.scan.refuse_too_large(name, bounds)
    return looking.scan


class _Looking:
    """One sheet, while its records pass."""

    def __init__(self, book: BinaryBook) -> None:
        self.scan = SheetScan()
        self._formats = book.formats
        self._calculates_first = book.calculates_first
        self._last: dict[int, int] = {}
        self._row = 0
        self._errors = 0

    def begin_row(self, content: bytes) -> None:
        self._row = int.from_bytes(content[:4], "little") + 1
        if len(content) > 11 and content[11] & _HIDDEN_ROW:
            self.scan.hidden.append(self._row)

    def note_columns(self, content: bytes, bounds: Bounds) -> None:
        if len(content) < 17 or not content[16] & _HIDDEN_COLUMN:
            return
        first, last = struct.unpack_from("<LL", content)
        self.scan.hidden_columns.update(range(first + 1, min(last, bounds.columns) + 2))

    def take_cell(self, kind: int, content: bytes) -> None:
        if len(content) < 8:
            return
        scan = self.scan
        column = int.from_bytes(content[:4], "little") + 1
        style = int.from_bytes(content[4:7], "little")
        number = self._formats[style] if style < len(self._formats) else 0
        if number != self._last.get(column, 0):
            self._last[column] = number
            scan.formats.setdefault(column, Runs()).add(self._row, number)
        scan.rows = max(scan.rows, self._row)
        if column > scan.columns:
            scan.columns, scan.far = column, f"{letters_of(column)}{self._row}"
        if kind in (_ERROR, _ERROR_RESULT) and len(content) > 8:
            self._note_error(column, content[8])
        if kind >= _TEXT_RESULT:
            self._note_formula(kind, column, content)

    def _note_formula(self, kind: int, column: int, content: bytes) -> None:
        formulas = self.scan.formulas.setdefault(column, Formulas())
        nothing = _NO_RESULTS.get(kind)
        if self._calculates_first and nothing is not None and content.startswith(nothing, 8):
            formulas.blank.append(self._row)
        else:
            formulas.results += 1

    def _note_error(self, column: int, code: int) -> None:
        self._errors += 1
        if self._errors <= _MOST_ERRORS:
            text = SHOWN_ERRORS.get(code, "#N/A")
            self.scan.errors.setdefault(self._row, {})[column] = text


def _text(content: bytes, at: int) -> tuple[str, int]:
    """A text behind its length, and where it ends; empty where it is none."""
    length = int.from_bytes(content[at : at + 4], "little")
    if length > len(content):
        return "", at + 4
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end
