"""A person's row and number in packed cells of lists and campaigns. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.people.spellings import CUT, pattern_of
from jetmsg_core.primitives.arrays import Booleans


def rows_with(table: pa.Table, number: int) -> Booleans:
    """Gives the rows in whose texts the number is, in any spelling."""
    within = np.zeros(table.num_rows, np.bool_)
    for name in _texts_of(table):
        matches = pc.match_substring_regex(table.column(name), pattern_of(number))
        within |= pc.fill_null(matches, fill_value=False).to_numpy().astype(np.bool_)
    return within


def without_number(table: pa.Table, number: int) -> pa.Table:
    """Gives the table with `CUT` wherever the number is in a text."""
    pattern = pattern_of(number)
    for name in _texts_of(table):
        column, before = table.column(name), None
        # What stands between two numbers belongs to both, and is matched once.
        while before is None or not column.equals(before):
            before = column
            column = pc.replace_substring_regex(column, pattern, rf"\1{CUT}\2")
        table = table.set_column(table.column_names.index(name), name, column)
    return table


def with_blank(table: pa.Table, rows: Booleans) -> pa.Table:
    """Gives the table with every text of these rows empty."""
    for name in _texts_of(table):
        column = table.column(name)
        blank = pc.if_else(pa.array(rows), pa.scalar("", column.type), column)
        table = table.set_column(table.column_names.index(name), name, blank)
    return table


def texts_in(table: pa.Table) -> Iterator[list[str]]:
    """Gives the texts of each column in which a number may be, each once."""
    for name in _texts_of(table):
        column = pc.unique(table.column(name)).drop_null()
        within = pc.match_substring_regex(column, _MANY_DIGITS)
        yield column.filter(within).to_pylist()


_MANY_DIGITS = r"\pN(?:[^\pN\n\r]*\pN){7}"


def _texts_of(table: pa.Table) -> list[str]:
    return [
        field.name
        for field in table.schema
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
    ]
