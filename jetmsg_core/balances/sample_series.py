"""Readings in columns, so that years of them cost a page milliseconds. Pure.

A `SampleSeries` is every sample of a time, failed ones too; a `Readings` is one pool's credits
without them. Times are milliseconds since 1970, in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jetmsg_core.primitives.arrays import Booleans, Integers


@dataclass(frozen=True)
class Readings:
    """The credits of one pool, oldest first, no two at the same moment."""

    at: Integers
    credits: Integers

    def __len__(self) -> int:
        return len(self.at)

    def since(self, moment: int) -> Readings:
        """Gives those from `moment` on, and the one before it: what fell since is measured from
        there."""
        first = max(0, int(np.searchsorted(self.at, moment, side="right")) - 1)
        return Readings(self.at[first:], self.credits[first:])


@dataclass(frozen=True)
class SampleSeries:
    """Samples, oldest first. The credits of a failed one mean nothing."""

    at: Integers
    failed: Booleans
    credits: Mapping[str, Integers]

    def __len__(self) -> int:
        return len(self.at)

    @property
    def failures(self) -> int:
        """It counts the samples that failed."""
        return int(self.failed.sum())

    def readings(self, pool: str) -> Readings:
        """Gives what one pool held at each sample that succeeded."""
        good = ~self.failed
        at, credits = self.at[good], self.credits[pool][good]
        # Of two in the same millisecond the later one counts.
        last = np.append(at[1:] > at[:-1], True) if len(at) else np.zeros(0, np.bool_)
        return Readings(at[last], credits[last])

    def since(self, moment: int) -> SampleSeries:
        """Gives the samples from `moment` on, in milliseconds since 1970."""
        return self._taken(self.at >= moment)

    def thinned(self, most: int) -> SampleSeries:
        """Gives the series with at most about `most` samples, and every end of a rise while there
        are few of them: a chart shows no more, and no top-up may vanish from it."""
        if len(self) <= most:
            return self
        keep = np.zeros(len(self), np.bool_)
        keep[:: -(-len(self) // most)] = True
        keep[-1] = True
        for pool in self.credits:
            after = np.flatnonzero(np.diff(self.credits[pool]) > 0) + 1
            if len(after) <= most:
                keep[after] = keep[after - 1] = True
        return self._taken(keep)

    def gaps(self, usual: int) -> list[Gap]:
        """Gives the times longer than `usual` between two readings that succeeded, and after the
        last of them when others were tried since: the longest 100."""
        good = np.flatnonzero(~self.failed)
        if not len(good):
            return []
        ends = np.append(good[1:], len(self) - 1)
        lengths = self.at[ends] - self.at[good]
        long = np.flatnonzero(lengths > usual)
        long = np.sort(long[np.argsort(lengths[long])[::-1][:MOST_GAPS]])
        return [
            Gap(
                int(self.at[good[i]]),
                int(self.at[ends[i]]),
                int(self.failed[good[i] : ends[i] + 1].sum()),
            )
            for i in long
        ]

    def _taken(self, keep: Booleans) -> SampleSeries:
        credits = {pool: amounts[keep] for pool, amounts in self.credits.items()}
        return SampleSeries(self.at[keep], self.failed[keep], credits)


MOST_GAPS = 100


@dataclass(frozen=True)
class Gap:
    """A time after a reading of which nothing is known; `failures` is how many were tried and
    failed."""

    start: int
    end: int
    failures: int
