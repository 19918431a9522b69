"""A table as a file of any format: whole, or a block of rows at a time in bounded memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import IO

import pyarrow as pa

from jetmsg_core.files.columns import Column
from jetmsg_core.files.csv_files import begin_csv, rows_of
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield, shielded, shielded_names
from jetmsg_core.files.workbooks.writing import write_workbook
from jetmsg_core.files.working_ahead import done_ahead
from jetmsg_core.primitives.progress import Tell, nobody_listens

WRITERS = 3
ROWS = 50_000
"""Of a table that is there as a whole, written at once."""
BLOCKS_AHEAD = 1
"""Of a workbook: its tags are several times the rows."""

Columns = Sequence[Column]
TellRows = Callable[[int], None]


@dataclass(frozen=True)
class Written:
    """What was written: how many rows, and what a workbook could not hold as it was, in
    sentences."""

    rows: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table that is there as a whole: the names of its columns, and who reads a CSV file of it
    next."""

    names: Sequence[str]
    columns: Columns
    shield: Shield
    title: SheetTitle


def file_of(table: Table, form: FileFormat) -> bytes:
    """Gives a whole file of a table."""
    out = io.BytesIO()
    write_whole(out, table, form)
    return out.getvalue()


def write_whole(
    out: IO[bytes], table: Table, form: FileFormat, *, tell: Tell = nobody_listens
) -> Written:
    """Writes a table that is there as a whole. `tell` hears rows written of all rows."""
    total = len(table.columns[0]) if table.columns else 0
    # One block at least: its columns say how wide those of a workbook are.
    blocks = [partial(_sliced, table.columns, start) for start in range(0, max(total, 1), ROWS)]
    return write_table(
        out,
        table.names,
        blocks,
        form=form,
        shield=table.shield,
        title=table.title,
        tell=lambda rows: tell(rows, total),
    )


def write_table(
    out: IO[bytes],
    names: Sequence[str],
    blocks: Iterable[Callable[[], Columns]],
    *,
    form: FileFormat,
    shield: Shield,
    title: SheetTitle,
    tell: TellRows = lambda rows: None,
) -> Written:
    """Writes a table of blocks of rows, each made in a thread while others are written. `tell`
    hears how many rows are written, after each piece."""
    rows = _Counted(tell)
    shield = Shield.NONE if form is FileFormat.PLAIN else shield
    with ThreadPoolExecutor(WRITERS) as pool:
        if form is FileFormat.XLSX:
            made = done_ahead(pool, iter(blocks), ahead=BLOCKS_AHEAD)
            remarks = write_workbook(out, names, made, pool=pool, title=title, tell=rows.count_to)
            return Written(rows.count, tuple(remarks))
        out.write(begin_csv(shielded_names(names, shield), mark=form is FileFormat.CSV))
        for count, piece in _csv_pieces(blocks, shield, pool):
            out.write(piece)
            rows.count_to(rows.count + count)
    return Written(rows.count)


class _Counted:
    """How many rows are written."""

    def __init__(self, tell: TellRows) -> None:
        self.count, self._tell = 0, tell

    def count_to(self, count: int) -> None:
        self.count = count
        self._tell(count)


def _csv_pieces(
    blocks: Iterable[Callable[[], Columns]], shield: Shield, pool: Executor
) -> Iterator[tuple[int, pa.Buffer]]:
    """Making a block takes half as long again as reading it from a database, so some are made at
    once."""
    works = (partial(_csv, make, shield) for make in blocks)
    return done_ahead(pool, works, ahead=WRITERS)


def _csv(make: Callable[[], Columns], shield: Shield) -> tuple[int, pa.Buffer]:
    columns = make()
    return len(columns[0]), rows_of(shielded(columns, shield))


def _sliced(columns: Columns, start: int) -> Columns:
    return [column.slice(start, ROWS) for column in columns]
