"""Chunks: claim, recover, cancel. With `recording`, the promises "never twice" and "never lost".

`claim` commits the intent (`planned → sending`) before a byte may leave; what came of it is
written by `recording.record`, only for the worker that claimed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.ledger.withholding import ChunkRow, runs_of, withhold

MAX_PARAMETERS = 32_000
"""SQLite takes 32,766 variables a statement."""

LeaveOut = Callable[[Database, int, Sequence[int]], bool]
"""Takes out of these planned chunks whoever must not be in another call; whether it found any."""

FindReached = Callable[[Database, int, Sequence[tuple[int, int]]], Collection[int]]
"""Gives those of these ranges of seqs who have the message or get it from elsewhere."""


LOOKS = 20
"""How often one claim looks on when it finds chunks in which nobody is left; the next one goes on,
so that no transaction is long."""


@dataclass(frozen=True)
class ClaimedChunk:
    """A chunk about to be sent: recipients `[first_seq, end_seq)` but for those `withheld`, who
    opted out or were reached since; the one text the others get, and the digits of their numbers in
    order."""

    campaign_id: int
    first_seq: int
    end_seq: int
    chunk: int
    attempt: int
    unicode: bool
    text: str
    numbers: tuple[str, ...]
    withheld: frozenset[int] = frozenset()

    @cached_property
    def locals(self) -> list[str]:
        """Gives the last ten digits of each number, in order: what goes out, and what a reply is
        matched by."""
        return [number[-10:] for number in self.numbers]

    @property
    def seqs(self) -> list[int]:
        """Gives the seqs of those who are in the call, in order."""
        return [seq for seq in range(self.first_seq, self.end_seq) if seq not in self.withheld]


def claim(
    db: Database,
    campaign_id: int,
    *,
    worker: str,
    limit: int,
    now: datetime,
    leave_out: LeaveOut | None = None,
    find_reached: FindReached | None = None,
) -> list[ClaimedChunk]:
    """Makes up to `limit` planned chunks this worker's, in send order, within a transaction. The
    list is empty if the campaign is not running, is held, or the worker has been replaced by
    another. `leave_out` is shown the chunks that go again, until it finds nobody in those that are
    next. Whoever `find_reached` names is left out of the calls. A chunk in which nobody is left
    takes no place of the `limit`."""
    claimed: list[ClaimedChunk] = []
    for _ in range(LOOKS):
        planned = _planned(db, campaign_id, worker, limit - len(claimed))
        again = [row.first_seq for row in planned if row.again]
        if again and leave_out is not None and leave_out(db, campaign_id, again):
            continue
        reached: Collection[int] = ()
        if planned and find_reached is not None:
            reached = find_reached(db, campaign_id, runs_of(planned))
        going = _take(db, campaign_id, worker, planned, now, reached) if planned else []
        claimed += going
        if len(going) == len(planned):
            break
    return claimed


def may_be_claimed(db: Database, campaign_id: int, worker: str) -> bool:
    """Tells whether a claim of this worker would find a planned chunk."""
    return bool(_planned(db, campaign_id, worker, 1))


def _take(
    db: Database,
    campaign_id: int,
    worker: str,
    planned: list[ChunkRow],
    now: datetime,
    reached: Collection[int],
) -> list[ClaimedChunk]:
    changed = db.conn.execute(
        "update chunks set state = 'sending', worker = ?, sending_at = ?, attempts = attempts + 1"
        " where campaign_id = ? and state = 'planned'"
        " and lo in (select value from json_each(?))",
        (worker, stamp(now), campaign_id, json.dumps([row.first_seq for row in planned])),
    )
    if changed.rowcount != len(planned):
        raise RuntimeError("chunks changed within the transaction of their claim")
    return _with_texts_and_recipients(db, campaign_id, planned, now, reached)


def _planned(db: Database, campaign_id: int, worker: str, limit: int) -> list[ChunkRow]:
    # In few statements: each gives up the interpreter's lock and waits to get it back among busy
    # sender threads, and so does each row that is fetched.
    planned = db.conn.execute(
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
    return sorted(ChunkRow(*values) for values in json.loads(planned[0]))


def going_again(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> list[Row]:
    """Gives those of these chunks that are planned after a call of unknown end: rows of lo, hi and
    withheld."""
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
    db: Database,
    campaign_id: int,
    planned: list[ChunkRow],
    now: datetime,
    reached: Collection[int],
) -> list[ClaimedChunk]:
    keepers = json.dumps(list({row.text_seq for row in planned}))
    texts: dict[int, str] = dict(
        db.conn.execute(
            "select lo, text from chunks"
            " where campaign_id = ? and lo in (select value from json_each(?))",
            (campaign_id, keepers),
        ).fetchall()
    )
    runs = {
        first_seq: _numbers(db, campaign_id, first_seq, end_seq)
        for first_seq, end_seq in runs_of(planned)
    }
    numbers = {first_seq: digits for first_seq, (digits, _) in runs.items()}
    withheld: set[int] = set()
    are_opted_out = any(opted_out for _, opted_out in runs.values())
    if reached or are_opted_out or any(row.withheld for row in planned):
        withheld = withhold(db, campaign_id, planned, now, reached)
    return [
        ClaimedChunk(
            campaign_id,
            row.first_seq,
            row.end_seq,
            row.chunk,
            row.attempt,
            bool(row.unicode),
            texts[row.text_seq],
            going,
            their_withheld,
        )
        for row in planned
        for their_withheld in [frozenset(withheld.intersection(range(row.first_seq, row.end_seq)))]
        if (going := _going(numbers, row, their_withheld))
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
    if "-" in listed:
        # The last digits of a stand-in would be somebody's number.
        raise RuntimeError(f"campaign {campaign_id} is to send to people who were erased")
    return listed.split(","), opted_out


def _going(
    numbers: dict[int, list[str]], row: ChunkRow, withheld: frozenset[int]
) -> tuple[str, ...]:
    """The numbers of the chunk, out of the run of neighbours that it is in."""
    run = max(first_seq for first_seq in numbers if first_seq <= row.first_seq)
    going = numbers[run][row.first_seq - run : row.end_seq - run]
    if withheld:
        going = [n for seq, n in enumerate(going, row.first_seq) if seq not in withheld]
    return tuple(going)


def next_parts(db: Database, campaign_id: int) -> int:
    """Gives the parts that the next planned chunk takes from its pool; 0 when none is planned."""
    planned = db.conn.execute(
        "select parts * (hi - lo - withheld) from chunks indexed by planned_chunks"
        " where campaign_id = ? and state = 'planned' order by lo limit 1",
        (campaign_id,),
    ).fetchone()
    return planned[0] if planned else 0


DIED = "The worker stopped while this call was on its way."


def recover(db: Database, *, now: datetime, detail: str = DIED) -> int:
    """Makes every chunk that is still *sending* unknown, with `detail` for a person. It is called
    by a worker that holds the lock, so whoever claimed these is dead: whether their calls arrived
    cannot be known. Returns how many chunks became unknown."""
    lost = db.conn.execute(
        "update chunks set state = 'unknown', reason = 'worker_died', settled_at = ?,"
        " detail = ? where state = 'sending' and campaign_id in"
        " (select campaign_id from progress where state = 'sending' and chunks > 0)",
        (stamp(now), detail),
    )
    return int(lost.rowcount)


STOPPED_AGAIN = "It was stopped before it went again. Whether the first call arrived is not known."


def cancel_planned(db: Database, campaign_id: int, *, now: datetime) -> None:
    """Cancels what is still planned, and was never called. What was to go again after a call of
    unknown end is unknown as before: stopping it takes nothing back."""
    # It was over when it was over, not when it was stopped.
    db.conn.execute(
        "update chunks set state = 'unknown', worker = null, reason = null, detail = ?2,"
        " settled_at = coalesce(settled_at, sending_at)"
        " where campaign_id = ?1 and state = 'planned' and attempts > 0 and exists"
        " (select 1 from sent_again l where l.campaign_id = ?1 and l.lo = chunks.lo)",
        (campaign_id, STOPPED_AGAIN),
    )
    db.conn.execute(
        "update chunks set state = 'cancelled', settled_at = ?"
        " where campaign_id = ? and state = 'planned'",
        (stamp(now), campaign_id),
    )


def cancel_if_stopped(db: Database, campaign_id: int, *, now: datetime) -> None:
    """Cancels the planned chunks of a campaign that is stopped: one that went back after that is
    not sent either."""
    stopped = "select 1 from campaigns where id = ? and state = 'stopped'"
    if db.conn.execute(stopped, (campaign_id,)).fetchone():
        cancel_planned(db, campaign_id, now=now)


def mean_call_seconds(db: Database, calls: int = 100) -> float | None:
    """Gives the seconds that the last `calls` calls took on average; None before the first."""
    selected = rows(
        db,
        "select avg(elapsed_ms) / 1000.0 as seconds from"
        " (select elapsed_ms from replies order by id desc limit ?)",
        calls,
    )
    return None if selected[0]["seconds"] is None else float(selected[0]["seconds"])
