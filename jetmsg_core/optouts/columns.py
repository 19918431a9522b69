"""Which columns of a file of opt-outs say why somebody opted out, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts.columns.headers import header_key
from jetmsg_core.contacts.columns.number_column import find_column
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.reports.reading.times import read_times

EXPORTED = ("number", "source", "added_at", "reason")
EXPORTED_TO_WORKBOOK = ("number", "source", "added_at (IST)", "reason")
"""Of an exported file. One that comes back keeps its sources, dates and reasons."""
_BEFORE_REASONS = 3
"""Columns of a file that was exported before there were reasons."""

_REASON = re.compile(r"reason|remark|comment|feedback|note|why|cause")
_DATE = re.compile(r"date|time|since|(?:at|on)$|^when")
_OF_OPTING_OUT = re.compile(r"opt|unsub|stop|dnd|dnc|block|added|request|complain|refus|remov")
_OF_ANOTHER_THING = re.compile(
    r"birth|dob|anniver|order|purchas|invoice|bill|join|regist|visit|deliver|due|expir|signup"
)
_SHARE_OF_TIMES = 0.5
"""Of the filled cells: with fewer the column is none of dates."""


@dataclass(frozen=True)
class OptOutColumns:
    """The columns of a file that say why and when. In what is asked for, None leaves it to a guess
    and an empty name is no column; in what was read, None is no column."""

    reason: str | None = None
    date: str | None = None


def is_exported(columns: Sequence[str]) -> bool:
    """Tells whether these are the columns of a file that was exported here, also before there were
    reasons."""
    ours = (EXPORTED, EXPORTED_TO_WORKBOOK)
    return any(tuple(columns) in (names, names[:_BEFORE_REASONS]) for names in ours)


def choose_columns(
    cells: pd.DataFrame, number_column: str | None, asked: OptOutColumns
) -> OptOutColumns:
    """Gives the columns that are asked for, or those that their names and cells speak for. Raises
    InputError for one that is not there."""
    names = [str(name) for name in cells.columns if name != number_column]
    every = tuple(map(str, cells.columns))
    reason = _asked(every, asked.reason) if asked.reason is not None else _reason(names, cells)
    date = _asked(every, asked.date) if asked.date is not None else _date(names, cells, reason)
    return OptOutColumns(reason, date)


def times_of(cells: pd.Series[str]) -> Integers:
    """Gives the seconds since 1970 of each cell; -1 where there is no time that can be read."""
    return read_times(pa.chunked_array([pa.array(cells, pa.large_string())]))


def _asked(columns: tuple[str, ...], name: str) -> str | None:
    return find_column(columns, name) if name else None


def _reason(names: Sequence[str], cells: pd.DataFrame) -> str | None:
    named = [name for name in names if _REASON.search(header_key(name))]
    filled = [name for name in named if (cells[name].str.strip() != "").any()]
    return _best(filled or named)


def _date(names: Sequence[str], cells: pd.DataFrame, reason: str | None) -> str | None:
    named = [
        name
        for name in names
        if name != reason
        and _DATE.search(header_key(name))
        and not _OF_ANOTHER_THING.search(header_key(name))
    ]
    return _best([name for name in named if _holds_times(cells[name])])


def _best(names: Sequence[str]) -> str | None:
    """The first that speaks of opting out, else the first."""
    speaking = [name for name in names if _OF_OPTING_OUT.search(header_key(name))]
    return next(iter([*speaking, *names]), None)


def _holds_times(cells: pd.Series[str]) -> bool:
    filled = cells[cells.str.strip() != ""]
    read = int(np.count_nonzero(times_of(filled) >= 0)) if len(filled) else 0
    return read > 0 and read >= _SHARE_OF_TIMES * len(filled)
