"""The values of cells of a SpreadsheetML file, as workbooks have them. Pure.

Digits that a number would not keep (007, an id of twenty digits) stay as they are written.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

from jetmsg_core.spreadsheets.reader.documents.xml_styles import (
    DATE_AND_TIME,
    SHORT_DATE,
    SHORT_TIME,
    Format,
)

_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{0,40})?(?P<power>[eE][+-]?[0-9]{1,3})?")
_PADDED = re.compile(r"-?0[0-9].*|.*\.[0-9]*0|.*\.")
"""Zeros in front or behind, which no spreadsheet program writes: they are meant."""
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?)?(?:\.|Z)?"
)
_DIGITS_KEPT = 15
_NO_DAY = dt.date(1899, 12, 31)
"""A time of the day alone is this day, or the one before it."""
_COUNTED_FROM = dt.date(1899, 12, 30)
_FIRST_OF_MARCH = dt.date(1900, 3, 1)
"""From here on days are counted from the day before: Excel has a 29 February 1900."""
_FEBRUARY_29 = 60
_LAST_DAY = 2_958_466


def number_of(text: str, form: Format) -> Any:
    """Gives the value of a number under a format: a number, what a format of dates makes of it, or
    the text itself."""
    found = _NUMBER.fullmatch(text)
    if found is None or not math.isfinite(number := float(text)):
        return text
    if found["power"] is None:
        is_long = sum(map(str.isdigit, text)) > _DIGITS_KEPT and number.is_integer()
        if is_long or (form.is_plain and _PADDED.fullmatch(text)):
            return text
    if not form.is_dated or not 0 <= number < _LAST_DAY:
        return number
    day, part = divmod(number, 1)
    clock = dt.timedelta(seconds=round(part * 86_400, 3))
    if form.is_elapsed:
        return dt.timedelta(days=day) + clock
    if not day:
        return (dt.datetime.combine(_NO_DAY, dt.time()) + clock).time()
    first = _COUNTED_FROM if day >= _FEBRUARY_29 else _NO_DAY
    return dt.datetime.combine(first + dt.timedelta(days=day), dt.time()) + clock


def moment_of(text: str, form: Format) -> Any:
    """Gives the value of a date or time under a format, or the text itself where it is none."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    year, month, day, *clock = found.groups(default="0")
    hour, minute, second = map(int, clock[:3])
    try:
        date = dt.date(int(year), int(month), int(day))
        time = dt.time(hour, minute, second, int(clock[3].ljust(6, "0")))
    except ValueError:
        return text
    if form.is_elapsed:
        first = _COUNTED_FROM if date >= _FIRST_OF_MARCH else _NO_DAY
        moment = dt.datetime.combine(date, time)
        elapsed = moment - dt.datetime.combine(first, dt.time())
        return elapsed if date >= first else elapsed + (first - date)
    if date <= _NO_DAY:
        return time
    return dt.datetime.combine(date, time)


def usual_format(value: dt.datetime | dt.time | dt.timedelta) -> int:
    """Gives the number of the format in which a moment is shown whose cell has none for it."""
    if isinstance(value, dt.datetime):
        return SHORT_DATE if value.time() == dt.time() else DATE_AND_TIME
    return SHORT_TIME
