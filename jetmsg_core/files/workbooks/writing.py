"""A workbook written row by row, in bounded memory.

A sheet of Excel holds 1,048,576 rows: what is more stands on further sheets, each with the names of
the columns. What could not be kept as it was is said on a sheet of its own behind them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import chain
from typing import IO, Self

from jetmsg_core.files.columns import Column
from jetmsg_core.files.workbooks.frame import Frame, make_frame
from jetmsg_core.files.workbooks.markup import HEADER_ROW, Rows, row_of_texts, rows_of
from jetmsg_core.files.workbooks.remarks import Remarks
from jetmsg_core.files.workbooks.styles import Style
from jetmsg_core.files.workbooks.widths import widths_of
from jetmsg_core.files.working_ahead import done_ahead

SHEET_ROWS = 1_048_576
"""The most that a sheet holds, the row of names included."""
SHEET_BYTES = 1_600_000_000
"""Of tags, after which the next sheet begins: of a member with more than 2 GiB Excel says that the
file is damaged."""
PIECE_CELLS = 50_000
"""That are made tags of at once: some three megabytes."""
AHEAD = 2
QUICK = 1
"""The level of compression. A higher one takes three times as long for a sixth less."""
NOTES = "Notes"


def write_workbook(
    out: IO[bytes],
    names: Sequence[str],
    blocks: Iterator[Sequence[Column]],
    *,
    pool: Executor,
    title: str,
    tell: Callable[[int], None],
) -> list[str]:
    """Writes a workbook whose first sheet is called `title`. `tell` hears how many rows are
    written, after each piece. Returns what could not be kept as it was, in sentences."""
    first = next(blocks, None)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        every = chain([] if first is None else [first], blocks)
        with _Book(archive, names, title, widths_of(names, first)) as book:
            book.begin_sheet()
            done = 0
            for rows in done_ahead(pool, book.pieces(every), ahead=AHEAD):
                book.add(rows)
                done += rows.count
                tell(done)
            return book.end()


class _Book:
    """A workbook that is being written. When that fails its member is closed before the archive,
    so that what is raised is the reason."""

    def __init__(
        self, archive: zipfile.ZipFile, names: Sequence[str], title: str, widths: Sequence[int]
    ) -> None:
        self._archive, self._names, self._title, self._widths = archive, names, title, widths
        self._remarks = Remarks()
        self._frame = make_frame([title, self._sheet_name(2)], widths, notes=None)
        self._sheets: list[str] = []
        self._written = 0
        self._member: IO[bytes] = io.BytesIO()
        # Programs that look at the first member alone know a workbook by it.
        self._write_others(self._frame, ["_rels/.rels"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._member.close()

    def begin_sheet(self) -> None:
        """Begins the next sheet with the names of the columns."""
        self._sheets.append(self._sheet_name(len(self._sheets) + 1))
        self._rows = 0
        before, self._after = list(self._frame.sheets.values())[min(len(self._sheets), 2) - 1]
        member = f"xl/worksheets/sheet{len(self._sheets)}.xml"
        self._member = self._archive.open(member, "w")
        self._member.write(before)
        self._write(row_of_texts(self._names, HEADER_ROW, Style.HEADER, self._frame.styles))

    def pieces(self, blocks: Iterator[Sequence[Column]]) -> Iterator[Callable[[], Rows]]:
        """Gives the making of each piece of these rows: of few enough, and all on one sheet."""
        row = HEADER_ROW + 1
        for block in blocks:
            begin, count = 0, len(block[0])
            while begin < count:
                if row > SHEET_ROWS or self._written > SHEET_BYTES:
                    row, self._written = HEADER_ROW + 1, 0
                size = max(1, PIECE_CELLS // len(block))
                size = min(size, count - begin, SHEET_ROWS + 1 - row)
                yield partial(_piece, block, begin, size, row, self._frame.styles)
                row += size
                begin += size

    def add(self, rows: Rows) -> None:
        """Writes a piece behind the others."""
        if rows.first_row <= self._rows:
            self._end_sheet()
            self.begin_sheet()
        self._write(rows)

    def end(self) -> list[str]:
        """Ends the last sheet, and writes whatever else belongs to a workbook."""
        self._end_sheet()
        sentences = self._remarks.sentences()
        notes = NOTES if sentences else None
        frame = make_frame(self._sheets, self._widths, notes=notes)
        if notes:
            self._write_notes(frame, sentences)
        self._write_others(frame, [name for name in frame.others if name != "_rels/.rels"])
        return sentences

    def _write(self, rows: Rows) -> None:
        self._member.write(rows.tags)
        self._written += len(rows.tags)
        self._rows += rows.count
        self._remarks.add(rows, self._sheets[-1])

    def _end_sheet(self) -> None:
        self._member.write(self._after)
        self._member.close()

    def _sheet_name(self, number: int) -> str:
        return self._title if number == 1 else f"{self._title} {number}"

    def _write_notes(self, frame: Frame, sentences: Sequence[str]) -> None:
        before, after = list(frame.sheets.values())[-1]
        rows = (
            row_of_texts([sentence], row, Style.NOTE, frame.styles)
            for row, sentence in enumerate(sentences, HEADER_ROW)
        )
        tags = b"".join(bytes(row.tags) for row in rows)
        self._archive.writestr(list(frame.sheets)[-1], before + tags + after)

    def _write_others(self, frame: Frame, names: Sequence[str]) -> None:
        for name in names:
            self._archive.writestr(name, frame.others[name])


def _piece(
    block: Sequence[Column], begin: int, size: int, row: int, styles: Mapping[str, str]
) -> Rows:
    return rows_of([column.slice(begin, size) for column in block], row, styles)
