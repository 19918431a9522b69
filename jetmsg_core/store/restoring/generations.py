"""Which lives of workers this database has seen, and whether it knows a call that left.

The mark outside the file names the newest life and the newest call. A database that does not know
both is older than what was sent.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import first


class GenerationEvent(StrEnum):
    """What began a generation: a worker started or stopped, or a copy was put back."""

    STARTED = "started"
    STOPPED = "stopped"
    RESTORED = "restored"


def begin(db: Database, generation: str, event: GenerationEvent, now: datetime) -> None:
    db.conn.execute(
        "insert into generations (id, begun_at, event) values (?, ?, ?)",
        (generation, stamp(now), event),
    )


def knows(db: Database, generation: str) -> bool:
    return first(db, "select 1 from generations where id = ?", generation) is not None


def knows_any(db: Database) -> bool:
    return first(db, "select 1 from generations limit 1") is not None


def born(db: Database) -> datetime | None:
    """Gives when the first migration was applied: a copy has that of its original."""
    row = first(db, "select min(applied_at) as at from _sqlite_migrations")
    return datetime.fromisoformat(row["at"]) if row and row["at"] else None


def knows_claim(db: Database, campaign_id: int, first_seq: int, attempt: int) -> bool:
    """Tells whether the call was noted here before it left. Attempts of a chunk only ever grow."""
    row = first(
        db,
        "select 1 from chunks where campaign_id = ? and lo = ? and attempts >= ?",
        *(campaign_id, first_seq, attempt),
    )
    return row is not None


def last_sign(db: Database) -> str | None:
    """Gives when a worker last gave a sign of life, as a stamp; where none ever ran, when the
    newest campaign was made. What a person did since does not count: they may have done it in a
    database that was just put back."""
    row = first(
        db,
        "select coalesce(max(at), (select max(created_at) from campaigns)) as at from ("
        " select max(begun_at) as at from generations"
        " union all select max(beat_at) from processes where name = 'worker'"
        " union all select received_at from replies where id = (select max(id) from replies))",
    )
    return row["at"] if row else None


def stopped_cleanly(db: Database) -> bool:
    """Tells whether the last worker said that it ends."""
    row = first(db, "select 1 from processes where name = 'worker'")
    return row is None
