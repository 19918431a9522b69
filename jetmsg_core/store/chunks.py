"""Chunks: claim, record, recover. These are the promises "never twice" and "never lost".

`claim` commits the intent (`planned → sending`) before a byte may leave. `record` takes the
outcome only from the worker that claimed, and only while the chunk is still sending: a reply that
comes after a crash has been settled is kept as evidence and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.states import ChunkState
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.withholding import runs_of, withhold_opted_out
from jetmsg_core.times import stamp

MAX_PARAMETERS = 32_000
"""SQLite takes 32,766 variables a statement."""

RESULTS_AT_ONCE = (500, 50, 5, 1)


@dataclass(frozen=True)
class Claimed:
    """A chunk about to be sent: recipients `[lo, hi)`, the one text they get, and the seq and
    number of each who has not opted out since."""

    campaign_id: int
    lo: int
    hi: int
    chunk: int
    attempt: int
    unicode: bool
    text: str
    recipients: tuple[tuple[int, int], ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for _, number in self.recipients)


@dataclass(frozen=True)
class Settled:
    """What became of a call, as the ledger keeps it. `results` are (seq, state, smsId)."""

    campaign_id: int
    lo: int
    attempt: int
    state: ChunkState
    reason: str | None
    detail: str | None
    submitted: int
    results: Sequence[tuple[int, str, str | None]]


@dataclass(frozen=True)
class Reply:
    """The raw reply, secrets masked and cut; `failure` says why there was none."""

    campaign_id: int
    lo: int
    attempt: int
    outcome: str
    http_status: int | None
    failure: str | None
    body: str
    elapsed_ms: int
    received_at: str


def claim(
    db: Database, campaign_id: int, *, worker: str, limit: int, now: datetime
) -> list[Claimed]:
    """Up to `limit` planned chunks become this worker's. None if the campaign is not running, is
    held, or the worker has been replaced by another."""
    taken = rows(
        db,
        "update chunks set state = 'sending', worker = ?1, sending_at = ?2, attempts = attempts + 1"
        " where campaign_id = ?3 and state = 'planned' and lo in ("
        # Without the hint the primary key is walked over every chunk that is already settled.
        "  select lo from chunks indexed by planned_chunks"
        "  where campaign_id = ?3 and state = 'planned' order by lo limit ?4)"
        " and exists (select 1 from campaigns where id = ?3 and state = 'running' and held is null)"
        " and exists (select 1 from processes where name = 'worker' and holder = ?1)"
        " returning lo, hi, chunk, attempts, unicode, text, text_lo",
        worker,
        stamp(now),
        campaign_id,
        limit,
    )
    taken.sort(key=lambda row: int(row["lo"]))
    return _with_texts_and_recipients(db, campaign_id, taken, now) if taken else []


def _with_texts_and_recipients(
    db: Database, campaign_id: int, taken: list[Row], now: datetime
) -> list[Claimed]:
    # Each statement gives up the interpreter's lock and waits to get it back among busy sender
    # threads, so what neighbouring chunks have in common is read once.
    numbers: dict[int, int] = {}
    texts: dict[int, str] = {row["text_lo"]: row["text"] for row in taken if row["text"]}
    for lo, hi in runs_of(taken):
        numbers |= db.conn.execute(
            "select seq, number from recipients where campaign_id = ? and seq >= ? and seq < ?",
            (campaign_id, lo, hi),
        ).fetchall()
    for lo in {row["text_lo"] for row in taken} - texts.keys():
        texts[lo] = db.conn.execute(
            "select text from chunks where campaign_id = ? and lo = ?", (campaign_id, lo)
        ).fetchone()[0]
    withheld = withhold_opted_out(db, campaign_id, taken, now)
    numbers = {seq: number for seq, number in numbers.items() if seq not in withheld}
    return [
        Claimed(
            campaign_id,
            row["lo"],
            row["hi"],
            row["chunk"],
            row["attempts"],
            bool(row["unicode"]),
            texts[row["text_lo"]],
            recipients,
        )
        for row in taken
        if (recipients := _within(numbers, row))
    ]


def _within(numbers: dict[int, int], row: Row) -> tuple[tuple[int, int], ...]:
    return tuple((seq, numbers[seq]) for seq in range(row["lo"], row["hi"]) if seq in numbers)


def record(db: Database, settled: Sequence[Settled], *, worker: str, now: datetime) -> None:
    """Each chunk that is this worker's and still sending becomes as `settled` says; the results
    of the others are dropped."""
    results: list[tuple[int, int, str, str | None]] = []
    for one in settled:
        changed = db.conn.execute(
            "update chunks set state = ?, reason = ?, detail = ?, submitted = ?, settled_at = ?"
            " where campaign_id = ? and lo = ? and attempts = ? and worker = ?"
            " and state = 'sending'",
            (
                *(one.state, one.reason, one.detail, one.submitted, stamp(now)),
                *(one.campaign_id, one.lo, one.attempt, worker),
            ),
        )
        if changed.rowcount:
            results += [(one.campaign_id, *result) for result in one.results]
    _append_results(db, results)


def _append_results(db: Database, results: list[tuple[int, int, str, str | None]]) -> None:
    # Blocks of a few fixed sizes: a statement of a new length has to be parsed anew, and parsing
    # thousands of marks takes longer than writing the rows.
    start = 0
    for size in RESULTS_AT_ONCE:
        insert = (
            "insert into results (campaign_id, seq, state, sms_id) values "
            f"{', '.join(['(?, ?, ?, ?)'] * size)}"
        )
        while len(results) - start >= size:
            cells = [cell for result in results[start : start + size] for cell in result]
            db.conn.execute(insert, cells)
            start += size


def keep_replies(db: Database, replies: Iterable[Reply]) -> None:
    db.conn.executemany(
        "insert into replies (campaign_id, lo, attempt, outcome, http_status, failure, body,"
        " elapsed_ms, received_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(r.campaign_id, r.lo, r.attempt, r.outcome, r.http_status, r.failure),
                *(r.body, r.elapsed_ms, r.received_at),
            )
            for r in replies
        ],
    )


def recover(db: Database, *, now: datetime) -> int:
    """Called by a worker that holds the lock, so whoever claimed these is dead: whether their
    calls arrived cannot be known. Returns how many chunks became unknown."""
    lost = db.conn.execute(
        "update chunks set state = 'unknown', reason = 'worker_died', settled_at = ?,"
        " detail = 'The sender stopped while this call was on its way.'"
        " where state = 'sending' and campaign_id in"
        " (select campaign_id from progress where state = 'sending' and chunks > 0)",
        (stamp(now),),
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


def mean_call_seconds(db: Database, calls: int = 100) -> float | None:
    """How long the last calls took; None before the first."""
    found = rows(
        db,
        "select avg(elapsed_ms) / 1000.0 as seconds from"
        " (select elapsed_ms from replies order by id desc limit ?)",
        calls,
    )
    return None if found[0]["seconds"] is None else float(found[0]["seconds"])
