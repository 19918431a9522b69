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

from sqlite_utils import Database

from jetmsg_core.states import ChunkState
from jetmsg_core.store.splitting import split
from jetmsg_core.times import stamp

RESULTS_AT_ONCE = (500, 50, 5, 1)


@dataclass(frozen=True)
class Settled:
    """What became of a call, as the ledger keeps it. Of an accepted chunk either `ids` holds the
    smsId of everybody in it, in order, or `results` the (seq, state, smsId) of each. A chunk that
    goes back in two halves says where the second begins."""

    campaign_id: int
    lo: int
    attempt: int
    state: ChunkState
    reason: str | None = None
    detail: str | None = None
    submitted: int = 0
    results: Sequence[tuple[int, str, str | None]] = ()
    ids: Sequence[str] = ()
    split_at: int | None = None


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


def record(db: Database, settled: Sequence[Settled], *, worker: str, now: datetime) -> None:
    """Each chunk that is this worker's and still sending becomes as `settled` says; the results
    of the others are dropped."""
    results: list[tuple[int, int, str, str | None]] = []
    whole: defaultdict[tuple[int, int], dict[int, Sequence[str]]] = defaultdict(dict)
    for one in settled:
        if one.ids:
            whole[one.campaign_id, one.attempt][one.lo] = one.ids
        elif one.split_at is not None:
            split(db, one.campaign_id, one.lo, one.attempt, at=one.split_at, worker=worker)
        elif _settle(db, one, worker, now):
            results += [(one.campaign_id, *result) for result in one.results]
    for (campaign_id, attempt), ids in whole.items():
        _record_whole(db, campaign_id, attempt, ids, worker, now)
    _append_results(db, results)


def _settle(db: Database, one: Settled, worker: str, now: datetime) -> bool:
    changed = db.conn.execute(
        "update chunks set state = ?, reason = ?, detail = ?, submitted = ?, settled_at = ?"
        " where campaign_id = ? and lo = ? and attempts = ? and worker = ?"
        " and state = 'sending'",
        (
            *(one.state, one.reason, one.detail, one.submitted, stamp(now)),
            *(one.campaign_id, one.lo, one.attempt, worker),
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
    """Chunks of which everybody was taken, by their `lo`: one statement for all of them, and one
    for the results of neighbours. A call each would cost more than the writing."""
    changed = db.conn.execute(
        "update chunks set state = 'accepted', reason = null, detail = null,"
        " submitted = hi - lo, settled_at = ?1"
        " where campaign_id = ?2 and attempts = ?3 and worker = ?4 and state = 'sending'"
        " and lo in (select value from json_each(?5)) returning lo",
        (stamp(now), campaign_id, attempt, worker, json.dumps([*ids])),
    ).fetchall()
    run: list[str] = []
    begin = 0
    for (lo,) in sorted(changed):
        if run and begin + len(run) != lo:
            _append_run(db, campaign_id, begin, run)
            run = []
        begin = begin if run else lo
        run += ids[lo]
    if run:
        _append_run(db, campaign_id, begin, run)


def _append_run(db: Database, campaign_id: int, lo: int, ids: list[str]) -> None:
    # As JSON: binding four cells a row takes longer than writing them.
    db.conn.execute(
        "insert into results (campaign_id, seq, state, sms_id)"
        " select ?1, ?2 + key, 'submitted', value from json_each(?3)",
        (campaign_id, lo, json.dumps(ids)),
    )


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
