"""The browsers that are signed in. A session that ended is gone."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Row, rows


def begin(
    db: Database,
    token_hash: str,
    user_id: int,
    *,
    now: datetime,
    ends_at: datetime,
    address: str,
    browser: str,
) -> None:
    """Writes a session of a browser."""
    db.conn.execute(
        "insert into sessions (token_hash, user_id, began_at, seen_at, ends_at, address, browser)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        (token_hash, user_id, stamp(now), stamp(now), stamp(ends_at), address, browser),
    )


def listing(db: Database, user_id: int | None = None) -> list[Row]:
    """Gives the sessions of a user, or all, the one that was used last first; those that are over
    and not yet taken away too."""
    return rows(
        db,
        "select sessions.id, token_hash, user_id, name, role, began_at, seen_at, ends_at, address,"
        " browser, password_hash is null as is_by_provider, issuer, email, rule from sessions"
        " join users on users.id = user_id"
        " where removed_at is null and (?1 is null or user_id = ?1) order by seen_at desc, "
        " sessions.id desc",
        user_id,
    )


def touch(db: Database, session_id: int, now: datetime) -> None:
    """Notes that a person did something in it."""
    db.conn.execute("update sessions set seen_at = ? where id = ?", (stamp(now), session_id))


def end(db: Database, token_hash: str) -> int:
    """Ends the session and returns how many there were, none or one."""
    return db.conn.execute("delete from sessions where token_hash = ?", (token_hash,)).rowcount


def end_of_user(db: Database, user_id: int, *, except_for: str = "") -> int:
    """Ends every session of a user but that with the hash `except_for`; returns how many."""
    return db.conn.execute(
        "delete from sessions where user_id = ? and token_hash <> ?", (user_id, except_for)
    ).rowcount


def end_all(db: Database) -> int:
    """Ends every session and returns how many."""
    return db.conn.execute("delete from sessions").rowcount


def forget_over(db: Database, now: datetime, idle_since: datetime) -> None:
    """Takes away the sessions that are over."""
    db.conn.execute(
        "delete from sessions where ends_at <= ? or seen_at <= ?", (stamp(now), stamp(idle_since))
    )
