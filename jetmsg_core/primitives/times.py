"""Time: aware UTC inside, IST on screen. The clock is passed in where a decision depends on it.

All times that people read are written here, in one form: 01 May 2026, 15:00. Seconds are added
where calls of the same minute are told apart, the weekday where somebody chooses a day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from jetmsg_core.primitives.numbers import counted

IST = ZoneInfo("Asia/Kolkata")
IST_SECONDS = 19_800
"""What clocks in India are ahead of UTC, all year."""
DAY, CLOCK = "%d %b %Y", "%H:%M"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Gives the one written form, so that text order is time order:
    2026-05-01T09:30:00.000+00:00."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def parse(text: str) -> datetime:
    return datetime.fromisoformat(text)


def in_ist(moment: datetime | str) -> str:
    """Gives a moment as people in India read it: 01 May 2026, 15:00."""
    return _in_india(moment).strftime(f"{DAY}, {CLOCK}")


def second_in_ist(moment: datetime | str) -> str:
    """Gives a moment to the second: 01 May 2026, 15:00:09."""
    return _in_india(moment).strftime(f"{DAY}, {CLOCK}:%S")


def weekday_in_ist(moment: datetime | str) -> str:
    """Gives a moment that somebody chooses: Fri, 01 May 2026, 15:00."""
    return _in_india(moment).strftime(f"%a, {DAY}, {CLOCK}")


def day_in_ist(moment: datetime | str) -> str:
    """Gives the day in India: 01 May 2026."""
    return _in_india(moment).strftime(DAY)


def clock_in_ist(moment: datetime | str) -> str:
    """Gives the time of day in India to the second, where the day is plain: 15:00:09."""
    return _in_india(moment).strftime(f"{CLOCK}:%S")


def time_of_day(at: time) -> str:
    """Gives a time of day: 20:45."""
    return at.strftime(CLOCK)


def for_file_names(moment: datetime) -> str:
    """Gives a moment in India without a character that a file's name may not have, so that the
    order of names is that of time: 20260501-150009."""
    return _in_india(moment).strftime("%Y%m%d-%H%M%S")


def _in_india(moment: datetime | str) -> datetime:
    return (parse(moment) if isinstance(moment, str) else moment).astimezone(IST)


def duration(seconds: float) -> str:
    """Gives a time in seconds as one would say it: 8 seconds, 4 minutes, 1 hour 20 minutes."""
    if seconds < 90:
        return counted(max(1, round(seconds)), "second")
    minutes = round(seconds / 60)
    if minutes < 60:
        return counted(minutes, "minute")
    hours, rest = divmod(minutes, 60)
    if hours >= 10 or not rest:
        return counted(round(minutes / 60), "hour")
    return f"{counted(hours, 'hour')} {counted(rest, 'minute')}"
