"""The pools over a time, as the balance page shows them: every number of it, for parts that only
draw.

Where nothing is known for longer than a few readings should take there is a gap: the line breaks
there. A reading that failed between two others leaves no more unknown than a longer wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from jetmsg_core.balances import matching
from jetmsg_core.balances.forecast import DAY, Change, burn, top_ups
from jetmsg_core.balances.pool_status import (
    PoolStatus,
    milliseconds_of,
    pool_statuses,
    series_since,
)
from jetmsg_core.balances.reconciliation import Spender
from jetmsg_core.balances.sample_series import Gap, Readings
from jetmsg_core.balances.sampling import usual_minutes
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CREDIT_POOLS

MISSED_READINGS = 3
"""Left out in a row before there is a gap."""
LEAST_GAP = timedelta(hours=1)
WEEK = 7 * DAY
MOST_POINTS = 800
"""A chart shows no more; samples in between are left out."""
MOST_MARKS = 200
"""Top-ups, failures and campaigns, each: the newest, of failures every so many."""
MOST_CAMPAIGNS = 100
"""The newest that are marked and reconciled."""


@dataclass(frozen=True)
class PoolLine:
    """Points of a chart, oldest first, in arrays of one length. `credits` is not a number where the
    line breaks; `is_alone` marks a reading with a break on either side."""

    at: Integers
    credits: npt.NDArray[np.float64]
    is_alone: Booleans


@dataclass(frozen=True)
class PoolView:
    """One pool over the time. `used_per_day` is of that time and `used_per_day_lately` of the last
    week, None where not known; `is_a_week` when the two are the same. `under` is the threshold that
    the credits are below, None where they are not, or none is set."""

    status: PoolStatus
    under: int | None
    used_per_day: float | None
    used_per_day_lately: float | None
    is_a_week: bool
    top_ups: tuple[Change, ...]
    readings: Readings
    line: PoolLine
    marked_top_ups: tuple[Change, ...]
    campaigns: tuple[Spender, ...]


@dataclass(frozen=True)
class BalanceView:
    """All pools since a moment.

    `samples` and `failures` count those of the time, `drawn` and `readings` all of the charts and
    those that succeeded, the one before the time among them. `start` and `end` of the charts are in
    milliseconds since 1970.
    """

    since: datetime
    samples: int
    failures: int
    drawn: int
    readings: int
    start: int = 0
    end: int = 0
    pools: Mapping[str, PoolView] | None = None
    """None before anything was read."""
    gaps: tuple[Gap, ...] = ()
    failed_at: Integers | None = None
    """Moments of samples that failed."""
    reconciled: tuple[matching.Pair, ...] = ()


def balance_since(settings: Settings, since: datetime, clock: Clock = utc_now) -> BalanceView:
    """Says what there is to tell of the pools since a moment."""
    start = milliseconds_of(stamp(since))
    series = series_since(settings, since)
    within = series.since(start)
    readings = len(series) - series.failures
    if not readings:
        return BalanceView(since, len(within), within.failures, len(series), readings)
    pairs = matching.reconciled(settings, since, MOST_CAMPAIGNS)
    campaigns = [spender for spender, _ in pairs]
    statuses = pool_statuses(settings, clock)
    gaps = series.gaps(_usual_milliseconds(settings))
    at = series.at[series.failed]
    points = series.thinned(MOST_POINTS)
    return BalanceView(
        since,
        len(within),
        within.failures,
        len(series),
        readings,
        start=max(start, int(series.at[0])),
        end=int(series.at[-1]),
        pools={
            pool: _pool_view(
                statuses[pool],
                series.readings(pool),
                start,
                line=pool_line(points.readings(pool), gaps),
                under=_under(settings, statuses[pool]),
                campaigns=campaigns,
            )
            for pool in CREDIT_POOLS
        },
        gaps=tuple(gaps),
        failed_at=at[:: -(-len(at) // MOST_MARKS) or 1],
        reconciled=tuple(pairs),
    )


def courses_of_days(
    settings: Settings, days: int, most: int, clock: Clock = utc_now
) -> dict[str, list[int]]:
    """Gives the credits of each pool over the last `days`, oldest first, about `most` or fewer."""
    series = series_since(settings, clock() - timedelta(days=days)).thinned(most)
    return {pool: series.readings(pool).credits.tolist() for pool in CREDIT_POOLS}


def _usual_milliseconds(settings: Settings) -> int:
    usual = max(timedelta(minutes=usual_minutes(settings) * MISSED_READINGS), LEAST_GAP)
    return round(usual.total_seconds() * 1000)


def _pool_view(
    status: PoolStatus,
    readings: Readings,
    start: int,
    *,
    line: PoolLine,
    under: int | None,
    campaigns: Sequence[Spender],
) -> PoolView:
    rises = top_ups(readings)
    end = int(readings.at[-1]) if len(readings) else start
    here, lately = (burn(readings, begin, end).per_day for begin in (start, end - WEEK))
    return PoolView(
        status=status,
        under=under,
        used_per_day=here,
        used_per_day_lately=lately,
        is_a_week=abs(end - WEEK - start) < DAY,
        top_ups=tuple(rise for rise in rises if rise.end >= start),
        readings=readings,
        line=line,
        marked_top_ups=tuple(rises[-MOST_MARKS:]),
        campaigns=tuple(
            [spender for spender in campaigns if spender.pool == status.pool][:MOST_MARKS]
        ),
    )


def _under(settings: Settings, status: PoolStatus) -> int | None:
    threshold: int | None = getattr(settings, f"low_{status.pool}")
    if threshold is None or status.credits is None or status.credits >= threshold:
        return None
    return threshold


def pool_line(readings: Readings, gaps: Sequence[Gap]) -> PoolLine:
    """Gives the readings with a break after the last one before each gap."""
    breaks = np.array([gap.start + 1 for gap in gaps], np.int64)
    at = np.concatenate([readings.at, breaks])
    credits = np.concatenate([readings.credits.astype(np.float64), np.full(len(breaks), np.nan)])
    order = np.argsort(at, kind="stable")
    at, credits = at[order], credits[order]
    is_unknown = np.concatenate([[True], np.isnan(credits), [True]])
    return PoolLine(at, credits, is_unknown[:-2] & is_unknown[2:])
