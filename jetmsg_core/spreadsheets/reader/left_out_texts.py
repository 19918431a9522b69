"""The texts that calamine leaves out of a sheet, or reads without their line ends, put where they
stand."""

from __future__ import annotations

from typing import Any

from jetmsg_core.spreadsheets.guard.scans import ShownTexts


class LeftOutTexts:
    """The texts of a sheet by column, of which each row is asked for once, in order."""

    def __init__(self, texts: dict[int, ShownTexts]) -> None:
        self._texts = texts
        self._at = dict.fromkeys(texts, 0)
        self.last = max((texts.last for texts in texts.values()), default=0)
        """The last row that has one."""

    def fill(self, batch: list[list[Any]], first: int) -> None:
        """Puts texts into rows of the full width, the first of which is this row of the sheet."""
        last = first + len(batch)
        for column, texts in self._texts.items():
            at = self._at[column]
            while at < len(texts.rows) and texts.rows[at] < last:
                begin, end = texts.rows[at], texts.rows[at] + texts.counts[at]
                for row in range(max(begin, first), min(end, last)):
                    batch[row - first][column - 1] = texts.texts[at]
                if end > last:
                    break
                at += 1
            self._at[column] = at
