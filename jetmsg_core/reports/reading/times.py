"""Cells of a time column to seconds since 1970, in Arrow. Times without a zone are IST; where day
and month could be either, the day comes first, as in India. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import IST, IST_SECONDS

_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%b-%Y", "%d %b %Y")
_HOURS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S", "")
FORMATS = (
    *(day + hour for day in _DAYS for hour in _HOURS),
    *("%y%m%d%H%M%S", "%y%m%d%H%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
)
_TRIED = 50
EARLIEST, LATEST = 946_684_800, 4_102_444_800
"""2000 to 2100: whatever is read outside was not a time."""


def read_times(cells: Any) -> Integers:
    """Gives the seconds since 1970 of each cell of an Arrow column, -1 where there is no time that
    can be read."""
    encoded = pc.dictionary_encode(cells).combine_chunks()
    distinct = pc.replace_substring_regex(
        pc.utf8_trim_whitespace(encoded.dictionary), r"(:\d\d)\.\d+", r"\1"
    )
    seconds = np.full(len(distinct), -1, np.int64)
    for form in FORMATS:
        left = np.flatnonzero(seconds < 0)
        if not len(left):
            break
        _fill(seconds, left, distinct, form)
    for position in np.flatnonzero(seconds < 0).tolist():
        seconds[position] = _with_zone(distinct[position].as_py())
    seconds[(seconds < EARLIEST) | (seconds > LATEST)] = -1
    return np.asarray(seconds[encoded.indices.to_numpy()])


def _fill(seconds: Integers, left: Integers, distinct: Any, form: str) -> None:
    # A few cells tell whether the rest is worth trying: a file has one or two forms.
    some = pc.strptime(distinct.take(left[:_TRIED]), form, "s", error_is_null=True)
    if some.null_count == len(some):
        return
    read = pc.strptime(distinct.take(left), form, "s", error_is_null=True)
    is_read = np.asarray(read.is_valid())
    values = np.asarray(read.cast(pa.int64()).fill_null(-1))
    seconds[left[is_read]] = values[is_read] - IST_SECONDS


def _with_zone(cell: str) -> int:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return -1
    moment = moment if moment.tzinfo else moment.replace(tzinfo=IST)
    return int(moment.timestamp())
