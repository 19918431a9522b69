"""The sheets of an .ods looked through: how far their filled cells reach once everything that is
said to repeat is repeated, how much text that makes, and what cells show (ODF 1.2, part 1, 9.1.3
and 9.1.4).

LibreOffice ends nearly every sheet with a million empty rows in one tag; a filled cell that
repeats as often is another matter.
"""

from __future__ import annotations

import re

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.guard.archives import Archive
from jetmsg_core.spreadsheets.guard.markup import Attributes, Parser, feed, local, parser_for
from jetmsg_core.spreadsheets.guard.open_document.cells import (
    count_of,
    error_of,
    has_odd_value,
    is_number,
    value_of,
)
from jetmsg_core.spreadsheets.guard.open_document.styles import UNKNOWN, CellStyles
from jetmsg_core.spreadsheets.guard.scans import (
    Formulas,
    SheetScan,
    ShownTexts,
    UnknownLooks,
    letters_of,
)

CONTENT = "content.xml"
_STYLES = "styles.xml"
_META = "meta.xml"
_SHOW_WHAT_IS = (b"LibreOffice", b"OpenOffice", b"Collabora")
"""Programs that write into a cell's text what the sheet shows."""
_HIDDEN = ("collapse", "filter")
_ZERO = re.compile(r"-?0*\.?0*")
_LONGEST_SHOWN = 1_000
_MOST_ERRORS = 500_000


def scan_sheets(archive: Archive, bounds: Bounds) -> Document:
    """Gives what was seen of each sheet. Raises RefusedWorkbookError for a broken document."""
    return Document(bounds, trusted=_is_trusted(archive)).look(archive)


def _is_trusted(archive: Archive) -> bool:
    meta = archive.whole(_META) if _META in archive else b""
    return any(program in meta for program in _SHOW_WHAT_IS)


