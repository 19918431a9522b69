"""Attempts to sign in: each is noted as failed before anything is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import parse, stamp
from jetmsg_core.store.database import first


@dataclass(frozen=True)
class Failures:
    """So many attempts failed; `last_at` is when the last of them began, None where there were
    none."""

    count: int
    last_at: datetime | None


def note(db: Database, name_mark: str, address: str, now: datetime) -> int:
    """Writes an attempt as failed and returns its id."""
    cursor = db.conn.execute(
        "insert into sign_in_attempts (name_mark, address, at) values (?, ?, ?)",
        (name_mark, address, stamp(now)),
    )
    return int(cursor.lastrowid or 0)


def succeeded(db: Database, attempt_id: int) -> None:
    db.conn.execute("update sign_in_attempts set succeeded = 1 where id = ?", (attempt_id,))


def failures_of_name(db: Database, name_mark: str, since: datetime) -> Failures:
    """Gives the failures with this name since its last success, none before `since`."""
    return _failures(
        first(
            db,
            "select count(*) as count, max(at) as last_at from sign_in_attempts"
            " where name_mark = ?1 and at > ?2 and id > coalesce((select max(id)"
            " from sign_in_attempts where name_mark = ?1 and at > ?2 and succeeded = 1), 0)",
            name_mark,
            stamp(since),
        )
    )


def failures_of_address(db: Database, address: str, since: datetime) -> Failures:
    """Gives the failures from this address after `since`."""
    return _failures(
        first(
            db,
            "select count(*) as count, max(at) as last_at from sign_in_attempts"
            " where address = ? and at > ? and succeeded = 0",
            address,
            stamp(since),
        )
    )


def forget(db: Database, before: datetime) -> None:
    db.conn.execute("delete from sign_in_attempts where at <= ?", (stamp(before),))


def forgive(db: Database, name_mark: str) -> None:
    """Takes away what failed with this name, as when its password is set anew."""
    db.conn.execute("delete from sign_in_attempts where name_mark = ?", (name_mark,))


def _failures(row: dict[str, object] | None) -> Failures:
    count = int(str(row["count"])) if row else 0
    last_at = str(row["last_at"]) if row and row["last_at"] else None
    return Failures(count, parse(last_at) if last_at else None)
