"""Objects of a JSON text as the cells of a row: what is nested in one has columns of its own.

`{"default_address": {"phone": …}}` is `default_address.phone`, and `{"phones": [{"value": …}]}` is
`phones.1.value`, since a second phone is somebody's, too. What has no columns, a list of plain
values or whatever would take too many, stays one value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, islice
from typing import Any

_DEEPEST = 4
"""Objects within a row."""
_MOST_OF_A_LIST = 10
"""Objects of a list that have columns; the others stay one value."""
_MOST_COLUMNS = 200


class JsonObject(list[tuple[str, Any]]):
    """The keys and values of an object, also those of a key that stands there twice."""


def is_nested(value: Any) -> bool:
    """Tells whether a value is an object or a list."""
    return isinstance(value, list)


def spread(rows: Sequence[Any], *, has_lists: bool = True) -> list[Any]:
    """Gives the rows of a list with what is nested in objects among them beside each other, each
    key once. Lists of objects stay as they are without `has_lists` or where they would take too
    many columns, and then so does whatever is nested."""
    if any(isinstance(row, JsonObject) and any(is_nested(part) for _, part in row) for row in rows):
        for with_lists in (True, False) if has_lists else (False,):
            if (wide := _Spreading(has_lists=with_lists).of(rows)) is not None:
                return wide
    return [_apart(row) for row in rows]


class _Spreading:
    """The columns of a list while its rows are spread."""

    def __init__(self, *, has_lists: bool) -> None:
        self._has_lists = has_lists
        self._names: set[str] = set()
        self._spread: set[str] = set()
        """Keys whose values have columns of their own."""

    def of(self, rows: Sequence[Any]) -> list[Any] | None:
        """Gives the rows; None where there are too many columns."""
        wide = []
        for row in rows:
            wide.append(self._row(row) if isinstance(row, JsonObject) else row)
            if len(self._names) > _MOST_COLUMNS:
                return None
        return [self._without_empty(row) for row in wide]

    def _row(self, row: JsonObject) -> JsonObject:
        cells = (cell for key, value in _apart(row) for cell in self._cells(key, value, _DEEPEST))
        wide: JsonObject = _apart(JsonObject(islice(cells, _MOST_COLUMNS + 1)))
        self._names.update(name for name, _ in wide)
        return wide

    def _cells(self, name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
        parts = self._parts(value) if depth else []
        if not parts:
            yield name, value
            return
        self._spread.add(name)
        for key, part in parts:
            yield from self._cells(f"{name}.{key}" if key else name, part, depth - bool(key))

    def _parts(self, value: Any) -> Sequence[tuple[str, Any]]:
        """What has columns of its own in a value; without a name what of a list has none."""
        if isinstance(value, JsonObject):
            pairs: JsonObject = _apart(value)
            return pairs
        if not (self._has_lists and is_nested(value)) or isinstance(value, _Rest):
            return []
        if not all(isinstance(part, JsonObject) for part in value):
            return []
        named = [(str(index), part) for index, part in enumerate(value[:_MOST_OF_A_LIST], 1)]
        more = value[_MOST_OF_A_LIST:]
        return [*named, ("", _Rest(more))] if more else named

    def _without_empty(self, row: Any) -> Any:
        """Where others have an object, nothing is no column."""
        if not isinstance(row, JsonObject):
            return row
        return JsonObject(
            (name, value)
            for name, value in row
            if name not in self._spread or value not in (None, [])
        )


class _Rest(list[Any]):
    """The end of a long list."""


def _apart(row: Any) -> Any:
    """A row; of an object a key that stands there again has a number."""
    if not isinstance(row, JsonObject) or len(dict(row)) == len(row):
        return row
    apart: dict[str, Any] = {}
    for key, value in row:
        names = (key if number == 1 else f"{key} ({number})" for number in count(1))
        apart[next(name for name in names if name not in apart)] = value
    return JsonObject(apart.items())
