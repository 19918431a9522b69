"""Chunks that are divided: a refused one goes back as two halves, so that one bad number does not
take its neighbours with it; one of unknown end falls into those whom a report speaks of and the
others. The pieces are chunks like any other, with the text of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from jetmsg_core.store.database import first


def split(
    db: Database, campaign_id: int, first_seq: int, attempt: int, *, at: int, worker: str
) -> bool:
    """Divides `[first_seq, end_seq)`, if it is this worker's and still sending, into `[first_seq,
    at)` and `[at, end_seq)`, both planned. The second half gets the campaign's next chunk number
    and shares the text. Returns whether it did."""
    whole = first(
        db,
        "select hi from chunks where campaign_id = ? and lo = ?"
        " and attempts = ? and worker = ? and state = 'sending' and ? between lo + 1 and hi - 1",
        *(campaign_id, first_seq, attempt, worker, at),
    )
    if whole is None:
        return False
    # The trigger counts what leaves *sending*, and the first half as planned.
    db.conn.execute(
        "update chunks set state = 'planned', hi = ?1, reason = 'split', detail = null,"
        " withheld = (select count(*) from results where campaign_id = ?2 and seq >= ?3"
        "  and seq < ?1) where campaign_id = ?2 and lo = ?3 and state = 'sending'",
        (at, campaign_id, first_seq),
    )
    db.conn.execute(
        "insert into chunks"
        " (campaign_id, lo, hi, chunk, text_lo, unicode, parts, reason, withheld)"
        " select ?1, ?2, ?3, c.chunks + 1, w.text_lo, w.unicode, w.parts, 'split',"
        " (select count(*) from results where campaign_id = ?1 and seq >= ?2 and seq < ?3)"
        " from campaigns c join chunks w on w.campaign_id = c.id and w.lo = ?4 where c.id = ?1",
        (campaign_id, at, whole["hi"], first_seq),
    )
    _note_added(db, campaign_id, first_seq, [at])
    return True


def divide(db: Database, campaign_id: int, first_seq: int, starts: Sequence[int]) -> None:
    """Leaves `[first_seq, end_seq)` what comes before the first of `starts`, which are in order and
    inside it; from each of them on it is a chunk of its own, in the same state. It is called within
    a transaction."""
    if not starts:
        return
    whole = first(
        db, "select hi from chunks where campaign_id = ? and lo = ?", campaign_id, first_seq
    )
    assert whole is not None
    # What the trigger looks at is named, so that it counts what the first piece has lost.
    db.conn.execute(
        "update chunks set hi = ?1, withheld = (select count(*) from results where campaign_id = ?2"
        "  and seq >= ?3 and seq < ?1) where campaign_id = ?2 and lo = ?3",
        (starts[0], campaign_id, first_seq),
    )
    db.conn.executemany(
        "insert into chunks (campaign_id, lo, hi, chunk, text_lo, unicode, parts, state, attempts,"
        "  worker, sending_at, settled_at, reason, detail, withheld)"
        " select ?1, ?2, ?3, c.chunks + ?5, w.text_lo, w.unicode, w.parts, w.state, w.attempts,"
        "  w.worker, w.sending_at, w.settled_at, w.reason, w.detail,"
        "  (select count(*) from results where campaign_id = ?1 and seq >= ?2 and seq < ?3)"
        " from campaigns c join chunks w on w.campaign_id = c.id and w.lo = ?4 where c.id = ?1",
        [
            (campaign_id, start, end, first_seq, number)
            for number, (start, end) in enumerate(
                zip(starts, [*starts[1:], whole["hi"]], strict=True), 1
            )
        ],
    )
    _note_added(db, campaign_id, first_seq, starts)


def _note_added(db: Database, campaign_id: int, whole: int, first_seqs: Sequence[int]) -> None:
    """They had left when the whole had; and the trigger counts chunks that change, not those that
    are added."""
    db.conn.executemany(
        "insert into sent_again (campaign_id, lo, left_at)"
        " select ?1, ?3, left_at from sent_again where campaign_id = ?1 and lo = ?2",
        [(campaign_id, whole, first_seq) for first_seq in first_seqs],
    )
    db.conn.executemany(
        "update progress set chunks = chunks + 1, recipients = recipients + c.hi - c.lo,"
        " parts = progress.parts + c.parts * (c.hi - c.lo),"
        " withheld = progress.withheld + c.withheld"
        " from chunks c where c.campaign_id = ?1 and c.lo = ?2"
        " and progress.campaign_id = ?1 and progress.state = c.state",
        [(campaign_id, first_seq) for first_seq in first_seqs],
    )
    db.conn.execute(
        "update campaigns set chunks = chunks + ? where id = ?", (len(first_seqs), campaign_id)
    )
