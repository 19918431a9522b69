"""Campaigns that are tried again. A family is a campaign, those made from its failures, and those
made from theirs."""

from __future__ import annotations

import hashlib
import json

import numpy as np
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.states import ASSUMED_SENT
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.database import Row, first, rows
from jetmsg_core.store.ledger import campaigns

OWN = {
    *("id", "token", "state", "held", "held_detail", "retry_at"),
    *("scheduled_at", "started_at", "finished_at", "made_by"),
}
"""What no campaign takes over from another."""


def chunks_with_failures(db: Database, campaign_id: int) -> list[int]:
    """Gives the first seq of each chunk of which somebody was refused or not accepted."""
    selected = db.conn.execute(
        "select lo from chunks where campaign_id = ? and (state = 'refused'"
        " or state = 'accepted' and submitted < hi - lo - withheld) order by lo",
        (campaign_id,),
    )
    return [first_seq for (first_seq,) in selected]


def assumed_sent(db: Database, campaign_id: int) -> list[tuple[int, int]]:
    """Gives the calls of unknown end that a person counted as sent: first_seq and end_seq."""
    return db.conn.execute(
        "select lo, hi from chunks where campaign_id = ? and state = 'accepted' and reason = ?"
        " order by lo",
        (campaign_id, ASSUMED_SENT),
    ).fetchall()


def gone_again(db: Database, campaign_id: int) -> list[tuple[int, int]]:
    """Gives the calls of which an earlier one may have arrived: first_seq and end_seq."""
    return db.conn.execute(
        "select c.lo, c.hi from sent_again l join chunks c"
        " on c.campaign_id = l.campaign_id and c.lo = l.lo where l.campaign_id = ? order by c.lo",
        (campaign_id,),
    ).fetchall()


def texts_and_parts(db: Database, campaign_id: int) -> Integers:
    """Gives a row for each chunk in order: first_seq, the first_seq of the chunk that keeps its
    text, and the parts of a message."""
    return integers(
        db,
        "lo, text_lo, parts",
        "from chunks where campaign_id = ? order by lo",
        campaign_id,
    )


def family(db: Database, campaign_id: int) -> list[int]:
    """Gives the ids of all campaigns made from one another's failures, this one too, the oldest
    first."""
    selected = rows(
        db,
        "with recursive up(id, retry_of) as ("
        "  select id, retry_of from campaigns where id = ?"
        "  union select c.id, c.retry_of from campaigns c join up on c.id = up.retry_of),"
        " down(id) as (select id from up where retry_of is null"
        "  union select c.id from campaigns c join down on c.retry_of = down.id)"
        " select id from down order by id",
        campaign_id,
    )
    return [row["id"] for row in selected]


_FACTS = (
    "pragma database_list",
    "select * from progress order by campaign_id, state",
    "select count(*), max(id) from audit",
    "select count(*), sum(lo) from sent_again",
    "select count(*), sum(number) from opt_outs",
    "select count(*), max(id), sum(matched), sum(changed), sum(parked), count(finished_at)"
    " from report_files",
    "select * from report_words order by id",
    "select count(*), max(finished_at), max(again_at) from erasures",
    "select * from aged_campaigns order by campaign_id",
)
_FACTS_OF_EACH = (
    "select id, state from campaigns where id = ?",
    "select * from lookups where campaign_id = ?",
    "select * from delivery_counts where campaign_id = ? order by state",
)


def version(db: Database, campaign_id: int) -> str:
    """Gives what changes with whatever decides who of a campaign may be tried again: what its
    family reached, what was decided, reported and said of words, who opted out, who was erased. It
    is found in some milliseconds however large the campaign is."""
    facts = [db.conn.execute(sql).fetchall() for sql in _FACTS]
    for member in family(db, campaign_id):
        facts += [db.conn.execute(sql, (member,)).fetchall() for sql in _FACTS_OF_EACH]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def texts(db: Database, campaign_id: int, text_seqs: Integers) -> dict[int, str]:
    """Gives the texts that the chunks beginning at these seqs keep, by seq."""
    kept = {}
    for first_seq in np.unique(text_seqs).tolist():
        row = first(
            db, "select text from chunks where campaign_id = ? and lo = ?", campaign_id, first_seq
        )
        assert row is not None
        kept[first_seq] = row["text"]
    return kept


def copy_campaign(db: Database, origin: int, token: str, changes: Row) -> int:
    """Writes a new draft with everything a person chose for another campaign, as tried again from
    it. Returns its id."""
    row = first(db, "select * from campaigns where id = ?", origin)
    assert row is not None
    chosen = {name: value for name, value in row.items() if name not in OWN}
    made = campaigns.insert(db, token, chosen | changes | {"retry_of": origin})
    assert made is not None
    return made
