"""One value of a workbook as text.

Values have lost their display format. Whole floats become exact digits, because Excel stores
every number as one; a date is written as DD-MM-YYYY, a time and a duration as hours and minutes,
with seconds where there are any, and the user is told. What no duration can be is a number that was
formatted as one by mistake: it reads as its digits.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_EXACT = 2**53
"""Up to here each whole number has a float of its own. Excel itself puts zeros for all digits after
the fifteenth, but programs that write workbooks do not."""
_LONGEST_DURATION = 1_000_000
"""Days; longer ones are mobile numbers, pin codes or amounts under the format of a duration."""
_DAY = 86_400
_ISO_DURATION = re.compile(r"(-?)PT([0-9]{1,18})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]*)?S")

UNKNOWN = "#NUM!"
"""As Excel shows a number that cannot be shown."""


def text_of(value: Any) -> str:
    """Gives a value of calamine's as text."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        value = _to_the_second(value)
        day = _day(value)
        return day if value.time() == dt.time() else f"{day} {_clock(value)}"
    if isinstance(value, dt.date):
        return _day(value)
    if isinstance(value, dt.timedelta):
        return duration_text(round(value.total_seconds()))
    return _clock(value) if isinstance(value, dt.time) else str(value)


def duration_of(value: Any) -> Any:
    """Gives the duration that a number in days is, from a cell whose format is that of one; any
    other value unchanged."""
    if not isinstance(value, float) or abs(value) >= _LONGEST_DURATION:
        return value
    return dt.timedelta(seconds=round(value * _DAY))


def duration_text(seconds: int) -> str:
    """Gives a duration as `[h]:mm` shows it; with seconds where there are any."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds >= _LONGEST_DURATION * _DAY:
        return sign + text_of(seconds / _DAY)
    minutes, rest = divmod(seconds, 60)
    text = f"{sign}{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{rest:02}" if rest else text


def iso_duration_text(text: str) -> str:
    """Gives the same for a duration as an .ods holds it, `PT36H00M00S`; any other text
    unchanged."""
    match = _ISO_DURATION.fullmatch(text)
    if match is None:
        return text_of(text)
    hours, minutes, seconds = (int(match[index]) for index in (2, 3, 4))
    whole = (hours * 60 + minutes) * 60 + seconds
    return duration_text(-whole if match[1] else whole)


def _to_the_second(value: dt.datetime) -> dt.datetime:
    """A moment is a fraction of a day, which misses most seconds by a little."""
    return (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def _clock(value: dt.datetime | dt.time) -> str:
    text = f"{value.hour:02}:{value.minute:02}"
    return f"{text}:{value.second:02}" if value.second else text


def _day(value: dt.date) -> str:
    return f"{value.day:02}-{value.month:02}-{value.year:04}"
