"""The calls that ended, by outcome and by how long they took.

Each kept answer is counted once: what was counted is remembered, and at the next question only
those that came since are read. A program that begins anew counts all that are kept, and so does
one whose database was put back; who reads counters knows that they may begin anew.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from itertools import accumulate

from jetmsg_core.states import Channel
from jetmsg_core.store.database import Database
from jetmsg_core.store.readings import monitored

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds. A call may take JETMSG_TIMEOUT in all, 30 unless somebody set it."""

Kind = tuple[Channel, str]


class CallCounts:
    """What was counted of one database and mode, from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = 0
        self._buckets: defaultdict[Kind, list[int]] = defaultdict(_empty)
        self._seconds: defaultdict[Kind, float] = defaultdict(float)

    def count(self, db: Database, mode: str) -> dict[Kind, tuple[list[int], float]]:
        """Gives for each channel and outcome how many calls took up to each of the `BOUNDS`, then
        how many there are in all; and the seconds that they took together."""
        with self._lock:
            newest = monitored.newest_reply(db)
            if newest < self._newest:
                self._newest = 0
                self._buckets.clear()
                self._seconds.clear()
            for ended in monitored.ended_calls(
                db, mode, after=self._newest, until=newest, bounds=BOUNDS
            ):
                self._buckets[ended.channel, ended.outcome][ended.bound] += ended.calls
                self._seconds[ended.channel, ended.outcome] += ended.seconds
            self._newest = newest
            return {
                kind: (list(accumulate(buckets)), self._seconds[kind])
                for kind, buckets in self._buckets.items()
            }


def _empty() -> list[int]:
    return [0] * (len(BOUNDS) + 1)
