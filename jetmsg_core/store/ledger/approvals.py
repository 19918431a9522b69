"""What other people decided about campaigns before they start, and what they decided about."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Row, first, rows
from jetmsg_core.store.ledger import recipients

APPROVED, REFUSED = "approved", "refused"
CHUNKS_AT_ONCE = 5_000
"""Which are written out together, in half the time of one by one. Approvals of another number
lapse."""


def decide(
    db: Database,
    campaign_id: int,
    verdict: str,
    *,
    fingerprint: str,
    reason: str,
    by: str,
    now: datetime,
) -> bool:
    """Writes a decision about a campaign that has not begun. Returns whether it has not."""
    cursor = db.conn.execute(
        "insert into approvals (campaign_id, verdict, fingerprint, reason, decided_by, decided_at)"
        " select id, ?, ?, ?, ?, ? from campaigns where id = ? and started_at is null"
        " and state not in ('finished', 'stopped')",
        (verdict, fingerprint, reason, by, stamp(now), campaign_id),
    )
    return cursor.rowcount == 1


def newest(db: Database, campaign_id: int) -> Row | None:
    """Gives the last decision about a campaign: verdict, fingerprint, reason, decided_by and
    decided_at. None where there is none."""
    return first(
        db,
        "select verdict, fingerprint, reason, decided_by, decided_at from approvals"
        " where campaign_id = ? order by id desc limit 1",
        campaign_id,
    )


def unstarted(db: Database, *, recipients_above: int | None, parts_above: int | None) -> list[int]:
    """Gives the ids of campaigns that have not begun and are above one of these, the newest first;
    None is never passed."""
    selected = rows(
        db,
        "select id from campaigns where started_at is null and archived_at is null"
        " and state not in ('finished', 'stopped')"
        " and (recipients > ? or parts > ?) order by id desc",
        _most(recipients_above),
        _most(parts_above),
    )
    return [row["id"] for row in selected]


def _most(limit: int | None) -> int:
    return 2**62 if limit is None else limit


def content_version(db: Database, campaign_id: int) -> int:
    """Gives how often people or texts of a campaign were changed before it began, which triggers
    count: a number, so that no page need read them all to know that they are others."""
    row = first(db, "select content_version from campaigns where id = ?", campaign_id)
    return int(row["content_version"]) if row else 0


def content(db: Database, campaign_id: int) -> str:
    """Gives what stands for everybody in a campaign, in order, and the text that each gets: a
    SHA-256, in hex. It reads them all, a second or more of a million."""
    digest = hashlib.sha256(recipients.numbers(db, campaign_id).tobytes())
    # Without a gap between them, each stands where its chunk looks for it.
    ends = "select min(seq), max(seq) from recipients where campaign_id = ?"
    digest.update(repr(db.conn.execute(ends, (campaign_id,)).fetchone()).encode())
    chunks = db.conn.execute(
        "select lo, hi, text_lo, unicode, parts, coalesce(text, '') from chunks"
        " where campaign_id = ? order by lo",
        (campaign_id,),
    )
    while some := chunks.fetchmany(CHUNKS_AT_ONCE):
        digest.update(repr(some).encode())
    return digest.hexdigest()
