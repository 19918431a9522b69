"""The bytes of a contact file to columns of text, with everything that was noticed on the way.

Nothing here knows what a valid number is worth: `audience` decides about rows. Every guess
(encoding, delimiter, header row) comes with its reason and can be overridden.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.arrays import Integers
from jetmsg_core.contacts.columns import long_rows
from jetmsg_core.contacts.columns.headers import Layout, Row, lay_out
from jetmsg_core.contacts.finding_codes import Effect, FileFindingCode
from jetmsg_core.contacts.findings import FileFinding, Guess
from jetmsg_core.contacts.limits import (
    USUAL,
    Limits,
    too_large,
    too_many_columns,
    too_many_rows,
)
from jetmsg_core.contacts.looks import Looks, looks_of
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.contacts.reading import dialects, loose_quotes
from jetmsg_core.contacts.reading.encodings import Decoded, decode
from jetmsg_core.contacts.reading.error_cells import error_cells, may_hold_errors
from jetmsg_core.contacts.reading.formats import binary_blocker, format_blocker, is_workbook
from jetmsg_core.contacts.reading.loose_quotes import Quotes, Way
from jetmsg_core.contacts.reading.mixed import read_rows
from jetmsg_core.contacts.reading.readers import Rows, Shape, resized
from jetmsg_core.contacts.reading.tables import (
    REASON_COLUMN,
    filled_rows,
    unescape_table,
    unreadable_rows,
    used_columns,
)
from jetmsg_core.contacts.reading.workbooks import read_sheet
from jetmsg_core.contacts.reasons import SHIFTED

_HEAD_BYTES = 1 << 18
_HEAD_RECORDS = 100
_WIDEST_SHEET = 16_384  # Excel may fill a row with empty cells up to here


@dataclass(frozen=True)
class _Text:
    """What a file of text was read from."""

    utf8: bytes
    delimiter: str
    quotes: Quotes


@dataclass(frozen=True)
class ContactFile:
    """A file as text. With blockers it holds what could be read before them, perhaps nothing."""

    columns: tuple[str, ...] = ()
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Columns of dtype str without missing values; the index is the row as seen in Excel."""
    unreadable: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Positions (not rows) in `cells` of rows with bytes that could not be decoded, or with cells
    that may have shifted: no number in them is believed."""
    shifted_rows: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """The latter, by the row as seen in Excel."""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    """Those of a workbook, `sheet` among them unless it is hidden in Excel."""
    header_row: int | None = None
    blank_rows: int = 0
    blockers: tuple[FileFinding, ...] = ()
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()
    """What a person has to decide before anything is sent to the rows."""
    head: tuple[Row, ...] = ()
    """The first filled rows of the file, one of which may hold the column names."""
    looks: Looks = field(default_factory=Looks)
    """What a workbook shows where that is not what it holds. `cells` are what it holds."""
    guesses: dict[str, str] = field(default_factory=dict)
    """Why: `encoding` and `delimiter`, or `sheet`; `header_row`."""


def read_contacts(
    data: bytes,
    *,
    name: str = "",
    options: ReadOptions = GUESSED,
    limits: Limits = USUAL,
) -> ContactFile:
    """Reads the rows of a file, whose `name` may be empty. Of the options those about rows and
    numbers (`column`, `duplicates`, `split`) are not for here. Raises InputError for one that
    cannot be followed."""
    if blocker := too_large(len(data), limits):
        return ContactFile(blockers=(blocker,))
    chosen = None if options.delimiter is None else dialects.chosen_delimiter(options.delimiter)
    if blocker := format_blocker(data, name):
        return ContactFile(blockers=(blocker,))
    if is_workbook(data):
        return _read_workbook(data, options, limits)
    decoded = decode(data, encoding=options.encoding)
    if blocker := binary_blocker(decoded.utf8):
        return ContactFile(blockers=(blocker,))
    return _read_text(decoded, chosen, options, limits)


def _read_text(
    decoded: Decoded, chosen: Guess | None, options: ReadOptions, limits: Limits
) -> ContactFile:
    named, utf8 = dialects.take_sep_line(decoded.utf8)
    utf8 = _with_even_line_ends(utf8)
    head = _head(utf8)
    sign = chosen or named or dialects.guess_delimiter(head)
    quotes = loose_quotes.look(utf8, sign.value)
    ways = loose_quotes.ways(head, quotes, sign.value)
    way, layout = _lay_out_text(head, sign.value, ways, header=options.header)
    utf8 = loose_quotes.made_plain(utf8, sign.value, way)
    width = len(layout.names)
    if width > _WIDEST_SHEET and (blocker := too_many_columns(width, limits)):
        return ContactFile(blockers=(blocker,))
    first_row = (layout.header_row or 0) + 1
    shape = Shape(sign.value, first_row, layout.usual, width)
    text = _Text(utf8, sign.value, quotes)
    file = _assemble(read_rows(utf8, shape), layout, limits, text)
    return replace(
        file,
        encoding=decoded.encoding.value,
        delimiter=sign.value,
        warnings=(*decoded.warnings, *file.warnings),
        guesses={"encoding": decoded.encoding.reason, "delimiter": sign.reason} | file.guesses,
    )


def _lay_out_text(
    head: bytes, delimiter: str, ways: list[Way], *, header: bool | int | None
) -> tuple[Way, Layout]:
    """The way in which the quotes are meant, and the layout of the first records then."""
    layouts = []
    for way in ways:
        plain = loose_quotes.made_plain(head, delimiter, way)
        records = dialects.head_records(plain, delimiter)[:_HEAD_RECORDS]
        layout = lay_out(records, header=header)
        layouts.append((layout.fit(records), way, layout))
    _, way, layout = max(layouts, key=lambda candidate: candidate[0])
    return way, layout


def _read_workbook(data: bytes, options: ReadOptions, limits: Limits) -> ContactFile:
    read = read_sheet(data, sheet=options.sheet, limits=limits)
    if read.blocker is not None:
        return ContactFile(
            sheet=read.guess.value or None,
            sheets=read.names,
            blockers=(read.blocker,),
            guesses={"sheet": read.guess.reason},
        )
    layout = lay_out(read.head(), header=options.header)
    first_row = (layout.header_row or 0) + 1
    table = resized(read.table.slice(first_row - 1), len(layout.names))
    numbers = np.arange(first_row, first_row + len(table), dtype=np.int64)
    rows = Rows(table, numbers)
    file = _assemble(rows, layout, limits, None)
    looks = looks_of(read, layout.names, file.columns, file.cells.index.to_numpy())
    return replace(
        file,
        looks=looks,
        sheet=read.guess.value,
        sheets=read.names,
        warnings=(*read.warnings, *looks.warnings, *file.warnings),
        guesses={"sheet": read.guess.reason} | file.guesses,
    )


def _with_even_line_ends(utf8: bytes) -> bytes:
    """A lone CR ends a line too (old Macs, and files glued together)."""
    if b"\r" not in utf8 or utf8.count(b"\r") == utf8.count(b"\r\n"):
        return utf8
    return utf8.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _head(utf8: bytes) -> bytes:
    """The first rows of the text; a row cut in two is left out."""
    head = utf8[:_HEAD_BYTES]
    if len(head) < len(utf8):
        head = head[: head.rfind(b"\n") + 1] or head
    return head


def _assemble(rows: Rows, layout: Layout, limits: Limits, text: _Text | None) -> ContactFile:
    """A file of the rows that are not blank and the columns that are used. In a workbook, which
    is no text, every cell has its column and none can have shifted."""
    filled = filled_rows(rows.table)
    table = rows.table if filled is None else rows.table.filter(pa.array(filled))
    numbers = rows.rows if filled is None else rows.rows[filled]
    used = used_columns(table, layout.titled)
    blocker = too_many_rows(len(numbers), limits) or too_many_columns(len(used), limits)
    if blocker:
        return ContactFile(blockers=(blocker,))
    shifted, doubts = _shifted_rows(rows, layout, text, of=len(numbers))
    names = [layout.names[column] for column in used]
    table = unescape_table(table.select(used).rename_columns(names))
    cells = table.to_pandas()
    cells.index = pd.Index(numbers, name="row")
    shifted = np.union1d(shifted, _still_shifted(cells))
    blockers = [] if rows.blocker is None else [rows.blocker]
    blockers += [doubt for doubt in doubts if doubt.effect is Effect.BLOCKS]
    if not len(cells) and not blockers:
        blockers = [FileFinding.of(FileFindingCode.NO_CONTACTS)]
    return ContactFile(
        columns=tuple(table.column_names),
        cells=cells,
        unreadable=np.union1d(
            unreadable_rows(table, None if text is None else text.utf8),
            np.flatnonzero(np.isin(numbers, shifted)),
        ),
        shifted_rows=shifted,
        header_row=layout.header_row,
        blank_rows=rows.blank_lines + len(rows.rows) - len(numbers),
        blockers=tuple(blockers),
        warnings=(
            *layout.warnings,
            *_short_rows(rows, layout),
            *(doubt for doubt in doubts if doubt.effect is Effect.WARNS),
            *_errors(table, numbers, text),
        ),
        questions=layout.questions,
        head=layout.head,
        guesses={"header_row": layout.reason},
    )


def _shifted_rows(
    rows: Rows, layout: Layout, text: _Text | None, *, of: int
) -> tuple[Integers, list[FileFinding]]:
    """The rows of a text in which it is not certain where cells end, or in which column they
    stand, and what is said of them. `of` is how many rows are filled."""
    if text is None:
        return np.empty(0, dtype=np.int64), []
    long = long_rows.long_rows(rows, layout)
    is_long = np.isin(rows.rows, long) if long.size else np.zeros(len(rows.rows), np.bool_)
    opened = rows.rows[loose_quotes.rows_with_open_quotes(rows.table, text.quotes, is_long)]
    findings = [
        *long_rows.findings(long, layout, text.delimiter, of=of),
        *loose_quotes.open_quotes(opened),
    ]
    return np.union1d(long, opened), findings


def _errors(table: pa.Table, rows: Integers, text: _Text | None) -> list[FileFinding]:
    """Those of a workbook are said where its sheet is read."""
    if text is None or not may_hold_errors(text.utf8):
        return []
    return error_cells(table, rows)


def _still_shifted(cells: pd.DataFrame) -> Integers:
    """The rows that a file of rejected rows says to have shifted. Its own cells are even."""
    if REASON_COLUMN not in cells.columns:
        return np.empty(0, dtype=np.int64)
    return cells.index[cells[REASON_COLUMN] == SHIFTED].to_numpy(dtype=np.int64)


def _short_rows(rows: Rows, layout: Layout) -> list[FileFinding]:
    short = [row for row, cells in rows.uneven if cells < layout.usual]
    if not short:
        return []
    return [FileFinding.of(FileFindingCode.SHORT_ROWS, short[0], count=len(short))]
