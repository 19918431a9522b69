"""Who is tried again: those whom no campaign of a family has got the message to, may have, or
still will. A family is a campaign, those made from its failures, and those made from theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.store.database import Row, first, rows
from jetmsg_core.store.ledger import campaigns

# A chunk's recipients with their results: `c`, `r` and `s`.
EVERYBODY = (
    " from chunks c join recipients r"
    " on r.campaign_id = c.campaign_id and r.seq >= c.lo and r.seq < c.hi"
    " left join results s on s.campaign_id = r.campaign_id and s.seq = r.seq"
)
FAILED = (
    "(c.state = 'refused' and s.state is null"
    " or c.state = 'accepted' and coalesce(s.state, 'not_accepted') = 'not_accepted')"
)


OWN = {
    *("id", "token", "state", "held", "held_detail", "retry_at"),
    *("scheduled_at", "started_at", "finished_at"),
}
"""What no campaign takes over from another."""


@dataclass(frozen=True)
class Failures:
    """Recipients who were refused or not accepted, in send order; `text_seqs` says for each which
    of `texts` was theirs, by the first seq of the chunk that keeps it. `opted_out` more were left
    out."""

    seqs: Integers
    numbers: Integers
    rows: Integers
    text_seqs: Integers
    texts: dict[int, str]
    opted_out: int

    def without(self, seqs: Collection[int]) -> Failures:
        """Gives all but those with these seqs."""
        kept = ~np.isin(self.seqs, list(seqs))
        return replace(
            self,
            seqs=self.seqs[kept],
            numbers=self.numbers[kept],
            rows=self.rows[kept],
            text_seqs=self.text_seqs[kept],
        )


def of_campaign(db: Database, campaign_id: int) -> Failures:
    """Gives the definite failures that no other campaign of the family has dealt with: refused and
    not accepted. Whoever opted out is left out and counted."""
    selected = db.conn.execute(
        "select r.seq, r.number, r.row, c.text_lo,"
        " exists (select 1 from opt_outs o where o.number = r.number)"
        f"{EVERYBODY} where c.campaign_id = ? and {FAILED}"
        " and (c.state = 'refused' or c.submitted < c.hi - c.lo - c.withheld)"
        " order by r.seq",
        (campaign_id,),
    ).fetchall()
    people = np.array(selected, np.int64).reshape(-1, 5)
    people = people[~_dealt_with(db, campaign_id, people[:, 1], people[:, 2])]
    opted_out = people[:, 4] == 1
    seqs, numbers, sheet_rows, text_seqs = people[~opted_out, :4].T
    return Failures(
        seqs,
        numbers,
        sheet_rows,
        text_seqs,
        _texts(db, campaign_id, text_seqs),
        int(opted_out.sum()),
    )


def chunks_with_failures(db: Database, campaign_id: int) -> list[int]:
    """Gives the first seq of each chunk of which somebody was refused or not accepted."""
    selected = db.conn.execute(
        "select lo from chunks where campaign_id = ? and (state = 'refused'"
        " or state = 'accepted' and submitted < hi - lo - withheld) order by lo",
        (campaign_id,),
    )
    return [first_seq for (first_seq,) in selected]


def _dealt_with(
    db: Database, campaign_id: int, numbers: Integers, sheet_rows: Integers
) -> Booleans:
    """Which of these rows and numbers another of the family has, or had and did not fail."""
    others = [other for other in family(db, campaign_id) if other != campaign_id]
    submitted: set[tuple[int, int]] = set()
    for other in others:
        submitted.update(
            db.conn.execute(
                f"select r.number, r.row{EVERYBODY} where c.campaign_id = ? and not {FAILED}"
                " and c.state <> 'cancelled' and coalesce(s.state, '') <> 'cancelled'",
                (other,),
            )
        )
    pairs = zip(numbers.tolist(), sheet_rows.tolist(), strict=True)
    return np.fromiter((pair in submitted for pair in pairs), np.bool_, len(numbers))


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


def _texts(db: Database, campaign_id: int, text_seqs: Integers) -> dict[int, str]:
    texts = {}
    for first_seq in np.unique(text_seqs).tolist():
        row = first(
            db, "select text from chunks where campaign_id = ? and lo = ?", campaign_id, first_seq
        )
        assert row is not None
        texts[first_seq] = row["text"]
    return texts


def copy_campaign(db: Database, origin: int, token: str, changes: Row) -> int:
    """Writes a new draft with everything a person chose for another campaign, as tried again from
    it. Returns its id."""
    row = first(db, "select * from campaigns where id = ?", origin)
    assert row is not None
    chosen = {name: value for name, value in row.items() if name not in OWN}
    made = campaigns.insert(db, token, chosen | changes | {"retry_of": origin})
    assert made is not None
    return made
