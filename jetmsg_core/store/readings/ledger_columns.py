"""The ledger by columns, for exports: chunks whole, recipients a range at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.masking import readable
from jetmsg_core.store.bulk import integers, joined

MOST_BY_KEY = 100_000
"""More recipients than these are read as a range."""


@dataclass(frozen=True)
class Chunks:
    """A campaign's chunks as columns, one entry a chunk, in order; `text_of` indexes `texts`."""

    first_seqs: Integers
    parts: Integers
    settled_at: list[str | None]
    details: list[str | None]
    texts: list[str]
    text_of: Integers

    def of(self, first_seq: int, end_seq: int) -> Integers:
        """Gives the index of the chunk of each recipient in `[first_seq, end_seq)`."""
        return np.searchsorted(self.first_seqs, np.arange(first_seq, end_seq), "right") - 1


def chunks(db: Database, campaign_id: int) -> Chunks:
    """Reads all chunks of a campaign."""
    selected = db.conn.execute(
        "select lo, parts, iif(state in ('planned', 'sending'), null, settled_at),"
        " coalesce(detail, reason), text_lo, text from chunks"
        " where campaign_id = ? order by lo",
        (campaign_id,),
    ).fetchall()
    first_seqs, parts, settled_at, details, text_seqs, texts = zip(*selected, strict=True)
    starts = [start for start, text in zip(first_seqs, texts, strict=True) if text is not None]
    return Chunks(
        np.array(first_seqs, np.int64),
        np.array(parts, np.int64),
        list(settled_at),
        list(details),
        [readable(text) for text in texts if text is not None],
        np.searchsorted(starts, text_seqs),
    )


def numbers(db: Database, campaign_id: int, first_seq: int, end_seq: int) -> Integers:
    """Gives number and sheet row of recipients `[first_seq, end_seq)`, a row each, in order."""
    return integers(
        db,
        "number, row",
        "from recipients where campaign_id = ? and seq >= ? and seq < ? order by seq",
        campaign_id,
        first_seq,
        end_seq,
    )


def numbers_of(db: Database, campaign_id: int, seqs: Integers) -> Integers:
    """Gives number and sheet row of the recipients with these seqs, which ascend, a row each."""
    if len(seqs) > MOST_BY_KEY:
        first_seq = int(seqs[0])
        return numbers(db, campaign_id, first_seq, int(seqs[-1]) + 1)[seqs - first_seq]
    return integers(
        db,
        "number, row",
        "from recipients where campaign_id = ? and seq in (select value from json_each(?))"
        " order by seq",
        campaign_id,
        json.dumps(seqs.tolist()),
    )


def sms_ids(
    db: Database, campaign_id: int, first_seq: int, end_seq: int, have: Integers
) -> tuple[Integers, list[str]]:
    """Gives seqs, and the smsIds that belong to them, of recipients `[first_seq, end_seq)`; `have`
    are the seqs that should have one. No smsId holds white space."""
    within = "from results where campaign_id = ? and seq >= ? and seq < ? and sms_id is not null"
    (ids,) = joined(db, "sms_id", f"{within} order by seq", " ", campaign_id, first_seq, end_seq)
    selected = ids.split()
    if len(selected) != len(have):
        have = integers(db, "seq", f"{within} order by seq", campaign_id, first_seq, end_seq)[:, 0]
    return have, selected


def every_sms_id(db: Database, campaign_id: int) -> tuple[Integers, list[str]]:
    """Gives seqs, in their order, and the smsIds that belong to them, of everybody who has one. All
    results of the campaign are read."""
    seqs, ids = joined(
        db,
        "seq, sms_id",
        "from results where campaign_id = ? and sms_id is not null order by seq",
        " ",
        campaign_id,
    )
    return np.fromstring(seqs, dtype=np.int64, sep=" "), ids.split()
