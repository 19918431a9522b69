"""How the cells of each kind stand in a CSV file, by who reads it next. Pure.

A CSV file says nothing about its cells, so a spreadsheet guesses: `formula_escapes` keeps it from
guessing wrong. A workbook says it, and needs none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.files.columns import Column, Kind, is_worth_sharing
from jetmsg_core.files.formula_escapes import (
    as_excel_text,
    escaped,
    ids_as_excel_text,
    texts,
    with_apostrophes,
)

TIME_FORM = "%Y-%m-%d %H:%M:%S"

Shielding = Callable[[Any], Any]


class Shield(StrEnum):
    """Who reads a CSV file next. `PERSON`: somebody in a spreadsheet. `UPLOAD`: the same, who mends
    it and uploads it again. `SCRIPT`: a program, or a spreadsheet that must not calculate; digits
    and +91 98765 43210 stay as they are. `NONE`: a program that takes every cell for what it is."""

    PERSON = "person"
    UPLOAD = "upload"
    SCRIPT = "script"
    NONE = "none"


def shielded_names(names: Iterable[str], shield: Shield) -> list[str]:
    """Gives the names of columns as they stand in the first line."""
    plain: list[str] = _SHIELDS[shield].get(Kind.TEXT, _as_is)(texts(names)).to_pylist()
    return plain


def shielded(columns: Sequence[Column], shield: Shield) -> list[Any]:
    """Gives columns as Arrow columns of what stands in the lines."""
    ways = {**_SHIELDS[shield], Kind.TIME: _written_out}
    return [_each(column.values, ways.get(column.kind, _as_is)) for column in columns]


def _each(values: Any, way: Shielding) -> Any:
    if is_worth_sharing(values):
        return way(values.dictionary).take(values.indices)
    if pa.types.is_dictionary(values.type):
        values = values.dictionary.take(values.indices)
    return way(values)


def _as_is(values: Any) -> Any:
    return values


def _for_scripts(values: Any) -> Any:
    numbers = pc.match_substring_regex(values, r"^\+[0-9][0-9 ]*$")
    return pc.if_else(numbers, values, escaped(values))


def _written_out(times: Any) -> Any:
    return pc.strftime(times, TIME_FORM).cast(pa.large_string())


_SHIELDS: Mapping[Shield, Mapping[Kind, Shielding]] = {
    Shield.PERSON: {
        Kind.CELL: as_excel_text,
        Kind.TEXT: as_excel_text,
        Kind.PHONE: as_excel_text,
        Kind.ID: ids_as_excel_text,
    },
    Shield.UPLOAD: {Kind.CELL: with_apostrophes, Kind.TEXT: with_apostrophes},
    Shield.SCRIPT: {Kind.CELL: _for_scripts, Kind.TEXT: escaped},
    Shield.NONE: {},
}
