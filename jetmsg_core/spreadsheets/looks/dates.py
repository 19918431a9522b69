"""Dates, times and durations as a section of a format code shows them.

They are rounded to the second, then cut to what is shown; fractions of a second are left out. Names
of months and days are English. Pure.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from jetmsg_core.spreadsheets.looks.codes import Kind, Section, Token

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = 86_400
_HALF_SECOND = 500_000
_BEGIN = dt.date(1899, 12, 30)
_FIRST_SURE = dt.date(1900, 3, 1)
"""Before it, Excel counts a day that never was, and shows 0 as one that is in no calendar. Others
show 0 as the day that all count from."""

Moment = dt.datetime | dt.date | dt.time | dt.timedelta


class Instant(NamedTuple):
    """A moment to the second: `day` is None for a time of no day, `seconds` count from midnight or
    are a whole duration."""

    day: dt.date | None
    seconds: int


_CLOCK = {"h": "{1:0%d}", "12": "{2:0%d}", "m": "{3:0%d}", "s": "{4:0%d}"}
_ELAPSED = {"h": "{9:0%d}", "m": "{10:0%d}", "s": "{11:0%d}"}
_CALENDAR = {
    "m": ("{0.month}", "{0.month:02}", "{6:.3}", "{6}", "{6:.1}"),
    "d": ("{0.day}", "{0.day:02}", "{7:.3}", "{7}"),
    "y": ("{8:02}", "{8:02}", "{0.year:04}"),
}
"""Fields of a template, by how often the letter stands there; more are the last but one of months,
and the last of the others (18.8.31)."""


class DateSection:
    """A section that shows dates and times, compiled to a template."""

    def __init__(self, section: Section) -> None:
        tokens = list(section.tokens)
        halves = [token.signs for token in tokens if token.kind is Kind.HALF]
        self._halves = ("AM", "PM")
        if halves and len(halves[0]) == 3:  # the letters of A/P, as they are spelled
            self._halves = (halves[0][0], halves[0][2])
        self._twelve = bool(halves)
        self._has_day = self._has_names = False
        self.cuts_fractions = section.has(Kind.FRACTION)
        self._minutes = _minutes_among(tokens)
        fields = [self._field(index, token) for index, token in enumerate(tokens)]
        self._laid_out = "".join(field or "" for field in fields).format
        self.is_known = (
            section.known and None not in fields and not (self._has_names and not section.english)
        )

    def shown(self, value: Moment) -> tuple[str | None, bool]:
        """Gives the text, None for a duration that has no day that could be shown; and whether
        programs disagree about it."""
        instants = _instants(value)
        is_early = False
        if self._has_day:
            if isinstance(value, dt.timedelta):
                return None, True
            instants = [Instant(instant.day or _BEGIN, instant.seconds) for instant in instants]
            is_early = any(instant.day < _FIRST_SURE for instant in instants if instant.day)
        texts = [self._text(instant) for instant in instants]
        is_disputed = texts[0] != texts[-1] or instants[-1].seconds < 0
        return texts[-1], is_early or is_disputed

    def usual(self, value: Moment) -> str | None:
        """Gives the text of most values, which are in no doubt; None for the others."""
        if not self.is_known or self.cuts_fractions:
            return None
        instants = _instants(value)
        first = instants[0]
        if len(instants) > 1 or first.seconds < 0:
            return None
        if self._has_day and (first.day is None or first.day < _FIRST_SURE):
            return None
        return self._text(first)

    def _text(self, instant: Instant) -> str:
        day, seconds = instant
        clock = abs(seconds)
        hours = clock // 3600 % 24
        month = weekday = ""
        year = 0
        elapsed = clock
        if day is not None:
            elapsed += (day - _BEGIN).days * _DAY
            month, weekday, year = _MONTHS[day.month - 1], _DAYS[day.weekday()], day.year % 100
        text = self._laid_out(
            day,
            hours,
            (hours + 11) % 12 + 1,
            clock // 60 % 60,
            clock % 60,
            self._halves[hours >= 12],
            month,
            weekday,
            year,
            elapsed // 3600,
            elapsed // 60,
            elapsed,
        ).strip()
        return f"-{text}" if seconds < 0 else text

    def _field(self, index: int, token: Token) -> str | None:
        match token.kind:
            case Kind.LITERAL | Kind.POINT | Kind.COMMA | Kind.SLASH:
                return token.signs.replace("{", "{{").replace("}", "}}")
            case Kind.BLANK:
                return " "
            case Kind.TEXT | Kind.FRACTION:
                return ""
            case Kind.HALF:
                return "{5}"
            case Kind.ELAPSED:
                return _ELAPSED[token.signs[0]] % len(token.signs)
            case Kind.DATE:
                return self._date(index, token.signs.lower())
        return None

    def _date(self, index: int, letters: str) -> str | None:
        first, count = letters[0], len(letters)
        if first in "hs" or index in self._minutes:
            clock = "12" if first == "h" and self._twelve else first
            return _CLOCK[clock] % min(count, 2)
        if first not in _CALENDAR:
            return None
        self._has_day = True
        self._has_names |= first != "y" and count > 2
        fields = _CALENDAR[first]
        if first == "m" and count > len(fields):
            return fields[3]
        return fields[min(count, len(fields)) - 1]


def _instants(value: Moment) -> list[Instant]:
    """The value cut to the second, and rounded to it where that is another one."""
    if isinstance(value, dt.timedelta):
        whole, rest = divmod(abs(value), dt.timedelta(seconds=1))
        sign = -1 if value.days < 0 else 1
        moments = [whole, whole + 1] if rest.microseconds >= _HALF_SECOND else [whole]
        return [Instant(None, sign * seconds) for seconds in moments]
    if isinstance(value, dt.datetime):
        day: dt.date | None = value.date()
    elif isinstance(value, dt.time):
        day = None
    else:
        return [Instant(value, 0)]
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    if value.microsecond < _HALF_SECOND:
        return [Instant(day, seconds)]
    later = Instant(day, seconds + 1)
    if seconds + 1 == _DAY and day is not None and day < dt.date.max:
        later = Instant(day + dt.timedelta(days=1), 0)
    return [Instant(day, seconds), later]


def _minutes_among(tokens: list[Token]) -> frozenset[int]:
    """Where `m` means minutes: next to hours before it, or seconds behind it (18.8.31)."""
    clocks = [
        (position, token.signs[0].lower())
        for position, token in enumerate(tokens)
        if token.kind in (Kind.DATE, Kind.ELAPSED)
    ]
    minutes = set()
    for at, (index, letter) in enumerate(clocks):
        before = clocks[at - 1][1] if at else ""
        behind = clocks[at + 1][1] if at + 1 < len(clocks) else ""
        if letter == "m" and (before == "h" or behind == "s"):
            minutes.add(index)
    return frozenset(minutes)
