"""Which row of a file holds the column names.

A header is unlike the rows below it: it names the column in which they hold numbers, and holds
none itself. What merely says *Mobile* or *Contact* in a column without numbers, or says it again
further down, is a value. A row is taken for the header only if no contact is lost by it; where
one might be, the person is asked.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass

from jetmsg_core.contacts.columns.names import (
    EXACT,
    HINT,
    LONGER,
    header_key,
    is_familiar,
    may_be_name,
    may_stand_for_number,
    number_likeness,
    says_none,
)
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.inner_digits import holds_number
from jetmsg_core.contacts.numbers.normalize_cell import (
    LONGEST_SPELLING,
    Number,
    Rejection,
    normalize,
)
from jetmsg_core.contacts.numbers.wrappings import is_labelled
from jetmsg_core.contacts.reading.tables import REASON_COLUMN

Row = tuple[int, list[str]]
"""A row number as seen in Excel, and its cells."""

_MANY_DIGITS = re.compile(r"(?:\D*\d){5}")
_LETTER = re.compile(r"[^\W\d_]")
_PHONE = re.compile(r"(?:p:|tel:)?[\s'\"=]*(\+)?[\d\s().\-]+['\"]?", re.IGNORECASE)
_DATE = re.compile(r"\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")
_DIGIT = re.compile(r"\d")
_AT = re.compile("@")
_FEWEST_DIGITS, _MOST_DIGITS = 10, 15
"""Of a phone number. Shorter ones are amounts, PIN codes and landlines without their code; E.164
allows no longer ones."""
_FEWEST_AFTER_PLUS = 7


@dataclass(frozen=True)
class HeaderRow:
    """The row that was found, why, and whether it goes without saying."""

    row: Row | None
    reason: str
    is_sure: bool = False
    may_be_contact: bool = False
    """Its cell above the numbers may be a remark instead of a name: `no phone`, `WhatsApp`."""


def guess_header(rows: list[Row], usual: int) -> HeaderRow:
    """Gives the row that is most likely the header, if one is. `rows` are the first filled ones,
    `usual` is how many cells most have."""
    for row, cells in rows:
        if REASON_COLUMN in cells:
            reason = f"Row {row} is the header of a file of rejected rows."
            return HeaderRow((row, cells), reason, is_sure=True)
    head = _Head(rows, usual)
    first = head.first_with_number
    if named := [index for index in range(first) if head.names_numbers(index)]:
        best = max(named, key=lambda index: (*head.strength(index), -index))
        reason = f"Row {rows[best][0]} has a name usual for numbers."
        return HeaderRow(rows[best], reason, head.is_sure(best), head.may_be_contact(best))
    for index in range(first, len(rows)):
        if head.is_clear(index):
            reason = f"Row {rows[index][0]} has names usual for columns, one of them for numbers."
            return HeaderRow(rows[index], reason, is_sure=True)
    if not first:
        reason = f"Row {rows[0][0]} holds a mobile number already, so it is a contact."
        return HeaderRow(None, reason)
    return _first_full_row(head, rows[:first])


def phones_in(cells: list[str]) -> set[int]:
    """Gives the columns whose cells look like phone numbers, of any country, whole or damaged."""
    return {column for column, cell in enumerate(cells) if _is_phone(cell)}


def _is_phone(cell: str) -> bool:
    if len(cell) > LONGEST_SPELLING or not _DIGIT.search(cell) or is_labelled(cell):
        return False
    read = normalize(cell)
    if isinstance(read, Number) or read.reason is Reason.SCIENTIFIC_NOTATION_LOSSY:
        return True
    spelled = _PHONE.fullmatch(cell.strip())
    if spelled is None or _DATE.match(cell):
        return False
    least = _FEWEST_AFTER_PLUS if spelled[1] else _FEWEST_DIGITS
    return least <= sum(map(str.isdecimal, cell)) <= _MOST_DIGITS


def _is_digits(cell: str) -> bool:
    return bool(_MANY_DIGITS.match(cell)) and not _LETTER.search(cell)


def _is_empty(cell: str) -> bool:
    return normalize(cell) == Rejection(Reason.EMPTY)


class _Head:
    """The first rows of a file, with what is known of their cells."""

    def __init__(self, rows: list[Row], usual: int) -> None:
        self._rows = rows
        self._usual = usual
        self._phones = [phones_in(cells) for _, cells in rows]
        self._below: list[set[int]] = [set() for _ in rows]
        """Where rows below each row hold numbers."""
        for index in range(len(rows) - 1, 0, -1):
            self._below[index - 1] = self._below[index] | self._phones[index]
        numbered = (index for index in range(len(rows)) if self._holds_mobile(index))
        self.first_with_number = next(numbered, len(rows))

    def names_numbers(self, index: int) -> bool:
        """True where a word for numbers stands above numbers; where there are none at all, where it
        stands in one row only."""
        below = self._below[index]
        doubtful = below or range(len(self._rows[index][1]))
        if any(self._is_digits_at(index, column) for column in doubtful):
            return False
        likeness = self._likeness(index)
        if self._usual > 1 and self._filled(index) < 2 and not (below and likeness == EXACT):
            return False
        return likeness >= (HINT if below else LONGER)

    def strength(self, index: int) -> tuple[int, int]:
        return sum(map(is_familiar, self._rows[index][1])), self._likeness(index)

    def is_sure(self, index: int) -> bool:
        familiar, likeness = self.strength(index)
        return likeness >= LONGER or familiar > (1 if self._usual > 1 else 0)

    def may_be_contact(self, index: int) -> bool:
        """True where nothing but the cell above the numbers is like a column's name, and that may
        be what somebody wrote in place of a number."""
        cells = self._rows[index][1]
        numbers = [cells[column] for column in self._below[index] if column < len(cells)]
        remarks = any(map(says_none, numbers))
        if not (remarks or any(map(number_likeness, numbers))):
            return False
        if not remarks and not all(map(may_stand_for_number, filter(None, numbers))):
            return False
        if len({header_key(name) for name in numbers if number_likeness(name) >= LONGER}) > 1:
            return False  # `Father Mobile` and `Mother Mobile`: nobody has two such remarks.
        others = [
            column
            for column, cell in enumerate(cells)
            if cell.strip() and column not in self._below[index] and number_likeness(cell) < LONGER
        ]
        named = [column for column in others if self._is_named(index, column)]
        return bool(others) and (len(named) * 2 <= len(others) if remarks else not named)

    def _is_named(self, index: int, at: int) -> bool:
        """Whether a cell is a usual name, or of another kind than those below it."""
        cell = self._cell(index, at)
        if may_be_name(cell):
            return not self._is_repeated(index, at)
        below = [self._cell(row, at) for row in range(index + 1, len(self._rows))]
        filled = [text for text in below if text.strip()]
        return any(
            not sign.search(cell)
            and 2 * sum(bool(sign.search(text)) for text in filled) > len(below)
            for sign in (_DIGIT, _AT)
        )

    def is_clear(self, index: int) -> bool:
        """True where the row must be a header, though a number stands above it."""
        return (
            self._usual > 1
            and bool(self._below[index])
            and not self._phones[index]
            and self.names_numbers(index)
            and self._likeness(index) >= LONGER
            and (self.strength(index)[0] > 1 or self._are_names(index))
        )

    def _are_names(self, index: int) -> bool:
        cells = [cell for cell in self._rows[index][1] if cell.strip()]
        return len(cells) > 1 and all(map(may_be_name, cells))

    def is_title(self, index: int) -> bool:
        """True where too few of the row's cells are filled for the names of these columns."""
        filled = self._filled(index)
        if self._usual == 1 or filled == 1:
            return filled == 1 < self._usual
        rows = range(min(self.first_with_number, len(self._rows) - 1), len(self._rows))
        usually = statistics.median(self._filled(row) for row in rows)
        named = any(not _is_empty(self._cell(index, at)) for at in self._below[index])
        return filled * 2 <= usually and not named

    def looks_like_contact(self, index: int) -> bool:
        """True where the row holds digits or a number, or says what another row repeats below; also
        where nothing stands above the numbers and at most half of its cells are names that columns
        usually have."""
        cells = self._rows[index][1]
        if any(map(_is_digits, cells)) or self._phones[index]:
            return True
        if any(holds_number(self._cell(index, at)) for at in self._below[index]):
            return True
        if any(self._is_repeated(index, at) for at in range(len(cells))):
            return True
        below = self._below[index]
        if not below or any(not _is_empty(self._cell(index, at)) for at in below):
            return False
        familiar = sum(is_familiar(cell) and number_likeness(cell) < LONGER for cell in cells)
        return familiar * 2 <= self._filled(index)

    def _likeness(self, index: int) -> int:
        """The most that a cell above numbers says of them; or any cell, where there are none."""
        below = self._below[index]
        cells = self._rows[index][1]
        if below:
            return max((number_likeness(cells[at]) for at in below if at < len(cells)), default=0)
        spoken = ((number_likeness(cell), at) for at, cell in enumerate(cells) if cell)
        return max(
            (much for much, at in spoken if much and not self._is_repeated(index, at)), default=0
        )

    def _is_repeated(self, index: int, at: int) -> bool:
        """Whether another row below says the same in the same column. A header that is printed
        again, as on the next page, repeats as a whole and does not count."""
        cells = self._rows[index][1]
        text = cells[at].strip()
        return bool(text) and any(
            self._cell(below, at).strip() == text and self._rows[below][1] != cells
            for below in range(index + 1, len(self._rows))
        )

    def _is_digits_at(self, index: int, column: int) -> bool:
        cell = self._cell(index, column)
        return column in self._phones[index] or _is_digits(cell) or holds_number(cell)

    def _holds_mobile(self, index: int) -> bool:
        cells = self._rows[index][1]
        return any(isinstance(normalize(cells[at]), Number) for at in self._phones[index])

    def _cell(self, index: int, column: int) -> str:
        cells = self._rows[index][1]
        return cells[column] if column < len(cells) else ""

    def _filled(self, index: int) -> int:
        return sum(1 for cell in self._rows[index][1] if cell.strip())


def _first_full_row(head: _Head, rows: list[Row]) -> HeaderRow:
    for index, (row, cells) in enumerate(rows):
        if head.is_title(index):
            continue
        if head.looks_like_contact(index):
            return HeaderRow(None, f"Row {row} looks like a contact, not like column names.")
        reason = f"Row {row} is the first full row and holds no number."
        is_sure = sum(map(is_familiar, cells)) > 0
        return HeaderRow((row, cells), reason, is_sure, head.may_be_contact(index))
    return HeaderRow(None, "No row looks like column names.")
