"""What all readers do with a table of text: blank rows, unused columns, broken characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.findings.reasons import SHIFTED
from jetmsg_core.contacts.reading.encodings import REPLACEMENT
from jetmsg_core.contacts.reading.scans import holds
from jetmsg_core.files.columns import is_ours
from jetmsg_core.files.file_format import SheetTitle
from jetmsg_core.files.formula_escapes import from_excel_text, texts, unescaped, without_apostrophes
from jetmsg_core.primitives.arrays import Booleans, Integers

_MANY_ROWS = 10_000
_MAY_BE_WHITE = np.array([byte >= 128 or chr(byte).isspace() for byte in range(256)])

Text: TypeAlias = "pa.ChunkedArray[Any]"

REASON_COLUMN = "Why it was not accepted"
"""The column a downloaded reject file has beside the user's own."""

ACCEPTED_COLUMNS = ("row", "number")
"""The first two columns of a file of accepted rows, with a mark or without."""

EXPORT_COLUMNS = ("sheet row", "sent to", "state", "smsId")
"""Some of the columns a campaign's export has beside the user's own."""


def without_reasons(names: Iterable[str]) -> list[str]:
    """Gives the names of a file's own columns: one of reasons, whatever its case, is ours, of a
    file that was downloaded before."""
    return [name for name in names if name.casefold() != REASON_COLUMN.casefold()]


def is_our_sheet(name: str) -> bool:
    """It says whether a sheet is one of a workbook of ours, whose texts stand as they are. CSV of
    ours that Excel saved as a workbook has a sheet named as the file."""
    return re.fullmatch(rf"(?:{'|'.join(SheetTitle)})(?: \d+)?", name) is not None


def filled_rows(table: pa.Table) -> Booleans | None:
    """The mask is true for the rows with anything but white space in them; None if that is all of
    them."""
    blank = np.arange(table.num_rows)
    for column in table.columns:
        if not blank.size:
            return None
        cells = column if blank.size == table.num_rows else column.take(blank)
        may_be = _may_be_blank(cells)
        cells, blank = cells.filter(pa.array(may_be)), blank[may_be]
        empty = pc.or_(pc.equal(cells, pa.scalar("", pa.large_string())), pc.utf8_is_space(cells))
        blank = blank[empty.to_numpy()]
    if not blank.size:
        return None
    mask = np.ones(table.num_rows, dtype=np.bool_)
    mask[blank] = False
    return mask


def _may_be_blank(column: Text) -> Booleans:
    """Which cells are empty, or begin with a byte that may be of white space: any beyond ASCII
    may."""
    masks = [np.zeros(0, np.bool_)]
    for chunk in column.chunks:
        if not len(chunk):
            continue
        _, starts, data = chunk.buffers()
        offsets = np.frombuffer(starts, np.int64)[chunk.offset :][: len(chunk) + 1]
        text = np.frombuffer(data if data is not None and data.size else b" ", np.uint8)
        is_empty = offsets[1:] == offsets[:-1]
        masks.append(is_empty | _MAY_BE_WHITE[text.take(offsets[:-1], mode="clip")])
    return np.concatenate(masks)


def used_columns(table: pa.Table, titled: Iterable[bool]) -> list[int]:
    """Gives the columns that have a title or any text; the first if there is none."""
    used = [
        column for column, title in enumerate(titled) if title or _has_text(table.column(column))
    ]
    return used or [0]


def unreadable_rows(table: pa.Table, utf8: bytes | None) -> Integers:
    """Gives the positions of rows with a character that stands for bytes nobody could decode.

    Searching all of `utf8`, if the table was read from it, costs less than one column.
    """
    if utf8 is not None and not holds(utf8, REPLACEMENT.encode()):
        return np.empty(0, dtype=np.int64)
    positions = [
        np.flatnonzero(pc.match_substring(column, REPLACEMENT).to_numpy())
        for column in table.columns
    ]
    return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *positions]))


def still_shifted(cells: pd.DataFrame) -> Integers:
    """Gives the rows that a file of rejected rows says to have shifted. Its own cells are even."""
    if REASON_COLUMN not in cells.columns:
        return np.empty(0, dtype=np.int64)
    return cells.index[cells[REASON_COLUMN] == SHIFTED].to_numpy(dtype=np.int64)


def unescape_table(table: pa.Table, sheet: str = "") -> pa.Table:
    """Gives a file of ours as it was before it was shielded; any other table unchanged, and so the
    sheet of a workbook of ours, which has no shields."""
    plain = None if is_our_sheet(sheet) else _way_back(table.column_names)
    if plain is None:
        return table
    names = plain(texts(table.column_names)).to_pylist()
    distinct = len(set(names)) == len(names)
    columns = [plain(column) for column in table.columns]
    return pa.Table.from_arrays(columns, names=names if distinct else table.column_names)


def _way_back(names: Sequence[str]) -> Callable[[Any], Any] | None:
    """What undoes the shield of the file of ours that has these columns."""
    if REASON_COLUMN in names:
        return without_apostrophes
    if len(names) > 1 and all(map(is_ours, names[:2], ACCEPTED_COLUMNS)):
        return unescaped
    are_there = (any(is_ours(name, ours) for name in names) for ours in EXPORT_COLUMNS)
    return from_excel_text if all(are_there) else None


def filter_rows(frame: pd.DataFrame, mask: Booleans) -> pd.DataFrame:
    """Keeps the rows of a frame of text where `mask` is true, renumbered from 0; `frame` is emptied
    if it is large.

    Arrow filters whole columns; pandas would gather row by row, which takes four times as long.
    A column is given back as soon as it is filtered, so that the contacts are never there twice;
    of a small frame they may be, since hundreds of columns take seconds to give back.
    """
    wanted = pa.array(mask)
    names = list(frame.columns)
    column = frame.pop if len(frame) > _MANY_ROWS else frame.__getitem__
    columns = [pa.array(column(name), type=pa.large_string()).filter(wanted) for name in names]
    rows: pd.DataFrame = pa.Table.from_arrays(columns, names=names).to_pandas()
    return rows


def table_of_text(frame: pd.DataFrame) -> pa.Table:
    """Gives a frame of text as Arrow columns, without its index."""
    columns = [pa.array(frame[name], type=pa.large_string()) for name in frame.columns]
    return pa.Table.from_arrays(columns, names=list(frame.columns))


def _has_text(column: Text) -> bool:
    blank = pc.or_(pc.equal(column, pa.scalar("", pa.large_string())), pc.utf8_is_space(column))
    return not pc.all(blank, min_count=0).as_py()
