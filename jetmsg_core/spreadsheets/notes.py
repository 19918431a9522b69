"""What was noticed in a sheet that was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoteCode(StrEnum):
    """The kinds of things noticed in a sheet. `contacts.finding_codes` has the sentence of each."""

    ERRORS = "excel_errors"
    HIDDEN_ROWS = "hidden_rows"
    DATES = "dates_rewritten"
    UNREADABLE_DURATIONS = "unreadable_durations"
    FORMATS_IGNORED = "formats_ignored"
    NESTED_VALUES = "nested_values"


@dataclass(frozen=True)
class SheetNote:
    """Something noticed in so many cells or rows: the first `row` as Excel numbers it, and an
    example or none."""

    code: NoteCode
    row: int
    count: int = 1
    example: str = ""
