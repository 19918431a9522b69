"""Delimited text to columns: Arrow for files with tidy quotes or none, Python's csv for the rest.
`mixed` chooses, and can use both for one file.

Both give the same `Rows` for a tidy file: a property test holds them to it. Only the careful
reader knows cells of several lines and stray quotes, and it stops at a quote that was never
closed, because all recipients after it would be swallowed into a single cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.reading.quoting.inner_quotes import as_meant
from jetmsg_core.contacts.reading.quoting.quotes import swallows_rows
from jetmsg_core.contacts.reading.scans import count_line_ends
from jetmsg_core.primitives.arrays import Integers

_BATCH_ROWS = 5_000  # more lists alive would keep the garbage collector busy
_BLOCK_BYTES = 1 << 20
_NO_ROWS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Rows:
    """The rows below the header, all of them text, not yet without blank ones."""

    table: pa.Table
    """Columns `0`, `1`, … of large strings without nulls."""
    rows: Integers
    """The number of each row as seen in Excel, ascending."""
    blank_lines: int = 0
    """Lines with nothing at all on them; they are not in `table`."""
    uneven: tuple[tuple[int, int], ...] = ()
    """(row, cells) of rows that have fewer or more cells than usual, blank ones left out. For a
    longer row cells are counted to the last filled one, and are more than usual."""
    blocker: FileFinding | None = None
    doubtful: tuple[int, ...] = ()
    """Rows with quotes inside quotes, of which it is not certain where they end."""
    sheet: str = ""
    """The one of a workbook that they are from."""


@dataclass(frozen=True)
class Shape:
    """The parts of the layout that a reader must know."""

    delimiter: str
    first_row: int
    """The first row below the header, as seen in Excel."""
    usual: int
    """Cells in most rows."""
    width: int
    """Columns to return, at least `usual`."""
    named: int = 0
    """Columns up to the last that has a name, at most `width`; 0 is all of them."""


def read_csv_arrow(utf8: bytes, shape: Shape, *, quotes: bool = True) -> Rows | None:
    """Reads the rows of a text with tidy quotes or none, or with `quotes` that are letters where it
    is False; None if Arrow cannot read it."""
    start = _start_of(utf8, shape.first_row)
    end = _end_of_text(utf8, start)
    if start == end:
        return Rows(table_of([], shape.width), _NO_ROWS, blank_lines=count_line_ends(utf8, start))
    body = pa.py_buffer(utf8).slice(start)
    try:
        table, odd = _parse(body, shape, threads=True, quotes=quotes)
        if odd:
            table, odd = _parse(body, shape, threads=False, quotes=quotes)
        records = list(csv.reader((text for _, text in odd), delimiter=shape.delimiter))
    except (pa.ArrowInvalid, csv.Error):
        return None
    if not odd and _is_all_in(table, utf8, start):
        line_count = table.num_rows
    else:
        line_count = count_line_ends(utf8, start) + (not utf8.endswith(b"\n"))
    blank_lines = line_count - table.num_rows - len(odd)
    lines = _filled_lines(utf8, start, end) if blank_lines else np.arange(line_count)
    positions = [position for position, _ in odd]
    rows = lines + shape.first_row
    table = _with_odd(resized(table, shape.width), positions, table_of(records, shape.width))
    uneven = uneven_of(zip(rows[positions].tolist(), records, strict=True), shape) if odd else ()
    return Rows(table, rows, blank_lines, uneven)


def _is_all_in(table: pa.Table, utf8: bytes, start: int) -> bool:
    """Whether the cells of a table and one byte behind each are as long as the text, so that no
    line of it is blank. It says so only of a text with LF as line ends and without quotes, in which
    every byte is of a cell, or ends one; a blank line would be a byte more."""
    cells = sum(_length_of(chunk) for column in table.columns for chunk in column.chunks)
    ends: int = table.num_rows * table.num_columns - (not utf8.endswith(b"\n"))
    return cells + ends == len(utf8) - start


def _length_of(cells: pa.Array) -> int:
    """The bytes of all of these cells."""
    offsets = np.frombuffer(cells.buffers()[1], np.int64)
    return int(offsets[cells.offset + len(cells)] - offsets[cells.offset]) if len(cells) else 0


def _start_of(utf8: bytes, row: int) -> int:
    start = 0
    for _ in range(row - 1):
        start = utf8.find(b"\n", start) + 1
        if start == 0:
            return len(utf8)
    return start


def _end_of_text(utf8: bytes, start: int) -> int:
    end = len(utf8)
    while end > start and utf8[end - 1] in b"\r\n":
        end -= 1
    return end


Odd = list[tuple[int, str]]
"""(position among the lines that are not empty, text) of rows without the usual cells."""


def _parse(body: pa.Buffer, shape: Shape, *, threads: bool, quotes: bool) -> tuple[pa.Table, Odd]:
    """The even rows, and the odd ones. With threads the odd have no position: read again."""
    odd: Odd = []

    def note(row: pyarrow.csv.InvalidRow) -> Literal["skip", "error"]:
        odd.append((0 if row.number is None else row.number - 1, row.text))
        return "skip"

    names = [str(column) for column in range(shape.usual)]
    table = pyarrow.csv.read_csv(
        pa.BufferReader(body),
        read_options=pyarrow.csv.ReadOptions(
            column_names=names, use_threads=threads, block_size=_BLOCK_BYTES
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=shape.delimiter,
            quote_char='"' if quotes else False,
            invalid_row_handler=note,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    return table, odd


def _filled_lines(utf8: bytes, start: int, end: int) -> Integers:
    """Positions, from 0, of the lines that are not empty."""
    text = np.frombuffer(utf8, dtype=np.uint8)[start:end]
    ends = np.append(np.flatnonzero(text == ord("\n")), text.size)
    lengths = np.diff(ends, prepend=-1) - 1
    lone_return = (lengths == 1) & (text[ends - 1] == ord("\r"))
    return np.flatnonzero((lengths > 0) & ~lone_return)


def _with_odd(table: pa.Table, positions: list[int], odd: pa.Table) -> pa.Table:
    """Both tables' rows in one, the odd ones at `positions` of the result."""
    if not positions:
        return table
    even = np.setdiff1d(np.arange(table.num_rows + len(positions)), positions)
    order = np.argsort(np.concatenate([even, positions]), kind="stable")
    return pa.concat_tables([table, odd]).take(order)


