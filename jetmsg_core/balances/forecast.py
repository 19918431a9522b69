"""How fast credits are used, and how long those left will last. Pure.

Between two readings credits fell, or they rose: a rise is a top-up. What was used while a top-up
came cannot be told from the two readings, so that time counts neither as use nor as time. A fall
over a long gap is known, though not when in it: it counts evenly over that time.

How long: after `n` days of `mean` credits each, varying by `spread`, where the mean itself comes
from only `seen` days, use is `n·mean ± z·spread·√(n + n²/seen)`. The band is every `n` for which
the credits left are within that; its ends are the roots of a quadratic equation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from jetmsg_core.balances.sample_series import Readings

DAY = 86_400_000
LOOKED_BACK_DAYS = 28
"""Four whole weeks, so that no day of the week weighs more than another."""

EIGHT_IN_TEN = 1.2816
"""Standard deviations either side that hold eight cases in ten."""

WATCHED = DAY * 3 // 2
"""Readings further apart say nothing of a single day; one a day, at about the same hour, does."""

FEWEST_DAYS = 3
"""With fewer, how much the days differ cannot be told, and there is no band."""


@dataclass(frozen=True)
class Change:
    """The credits of a pool at two readings, one after the other."""

    start: int
    end: int
    before: int
    after: int

    @property
    def amount(self) -> int:
        """It is how much the pool rose; below zero it fell."""
        return self.after - self.before


@dataclass(frozen=True)
class Burn:
    """Credits used in so much time; time with a top-up in it left out."""

    credits: float
    time: float

    @property
    def per_day(self) -> float | None:
        """It counts less than a day as one: an hour's sending is not repeated all day long. It is
        None where there is no time."""
        return self.credits / max(self.time, DAY) * DAY if self.time else None


@dataclass(frozen=True)
class Forecast:
    """The future of one pool. `burn_per_day` None: not known yet. `days_left` None: not known, or
    nothing is used. `days_low` and `days_high` hold eight cases in ten; `days_high` None beside a
    `days_low`: there is no telling how much longer. `days_seen` is how many days the band comes
    from."""

    burn_per_day: float | None = None
    days_left: float | None = None
    days_low: float | None = None
    days_high: float | None = None
    days_seen: int = 0

    @property
    def whole_days(self) -> tuple[int | None, int | None]:
        """The ends of the band in whole days, which hold it: rounded to a tenth first, so that
        30.02 days are no 31."""
        low = None if self.days_low is None else math.floor(round(self.days_low, 1))
        return low, None if self.days_high is None else math.ceil(round(self.days_high, 1))


def top_ups(readings: Readings) -> list[Change]:
    """Gives the rises. Each came to at least its amount: more, if something was used meanwhile."""
    before_rises = np.flatnonzero(np.diff(readings.credits) > 0)
    return [
        Change(
            int(readings.at[i]),
            int(readings.at[i + 1]),
            int(readings.credits[i]),
            int(readings.credits[i + 1]),
        )
        for i in before_rises
    ]


def burn(
    readings: Readings, start: int | None = None, end: int | None = None, longest: float = math.inf
) -> Burn:
    """Gives what was used from `start` to `end`. Between readings further apart than `longest`
    nothing counts."""
    if len(readings) < 2:
        return Burn(0.0, 0.0)
    begins, ends = readings.at[:-1], readings.at[1:]
    falls, lengths = -np.diff(readings.credits), ends - begins
    inside = np.minimum(ends, ends[-1] if end is None else end)
    inside = inside - np.maximum(begins, begins[0] if start is None else start)
    inside = np.where((falls >= 0) & (lengths <= longest), np.maximum(inside, 0), 0)
    return Burn(float((falls * (inside / lengths)).sum()), float(inside.sum()))


def forecast(readings: Readings) -> Forecast:
    """Gives the forecast of one pool, from the last four weeks of its readings or as much as there
    is."""
    if not len(readings):
        return Forecast()
    end = int(readings.at[-1])
    start = max(int(readings.at[0]), end - LOOKED_BACK_DAYS * DAY)
    recent = readings.since(start)
    mean = burn(recent, start, end).per_day
    left = max(0, int(readings.credits[-1]))
    if mean is None or mean <= 0:
        return Forecast(burn_per_day=mean)
    daily = _daily(recent, start, end)
    low = high = None
    if len(daily) >= FEWEST_DAYS:
        low, high = _band(left, mean, float(np.std(daily, ddof=1)), len(daily))
    return Forecast(mean, left / mean, low, high, len(daily))


def _daily(readings: Readings, start: int, end: int) -> list[float]:
    """What was used in each whole day before `end`, of those that were watched for half or more."""
    days = []
    for day in range((end - start) // DAY):
        seen = burn(readings, end - (day + 1) * DAY, end - day * DAY, longest=WATCHED)
        if seen.time >= DAY / 2:
            days.append(seen.credits / seen.time * DAY)
    return days


def _band(left: float, mean: float, spread: float, seen: int) -> tuple[float, float | None]:
    """The roots of `(left - n·mean)² = q·(n + n²/seen)`, in a form that loses no digits."""
    q = (EIGHT_IN_TEN * spread) ** 2
    a, b, c = mean**2 - q / seen, 2 * left * mean + q, float(left) ** 2
    root = b + math.sqrt(max(0.0, b * b - 4 * a * c))
    low = 2 * c / root if root else 0.0
    return low, root / (2 * a) if a > 0 else None
