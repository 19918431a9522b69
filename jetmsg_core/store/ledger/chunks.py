"""Chunks: claim, recover, cancel. With `recording`, the promises "never twice" and "never lost".

`claim` commits the intent (`planned → sending`) before a byte may leave; what came of it is
written by `recording.record`, only for the worker that claimed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlite_utils import Database

from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.ledger.late_optouts import ChunkRow, runs_of, withhold_opted_out
from jetmsg_core.times import stamp

MAX_PARAMETERS = 32_000
"""SQLite takes 32,766 variables a statement."""

LeaveOut = Callable[[Database, int, Sequence[int]], bool]
"""Takes out of these planned chunks whoever must not be in another call; whether it found any."""


LOOKS = 20
"""How often one claim looks on when it finds chunks in which nobody is left; the next one goes on,
so that no transaction is long."""


@dataclass(frozen=True)
class ClaimedChunk:
    """A chunk about to be sent: recipients `[first_seq, end_seq)` but for those `left_out`, who
    opted out since; the one text they get, and the digits of their numbers in order."""

    campaign_id: int
    first_seq: int
    end_seq: int
    chunk: int
    attempt: int
    unicode: bool
    text: str
    numbers: tuple[str, ...]
    left_out: frozenset[int] = frozenset()

    @cached_property
    def locals(self) -> list[str]:
        """The last ten digits of each number: what goes out, and what a reply is matched by."""
        return [number[-10:] for number in self.numbers]

    @property
    def seqs(self) -> list[int]:
        return [seq for seq in range(self.first_seq, self.end_seq) if seq not in self.left_out]


def claim(
    db: Database,
    campaign_id: int,
    *,
    worker: str,
    limit: int,
    now: datetime,
    leave_out: LeaveOut | None = None,
) -> list[ClaimedChunk]:
    """Within a transaction: up to `limit` planned chunks become this worker's. None if the campaign
    is not running, is held, or the worker has been replaced by another. `leave_out` is shown the
    chunks that go again, until it finds nobody in those that are next. A chunk in which nobody is
    left takes no place of the `limit`."""
    claimed: list[ClaimedChunk] = []
    for _ in range(LOOKS):
        taken = _planned(db, campaign_id, worker, limit - len(claimed))
        again = [one.first_seq for one in taken if one.again]
        if again and leave_out is not None and leave_out(db, campaign_id, again):
            continue
        going = _take(db, campaign_id, worker, taken, now) if taken else []
        claimed += going
        if len(going) == len(taken):
            break
    return claimed


def may_be_claimed(db: Database, campaign_id: int, worker: str) -> bool:
    """Whether a claim of this worker would find a planned chunk."""
    return bool(_planned(db, campaign_id, worker, 1))


def _take(
    db: Database, campaign_id: int, worker: str, taken: list[ChunkRow], now: datetime
) -> list[ClaimedChunk]:
    changed = db.conn.execute(
        "update chunks set state = 'sending', worker = ?, sending_at = ?, attempts = attempts + 1"
        " where campaign_id = ? and state = 'planned'"
        " and lo in (select value from json_each(?))",
        (worker, stamp(now), campaign_id, json.dumps([one.first_seq for one in taken])),
    )
    if changed.rowcount != len(taken):
        raise RuntimeError("chunks changed within the transaction of their claim")
    return _with_texts_and_recipients(db, campaign_id, taken, now)


def _planned(db: Database, campaign_id: int, worker: str, limit: int) -> list[ChunkRow]:
    # In few statements: each gives up the interpreter's lock and waits to get it back among busy
    # sender threads, and so does each row that is fetched.
    found = db.conn.execute(
        "select json_group_array(json_array(lo, hi, chunk, attempts + 1, unicode, text_lo,"
        # Without the hint the primary key is walked over every chunk that is already settled.
        " withheld, exists (select 1 from sent_again l where l.campaign_id = ?1"
        "  and l.lo = c.lo))) from (select * from chunks indexed by planned_chunks"
        " where campaign_id = ?1 and state = 'planned'"
        " and exists (select 1 from campaigns where id = ?1 and state = 'running' and held is null)"
        " and exists (select 1 from processes where name = 'worker' and holder = ?2)"
        " order by lo limit ?3) c",
        (campaign_id, worker, limit),
    ).fetchone()
    return sorted(ChunkRow(*values) for values in json.loads(found[0]))


def going_again(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> list[Row]:
    """lo, hi and withheld of those of these chunks that are planned after a call of unknown end."""
    return rows(
        db,
        "select c.lo, c.hi, c.withheld from chunks c join sent_again l"
        " on l.campaign_id = c.campaign_id and l.lo = c.lo"
        " where c.campaign_id = ? and c.state = 'planned'"
        " and c.lo in (select value from json_each(?)) order by c.lo",
        campaign_id,
        json.dumps(list(first_seqs)),
    )


def _with_texts_and_recipients(
    db: Database, campaign_id: int, taken: list[ChunkRow], now: datetime
) -> list[ClaimedChunk]:
    keepers = json.dumps(list({one.text_seq for one in taken}))
    texts: dict[int, str] = dict(
        db.conn.execute(
            "select lo, text from chunks"
            " where campaign_id = ? and lo in (select value from json_each(?))",
            (campaign_id, keepers),
        ).fetchall()
    )
    found = {
        first_seq: _numbers(db, campaign_id, first_seq, end_seq)
        for first_seq, end_seq in runs_of(taken)
    }
    numbers = {first_seq: digits for first_seq, (digits, _) in found.items()}
    withheld: set[int] = set()
    if any(opted_out for _, opted_out in found.values()) or any(one.withheld for one in taken):
        withheld = withhold_opted_out(db, campaign_id, taken, now)
    return [
        ClaimedChunk(
            campaign_id,
            one.first_seq,
            one.end_seq,
            one.chunk,
            one.attempt,
            bool(one.unicode),
            texts[one.text_seq],
            going,
            left_out,
        )
        for one in taken
        for left_out in [frozenset(withheld.intersection(range(one.first_seq, one.end_seq)))]
        if (going := _going(numbers, one, left_out))
    ]


def _numbers(db: Database, campaign_id: int, first_seq: int, end_seq: int) -> tuple[list[str], int]:
    """In order, and how many of them have opted out."""
    # One row with all of them: each row that is fetched gives up the interpreter's lock and waits
    # to get it back among busy sender threads.
    listed, opted_out = db.conn.execute(
        "select group_concat(number), sum(opted_out) from (select number,"
        " exists (select 1 from opt_outs o where o.number = r.number) as opted_out"
        " from recipients r where campaign_id = ? and seq >= ? and seq < ? order by seq)",
        (campaign_id, first_seq, end_seq),
    ).fetchone()
    return listed.split(","), opted_out


def _going(
    numbers: dict[int, list[str]], taken: ChunkRow, left_out: frozenset[int]
) -> tuple[str, ...]:
    """The numbers of the chunk, out of the run of neighbours that it is in."""
    run = max(first_seq for first_seq in numbers if first_seq <= taken.first_seq)
    found = numbers[run][taken.first_seq - run : taken.end_seq - run]
    if left_out:
        found = [n for seq, n in enumerate(found, taken.first_seq) if seq not in left_out]
    return tuple(found)


def next_parts(db: Database, campaign_id: int) -> int:
    """What the next planned chunk takes; 0 when none is planned."""
    found = db.conn.execute(
        "select parts * (hi - lo - withheld) from chunks indexed by planned_chunks"
        " where campaign_id = ? and state = 'planned' order by lo limit 1",
        (campaign_id,),
    ).fetchone()
    return found[0] if found else 0


DIED = "The sender stopped while this call was on its way."


def recover(db: Database, *, now: datetime, said: str = DIED) -> int:
    """Called by a worker that holds the lock, so whoever claimed these is dead: whether their
    calls arrived cannot be known. Returns how many chunks became unknown."""
    lost = db.conn.execute(
        "update chunks set state = 'unknown', reason = 'worker_died', settled_at = ?,"
        " detail = ? where state = 'sending' and campaign_id in"
        " (select campaign_id from progress where state = 'sending' and chunks > 0)",
        (stamp(now), said),
    )
    return int(lost.rowcount)


def cancel_planned(db: Database, campaign_id: int, *, now: datetime) -> int:
    """Returns how many chunks will not be sent."""
    cancelled = db.conn.execute(
        "update chunks set state = 'cancelled', settled_at = ?"
        " where campaign_id = ? and state = 'planned'",
        (stamp(now), campaign_id),
    )
    return int(cancelled.rowcount)


def cancel_if_stopped(db: Database, campaign_id: int, *, now: datetime) -> None:
    """A chunk that went back after its campaign was stopped is not sent either."""
    db.conn.execute(
        "update chunks set state = 'cancelled', settled_at = ?1"
        " where campaign_id = ?2 and state = 'planned' and exists"
        " (select 1 from campaigns where id = ?2 and state = 'stopped')",
        (stamp(now), campaign_id),
    )


def mean_call_seconds(db: Database, calls: int = 100) -> float | None:
    """How long the last calls took; None before the first."""
    found = rows(
        db,
        "select avg(elapsed_ms) / 1000.0 as seconds from"
        " (select elapsed_ms from replies order by id desc limit ?)",
        calls,
    )
    return None if found[0]["seconds"] is None else float(found[0]["seconds"])
