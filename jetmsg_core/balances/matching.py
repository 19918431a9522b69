"""Campaigns against the fall of the balance: the stored calls and samples, put before the pure
modules."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from jetmsg_core.balances.pool_status import milliseconds_of, series_between
from jetmsg_core.balances.reconciliation import (
    Reconciled,
    ReconciliationVerdict,
    Spender,
    reconcile,
)
from jetmsg_core.balances.sampling import READING_SECONDS
from jetmsg_core.balances.sending_intervals import OPEN, sending_intervals
from jetmsg_core.primitives.times import stamp
from jetmsg_core.settings import Settings
from jetmsg_core.states import CREDIT_POOLS, CampaignState
from jetmsg_core.store.balances import samples, spending
from jetmsg_core.store.balances.spending import FOREVER
from jetmsg_core.store.database import Database, Row, open_database, snapshot
from jetmsg_core.store.readings import call_times

MOST_CALLS = 50_000
"""Looked at for one page. A campaign beyond that takes its whole time, not only that of its calls,
and so is told apart from fewer others."""

Pair = tuple[Spender, Reconciled]


def reconciled(settings: Settings, since: datetime, most: int) -> list[Pair]:
    """Gives the campaigns started since, the newest first, each with what the balance shows of it;
    at most about `most`."""
    start = stamp(since)
    with open_database(settings.database_path) as db, snapshot(db):
        start = max(start, spending.newest_start(db, settings.mode, most) or "")
        by_id = _reconciled(db, settings, start, FOREVER)
    pairs = [pair for pair in by_id.values() if pair[0].started >= milliseconds_of(start)]
    return sorted(pairs, key=lambda pair: pair[0].started, reverse=True)


def reconciled_campaign(settings: Settings, campaign_id: int) -> Reconciled | None:
    """Says what the balance shows of one campaign; None for one that takes no credits, or was not
    started."""
    with open_database(settings.database_path) as db, snapshot(db):
        started = spending.started_at(db, settings.mode, campaign_id)
        if started is None:
            return None
        return _reconciled(db, settings, started, started, campaign_id)[campaign_id][1]


def _reconciled(
    db: Database, settings: Settings, start: str, end: str, asked: int | None = None
) -> dict[int, Pair]:
    """Campaigns that were going on between these stamps, and all of `asked`; one that was only in
    part is judged by that part. Whoever shared a window with one of them is looked at too, and so
    on: a reading tells nothing of one without the others."""
    looked_up: dict[int, list[Spender]] = {}
    while True:
        rows = spending.spenders(db, settings.mode, start, end)
        near = _near(_pieces(db, settings, rows, looked_up), start, end, asked)
        if not near:
            break
        last = max(map(_end, near))
        before = samples.last_before(
            db, settings.mode, _stamp(min(spender.started for spender in near))
        )
        after = None if last == math.inf else samples.first_after(db, settings.mode, _stamp(last))
        before, after = before or start, after or FOREVER
        if start <= before and after <= end:
            break
        start, end = min(start, before), max(end, after)
    series = series_between(db, settings, start, end)
    judged: dict[int, Reconciled] = {}
    for pool in CREDIT_POOLS:
        judged |= reconcile(
            (spender for spender in near if spender.pool == pool), series.readings(pool)
        )
    wholes = {row["id"]: _spender(row) for row in rows}
    return {
        number: (
            spender,
            judged.get(number) or Reconciled(ReconciliationVerdict.NOTHING_SENT, (spender,)),
        )
        for number, spender in wholes.items()
    }


def _pieces(
    db: Database, settings: Settings, rows: Iterable[Row], looked_up: dict[int, list[Spender]]
) -> list[Spender]:
    """Campaigns as the intervals in which they sent, where that makes a difference: of those that
    rest, go on or were stopped on the way, and of whoever sent in the time of another."""
    spenders = [(_spender(row), row) for row in rows if row["calls"] or row["repeated_parts"]]
    calls_left = MOST_CALLS - sum(row["chunks"] for _, row in spenders if row["id"] in looked_up)

    reading = round(READING_SECONDS[settings.mode] * 1000)

    def look_up(chosen: Iterable[tuple[Spender, Row]]) -> None:
        """Looks up the sending intervals of those chosen that have none yet, the fewest calls
        first, while calls are left."""
        nonlocal calls_left
        for spender, row in sorted(chosen, key=lambda pair: pair[1]["chunks"]):
            if spender.id not in looked_up and row["chunks"] <= calls_left and row["calls"]:
                calls_left -= row["chunks"]
                looked_up[spender.id] = sending_intervals(
                    spender, call_times.calls(db, spender.id, OPEN), reading=reading
                )

    look_up((spender, row) for spender, row in spenders if row["state"] != CampaignState.FINISHED)
    pieces = _all(spenders, looked_up)
    for pool in CREDIT_POOLS:
        theirs = [(spender, row) for spender, row in spenders if spender.pool == pool]
        meets_another = _meeting([spender for spender in pieces if spender.pool == pool])
        look_up((spender, row) for spender, row in theirs if meets_another(spender))
    return _all(spenders, looked_up)


def _all(
    spenders: Iterable[tuple[Spender, Row]], looked_up: dict[int, list[Spender]]
) -> list[Spender]:
    return [piece for spender, _ in spenders for piece in looked_up.get(spender.id, [spender])]


def _meeting(pieces: Sequence[Spender]) -> Callable[[Spender], bool]:
    """Whether in the time of one of these campaigns another sent."""
    starts = sorted(spender.started for spender in pieces)
    ends = sorted(_end(spender) for spender in pieces)
    own = Counter(spender.id for spender in pieces)

    def meets_another(spender: Spender) -> bool:
        begun, over = bisect_right(starts, _end(spender)), bisect_left(ends, spender.started)
        return begun - over > own[spender.id]

    return meets_another


def _end(spender: Spender) -> float:
    return math.inf if spender.ended is None else spender.ended


def _near(pieces: Iterable[Spender], start: str, end: str, asked: int | None) -> list[Spender]:
    begin, last = milliseconds_of(start), math.inf if end == FOREVER else milliseconds_of(end)
    return [
        spender
        for spender in pieces
        if spender.id == asked or (spender.started <= last and _end(spender) >= begin)
    ]


def _stamp(moment: float) -> str:
    return stamp(datetime.fromtimestamp(moment / 1000, UTC))


def _spender(row: Row) -> Spender:
    started, ended = milliseconds_of(row["started_at"]), row["finished_at"]
    return Spender(
        id=row["id"],
        name=row["name"],
        pool=row["pool"],
        started=started,
        ended=max(started, milliseconds_of(ended)) if ended else None,
        predicted=row["predicted"],
        submitted=row["submitted"],
        unknown_calls=row["unknown_calls"],
        unknown_people=row["unknown_people"],
        unknown_parts=row["unknown_parts"],
        assumed_parts=row["assumed_parts"],
        repeated_parts=row["repeated_parts"],
        state=CampaignState(row["state"]),
        is_held=bool(row["held"]),
    )
