"""The values of cells of a SpreadsheetML file, as workbooks have them. Pure.

Digits that a number would not keep (007, an id of twenty digits) stay as they are written.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

from jetmsg_core.spreadsheets.looks.serials import (
    COUNTED_FROM,
    DAY_BEFORE_1900,
    moment_of_days,
)
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
_FIRST_OF_MARCH = dt.date(1900, 3, 1)
"""From here on days are counted from the day before: Excel has a 29 February 1900."""


def number_of(text: str, form: Format) -> Any:
    """Gives the value of a number under a format: a number, what a format of dates makes of it, or
    the text itself."""
    written = _NUMBER.fullmatch(text)
    if written is None or not math.isfinite(number := float(text)):
        return text
    if written["power"] is None:
        is_long = sum(map(str.isdigit, text)) > _DIGITS_KEPT and number.is_integer()
        if is_long or (form.is_plain and _PADDED.fullmatch(text)):
            return text
    moment = moment_of_days(number, is_elapsed=form.is_elapsed) if form.is_dated else None
    return number if moment is None else moment


def moment_of(text: str, form: Format) -> Any:
    """Gives the value of a date or time under a format, or the text itself where it is none."""
    written = _MOMENT.fullmatch(text)
    if written is None:
        return text
    year, month, day, *clock = written.groups(default="0")
    hour, minute, second = map(int, clock[:3])
    try:
        date = dt.date(int(year), int(month), int(day))
        time = dt.time(hour, minute, second, int(clock[3].ljust(6, "0")))
    except ValueError:
        return text
    if form.is_elapsed:
        first = COUNTED_FROM if date >= _FIRST_OF_MARCH else DAY_BEFORE_1900
        moment = dt.datetime.combine(date, time)
        elapsed = moment - dt.datetime.combine(first, dt.time())
        return elapsed if date >= first else elapsed + (first - date)
    if date <= DAY_BEFORE_1900:  # a time of the day alone
        return time
    return dt.datetime.combine(date, time)


def usual_format(value: dt.datetime | dt.time | dt.timedelta) -> int:
    """Gives the number of the format in which a moment is shown whose cell has none for it."""
    if isinstance(value, dt.datetime):
        return SHORT_DATE if value.time() == dt.time() else DATE_AND_TIME
    return SHORT_TIME
