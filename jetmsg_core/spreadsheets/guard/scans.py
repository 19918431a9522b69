"""What is known of a sheet before calamine lays it out as a full grid."""

from __future__ import annotations

from dataclasses import dataclass, field

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal


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

    def refuse_too_large(self, name: str, bounds: Bounds) -> None:
        """Raises RefusedWorkbookError for a sheet whose grid or texts would not fit into memory.
        This is cheap, so that it can be asked while the sheet is still being looked through."""
        if self.columns > bounds.columns:
            raise RefusedWorkbookError(
                WorkbookRefusal.TOO_WIDE, sheet=name, where=f"cell {self.far}"
            )
        if self.rows > bounds.rows or self.rows * self.columns > bounds.cells:
            raise RefusedWorkbookError(
                WorkbookRefusal.TOO_FAR, sheet=name, where=f"row {self.rows:,}"
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
