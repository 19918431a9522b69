"""A sheet of an .xlsx looked through: how far its filled cells reach, what Excel hides, which
formats cells have, and which cells calamine would get wrong (ECMA-376, part 1, 18.3.1).

A cell without `r` follows the one before it. Every tag of a sheet passes here, two or three
million in a large one, so little is done for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for
from jetmsg_core.spreadsheets.guard.scans import Formulas, Runs, SheetScan, letters_of
from jetmsg_core.spreadsheets.guard.styles import Styles
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_MOST_ERRORS = 500_000
_MOST_NAMES = 10_000
_LONGEST_ERROR = 20
_DIGITS = "0123456789"
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}")
_OTHER, _CELL, _VALUE, _ROW, _FORMULA, _COLUMN = range(6)
_TAGS = {
    "c": _CELL,
    "v": _VALUE,
    "is": _VALUE,
    "row": _ROW,
    "f": _FORMULA,
    "col": _COLUMN,
}
_TRUE = ("1", "true")
_COLUMN_NUMBER = re.compile(r"[0-9]{1,5}")
_ZERO = re.compile(r"0+(?:\.0*)?")


class Worksheet:
    """Looks through one sheet. In one whose workbook says that `calculates_first`, a result of 0
    may be none: whoever wrote it leaves the calculating to Excel."""

    def __init__(self, styles: Styles, *, calculates_first: bool = False) -> None:
        self.scan = SheetScan()
        self._durations = styles.durations
        self._numbers: Mapping[str, int] = styles.numbers
        self._first_number = styles.numbers.get("0", 0)
        self._calculates_first = calculates_first
        self._formats: dict[int, int] = {}
        self._has_formula = self._awaits_result = self._listens = False
        self._tags = dict(_TAGS)
        self._row = self._column = self._formula_row = self._formula_column = 0
        self._row_name = ""
        self._cell: Attributes = {}
        self._in_error = False
        self._parser = parser_for(self._start)

    def look(self, pieces: Iterator[bytes], name: str, bounds: Bounds) -> SheetScan:
        """Looks through the sheet and gives what was seen. Raises RefusedWorkbookError as soon as
        it is too large."""

        def checked() -> Iterator[bytes]:
            for piece in pieces:
                yield piece
                self.scan.refuse_too_large(name, bounds)

        feed(self._parser, checked())
        if self._has_formula:
            self._end_formula()
        self.scan.refuse_too_large(name, bounds)
        return self.scan

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = self._tags.get(name)
        if tag == _CELL:
            if self._has_formula:
                self._end_formula()
            if self._listens:
                self._listens = False
                self._parser.CharacterDataHandler = None
            self._cell = attributes
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                letters = reference.rstrip(_DIGITS)
                self._column = _column(letters)
                row = reference[len(letters) :]
                if row != self._row_name:
                    self._begin_row_named(row)
        elif tag == _VALUE:
            cell, scan = self._cell, self.scan
            kind = cell.get("t")
            if kind == "s":
                scan.sharing += 1
            style = cell.get("s")
            number = self._first_number if style is None else self._numbers.get(style, 0)
            if number != self._formats.get(self._column, 0):
                self._begin_format(number)
            if self._has_formula:
                self._awaits_result = True
                self._listen()
            if (
                self._row > scan.rows
                or self._column > scan.columns
                or kind == "e"
                or (self._durations and style in self._durations)
            ):
                self._fill(kind)
        elif tag == _ROW:
            self._begin_row(attributes)
        elif tag == _FORMULA:
            self._has_formula = True
            self._formula_row, self._formula_column = self._row, self._column
        elif tag == _COLUMN:
            self._note_columns(attributes)
        elif tag is None:
            self._learn(name, attributes)

    def _learn(self, name: str, attributes: Attributes) -> None:
        """Each spelling of a tag, `c` or `x:c`, is looked into once."""
        if len(self._tags) > _MOST_NAMES:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        self._tags[name] = _TAGS.get(local(name), _OTHER)
        if self._tags[name] != _OTHER:
            self._start(name, attributes)

    def _begin_row(self, attributes: Attributes) -> None:
        self._column = 0
        if "r" in attributes:
            self._begin_row_named(attributes["r"])
        else:
            self._begin_row_named(str(self._row + 1))
        if attributes.get("hidden") in _TRUE:
            self.scan.hidden.append(self._row)

    def _begin_row_named(self, digits: str) -> None:
        if not _REFERENCE.fullmatch(f"A{digits}"):
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        self._row, self._row_name = int(digits), digits

    def _fill(self, kind: str | None) -> None:
        """The cell holds more than a format, and there is something to remember of it."""
        scan, row, column = self.scan, self._row, self._column
        if row > scan.rows:
            scan.rows = row
        if column > scan.columns:
            scan.columns = column
            scan.far = f"{letters_of(column)}{row}"
        if kind == "e":
            self._in_error = True
            self._listen()
        elif kind in (None, "n") and self._cell.get("s") in self._durations:
            scan.durations.setdefault(row, set()).add(column)

    def _listen(self) -> None:
        """The characters of the value are wanted, until the next cell begins. A handler that took
        itself away would be called without end."""
        self._listens = True
        self._parser.CharacterDataHandler = self._characters

    def _characters(self, characters: str) -> None:
        """The value of an error, or the result of a formula."""
        if self._in_error and len(self.scan.errors) < _MOST_ERRORS:
            text = characters.strip()[:_LONGEST_ERROR]
            self.scan.errors.setdefault(self._row, {})[self._column] = text
        self._in_error = False
        if self._awaits_result and characters.strip():
            self._note_result(characters.strip())

    def _note_result(self, result: str) -> None:
        self._has_formula = self._awaits_result = False
        formulas = self._formulas()
        if self._calculates_first and _ZERO.fullmatch(result):
            formulas.blank.append(self._formula_row)
        else:
            formulas.results += 1

    def _end_formula(self) -> None:
        """The cell before had a formula, and no result was found in it. A text of no letters is
        one."""
        is_text = self._cell.get("t") == "str" and self._awaits_result
        self._has_formula = self._awaits_result = False
        if is_text:
            self._formulas().results += 1
        else:
            self._formulas().bare.append(self._formula_row)

    def _formulas(self) -> Formulas:
        return self.scan.formulas.setdefault(self._formula_column, Formulas())

    def _begin_format(self, number: int) -> None:
        """From here on the cells of the column have another format."""
        self._formats[self._column] = number
        self.scan.formats.setdefault(self._column, Runs()).add(self._row, number)

    def _note_columns(self, attributes: Attributes) -> None:
        """The columns that a person does not see."""
        if attributes.get("hidden") not in _TRUE:
            return
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if _COLUMN_NUMBER.fullmatch(first) and _COLUMN_NUMBER.fullmatch(last):
            self.scan.hidden_columns.update(range(int(first), int(last) + 1))


@cache
def _column(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    if not _REFERENCE.fullmatch(f"{letters}1"):
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column
