"""Who opted out after a campaign was planned is left out when their chunk is claimed.

It happens in the claim's transaction, so whoever asks to be left out before a call is made is.
They are *cancelled* in `results`; the rest of the chunk goes its way.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp


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


def withhold_opted_out(
    db: Database, campaign_id: int, claimed: list[ChunkRow], now: datetime
) -> set[int]:
    """Cancels those in these chunks who have opted out, and the chunks in which nobody is left:
    there is no call to make. Returns the seqs of all who were left out, now or at an earlier
    attempt."""
    withheld: set[int] = set()
    for first_seq, end_seq in runs_of(claimed):
        _cancel_opted_out(db, campaign_id, first_seq, end_seq)
        withheld |= withheld_in(db, campaign_id, first_seq, end_seq)
    for row in claimed if withheld else ():
        out = len(withheld.intersection(range(row.first_seq, row.end_seq)))
        if out == row.end_seq - row.first_seq:
            _cancel_chunk(db, campaign_id, row.first_seq, now)
        elif out:
            db.conn.execute(
                "update chunks set withheld = ?"
                " where campaign_id = ? and lo = ? and state = 'sending'",
                (out, campaign_id, row.first_seq),
            )
    return withheld


def runs_of(rows: list[ChunkRow]) -> list[tuple[int, int]]:
    """Joins neighbours among chunks in order: gives ranges `[first_seq, end_seq)`."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row.first_seq:
            runs[-1] = (runs[-1][0], row.end_seq)
        else:
            runs.append((row.first_seq, row.end_seq))
    return runs


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
    selected = db.conn.execute(
        "select seq from results where campaign_id = ? and seq >= ? and seq < ?",
        (campaign_id, first_seq, end_seq),
    )
    return {seq for (seq,) in selected}


def _cancel_chunk(db: Database, campaign_id: int, first_seq: int, now: datetime) -> None:
    db.conn.execute(
        "update chunks set state = 'cancelled', reason = 'opted_out', settled_at = ?,"
        " detail = 'Opted out since the campaign was made.'"
        " where campaign_id = ? and lo = ? and state = 'sending'",
        (stamp(now), campaign_id, first_seq),
    )
