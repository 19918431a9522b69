"""What was noticed in a sheet that was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoteCode(StrEnum):
    """The kinds of things noticed in a sheet, each with a sentence in `contacts.findings.rules`."""

    ERRORS = "excel_errors"
    HIDDEN_ROWS = "hidden_rows"
    DATES = "dates_rewritten"
    UNREADABLE_DURATIONS = "unreadable_durations"
    FORMATS_IGNORED = "formats_ignored"
    NESTED_VALUES = "nested_values"
    HIDDEN_COLUMNS = "hidden_columns"
    NO_RESULTS = "formulas_without_results"
    LOOK_UNSHOWN = "look_not_shown"
    LOOK_DISPUTED = "look_disputed"
    LOOK_INDIAN = "look_indian"
    LOOK_SHORTENED = "look_shortened"
    DIGITS_LOST = "digits_lost"
    LOOKS_UNKNOWN = "looks_unknown"


LOOKS = frozenset(
    {
        NoteCode.LOOK_UNSHOWN,
        NoteCode.LOOK_DISPUTED,
        NoteCode.LOOK_INDIAN,
        NoteCode.LOOK_SHORTENED,
        NoteCode.DIGITS_LOST,
        NoteCode.LOOKS_UNKNOWN,
    }
)
"""What is said of how values are shown; the column of the numbers takes no look."""


@dataclass(frozen=True)
class SheetNote:
    """Something noticed in so many cells or rows: the first `row` as Excel numbers it, and an
    example or none. `column` counts from 1; 0 where it is not about one column."""

    code: NoteCode
    row: int
    count: int = 1
    example: str = ""
    column: int = 0
