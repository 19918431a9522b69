"""What came of calls: results, raw replies, and chunks that a refusal divides.

`record` takes the outcome only from the worker that claimed, and only while the chunk is still
sending: a reply that comes after a crash has been settled is kept as evidence and changes nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.states import ChunkState
from jetmsg_core.store.ledger.bisecting import split

AT_ONCE = (500, *range(32, 0, -1))
"""Rows in a statement. Of a new length it has to be parsed anew, and parsing thousands of marks
takes longer than writing the rows; but each statement gives up the interpreter's lock, which takes
longer to come back among busy senders than some rows take to write."""


@dataclass(frozen=True)
class ChunkResult:
    """What became of a call, as the ledger keeps it. Of an accepted chunk either `ids` holds the
    smsId of everybody in it, in order, or `results` the (seq, state, smsId) of each. A chunk that
    goes back in two halves says where the second begins."""

    campaign_id: int
    first_seq: int
    attempt: int
    state: ChunkState
    reason: str | None = None
    detail: str | None = None
    submitted: int = 0
    results: Sequence[tuple[int, str, str | None]] = ()
    ids: Sequence[str] = ()
    split_at: int | None = None


@dataclass(frozen=True)
class RawReply:
    """The raw reply to one attempt, secrets masked and cut; `failure` says why there was none.
    `elapsed_ms` counts from the moment the call left."""

    campaign_id: int
    first_seq: int
    attempt: int
    outcome: str
    http_status: int | None
    failure: str | None
    body: str
    elapsed_ms: int
    received_at: str


def record(
    db: Database, chunk_results: Sequence[ChunkResult], *, worker: str, now: datetime
) -> None:
    """Writes what became of chunks, within a transaction: each that is this worker's and still
    sending becomes what its result says; the results of the others are dropped."""
    results: list[tuple[int, int, str, str | None]] = []
    whole: defaultdict[tuple[int, int], dict[int, Sequence[str]]] = defaultdict(dict)
    for chunk in chunk_results:
        if chunk.ids:
            whole[chunk.campaign_id, chunk.attempt][chunk.first_seq] = chunk.ids
        elif chunk.split_at is not None:
            split(
                db,
                chunk.campaign_id,
                chunk.first_seq,
                chunk.attempt,
                at=chunk.split_at,
                worker=worker,
            )
        elif _settle(db, chunk, worker, now):
            results += [(chunk.campaign_id, *result) for result in chunk.results]
    for (campaign_id, attempt), ids in whole.items():
        _record_whole(db, campaign_id, attempt, ids, worker, now)
    _append(db, "insert into results (campaign_id, seq, state, sms_id) values ", results)


def _settle(db: Database, chunk: ChunkResult, worker: str, now: datetime) -> bool:
    changed = db.conn.execute(
        "update chunks set state = ?, reason = ?, detail = ?, submitted = ?, settled_at = ?"
        " where campaign_id = ? and lo = ? and attempts = ? and worker = ?"
        " and state = 'sending'",
        (
            *(chunk.state, chunk.reason, chunk.detail, chunk.submitted, stamp(now)),
            *(chunk.campaign_id, chunk.first_seq, chunk.attempt, worker),
        ),
    )
    return bool(changed.rowcount)


def _record_whole(
    db: Database,
    campaign_id: int,
    attempt: int,
    ids: dict[int, Sequence[str]],
    worker: str,
    now: datetime,
) -> None:
    """Chunks of which everybody was taken, by their `first_seq`, in as few statements as can be:
    each gives up the interpreter's lock and waits to get it back among busy sender threads."""
    selected = db.conn.execute(
        "select json_group_array(lo) from chunks where campaign_id = ?"
        " and attempts = ? and worker = ? and state = 'sending'"
        " and lo in (select value from json_each(?))",
        (campaign_id, attempt, worker, json.dumps([*ids])),
    ).fetchone()
    mine: list[int] = sorted(json.loads(selected[0]))
    db.conn.execute(
        "update chunks set state = 'accepted', reason = null, detail = null,"
        " submitted = hi - lo, settled_at = ?"
        " where campaign_id = ? and lo in (select value from json_each(?))",
        (stamp(now), campaign_id, json.dumps(mine)),
    )
    run: list[str] = []
    begin = 0
    for first_seq in mine:
        if run and begin + len(run) != first_seq:
            _append_run(db, campaign_id, begin, run)
            run = []
        begin = begin if run else first_seq
        run += ids[first_seq]
    if run:
        _append_run(db, campaign_id, begin, run)


def _append_run(db: Database, campaign_id: int, first_seq: int, ids: list[str]) -> None:
    # As JSON: binding four cells a row takes longer than writing them.
    db.conn.execute(
        "insert into results (campaign_id, seq, state, sms_id)"
        " select ?1, ?2 + key, 'submitted', value from json_each(?3)",
        (campaign_id, first_seq, orjson.dumps(ids).decode()),
    )


def keep_replies(db: Database, replies: Iterable[RawReply]) -> None:
    """Appends the raw replies, whatever becomes of their chunks."""
    rows = [
        (
            *(r.campaign_id, r.first_seq, r.attempt, r.outcome, r.http_status, r.failure),
            *(r.body, r.elapsed_ms, r.received_at),
        )
        for r in replies
    ]
    _append(
        db,
        "insert into replies (campaign_id, lo, attempt, outcome, http_status, failure, body,"
        " elapsed_ms, received_at) values ",
        rows,
    )


def _append(db: Database, insert: str, rows: Sequence[tuple[object, ...]]) -> None:
    start = 0
    for size in AT_ONCE:
        while len(rows) - start >= size:
            block = rows[start : start + size]
            marks = f"({', '.join('?' * len(block[0]))})"
            db.conn.execute(
                insert + ", ".join([marks] * size), [cell for row in block for cell in row]
            )
            start += size
