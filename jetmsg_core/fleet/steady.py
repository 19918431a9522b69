"""A clock that nobody sets, and that goes on while the machine sleeps: a poster that was put to
sleep with its ticket in hand must see that it is late."""

from __future__ import annotations

import time

# macOS has no clock of that name: there the time of a sleep is not seen.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def steady() -> float:
    """Gives seconds since some moment that stays the same while the machine is up."""
    return time.clock_gettime(_CLOCK)
