"""The people who may sign in. Nobody is deleted: whoever was removed keeps the name."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Row, first, rows

_FIELDS = "id, name, role, password_hash, added_at, password_at, removed_at"


def everyone(db: Database) -> list[Row]:
    """Gives everybody who may sign in, in the order of their names."""
    return rows(db, f"select {_FIELDS} from users where removed_at is null order by name_key")


def by_key(db: Database, name_key: str) -> Row | None:
    """Gives the user with this key of a name, removed or not."""
    return first(db, f"select {_FIELDS} from users where name_key = ?", name_key)


def by_id(db: Database, user_id: int) -> Row | None:
    """Gives the user with this id, removed or not."""
    return first(db, f"select {_FIELDS} from users where id = ?", user_id)


def exist(db: Database) -> bool:
    """Tells whether there is or was any user."""
    return first(db, "select 1 from users limit 1") is not None


def add(
    db: Database, name: str, name_key: str, *, role: str, password_hash: str, now: datetime
) -> None:
    """Writes a new user, or one who was removed with a new role and password."""
    db.conn.execute(
        "insert into users (name, name_key, role, password_hash, added_at, password_at)"
        " values (?, ?, ?, ?, ?, ?) on conflict (name_key) do update set"
        " name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,"
        " added_at = excluded.added_at, password_at = excluded.password_at, removed_at = null",
        (name, name_key, role, password_hash, stamp(now), stamp(now)),
    )


def set_role(db: Database, user_id: int, role: str) -> None:
    db.conn.execute("update users set role = ? where id = ?", (role, user_id))


def set_password(db: Database, user_id: int, password_hash: str, now: datetime) -> None:
    db.conn.execute(
        "update users set password_hash = ?, password_at = ? where id = ?",
        (password_hash, stamp(now), user_id),
    )


def renew_hash(db: Database, user_id: int, *, before: str, after: str) -> None:
    """Writes the same password under newer costs, unless it was changed meanwhile."""
    db.conn.execute(
        "update users set password_hash = ? where id = ? and password_hash = ?",
        (after, user_id, before),
    )


def remove(db: Database, user_id: int, now: datetime) -> None:
    db.conn.execute("update users set removed_at = ? where id = ?", (stamp(now), user_id))