def read_csv_python(utf8: bytes, shape: Shape) -> Rows:
    """Reads the rows of any text, up to a quote that was opened and never closed."""
    batches: list[pa.Table] = []
    records: list[list[str]] = []
    rows: list[int] = []
    uneven: list[tuple[int, int]] = []
    doubtful: list[int] = []
    blank_lines = 0
    blocker = None
    for row, record in enumerate(_records(utf8, shape, doubtful), 1):
        if isinstance(record, FileFinding):
            blocker = record
            break
        if row < shape.first_row:
            continue
        if not record:
            blank_lines += 1
            continue
        if len(record) != shape.usual:
            uneven += uneven_of([(row, record)], shape)
        records.append(record)
        rows.append(row)
        if len(records) == _BATCH_ROWS:
            batches.append(table_of(records, shape.width))
            records = []
    batches.append(table_of(records, shape.width))
    numbers = np.array(rows, dtype=np.int64)
    return Rows(
        pa.concat_tables(batches), numbers, blank_lines, tuple(uneven), blocker, tuple(doubtful)
    )


def _records(utf8: bytes, shape: Shape, doubtful: list[int]) -> Iterator[list[str] | FileFinding]:
    """The cells of each row; a blocker if one is broken, and then no more. Rows below the names of
    which it is not certain where cells end are added to `doubtful`."""
    lines = _LastLine(io.TextIOWrapper(io.BytesIO(utf8), encoding="utf-8"))
    reader = csv.reader(lines, delimiter=shape.delimiter)
    line_count = count_line_ends(utf8) + (not utf8.endswith(b"\n"))
    ends: Integers | None = None
    row = before = 0
    while True:
        row += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            is_open = reader.line_num > before + 1
            code = FileFindingCode.UNCLOSED_QUOTE if is_open else FileFindingCode.CELL_TOO_LONG
            yield FileFinding.of(code, row)
            return
        line = reader.line_num
        if line != before + 1 or line == line_count:
            ends = line_ends(utf8) if ends is None else ends
            start = ends[before - 1] + 1 if before else 0
            raw = utf8[start : ends[line - 1] + 1].decode("utf-8").replace("\r\n", "\n")
            if swallows_rows(raw, shape.delimiter):
                yield FileFinding.of(FileFindingCode.UNCLOSED_QUOTE, row)
                return
        if line == before + 1 and '"' in lines.last and row >= shape.first_row:
            meant = as_meant(lines.last, record, shape.delimiter, shape.usual)
            doubtful += [row] if meant is None else []
            record = meant or record
        before = line
        yield record


class _LastLine:
    """The lines of a text, of which the last that was taken is kept."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last = next(self._lines)
        return self.last


def line_ends(utf8: bytes) -> Integers:
    """Gives the positions of the bytes that end the lines of a text: its LF, and its length where
    the last line has none."""
    ends = np.flatnonzero(np.frombuffer(utf8, dtype=np.uint8) == ord("\n"))
    return ends if utf8.endswith(b"\n") else np.append(ends, len(utf8))


def uneven_of(rows: Iterable[tuple[int, list[str]]], shape: Shape) -> tuple[tuple[int, int], ...]:
    """Gives the rows with fewer cells than usual, or filled ones beyond the width, as (row, cells);
    blank rows are none. Where rows end with empty cells, one with more cells than the others is
    uneven too, if it has a filled one beyond the names."""
    uneven = []
    for row, record in rows:
        cells = max((count for count, cell in enumerate(record, 1) if cell.strip()), default=0)
        most = min(shape.named or shape.width, shape.width)
        most = most if len(record) > shape.usual else shape.width
        if cells and (len(record) < shape.usual or cells > most):
            uneven.append((row, min(len(record), max(cells, shape.usual + 1))))
    return tuple(uneven)


def table_of(records: list[list[str]], width: int) -> pa.Table:
    """Makes a table of records cut or padded to `width` columns of text."""
    blank = [""] * width
    padded = [record if len(record) == width else (record + blank)[:width] for record in records]
    columns = list(zip(*padded, strict=True)) or [()] * width
    return pa.table(
        {
            str(column): pa.array(cells, type=pa.large_string())
            for column, cells in enumerate(columns)
        }
    )


def resized(table: pa.Table, width: int) -> pa.Table:
    """Cuts or pads a table of text to `width` columns."""
    table = table.select(range(min(table.num_columns, width)))
    for column in range(table.num_columns, width):
        table = table.append_column(str(column), pa.array([""] * len(table), pa.large_string()))
    return table
