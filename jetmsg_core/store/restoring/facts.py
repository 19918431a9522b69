"""Facts about people who wait in a database that was put back: what their messages take, what calls
known here took meanwhile, what delivery reports say of them."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlite_utils import Database

from jetmsg_core.states import Pool, RecipientState
from jetmsg_core.store.database import first, rows

Reading = tuple[str, str]
"""When a reading had begun and when it was over, as stamps."""


def pools_that_go(db: Database, mode: str, only: Collection[int]) -> list[Pool]:
    """Gives the pools of the running campaigns of this mode, of `only` these, in which somebody
    waits and no person is asked. It is empty when nothing goes on by itself."""
    selected = rows(
        db,
        "select distinct c.pool from campaigns c join progress p on p.campaign_id = c.id"
        " and p.state = 'planned' and p.chunks > 0 where c.state = 'running' and c.mode = ?"
        " and (c.held is null or c.retry_at is not null)"
        " and c.id in (select value from json_each(?))",
        mode,
        json.dumps(list(only)),
    )
    return [Pool(row["pool"]) for row in selected]


def waiting_parts(db: Database, mode: str, pool: Pool) -> int:
    """Sums the parts that everybody takes who waits in campaigns that are held for this."""
    row = first(
        db,
        "select coalesce(sum(k.parts * (k.hi - k.lo - k.withheld)), 0) as parts from campaigns c"
        " join chunks k indexed by planned_chunks on k.campaign_id = c.id and k.state = 'planned'"
        " where c.held = 'restored' and c.mode = ? and c.pool = ?",
        *(mode, pool),
    )
    return int(row["parts"]) if row else 0


def known_parts(
    db: Database, mode: str, pool: Pool, *, first_read: Reading, last_read: Reading, late: str
) -> tuple[int, int]:
    """Gives the least and the most that calls known here took between two readings of a pool: those
    accepted wholly in between, and besides those that overlap a reading, of unknown end or on their
    way, at each of their attempts. A call of unknown end that was given up at `late` or after it
    may have been taken only after the first reading."""
    row = first(
        db,
        "select coalesce(sum(case when k.state = 'accepted' and k.sending_at >= ?4"
        "   and k.settled_at <= ?5 then k.parts * k.submitted else 0 end), 0) as least,"
        "  coalesce(sum(k.parts * k.attempts * (k.hi - k.lo - k.withheld)), 0) as most"
        " from campaigns c join chunks k on k.campaign_id = c.id where c.mode = ?1 and c.pool = ?2"
        " and (k.state = 'accepted' and k.settled_at >= ?3 or k.state = 'sending'"
        "  or k.state = 'unknown' and k.settled_at >= ?7)"
        " and k.sending_at <= ?6",
        *(mode, pool, *first_read, *last_read, late),
    )
    return (int(row["least"]), int(row["most"])) if row else (0, 0)


def reported(db: Database, campaign_id: int) -> dict[RecipientState, int]:
    """Counts the people who wait and of whom a delivery report says something, by state."""
    selected = rows(
        db,
        "select w.state, count(*) as people from deliveries d"
        " join report_words w on w.id = d.word_id where d.campaign_id = ?1 and w.state is not null"
        " and 'planned' = (select state from chunks where campaign_id = ?1 and lo <= d.seq"
        "  order by lo desc limit 1) group by w.state",
        campaign_id,
    )
    return {RecipientState(row["state"]): row["people"] for row in selected}
