"""The bytes of a contact file to columns of text, with everything that was noticed on the way.

Nothing here knows what a valid number is worth: `audience` decides about rows. Every guess
(encoding, delimiter, header row) comes with its reason and can be overridden.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts import dialects
from jetmsg_core.contacts.encodings import Decoded, decode
from jetmsg_core.contacts.findings import Finding, Guess
from jetmsg_core.contacts.formats import binary_blocker, format_blocker
from jetmsg_core.contacts.headers import Layout, lay_out
from jetmsg_core.contacts.readers import Rows, Shape, read_rows
from jetmsg_core.contacts.tables import filled_rows, restored, unreadable_rows, used_width

Integers = npt.NDArray[np.int64]

_HEAD_BYTES = 1 << 18
_HEAD_RECORDS = 100


@dataclass(frozen=True)
class ContactFile:
    """A file as text. With blockers it holds what could be read before them, perhaps nothing."""

    columns: tuple[str, ...] = ()
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Columns of dtype str without missing values; the index is the row as seen in Excel."""
    unreadable: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Positions (not rows) in `cells` of rows with bytes that could not be decoded."""
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    blank_rows: int = 0
    blockers: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    guesses: dict[str, str] = field(default_factory=dict)
    """Why: `encoding`, `delimiter`, `header_row`."""


def read_contacts(
    data: bytes,
    *,
    name: str = "",
    delimiter: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
) -> ContactFile:
    """The rows of a file. `name` is the file's name, if known; the rest overrides guesses."""
    chosen = None if delimiter is None else dialects.chosen_delimiter(delimiter)
    if blocker := format_blocker(data, name):
        return ContactFile(blockers=(blocker,))
    decoded = decode(data, encoding=encoding)
    if blocker := binary_blocker(decoded.utf8):
        return ContactFile(blockers=(blocker,))
    named, utf8 = dialects.take_sep_line(decoded.utf8)
    utf8 = _with_even_line_ends(utf8)
    head = _head(utf8)
    sign = chosen or named or dialects.guess_delimiter(head)
    layout = lay_out(dialects.head_records(head, sign.value)[:_HEAD_RECORDS], header=header)
    first_row = (layout.header_row or 0) + 1
    shape = Shape(sign.value, first_row, layout.usual, len(layout.names))
    return _assemble(read_rows(utf8, shape), layout, decoded, sign)


def _with_even_line_ends(utf8: bytes) -> bytes:
    """A lone CR ends a line too (old Macs, and files glued together)."""
    if b"\r" not in utf8 or utf8.count(b"\r") == utf8.count(b"\r\n"):
        return utf8
    return utf8.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _head(utf8: bytes) -> str:
    """The first rows of the text; a row cut in two is left out."""
    head = utf8[:_HEAD_BYTES]
    if len(head) < len(utf8):
        head = head[: head.rfind(b"\n") + 1] or head
    return head.decode("utf-8", "ignore").replace("\r\n", "\n")


def _assemble(rows: Rows, layout: Layout, decoded: Decoded, sign: Guess) -> ContactFile:
    kept = filled_rows(rows.table)
    table = rows.table if kept is None else rows.table.filter(pa.array(kept))
    numbers = rows.rows if kept is None else rows.rows[kept]
    width = used_width(table, max(layout.named, 1))
    names = layout.names[:width]
    table = restored(table.select(range(width)).rename_columns(list(names)))
    cells = table.to_pandas()
    cells.index = pd.Index(numbers, name="row")
    blockers = [] if rows.blocker is None else [rows.blocker]
    if not len(cells) and not blockers:
        blockers = [Finding("no_contacts", "There is no row below the column names to send to.")]
    return ContactFile(
        columns=names,
        cells=cells,
        unreadable=unreadable_rows(table, decoded.utf8),
        encoding=decoded.encoding.value,
        delimiter=sign.value,
        header_row=layout.header_row,
        blank_rows=rows.blank_lines + len(rows.rows) - len(numbers),
        blockers=tuple(blockers),
        warnings=(*decoded.warnings, *layout.warnings, *_uneven_warnings(rows, layout)),
        guesses={
            "encoding": decoded.encoding.reason,
            "delimiter": sign.reason,
            "header_row": layout.reason,
        },
    )


def _uneven_warnings(rows: Rows, layout: Layout) -> list[Finding]:
    short = [row for row, cells in rows.uneven if cells < layout.usual]
    long = [row for row, cells in rows.uneven if cells >= layout.usual]
    found = []
    if short:
        message = f"Rows with fewer cells than the others: {len(short)}. The missing are empty."
        found.append(Finding("short_rows", message, short[0]))
    if long:
        message = (
            f"Rows with more cells than there are columns: {len(long)}. The surplus was left out; "
            "perhaps a text holds the delimiter and needs quotes."
        )
        found.append(Finding("long_rows", message, long[0]))
    return found
