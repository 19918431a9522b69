"""An answer of the process that reads workbooks, believed only as far as it was checked: its
sizes before anything is taken, the types of everything, the ends and the letters of every cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any, TypeVar

import pyarrow as pa

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.frames import GarbledError, Head, is_count, read_frame
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

Word = TypeVar("Word", WorkbookRefusal, NoteCode)

_LONGEST_CHARACTER = 4
_END = 8
"""Bytes of a character in UTF-8, and of the end of a cell."""


@dataclass(frozen=True)
class SheetNames:
    """The names of a workbook's sheets: `every` one, and those that are `visible` in Excel."""

    every: tuple[str, ...]
    visible: tuple[str, ...]


@dataclass(frozen=True)
class SheetAnswer:
    """All rows of one sheet from Excel's row 1 on, in columns `0`, `1`, … of large strings."""

    name: str
    table: pa.Table
    notes: tuple[SheetNote, ...]
    shown: dict[int, pa.LargeStringArray] = field(default_factory=dict)
    """By column, from 0: its cells as the sheet shows them, where any differs from the table."""


def read_answer(source: IO[bytes], bounds: Bounds) -> SheetNames | SheetAnswer | None:
    """Reads the next answer of the process, None after the last. Raises RefusedWorkbookError where
    the process refuses, GarbledError for what is no answer."""
    head, buffers = read_frame(source, most_bytes=_most_bytes(bounds))
    match head.get("kind"):
        case "names" if not buffers:
            return _names(head)
        case "sheet":
            return _sheet(head, buffers, bounds)
        case "refused":
            raise _refusal(head)
        case "end":
            return None
    raise GarbledError


def _names(head: Head) -> SheetNames:
    every = _texts(head, "every")
    if not every:
        raise GarbledError
    return SheetNames(every, _texts(head, "visible"))


def _most_bytes(bounds: Bounds) -> int:
    """Twice what a sheet holds: its cells may come as they are, and as they are shown."""
    ends = bounds.cells + bounds.rows + bounds.columns
    return 2 * (bounds.characters * _LONGEST_CHARACTER + ends * _END)


def _sheet(head: Head, buffers: list[bytes], bounds: Bounds) -> SheetAnswer:
    rows = _count(head, "rows")
    # Nothing is said of the rows of a sheet without columns.
    if len(buffers) % 2 or rows > bounds.rows * bool(buffers):
        raise GarbledError
    columns = [
        _column(rows, ends, text) for ends, text in zip(buffers[::2], buffers[1::2], strict=True)
    ]
    indices = _places(head, of=len(columns))
    width = len(columns) - len(indices)
    table = pa.Table.from_arrays(columns[:width], names=[str(index) for index in range(width)])
    notes = tuple(_note(note) for note in _list(head, "notes"))
    displayed = dict(zip(indices, columns[width:], strict=True))
    return SheetAnswer(_text(head, "name"), table, notes, displayed)


def _places(head: Head, *, of: int) -> list[int]:
    """The columns that come a second time, behind all others."""
    indices = _list(head, "shown")
    if len(set(map(repr, indices))) < len(indices) or 2 * len(indices) > of:
        raise GarbledError
    if not all(is_count(index) and index < of - len(indices) for index in indices):
        raise GarbledError
    return indices


def _column(rows: int, ends: bytes, text: bytes) -> pa.LargeStringArray:
    if len(ends) != (rows + 1) * _END:
        raise GarbledError
    try:
        column = pa.LargeStringArray.from_buffers(rows, pa.py_buffer(ends), pa.py_buffer(text))
        column.validate(full=True)
    except pa.ArrowInvalid:
        raise GarbledError from None
    return column


def _refusal(head: Head) -> RefusedWorkbookError:
    return RefusedWorkbookError(
        _word(WorkbookRefusal, head),
        sheet=_text(head, "sheet"),
        where=_text(head, "where"),
        sheets=_texts(head, "sheets"),
    )


def _note(note: Any) -> SheetNote:
    if not isinstance(note, dict):
        raise GarbledError
    row, count = _count(note, "row"), _count(note, "count")
    column = _count(note, "column")
    return SheetNote(_word(NoteCode, note), row, count, _text(note, "example"), column)


def _word(words: type[Word], head: Head) -> Word:
    try:
        return words(_text(head, "code"))
    except ValueError:
        raise GarbledError from None


def _count(head: Head, key: str) -> int:
    value = head.get(key)
    if not is_count(value):
        raise GarbledError
    return int(value or 0)


def _text(head: Head, key: str) -> str:
    return _checked_text(head.get(key))


def _texts(head: Head, key: str) -> tuple[str, ...]:
    return tuple(map(_checked_text, _list(head, key)))


def _checked_text(value: object) -> str:
    """JSON can spell halves of characters, which nothing can show."""
    if not isinstance(value, str) or (not value.isascii() and _is_torn(value)):
        raise GarbledError
    return value


def _is_torn(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _list(head: Head, key: str) -> list[Any]:
    value = head.get(key)
    if not isinstance(value, list):
        raise GarbledError
    return value
