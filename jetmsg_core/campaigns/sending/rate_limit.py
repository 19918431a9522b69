"""When the next call may leave, and whose it is: rate, back-off, promotional hours, fair shares.
Pure; clocks are passed in."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from itertools import takewhile
from math import ceil

from jetmsg_core.primitives.times import IST

OPENS = time(10, 0)
CLOSES = time(20, 45)
"""TRAI allows promotional messages in [10:00, 21:00) IST. Submitting ends a quarter of an hour
early, since the operator's clock decides and messages queue there."""

BACK_OFF_SECONDS = 1.0
BACK_OFF_MOST = 60.0


class RateLimit:
    """A limit of `rate` calls in any second, exactly: one may leave when the one `rate` calls ago
    is a second old. A rate that is not whole is kept over ten seconds, and rounded up in each
    single one; a rate below one is one call in `1 / rate` seconds."""

    def __init__(self, rate: float | None) -> None:
        self._windows = _windows(rate) if rate else []
        self._recent: deque[float] = deque(
            maxlen=max((most for most, _ in self._windows), default=0)
        )

    def allowed(self, wanted: int, now: float) -> int:
        """Gives how many of `wanted` calls may leave at `now`, in seconds of the steady clock."""
        free = [most - self._within(seconds, now) for most, seconds in self._windows]
        return min(wanted, *free) if free else wanted

    def record_sent(self, calls: int, now: float) -> None:
        """Notes that so many calls left at `now`."""
        if self._windows:
            self._recent.extend([now] * calls)

    def _within(self, seconds: float, now: float) -> int:
        """Calls that left less than `seconds` ago: they are at the end, in order."""
        return sum(1 for _ in takewhile(lambda at: at > now - seconds, reversed(self._recent)))


def _windows(rate: float) -> list[tuple[int, float]]:
    """(calls at most, in any so many seconds)."""
    if rate < 1:
        return [(1, 1 / rate)]
    in_a_second = (ceil(rate), 1.0)
    return [in_a_second] if rate == int(rate) else [in_a_second, (int(rate * 10), 10.0)]


class JitteredPace:
    """A pace of one call at a time, about `rate` a second, at uneven moments between half and one
    and a half times the mean: WhatsApp panels send through a person's own device, and an even beat
    is what automatic senders are blocked for."""

    def __init__(self, rate: float, jitter: Callable[[], float]) -> None:
        self._mean = 1.0 / rate
        self._jitter = jitter
        self._next = 0.0

    def allowed(self, now: float) -> int:
        """Gives how many calls may leave at `now`: one or none."""
        return int(now >= self._next)

    def record_sent(self, now: float) -> None:
        """Notes that a call left at `now`, and draws when the next one may."""
        self._next = now + self._mean * (0.5 + self._jitter())


def back_off(failures: int, jitter: Callable[[], float]) -> timedelta:
    """Gives the pause before the next try after `failures` in a row: doubling, with up to half of
    it at random so that many senders do not come back together."""
    # After a thousand failures the power would be no number any more.
    seconds = min(BACK_OFF_SECONDS * 2.0 ** min(failures - 1, 10), BACK_OFF_MOST)
    return timedelta(seconds=seconds * (1 + jitter() / 2))


def fair_shares(in_flight: Mapping[int, int], idle: int) -> Counter[int]:
    """Gives how many of the idle senders each campaign gets, so that all have as many as possible
    alike. `in_flight` says how many each has now; those named first are served first."""
    shares: Counter[int] = Counter()
    for _ in range(idle if in_flight else 0):
        poorest = min(in_flight, key=lambda campaign: in_flight[campaign] + shares[campaign])
        shares[poorest] += 1
    return shares


def promotional_opening(now: datetime, stops: time = CLOSES) -> datetime | None:
    """Gives when promotional messages may leave next; None when they may now."""
    local = now.astimezone(IST)
    if OPENS <= local.time() < stops:
        return None
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=IST)
