"""Days as Excel counts them, to dates and times (ECMA-376, part 1, 18.17.4). Pure."""

from __future__ import annotations

import datetime as dt

COUNTED_FROM = dt.date(1899, 12, 30)
DAY_BEFORE_1900 = dt.date(1899, 12, 31)
"""What days are counted from up to February 1900, which has a 29th for Excel."""
_FEBRUARY_29 = 60
_DAYS = 2_958_466
"""Up to the end of 9999."""
_DAY = 86_400


def moment_of_days(days: float, *, is_elapsed: bool) -> dt.datetime | dt.time | dt.timedelta | None:
    """Gives the date and time that a number under the format of one is, a time of no day for a part
    of a day, or a duration where hours are shown beyond the day; None where it can be none."""
    if not 0 <= days < _DAYS:
        return None
    day, part = divmod(days, 1)
    clock = dt.timedelta(seconds=round(part * _DAY, 3))
    if is_elapsed:
        return dt.timedelta(days=day) + clock
    if not day:
        return (dt.datetime.combine(DAY_BEFORE_1900, dt.time()) + clock).time()
    first = COUNTED_FROM if day >= _FEBRUARY_29 else DAY_BEFORE_1900
    return dt.datetime.combine(first + dt.timedelta(days=day), dt.time()) + clock
