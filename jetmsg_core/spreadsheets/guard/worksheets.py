"""A sheet of an .xlsx looked through: how far its filled cells reach, which rows Excel hides, and
which cells calamine would get wrong (ECMA-376, part 1, 18.3.1).

A cell without `r` follows the one before it. Every tag of a sheet passes here, two or three
million in a large one, so little is done for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for
from jetmsg_core.spreadsheets.guard.scans import SheetScan, letters_of
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_MOST_ERRORS = 500_000
_MOST_NAMES = 10_000
_LONGEST_ERROR = 20
_DIGITS = "0123456789"
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}")
_OTHER, _CELL, _VALUE, _ROW = range(4)
_TAGS = {"c": _CELL, "v": _VALUE, "is": _VALUE, "row": _ROW}
_NO_STYLES: frozenset[str] = frozenset()


class Worksheet:
    """Looks through one sheet. `durations` are the styles, as `s` names them, whose numbers are
    hours beyond the day."""

    def __init__(self, durations: frozenset[str] = _NO_STYLES) -> None:
        self.scan = SheetScan()
        self._durations = durations
        self._tags = dict(_TAGS)
        self._row = self._column = 0
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
        self.scan.refuse_too_large(name, bounds)
        return self.scan

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = self._tags.get(name)
        if tag == _CELL:
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
            if (
                self._row > scan.rows
                or self._column > scan.columns
                or kind == "e"
                or (self._durations and cell.get("s") in self._durations)
            ):
                self._fill(kind)
        elif tag == _ROW:
            self._begin_row(attributes)
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
        if attributes.get("hidden") in ("1", "true"):
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
            self._parser.CharacterDataHandler = self._error
        elif kind in (None, "n") and self._cell.get("s") in self._durations:
            scan.durations.setdefault(row, set()).add(column)

    def _error(self, characters: str) -> None:
        if self._in_error and len(self.scan.errors) < _MOST_ERRORS:
            shown = characters.strip()[:_LONGEST_ERROR]
            self.scan.errors.setdefault(self._row, {})[self._column] = shown
        self._in_error = False


@cache
def _column(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    if not _REFERENCE.fullmatch(f"{letters}1"):
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column
