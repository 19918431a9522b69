"""Cells of a time column to seconds since 1970, in Arrow. Pure.

Times without a zone are IST. Whether the day or the month comes first in 05/01/2026 is settled
once for all cells: by those of which one part can be no month, and where none tells, the day comes
first, as in India. Programs write seconds since 1970 too, spreadsheets days since 1900, and
operators `260501120000`; what else is read is in `_UNUSUAL`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import IST, IST_SECONDS

EARLIEST, LATEST = 946_684_800, 4_102_444_800
"""2000 to 2100: whatever is read outside was not a time."""

_CLOCKS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
_PLAIN = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")
_WITH_MONTH_NAME = tuple(
    form.replace("-", sign)
    for form in ("%d-%b-%Y", "%b-%d-%Y", "%d-%b-%y", "%Y-%b-%d")
    for sign in (" ", "-", "/", ".")
)
_DAY_FIRST = tuple(f"%d{s}%m{s}%{y}" for s in "/-." for y in "Yy")
_MONTH_FIRST = tuple(f"%m{s}%d{s}%{y}" for s in "/-." for y in "Yy")
_TRIED = 50
_NO_TIME = re.compile(r"[\W_0]*|n[./]?a\.?|nil|none|null|not available", re.IGNORECASE)

_WRAPPED = r"^[\s'\"=\[(]*(?:/Date\()?|\)/$|[\s'\"\]]+$"
"""What spreadsheets and programs put around a cell: `="…"`, `[…]`, `/Date(…)/`."""
_IN_INDIA = (
    r"(?i)(\s*\(?(IST|India Standard Time|Asia/(Kolkata|Calcutta)|(GMT|UTC)?\s*\+\s*0?5:?30)\)?)+$"
)
_CLEANED = (
    (r"(?i)^(MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*[, ]+", ""),
    (r"(:\d\d)([.,]\d+)+", r"\1"),
    (r"(?i)(\d)T(\d)", r"\1 \2"),
    (_IN_INDIA, ""),
    (r"(?i)(\d)\s*([AP])\.?\s?M\b\.?", r"\1 \2M"),
    (r"[, ]+", " "),
    (r"(?i)\bSept\b", "Sep"),
    # 24 hours with a half of the day beside them
    (r"(?i)(^| )((1[3-9]|2[0-3])(:\d\d){1,2}) PM\b", r"\1\2"),
    (r"(?i)(^| )(00?(:\d\d){1,2}) AM\b", r"\1\2"),
)
"""What panels put around and into a time, and what is made of it."""
_USUAL = r"(?i)^\d{1,4}[-/. ][0-9a-z]{1,9}[-/. ]\d{1,4}( \d\d?(:\d\d){1,2}( [AP]M)?)?$"
_UNUSUAL = (
    (r"(?i)\b(\d{1,2})(st|nd|rd|th)\b", r"\1"),
    (r"(?i)\s(at|[|\x{2013}\x{2014}-])\s", " "),
    (r"(?i)\s*\bhrs?\b\.?$", ""),
    # SQL: 12:00:37:481; Oracle: 12.00.37.481000; a clock with a dot: 12.30 PM
    (r"(:\d\d:\d\d):\d{1,6}", r"\1"),
    (r" (\d{1,2})\.(\d\d)\.(\d\d)(\.\d+)?", r" \1:\2:\3"),
    (r"(?i)(\d\d) (\d{1,2})\.(\d\d)( [AP]M)?$", r"\1 \2:\3\4"),
    # Java: May 01 12:00:37 IST 2026
    (r"^(\w{3} \d{1,2}) (\d\d(?::\d\d){2})( [A-Z]{3})? (\d{4})$", r"\1 \4 \2\3"),
    # the clock first: 12:00 PM 01/05/2026
    (r"(?i)^(\d{1,2}(?::\d\d){1,2}(?: [AP]M)?) (.*\d)$", r"\2 \1"),
    (_IN_INDIA, ""),
)
"""Forms that are looked for only where a cell is in none of the usual ones."""
_UTC = r"(?i)\s*(\bUTC|\bGMT|Z|[+-]00:?00)$"

_EPOCH = (1_500_000_000, 2_000_000_000)
"""Seconds since 1970 of 2017 to 2033; ten digits outside are year, month, day, hour, minute."""
_SINCE_1900 = 25_569
"""Days of a spreadsheet before 1970."""
_SERIALS = (36_526, 73_051)
_DAY = 86_400


def says_no_time(cell: str) -> bool:
    """Tells whether a cell only says that there is no time: -, NA, 0000-00-00 00:00:00."""
    return _NO_TIME.fullmatch(cell.strip()) is not None


def read_times(cells: Any) -> Integers:
    """Gives the seconds since 1970 of each cell of an Arrow column, -1 where there is no time that
    can be read."""
    encoded = pc.dictionary_encode(cells).combine_chunks()
    distinct = encoded.dictionary
    seconds = np.full(len(distinct), -1, np.int64)
    _fill(seconds, distinct, _PLAIN)
    left = np.flatnonzero(seconds < 0)
    if len(left):
        seconds[left] = _read_closely(distinct.take(left))
    seconds[(seconds < EARLIEST) | (seconds > LATEST)] = -1
    return np.asarray(seconds[encoded.indices.to_numpy()])


def _read_closely(cells: Any) -> Integers:
    """Reads cells that are not in the plainest form."""
    seconds = np.full(len(cells), -1, np.int64)
    texts = pc.replace_substring_regex(cells, _WRAPPED, "")
    _fill_numbers(seconds, texts)
    texts = _cleaned(texts, _CLEANED)
    if not pc.all(pc.match_substring_regex(texts.filter(seconds < 0), _USUAL)).as_py():
        texts = _cleaned(texts, _UNUSUAL)
    is_utc = np.asarray(pc.match_substring_regex(texts, _UTC))
    texts = pc.replace_substring_regex(texts, _UTC, "")
    days = (*_YEAR_FIRST, *_WITH_MONTH_NAME, *_numeric_days(texts))
    named = np.full(len(cells), -1, np.int64)
    named[seconds >= 0] = 0  # what is read as a number is nothing else
    _fill(named, texts, [day + clock for clock in _CLOCKS for day in days])
    is_read = (seconds < 0) & (named >= 0)
    seconds[is_read] = named[is_read] + IST_SECONDS * is_utc[is_read]
    for position in np.flatnonzero(seconds < 0).tolist():
        seconds[position] = _with_zone(cells[position].as_py().strip())
    return seconds


def _cleaned(texts: Any, patterns: Sequence[tuple[str, str]]) -> Any:
    for pattern, instead in patterns:
        texts = pc.replace_substring_regex(texts, pattern, instead)
    return texts


def _numeric_days(texts: Any) -> Sequence[str]:
    """The forms in which day and month are two numbers, in the order that all cells allow."""
    parts = pc.extract_regex(texts, r"^(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.]\d{2,4}\b")
    parts = parts.drop_null()
    if not len(parts):
        return ()
    first, second = (
        pc.max(pc.struct_field(parts, index).cast(pa.int64())).as_py() for index in (0, 1)
    )
    return _MONTH_FIRST if second > 12 >= first else _DAY_FIRST


def _fill(seconds: Integers, distinct: Any, forms: Sequence[str]) -> None:
    """Reads what is below 0 in one form after the other."""
    for form in forms:
        left = np.flatnonzero(seconds < 0)
        if not len(left):
            return
        # A few cells tell whether the rest is worth trying: a file has one or two forms.
        step = max(1, len(left) // _TRIED)
        some = pc.strptime(distinct.take(left[::step]), form, "s", error_is_null=True)
        if some.null_count == len(some):
            continue
        read = pc.strptime(distinct.take(left), form, "s", error_is_null=True)
        values = np.asarray(read.cast(pa.int64()).fill_null(-1)) - IST_SECONDS
        is_time = np.asarray(read.is_valid()) & (values >= EARLIEST)
        is_time &= ~_has_no_such_day(distinct, left, read, form)
        seconds[left[is_time]] = values[is_time]


def _has_no_such_day(distinct: Any, left: Integers, read: Any, form: str) -> Any:
    """Tells of which of the cells at `left` Arrow made another day: for 31/02/2026 it gives the
    3rd of March. Only the first three days of a month can come of that, and only where one of
    these numbers stands in the cell."""
    is_early = np.asarray(pc.fill_null(pc.less_equal(pc.day(read), 3), False))
    none = np.zeros(len(left), bool)
    early = np.flatnonzero(is_early)
    if not len(early):
        return none
    texts = distinct.take(left[early])
    may_be = np.asarray(pc.match_substring_regex(texts, "29|30|31"))
    for index in np.flatnonzero(may_be).tolist():
        none[early[index]] = not _is_strictly(texts[index].as_py(), form)
    return none


def _is_strictly(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form).replace(tzinfo=IST)
    except ValueError:
        return False
    return True


def _fill_numbers(seconds: Integers, texts: Any) -> None:
    """Reads cells of digits alone, by how many there are."""
    is_number = np.asarray(pc.match_substring_regex(texts, r"^\d{5,16}(\.\d+)?$"))
    indices = np.flatnonzero(is_number)
    if not len(indices):
        return
    numbers = texts.take(indices)
    values = np.asarray(numbers.cast(pa.float64()))
    digits = np.asarray(pc.utf8_length(pc.replace_substring_regex(numbers, r"\..*$", "")))
    read = np.full(len(indices), -1, np.int64)
    _fill_stamps(read, numbers, digits)
    is_epoch = (digits == 10) & (_EPOCH[0] <= values) & (values < _EPOCH[1])
    for is_it, unit in ((is_epoch, 1), (digits == 13, 1000), (digits == 16, 1_000_000)):
        read[is_it] = (values[is_it] / unit).astype(np.int64)
    is_serial = (digits == 5) & (_SERIALS[0] <= values) & (values < _SERIALS[1])
    in_days = np.rint((values[is_serial] - _SINCE_1900) * _DAY).astype(np.int64)
    read[is_serial] = in_days - IST_SECONDS
    seconds[indices] = read


def _fill_stamps(read: Integers, numbers: Any, digits: Integers) -> None:
    """Reads year, month, day and what follows, written without a sign between them: in the one form
    of all with so many digits that gives the most years of today."""
    for count, forms in _STAMPS.items():
        chosen = np.flatnonzero(digits == count)
        if not len(chosen):
            continue
        best = np.full(len(chosen), -1, np.int64)
        for form in forms:
            values = np.full(len(chosen), -1, np.int64)
            _fill(values, numbers.take(chosen), (form,))
            if _of_today(values) > _of_today(best) or not (best >= 0).any():
                best = values
        read[chosen] = best


def _of_today(values: Integers) -> int:
    return int(((_EPOCH[0] <= values) & (values < _EPOCH[1])).sum())


_STAMPS = {
    14: ("%Y%m%d%H%M%S", "%d%m%Y%H%M%S"),
    12: ("%y%m%d%H%M%S", "%Y%m%d%H%M", "%d%m%y%H%M%S", "%d%m%Y%H%M"),
    10: ("%y%m%d%H%M", "%d%m%y%H%M"),
    8: ("%Y%m%d", "%d%m%Y"),
}
"""By the number of digits, the usual form first."""


def _with_zone(cell: str) -> int:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return -1
    moment = moment if moment.tzinfo else moment.replace(tzinfo=IST)
    return int(moment.timestamp())
