"""Who was sent what lately, over all campaigns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.masking import TEXT_MARK
from jetmsg_core.primitives.times import stamp
from jetmsg_core.settings import Mode
from jetmsg_core.states import Channel
from jetmsg_core.store.database import Row, rows


def campaigns_since(db: Database, mode: Mode, channel: Channel, moment: datetime) -> list[Row]:
    """Gives id and message of the campaigns by this channel that may have sent something since the
    moment."""
    return rows(
        db,
        "select id, message from campaigns"
        " where mode = ? and channel = ? and started_at is not null"
        " and (finished_at is null or finished_at >= ?) order by id",
        mode,
        channel,
        stamp(moment),
    )


def texts(db: Database, campaign_id: int, among: Sequence[str] | None) -> list[tuple[int, str]]:
    """Gives each text of a campaign as (first_seq of the chunk that keeps it, text). `among` None
    asks for all, else only these texts are looked for, and every mark of one that is no longer
    kept."""
    sql = "select lo, text from chunks where campaign_id = ? and text is not null"
    if among is None:
        return db.conn.execute(f"{sql} order by lo", (campaign_id,)).fetchall()
    chosen = f"{sql} and (text in (select value from json_each(?)) or text glob ?) order by lo"
    return db.conn.execute(chosen, (campaign_id, json.dumps(among), f"{TEXT_MARK}*")).fetchall()


def sent_ranges(db: Database, campaign_id: int, moment: datetime) -> Integers:
    """Gives the chunks that left since the moment, or may have: an array of three columns,
    first_seq, end_seq and text_seq."""
    selected = db.conn.execute(
        "select lo, hi, text_lo from chunks where campaign_id = ? and sending_at >= ?"
        " and state in ('sending', 'accepted', 'unknown')",
        (campaign_id, stamp(moment)),
    ).fetchall()
    return np.array(selected, np.int64).reshape(-1, 3)


def not_submitted(db: Database, campaign_id: int) -> Integers:
    """Gives the seqs of those who are in an accepted call, but were not submitted."""
    selected = db.conn.execute(
        "select seq from results where campaign_id = ? and state <> 'submitted'", (campaign_id,)
    )
    return np.fromiter((seq for (seq,) in selected), np.int64)


def parts_started_since(db: Database, mode: Mode, pool: str, moment: datetime, *, but: int) -> int:
    """Sums the parts of one pool in the campaigns started since the moment, other than `but`,
    without cancelled and refused ones: what they cost or will."""
    selected = rows(
        db,
        "select coalesce(sum(p.parts), 0) as parts from progress p"
        " join campaigns c on c.id = p.campaign_id"
        " where c.mode = ? and c.started_at >= ? and c.pool = ? and c.id <> ?"
        " and p.state not in ('cancelled', 'refused')",
        mode,
        stamp(moment),
        pool,
        but,
    )
    return int(selected[0]["parts"])
