"""The sheets of an .ods looked through: how far their filled cells reach once everything that is
said to repeat is repeated, and how much text that makes (ODF 1.2, part 1, 9.1.3 and 9.1.4).

LibreOffice ends nearly every sheet with a million empty rows in one tag; a filled cell that
repeats as often is another matter.
"""

from __future__ import annotations

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.archives import Archive
from jetmsg_core.spreadsheets.guard.markup import Attributes, Parser, feed, local, parser_for
from jetmsg_core.spreadsheets.guard.scans import SheetScan, letters_of
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

CONTENT = "content.xml"
_HIDDEN = ("collapse", "filter")
_LONGEST_COUNT = 9


def scan_sheets(archive: Archive, bounds: Bounds) -> dict[str, SheetScan]:
    """Gives what was seen of each sheet, by its name. Raises RefusedWorkbookError for a broken
    document."""
    return _Document(bounds).look(archive)


class _Document:
    def __init__(self, bounds: Bounds) -> None:
        self._sheets: dict[str, SheetScan] = {}
        self._bounds = bounds
        self._scan = SheetScan()
        self._row = 0
        self._rows = self._column = self._cells = self._last = self._text = 0
        self._hidden = False
        self._parser: Parser = parser_for(self._start)
        self._parser.CharacterDataHandler = self._characters
        self._kinds = {
            "table": self._begin_sheet,
            "table-row": self._begin_row,
            "table-cell": self._cell,
            "covered-table-cell": self._cell,
            "s": self._blanks,
        }

    def look(self, archive: Archive) -> dict[str, SheetScan]:
        feed(self._parser, archive.pieces(CONTENT))
        self._end_row()
        return self._sheets

    def _start(self, name: str, attributes: Attributes) -> None:
        take = self._kinds.get(local(name))
        if take is not None:
            take(attributes)

    def _begin_sheet(self, attributes: Attributes) -> None:
        self._end_row()
        self._scan = SheetScan()
        self._row = 0
        self._sheets[_of(attributes, "name") or ""] = self._scan

    def _begin_row(self, attributes: Attributes) -> None:
        self._end_row()
        self._rows = _count(_of(attributes, "number-rows-repeated"))
        self._hidden = _of(attributes, "visibility") in _HIDDEN
        self._column = self._last = self._text = 0

    def _cell(self, attributes: Attributes) -> None:
        self._cells = _count(_of(attributes, "number-columns-repeated"))
        self._column += self._cells
        if _of(attributes, "value-type") is not None:
            self._last = self._column
            self._text += self._cells * sum(map(len, attributes.values()))

    def _blanks(self, attributes: Attributes) -> None:
        self._text += self._cells * _count(_of(attributes, "c"))

    def _characters(self, characters: str) -> None:
        if characters.strip() and self._column:
            self._last = self._column
            self._text += self._cells * len(characters)

    def _end_row(self) -> None:
        """What the row before makes of the sheet."""
        scan, first = self._scan, self._row + 1
        self._row += self._rows
        if self._last:
            scan.rows = self._row
            scan.characters += self._rows * self._text
            if self._last > scan.columns:
                scan.columns = self._last
                scan.far = f"{letters_of(self._last)}{self._row}"
            if self._hidden and self._row <= self._bounds.rows:
                scan.hidden += range(first, self._row + 1)
        self._rows = self._last = 0


def _of(attributes: Attributes, name: str) -> str | None:
    return next((value for key, value in attributes.items() if local(key) == name), None)


def _count(digits: str | None) -> int:
    """How often something repeats; once where nothing is said."""
    if digits is None:
        return 1
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_COUNT):
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    return int(digits)
