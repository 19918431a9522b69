"""Who must not be sent to any more is left out when their chunk is claimed: whoever opted out after
the campaign was planned, and of a second try whoever a report that came since calls delivered or on
the way.

It happens in the claim's transaction, so whoever asks to be left out before a call is made is.
They are *cancelled* in `results`, with the reason; the rest of the chunk goes its way.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp

OPTED_OUT = "opted_out"
REACHED = "reached"
_DETAILS = {
    OPTED_OUT: "Opted out since the campaign was made.",
    REACHED: "A delivery report that came since calls it delivered or on the way.",
}


class ChunkRow(NamedTuple):
    """A chunk as it is claimed."""

    first_seq: int
    end_seq: int
    chunk: int
    attempt: int
    unicode: int
    text_seq: int
    withheld: int
    again: int
    """Whether an earlier call of it ended unknown."""


def withhold(
    db: Database,
    campaign_id: int,
    claimed: list[ChunkRow],
    now: datetime,
    reached: Collection[int] = (),
) -> set[int]:
    """Cancels those in these chunks who have opted out or whose seq is among the `reached`, and the
    chunks in which nobody is left: there is no call to make. Returns the seqs of all who were left
    out, now or at an earlier attempt."""
    _cancel_reached(db, campaign_id, reached)
    withheld: dict[int, str] = {}
    for first_seq, end_seq in runs_of(claimed):
        _cancel_opted_out(db, campaign_id, first_seq, end_seq)
        withheld |= _reasons(db, campaign_id, first_seq, end_seq)
    for row in claimed if withheld else ():
        reasons = [withheld[seq] for seq in range(row.first_seq, row.end_seq) if seq in withheld]
        if len(reasons) == row.end_seq - row.first_seq:
            _cancel_chunk(db, campaign_id, row.first_seq, min(reasons), now)
        elif reasons:
            db.conn.execute(
                "update chunks set withheld = ?"
                " where campaign_id = ? and lo = ? and state = 'sending'",
                (len(reasons), campaign_id, row.first_seq),
            )
    return {*withheld}


def runs_of(rows: list[ChunkRow]) -> list[tuple[int, int]]:
    """Joins neighbours among chunks in order: gives ranges `[first_seq, end_seq)`."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row.first_seq:
            runs[-1] = (runs[-1][0], row.end_seq)
        else:
            runs.append((row.first_seq, row.end_seq))
    return runs


def _cancel_reached(db: Database, campaign_id: int, seqs: Collection[int]) -> None:
    if seqs:
        db.conn.execute(
            "insert into results (campaign_id, seq, state, reason)"
            " select ?, value, 'cancelled', ? from json_each(?)"
            " where true on conflict (campaign_id, seq) do nothing",
            (campaign_id, REACHED, json.dumps(sorted(seqs))),
        )


def _cancel_opted_out(db: Database, campaign_id: int, first_seq: int, end_seq: int) -> None:
    db.conn.execute(
        "insert into results (campaign_id, seq, state) select r.campaign_id, r.seq, 'cancelled'"
        " from recipients r where r.campaign_id = ? and r.seq >= ? and r.seq < ?"
        " and exists (select 1 from opt_outs o where o.number = r.number)"
        " on conflict (campaign_id, seq) do nothing",
        (campaign_id, first_seq, end_seq),
    )


def withheld_in(db: Database, campaign_id: int, first_seq: int, end_seq: int) -> set[int]:
    """Gives the seqs of those in chunks without an answer who are left out of their calls: they
    alone have a result there."""
    return {*_reasons(db, campaign_id, first_seq, end_seq)}


def _reasons(db: Database, campaign_id: int, first_seq: int, end_seq: int) -> dict[int, str]:
    return dict(
        db.conn.execute(
            f"select seq, coalesce(reason, '{OPTED_OUT}') from results"
            " where campaign_id = ? and seq >= ? and seq < ?",
            (campaign_id, first_seq, end_seq),
        ).fetchall()
    )


def _cancel_chunk(
    db: Database, campaign_id: int, first_seq: int, reason: str, now: datetime
) -> None:
    # Whoever is in it has a reason of their own, so nobody is counted by the chunk's.
    db.conn.execute(
        "update chunks set state = 'cancelled', withheld = hi - lo, reason = ?, settled_at = ?,"
        " detail = ? where campaign_id = ? and lo = ? and state = 'sending'",
        (reason, stamp(now), _DETAILS[reason], campaign_id, first_seq),
    )
