"""What is known of a sheet before calamine lays it out as a full grid."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.looks.look import Doubt
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal


class Runs:
    """The formats of a column, from a row on to the next that is noted. 0 is General."""

    def __init__(self) -> None:
        self.rows = array("q")
        self.formats = array("q")
        self.in_order = True
        """Rows came in order. Where they did not, nobody knows which format a row has."""

    def add(self, row: int, number: int) -> None:
        """Notes that cells have this format from the row on."""
        if self.rows and row < self.rows[-1]:
            self.in_order = False
        self.rows.append(row)
        self.formats.append(number)


class ShownTexts:
    """What is known that the cells of a column show: from a row on, so many rows show one text;
    None where nobody knows. `doubts` are those about a text, by its place."""

    def __init__(self) -> None:
        self.rows = array("q")
        self.counts = array("q")
        self.texts: list[str | None] = []
        self.doubts: dict[int, Doubt] = {}

    def add(self, row: int, count: int, text: str | None, doubt: Doubt | None = None) -> None:
        """Adds a text. Rows come in order."""
        if doubt is not None:
            self.doubts[len(self.rows)] = doubt
        self.rows.append(row)
        self.counts.append(count)
        self.texts.append(text)

    @property
    def last(self) -> int:
        """Gives the last row of which a text is known, 0 for none."""
        return self.rows[-1] + self.counts[-1] - 1 if self.rows else 0


@dataclass
class UnknownLooks:
    """The first row of them, how many there are, and what the first holds."""

    row: int
    count: int
    example: str


@dataclass
class Formulas:
    """The formulas of one column, by row: `bare` ones have no result in the file; `blank` ones have
    0, or no text, which is also what a program that calculates nothing writes. `results` counts
    the others."""

    bare: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    results: int = 0

    @property
    def never_calculated(self) -> list[int]:
        """The rows of those among the blank ones whose result nobody knows."""
        return [] if self.results else self.blank

    @property
    def without_result(self) -> list[int]:
        """The rows of all whose result nobody knows, in order."""
        return sorted([*self.bare, *self.never_calculated])


@dataclass
class SheetScan:
    """What was seen in a sheet. Rows and columns are counted from 1, as Excel shows them; those of
    cells that hold nothing but a format are left out."""

    rows: int = 0
    columns: int = 0
    far: str = ""
    """The last cell of the last column."""
    characters: int = 0
    """In cells that repeat or share a text; what a cell holds itself is no more than the file."""
    sharing: int = 0
    """How many cells share a text."""
    hidden: list[int] = field(default_factory=list)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column, what Excel shows; calamine reads these cells as empty."""
    durations: dict[int, set[int]] = field(default_factory=dict)
    """By row, the columns of cells that Excel shows as hours beyond the day."""
    formats: dict[int, Runs] = field(default_factory=dict)
    """By column."""
    shown: dict[int, ShownTexts] = field(default_factory=dict)
    """By column, what the file itself says that its cells show."""
    texts: dict[int, ShownTexts] = field(default_factory=dict)
    """By column, the texts of cells that calamine reads as empty or without their line ends."""
    unknown_looks: dict[int, UnknownLooks] = field(default_factory=dict)
    """By column, cells with a format of which nobody knows what it shows."""
    days_before: int = 0
    """What has to be added to days that calamine leaves as whole numbers."""
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[int, Formulas] = field(default_factory=dict)
    """By column."""

    def column_notes(self, width: int) -> Iterator[SheetNote]:
        """Gives what is to be said of single columns of so many: those that are hidden, those with
        formulas whose results nobody knows, and those whose looks nobody knows."""
        for column in sorted(self.hidden_columns & set(range(1, width + 1))):
            yield SheetNote(NoteCode.HIDDEN_COLUMNS, 0, column=column)
        for column, formulas in sorted(self.formulas.items()):
            if rows := formulas.without_result:
                yield SheetNote(NoteCode.NO_RESULTS, rows[0], len(rows), column=column)
        for column, looks in sorted(self.unknown_looks.items()):
            yield SheetNote(NoteCode.LOOKS_UNKNOWN, looks.row, looks.count, looks.example, column)

    def refuse_too_large(self, name: str, bounds: Bounds) -> None:
        """Raises RefusedWorkbookError for a sheet whose grid or texts would not fit into memory.
        This is cheap, so that it can be asked while the sheet is still being looked through."""
        if self.columns > bounds.columns:
            raise RefusedWorkbookError(
                WorkbookRefusal.TOO_WIDE, sheet=name, where=f"cell {self.far}"
            )
        if self.rows > bounds.rows or self.rows * self.columns > bounds.cells:
            raise RefusedWorkbookError(
                WorkbookRefusal.TOO_FAR, sheet=name, where=f"row {self.rows}"
            )
        if self.characters > bounds.characters:
            raise RefusedWorkbookError(WorkbookRefusal.TOO_MUCH_TEXT, sheet=name)


def letters_of(column: int) -> str:
    """Gives the letters of a column: 1 is A, 26 Z, 27 AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
