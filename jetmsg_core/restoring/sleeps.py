"""Whether this machine slept, or was put back with all its memory, while the program ran. Pure.

The steady clock stands still meanwhile, on Linux and macOS (`CLOCK_MONOTONIC` of `clock_gettime(2)`
counts no time of suspension); the one on the wall is set right when the machine is back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

NOTICED = timedelta(minutes=1)
"""Shorter gaps are clocks being corrected."""


@dataclass
class Sleeps:
    """The two clocks, `wall` and `steady`, when it was last asked, `steady` in seconds."""

    wall: datetime
    steady: float

    def since(self, wall: datetime, steady: float) -> datetime | None:
        """Gives when the machine went to sleep, if it slept since it was last asked here."""
        went, self.wall, before, self.steady = self.wall, wall, self.steady, steady
        slept = (wall - went) - timedelta(seconds=steady - before)
        return went if slept > NOTICED else None
