"""Who of an ended campaign is in which state and why, as sets of bits.

A set holds a block of recipients with one state and reason, a bit each. So a page of a rare state
among a million is found by opening one set or two, a new delivery report rewrites a few hundred
kilobytes, and counts by reason are a sum over some rows.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Booleans, Bytes
from jetmsg_core.states import REACHED, REPORTED, RecipientState
from jetmsg_core.store.readings.recipient_states import Group, Outcomes

BLOCK = 65_536
MOST_REASONS = 200
"""Beyond these the rarer reasons of a campaign are *various*."""
VARIOUS = "various"


def write(db: Database, campaign_id: int, outcomes: Outcomes) -> None:
    """Writes the sets of a campaign, and its counts by hour, in place of those before."""
    db.conn.execute("delete from recipient_groups where campaign_id = ?", (campaign_id,))
    names = _named(outcomes)
    cells = []
    for start in range(0, len(outcomes.codes), BLOCK):
        block = outcomes.codes[start : start + BLOCK]
        sets: dict[Group, Booleans] = {}
        for code in np.unique(block).tolist():
            members = block == code
            sets[names[code]] = members | sets[names[code]] if names[code] in sets else members
        cells += [
            (campaign_id, state, start + 1, reason, int(members.sum()), _packed(members))
            for (state, reason), members in sets.items()
        ]
    db.conn.executemany(
        "insert into recipient_groups (campaign_id, state, lo, reason, recipients, members)"
        " values (?, ?, ?, ?, ?, ?)",
        cells,
    )
    _write_hours(db, campaign_id, outcomes)


def counts(db: Database, campaign_id: int) -> dict[Group, int]:
    """Counts a campaign's recipients by state and reason."""
    selected = db.conn.execute(
        "select state, reason, sum(recipients) from recipient_groups where campaign_id = ?"
        " group by state, reason",
        (campaign_id,),
    )
    return {(RecipientState(state), reason): count for state, reason, count in selected}


def members(
    db: Database,
    campaign_id: int,
    states: Sequence[RecipientState],
    reason: str | None,
    *,
    after: int,
    limit: int,
) -> list[int]:
    """Gives the first `limit` seqs beyond `after` of those in one of these states, for a reason
    unless that is None."""
    seqs: list[int] = []
    # Asked block by block: a page seldom needs more than the first.
    for (first_seq,) in db.conn.execute(
        "select distinct lo from recipient_groups where campaign_id = ? and lo > ?"
        f" and state in ({', '.join('?' * len(states))}) order by lo",
        (campaign_id, after - BLOCK, *states),
    ).fetchall():
        selected = db.conn.execute(
            "select members from recipient_groups where campaign_id = ? and lo = ?"
            f" and state in ({', '.join('?' * len(states))}) and (? is null or reason = ?)",
            (campaign_id, first_seq, *states, reason, reason),
        ).fetchall()
        if not selected:
            continue
        bits = np.bitwise_or.reduce([_bytes(blob) for (blob,) in selected])
        members_ = np.flatnonzero(np.unpackbits(bits)) + first_seq
        seqs += members_[members_ > after][: limit - len(seqs)].tolist()
        if len(seqs) == limit:
            break
    return seqs


def _named(outcomes: Outcomes) -> list[Group]:
    counted = outcomes.counts()
    kept = set(sorted(counted, key=lambda group: -counted[group])[:MOST_REASONS])
    return [group if group in kept else (group[0], VARIOUS) for group in outcomes.groups]


def _packed(members: Booleans) -> bytes:
    full = np.zeros(BLOCK, np.bool_)
    full[: len(members)] = members
    return zlib.compress(np.packbits(full).tobytes(), 1)


def _bytes(blob: bytes) -> Bytes:
    return np.frombuffer(zlib.decompress(blob), np.uint8)


def _write_hours(db: Database, campaign_id: int, outcomes: Outcomes) -> None:
    sent = outcomes.hours >= 0
    masks = (
        outcomes.submitted,
        outcomes.among(*REPORTED),
        outcomes.among(*REACHED),
    )
    columns = [np.bincount(outcomes.hours[mask & sent], minlength=24).tolist() for mask in masks]
    db.conn.execute("delete from delivery_hours where campaign_id = ?", (campaign_id,))
    db.conn.executemany(
        "insert into delivery_hours (campaign_id, hour, submitted, reported, delivered)"
        " values (?, ?, ?, ?, ?)",
        [
            (campaign_id, hour, *cells)
            for hour, cells in enumerate(zip(*columns, strict=True))
            if any(cells)
        ],
    )
