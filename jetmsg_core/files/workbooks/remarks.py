"""What of a file could not be written as it was, in sentences. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from jetmsg_core.files.workbooks.markup import Place, Rows, letters_of
from jetmsg_core.files.workbooks.texts import LONGEST
from jetmsg_core.primitives.numbers import with_commas

NAMED = 5
"""Cells in one sentence."""


@dataclass
class _Cells:
    count: int = 0
    named: list[str] = field(default_factory=list)

    def add(self, cells: tuple[Place, ...], sheet: str, first_row: int) -> None:
        self.count += len(cells)
        for column, row in cells[: NAMED - len(self.named)]:
            self.named.append(f"{letters_of(column)}{first_row + row} of {sheet}")

    def listed(self) -> str:
        more = self.count - len(self.named)
        return ", ".join(self.named) + (f" and {with_commas(more)} more" if more else "")


class Remarks:
    """The remarks on a workbook, gathered while it is written."""

    def __init__(self) -> None:
        self._cut, self._controlled = _Cells(), _Cells()
        self._sheets: list[str] = []

    def add(self, rows: Rows, sheet: str) -> None:
        """Takes down what these rows, on the sheet of this name, have lost."""
        if sheet not in self._sheets:
            self._sheets.append(sheet)
        self._cut.add(rows.cut, sheet, rows.first_row)
        self._controlled.add(rows.controlled, sheet, rows.first_row)

    def sentences(self) -> list[str]:
        """Gives a sentence for each kind of remark; none for a workbook that holds everything."""
        sentences = []
        if len(self._sheets) > 1:
            sentences.append(
                f"One sheet of Excel cannot hold all rows, so they are on {len(self._sheets)} "
                f"sheets: {', '.join(self._sheets)}."
            )
        if self._cut.count:
            sentences.append(
                f"Texts of more than {with_commas(LONGEST)} characters, the most that a cell of "
                f"Excel holds, were cut. They end in …: {self._cut.listed()}. A CSV file has all "
                "of them."
            )
        if self._controlled.count:
            sentences.append(
                "Some texts hold control characters, which nobody sees. Excel keeps them; other "
                f"programs may show signs such as _x0007_: {self._controlled.listed()}."
            )
        return sentences
