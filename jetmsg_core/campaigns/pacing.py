"""When the next call may leave, and whose it is: rate, back-off, promotional hours, fair shares.
Pure; clocks are passed in."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from jetmsg_core.times import IST

OPENS = time(10, 0)
CLOSES = time(20, 45)
"""TRAI allows promotional messages in [10:00, 21:00) IST. Submitting ends a quarter of an hour
early, since the operator's clock decides and messages queue there."""

BACK_OFF_SECONDS = 1.0
BACK_OFF_MOST = 60.0


class RateLimit:
    """At most `rate` calls in any second, exactly: a call is allowed when the one `rate` calls
    ago is more than a second old. A rate below one is one call in `1 / rate` seconds."""

    def __init__(self, rate: float | None) -> None:
        self._calls = max(1, int(rate)) if rate else 0
        self._window = self._calls / rate if rate else 0.0
        self._recent: deque[float] = deque(maxlen=self._calls or None)

    def allowed(self, wanted: int, now: float) -> int:
        """How many of `wanted` calls may leave at `now` (monotonic seconds)."""
        if not self._calls:
            return wanted
        while self._recent and self._recent[0] <= now - self._window:
            self._recent.popleft()
        return min(wanted, self._calls - len(self._recent))

    def left(self, calls: int, now: float) -> None:
        if self._calls:
            self._recent.extend([now] * calls)


class JitteredPace:
    """One call at a time, about `rate` a second, at uneven moments between half and one and a half
    times the mean: WhatsApp panels send through a person's own device, and an even beat is what
    automatic senders are blocked for."""

    def __init__(self, rate: float, jitter: Callable[[], float]) -> None:
        self._mean = 1.0 / rate
        self._jitter = jitter
        self._next = 0.0

    def allowed(self, now: float) -> int:
        return int(now >= self._next)

    def left(self, now: float) -> None:
        self._next = now + self._mean * (0.5 + self._jitter())


def back_off(failures: int, jitter: Callable[[], float]) -> timedelta:
    """Before the next try after `failures` in a row: doubling, with up to half of it at random so
    that many senders do not come back together."""
    # After a thousand failures the power would be no number any more.
    seconds = min(BACK_OFF_SECONDS * 2.0 ** min(failures - 1, 10), BACK_OFF_MOST)
    return timedelta(seconds=seconds * (1 + jitter() / 2))


def fair_shares(in_flight: Mapping[int, int], idle: int) -> Counter[int]:
    """How many of the idle senders each campaign gets, so that all have as many as possible alike.
    `in_flight` says how many each has now; those named first are served first."""
    shares: Counter[int] = Counter()
    for _ in range(idle if in_flight else 0):
        poorest = min(in_flight, key=lambda campaign: in_flight[campaign] + shares[campaign])
        shares[poorest] += 1
    return shares


def promotional_opening(now: datetime, stops: time = CLOSES) -> datetime | None:
    """When promotional messages may leave next; None when they may now."""
    local = now.astimezone(IST)
    if OPENS <= local.time() < stops:
        return None
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=IST)
