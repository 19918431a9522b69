"""Time: aware UTC inside, IST on screen. The clock is passed in where a decision depends on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

IST = ZoneInfo("Asia/Kolkata")
IST_SECONDS = 19_800
"""What clocks in India are ahead of UTC, all year."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Gives the one written form, so that text order is time order:
    2026-05-01T09:30:00.000+00:00."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def parse(text: str) -> datetime:
    return datetime.fromisoformat(text)


def in_ist(moment: datetime | str, form: str = "%d %b %Y, %H:%M") -> str:
    """Gives a moment as people in India read it: 01 May 2026, 15:00."""
    moment = parse(moment) if isinstance(moment, str) else moment
    return moment.astimezone(IST).strftime(form)