class Document:
    """A document looked through: `sheets` by name; `has_odd_values` where a cell has a value that
    calamine would not open the file for. The texts of cells are `trusted` to show their values, or
    compared with them."""

    def __init__(self, bounds: Bounds, *, trusted: bool) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self.has_odd_values = False
        self._trusted = trusted
        self._bounds = bounds
        self._scan = SheetScan()
        self._row = 0
        self._rows = self._column = self._cells = self._last = self._text = 0
        self._columns = 0
        self._errors_left = _MOST_ERRORS
        self._hidden = False
        self._cell: Attributes | None = None
        self._remark = False
        self._is_broken = False
        """The text of the cell has signs in it that are tags."""
        self._lines = 0
        """How many are open around what is read."""
        self._styles = CellStyles()
        self._words: list[str] = []
        self._parser: Parser = parser_for(self._start)
        self._parser.CharacterDataHandler = self._characters
        self._parser.EndElementHandler = self._end
        self._begins = {
            **self._styles.begins,
            "table": self._begin_sheet,
            "table-column": self._note_columns,
            "table-row": self._begin_row,
            "table-cell": self._begin_cell,
            "covered-table-cell": self._begin_cell,
            "annotation": self._begin_remark,
            "p": self._begin_line,
            "s": self._blanks,
            "line-break": self._break,
            "tab": self._tab,
        }
        self._ends = {
            **self._styles.ends,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
            "annotation": self._end_remark,
            "p": self._end_line,
        }
        self._known: dict[str, str] = {}

    def look(self, archive: Archive) -> Document:
        """Looks through the styles and the content of the document."""
        if _STYLES in archive:
            self._styles.read(archive.pieces(_STYLES))
        feed(self._parser, archive.pieces(CONTENT))
        self._end_row()
        return self

    def _start(self, name: str, attributes: Attributes) -> None:
        take = self._begins.get(self._local(name))
        if take is not None:
            take(attributes)

    def _end(self, name: str) -> None:
        end = self._ends.get(self._local(name))
        if end is not None:
            end()

    def _local(self, name: str) -> str:
        short = self._known.get(name)
        if short is None:
            short = local(name)
            if len(self._known) < 1_000:
                self._known[name] = short
        return short

    def _begin_sheet(self, attributes: Attributes) -> None:
        self._end_row()
        self._scan = SheetScan()
        self._row = self._columns = 0
        self._styles.begin_sheet()
        self.sheets[value_of(attributes, "name") or ""] = self._scan

    def _note_columns(self, attributes: Attributes) -> None:
        """Columns are said before the rows; those that a person does not see are taken down."""
        first = self._columns + 1
        self._columns += count_of(value_of(attributes, "number-columns-repeated"))
        columns = range(first, min(self._columns, self._bounds.columns) + 1)
        self._styles.begin_columns(attributes, columns)
        if value_of(attributes, "visibility") in _HIDDEN:
            self._scan.hidden_columns.update(columns)

    def _begin_row(self, attributes: Attributes) -> None:
        self._end_row()
        self._rows = count_of(value_of(attributes, "number-rows-repeated"))
        self._hidden = value_of(attributes, "visibility") in _HIDDEN
        self._styles.begin_row(attributes)
        self._column = self._last = self._text = 0

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cells = count_of(value_of(attributes, "number-columns-repeated"))
        self._column += self._cells
        self._cell = attributes
        self._words.clear()
        self._is_broken = False
        self._lines = 0
        if value_of(attributes, "value-type") is not None:
            self._last = self._column
            self._text += self._cells * sum(map(len, attributes.values()))
            self.has_odd_values = self.has_odd_values or has_odd_value(attributes)

    def _begin_remark(self, attributes: Attributes) -> None:
        """A remark hangs on a cell, and is no part of what it shows."""
        self._remark = True

    def _end_remark(self) -> None:
        self._remark = False

    def _begin_line(self, attributes: Attributes) -> None:
        self._lines += 1
        if self._words and not self._remark:
            self._words.append("\n")

    def _end_line(self) -> None:
        """What stands between lines is the layout of the file."""
        self._lines -= 1

    def _break(self, attributes: Attributes) -> None:
        self._sign("\n")

    def _tab(self, attributes: Attributes) -> None:
        self._sign("\t")

    def _sign(self, sign: str) -> None:
        if not self._remark:
            self._words.append(sign)
            self._is_broken = True
            self._text += self._cells

    def _blanks(self, attributes: Attributes) -> None:
        count = count_of(value_of(attributes, "c"))
        self._text += self._cells * count
        if not self._remark:
            self._words.append(" " * min(count, _LONGEST_SHOWN))

    def _characters(self, characters: str) -> None:
        if not self._column:
            self._styles.add_characters(characters)
            return
        if self._lines > 0 and not self._remark:
            self._words.append(characters)
        if characters.strip():
            self._last = self._column
            self._text += self._cells * len(characters)

    def _end_cell(self) -> None:
        """What a cell shows, once its text is complete."""
        cell, self._cell = self._cell, None
        if cell is None or self._column > self._bounds.columns or self._row >= self._bounds.rows:
            return
        kind = value_of(cell, "value-type")
        text = "".join(self._words).strip()
        if error := error_of(cell, text):
            self._note_error(error)
        elif kind is None:
            if text:
                self._note_text()
            elif value_of(cell, "formula") is not None:
                self._note_formula("", text)
        elif is_number(kind):
            self._note_shown(kind, cell, text)
            if not self._trusted and value_of(cell, "formula") is not None:
                self._note_formula(value_of(cell, "value") or kind, text)
        elif self._is_broken and value_of(cell, "string-value") is None:
            self._note_text()
        if text and self._styles.name_formats and not is_number(kind):
            self._note_around(cell)

    def _note_error(self, text: str) -> None:
        last = min(self._row + self._rows, self._bounds.rows)
        for row in range(self._row + 1, last + 1):
            self._errors_left -= self._cells
            if self._errors_left < 0:
                break
            errors = self._scan.errors.setdefault(row, {})
            errors.update(dict.fromkeys(self._places(), text[:_LONGEST_SHOWN]))
        self._text += self._cells * len(text)
        self._last = self._column

    def _note_text(self) -> None:
        """The text of a cell that calamine would not give so."""
        text = "".join(self._words)
        for column in self._places():
            self._scan.texts.setdefault(column, ShownTexts()).add(self._row + 1, self._rows, text)

    def _note_around(self, cell: Attributes) -> None:
        """What the style of a cell shows around its text."""
        text = "".join(self._words)
        for column in self._places():
            displayed = self._styles.show_text(cell, column, text)
            if displayed != text:
                texts = self._scan.shown.setdefault(column, ShownTexts())
                texts.add(self._row + 1, self._rows, displayed[:_LONGEST_SHOWN])

    def _note_formula(self, result: str, text: str) -> None:
        """A 0 of which no text says that it is shown is what a program that calculates nothing
        writes."""
        for column in self._places():
            formulas = self._scan.formulas.setdefault(column, Formulas())
            if not result:
                formulas.bare.append(self._row + 1)
            elif not text and _ZERO.fullmatch(result):
                formulas.blank.append(self._row + 1)
            else:
                formulas.results += 1

    def _note_shown(self, kind: str, cell: Attributes, text: str) -> None:
        for column in self._places():
            displayed = self._styles.shown(kind, cell, column, text, is_trusted=self._trusted)
            if displayed is UNKNOWN:
                value = (value_of(cell, "value") or "")[:_LONGEST_SHOWN]
                first = UnknownLooks(self._row + 1, 0, value)
                self._scan.unknown_looks.setdefault(column, first).count += self._rows
            elif displayed is not None:
                text_shown = None if displayed.text is None else displayed.text[:_LONGEST_SHOWN]
                texts = self._scan.shown.setdefault(column, ShownTexts())
                texts.add(self._row + 1, self._rows, text_shown, displayed.doubt)

    def _places(self) -> range:
        return range(self._column - self._cells + 1, self._column + 1)

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
