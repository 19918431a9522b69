"""A refused chunk that goes back as two halves, so that one bad number does not take its
neighbours with it. The halves are planned chunks like any other."""

from __future__ import annotations

from sqlite_utils import Database

from jetmsg_core.store.database import first


def split(db: Database, campaign_id: int, lo: int, attempt: int, *, at: int, worker: str) -> bool:
    """`[lo, hi)`, if it is this worker's and still sending, becomes `[lo, at)` and `[at, hi)`,
    both planned. The second half gets the campaign's next chunk number and shares the text."""
    whole = first(
        db,
        "select hi, text_lo, unicode, parts from chunks where campaign_id = ? and lo = ?"
        " and attempts = ? and worker = ? and state = 'sending' and ? between lo + 1 and hi - 1",
        *(campaign_id, lo, attempt, worker, at),
    )
    if whole is None:
        return False
    # The trigger counts what leaves *sending*, and the first half as planned.
    db.conn.execute(
        "update chunks set state = 'planned', hi = ?1, reason = 'split', detail = null,"
        " withheld = (select count(*) from results where campaign_id = ?2 and seq >= ?3"
        "  and seq < ?1) where campaign_id = ?2 and lo = ?3 and state = 'sending'",
        (at, campaign_id, lo),
    )
    db.conn.execute(
        "insert into chunks"
        " (campaign_id, lo, hi, chunk, text_lo, unicode, parts, reason, withheld)"
        " select ?1, ?2, ?3, c.chunks + 1, ?4, ?5, ?6, 'split', (select count(*) from results"
        "  where campaign_id = ?1 and seq >= ?2 and seq < ?3) from campaigns c where c.id = ?1",
        (campaign_id, at, whole["hi"], whole["text_lo"], whole["unicode"], whole["parts"]),
    )
    db.conn.execute(
        "update progress set chunks = chunks + 1, recipients = recipients + c.hi - c.lo,"
        " parts = progress.parts + c.parts * (c.hi - c.lo),"
        " withheld = progress.withheld + c.withheld"
        " from chunks c where c.campaign_id = ?1 and c.lo = ?2"
        " and progress.campaign_id = ?1 and progress.state = 'planned'",
        (campaign_id, at),
    )
    db.conn.execute("update campaigns set chunks = chunks + 1 where id = ?", (campaign_id,))
    return True
