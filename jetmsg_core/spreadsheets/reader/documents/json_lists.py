"""The lists of objects in a JSON file, each as a table: the keys are the column names in row 1.

A list may stand alone, within objects under a key, or as one object a line. Numbers keep the digits
they are written with. What is nested in the objects of a list has columns of its own, by
`json_objects`; a value that is a list even then is written in words, and noted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from jetmsg_core.spreadsheets.notes import NoteCode
from jetmsg_core.spreadsheets.reader.documents.json_objects import (
    JsonObject,
    is_nested,
    spread,
)
from jetmsg_core.spreadsheets.reader.documents.tables import Grid, Table
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_BETWEEN = re.compile(r"[\s,]*")
_DEEPEST = 10
"""Objects around a list."""
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""Perhaps half of a character, which nothing can show."""
_LONG_NUMBER = re.compile(r"(?:\D*\d){10}")
_PHONE = re.compile("phone|mobile|whatsapp|contact", re.IGNORECASE)
"""What is nested in the envelope of a list has ids of many digits, too."""
KEY = "key"
"""The column of the keys under which objects stand, where they are no list."""


_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=JsonObject
)
_Lists: TypeAlias = "Iterator[tuple[str, list[Any]]]"


def lists_in(text: str, grid: Grid) -> list[Table]:
    """Gives the lists of a JSON text, named by their keys. Raises RefusedWorkbookError for what is
    too large and for what is no JSON."""
    values = list(_values(text))
    lists = _lists(values[0] if len(values) == 1 else values, "", _DEEPEST)
    whole = _ESCAPED_HALF.search(text) is None
    return [_Listing(name, grid, is_whole=whole).of(rows) for name, rows in lists]


def _values(text: str) -> Iterator[Any]:
    """The values of a text; more than one where each stands on a line of its own."""
    position = _past_gap(text, 0)
    while position < len(text):
        try:
            value, position = _DECODER.raw_decode(text, position)
        except json.JSONDecodeError as error:
            where = f"line {text.count(chr(10), 0, error.pos) + 1}"
            raise RefusedWorkbookError(WorkbookRefusal.BROKEN_JSON, where=where) from None
        yield value
        position = _past_gap(text, position)


def _past_gap(text: str, position: int) -> int:
    gap = _BETWEEN.match(text, position)
    return position if gap is None else gap.end()


def _lists(value: Any, name: str, depth: int) -> _Lists:
    """What may be lists of people in a value, the outer ones first, by the keys they stand
    under."""
    if not is_nested(value) or not depth:
        return
    if not isinstance(value, JsonObject):
        if not name or any(map(is_nested, value)):
            yield name or "List", value
        return
    inner = [
        listing
        for key, part in value
        for listing in _lists(part, f"{name}.{key}" if name else key, depth - 1)
    ]
    yield from inner
    if value and all(isinstance(part, JsonObject) for _, part in value) and not inner:
        yield name or "List", [JsonObject([(KEY, key), *part]) for key, part in value]
    elif not name and (not inner or _holds_number(value)):
        yield "Object", [value]


def _holds_number(value: JsonObject) -> bool:
    (row,) = spread([value], has_lists=False)
    return any(
        _LONG_NUMBER.match(_words(part)) is not None
        for name, part in row
        if not is_nested(part) and ("." not in name or _PHONE.search(name))
    )


class _Listing:
    """A list on its way to a table."""

    def __init__(self, name: str, grid: Grid, *, is_whole: bool) -> None:
        self._is_whole = is_whole
        self._table = Table(self._sound(name))
        self._grid = grid
        self._places: dict[str, int] = {}
        """The column of each key, in the order they are first seen."""

    def of(self, values: list[Any]) -> Table:
        """Gives the table of the list. Raises RefusedWorkbookError where it is too large."""
        values = spread(values)
        if any(isinstance(value, JsonObject) for value in values):
            for value in values:
                self._place(value)
            self._grid.add_row(self._table, list(map(self._sound, self._places)))
        for value in values:
            self._grid.add_row(self._table, self._cells(value))
        return self._table

    def _place(self, value: Any) -> None:
        if isinstance(value, JsonObject):
            for key, _ in value:
                self._places.setdefault(key, len(self._places))

    def _cells(self, value: Any) -> list[str]:
        if isinstance(value, JsonObject):
            cells = [""] * len(self._places)
            for key, part in value:
                cells[self._places[key]] = self._text(part)
            return cells
        return [self._text(inner) for inner in (value if isinstance(value, list) else [value])]

    def _text(self, value: Any) -> str:
        if isinstance(value, str):
            return value if self._is_whole else self._sound(value)
        if is_nested(value) and value:
            self._table.note(NoteCode.NESTED_VALUES, len(self._table.rows) + 1)
        return self._sound(_words(value))

    def _sound(self, text: str) -> str:
        """The text with a replacement character for half of one."""
        if self._is_whole:
            return text
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _words(value: Any) -> str:
    """A value in words: `true`, and those within it with commas between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, JsonObject):
        return ", ".join(f"{key}: {_words(part)}" for key, part in value)
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)
