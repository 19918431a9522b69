"""Rows of a text with more cells than the column names have: in which column a cell of theirs
belongs is not known.

`9876543210,Rao, Asha,500` has four cells below three names, since the comma of a name that is not
in quotes divides it, and all that follows moves one column on. A few such rows are set aside.
Where most are so, there is no saying what the file means, and nothing is sent to it.
"""

from __future__ import annotations

import numpy as np

from jetmsg_core.contacts.columns.headers import Layout
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.reading.dialects import DELIMITERS
from jetmsg_core.contacts.reading.readers import Rows
from jetmsg_core.contacts.reading.tables import filled_rows
from jetmsg_core.primitives.arrays import Booleans, Integers

_NAMED_ROWS = 100


def long_rows(rows: Rows, layout: Layout) -> Integers:
    """Gives the rows, as seen in Excel, with a filled cell beyond the names' own cells. Empty cells
    at the end of a row, as Excel writes them, are none."""
    width = len(layout.names)
    beyond = np.array([row for row, cells in rows.uneven if cells > layout.usual], dtype=np.int64)
    if layout.own == width:
        return beyond
    filled = filled_rows(rows.table.select(range(layout.own, width)))
    return np.union1d(beyond, rows.rows if filled is None else rows.rows[filled])


def filled_of(rows: Rows, long: Integers) -> Booleans | None:
    """Gives what `filled_rows` does. Of a long row all that is filled may stand beyond the
    columns."""
    filled = filled_rows(rows.table)
    if filled is not None and long.size:
        filled |= np.isin(rows.rows, long)
    return filled


def findings(long: Integers, layout: Layout, delimiter: str, *, of: int) -> list[FileFinding]:
    """Gives what is said of the long rows: they block the file where they are more than half of
    `of` rows."""
    if not long.size:
        return []
    rows = tuple(long[:_NAMED_ROWS].tolist())
    sign = DELIMITERS.get(delimiter, delimiter)
    if long.size * 2 <= of:
        return [
            FileFinding.of(
                FileFindingCode.LONG_ROWS, rows[0], rows=rows, count=long.size, sign=sign
            )
        ]
    return [
        FileFinding.of(
            FileFindingCode.CELLS_BEYOND_HEADER,
            rows[0],
            rows=rows,
            names="there are column names" if layout.header_row else "the first rows have",
            count=long.size,
            row_count=of,
            sign=sign,
        )
    ]


def short_rows(rows: Rows, layout: Layout) -> list[FileFinding]:
    """Gives what is said of rows with fewer cells than the others."""
    short = [row for row, cells in rows.uneven if cells < layout.usual]
    if not short:
        return []
    return [FileFinding.of(FileFindingCode.SHORT_ROWS, short[0], count=len(short))]
