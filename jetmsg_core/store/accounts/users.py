"""The people who may sign in. Nobody is deleted: whoever was removed keeps the name."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Row, first, rows

_FIELDS = (
    "id, name, role, password_hash, added_at, password_at, removed_at, issuer, subject, email, rule"
)


def everyone(db: Database) -> list[Row]:
    """Gives everybody who may sign in, in the order of their names."""
    return rows(db, f"select {_FIELDS} from users where removed_at is null order by name_key")


def by_key(db: Database, name_key: str) -> Row | None:
    """Gives the user with this key of a name, removed or not."""
    return first(db, f"select {_FIELDS} from users where name_key = ?", name_key)


def by_id(db: Database, user_id: int) -> Row | None:
    """Gives the user with this id, removed or not."""
    return first(db, f"select {_FIELDS} from users where id = ?", user_id)


def by_subject(db: Database, issuer: str, subject: str) -> Row | None:
    """Gives the user whom this provider knows by this mark, removed or not."""
    return first(
        db, f"select {_FIELDS} from users where issuer = ? and subject = ?", issuer, subject
    )


def exist(db: Database) -> bool:
    """Tells whether there is or was any user."""
    return first(db, "select 1 from users limit 1") is not None


def add(
    db: Database, name: str, name_key: str, *, role: str, password_hash: str | None, now: datetime
) -> None:
    """Writes a new user, or one who was removed with a new role and password, and nothing of what
    a provider said of them before. Without a password they sign in through the provider."""
    password_at = None if password_hash is None else stamp(now)
    db.conn.execute(
        "insert into users (name, name_key, role, password_hash, added_at, password_at)"
        " values (?, ?, ?, ?, ?, ?) on conflict (name_key) do update set"
        " name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,"
        " added_at = excluded.added_at, password_at = excluded.password_at, removed_at = null,"
        " issuer = null, subject = null, email = null, rule = null",
        (name, name_key, role, password_hash, stamp(now), password_at),
    )


def came(
    db: Database,
    user_id: int,
    *,
    issuer: str,
    subject: str,
    email: str,
    rule: str | None,
    role: str,
) -> None:
    """Writes what the provider said of a user who signs in through it, the rule that lets them in,
    and the role."""
    db.conn.execute(
        "update users set issuer = ?, subject = ?, email = ?, rule = ?, role = ? where id = ?",
        (issuer, subject, email, rule, role, user_id),
    )


def set_role(db: Database, user_id: int, role: str) -> None:
    """Writes a role that an admin gives: no rule decides about it from then on."""
    db.conn.execute("update users set role = ?, rule = null where id = ?", (role, user_id))


def set_password(db: Database, user_id: int, password_hash: str, now: datetime) -> None:
    """Writes a password, and forgets what a provider said of the user."""
    db.conn.execute(
        "update users set password_hash = ?, password_at = ?, issuer = null, subject = null,"
        " email = null, rule = null where id = ?",
        (password_hash, stamp(now), user_id),
    )


def take_password(db: Database, user_id: int) -> None:
    """Takes the password away: the user signs in through the provider."""
    db.conn.execute(
        "update users set password_hash = null, password_at = null where id = ?", (user_id,)
    )


def renew_hash(db: Database, user_id: int, *, before: str, after: str) -> None:
    """Writes the same password under newer costs, unless it was changed meanwhile."""
    db.conn.execute(
        "update users set password_hash = ? where id = ? and password_hash = ?",
        (after, user_id, before),
    )


def remove(db: Database, user_id: int, now: datetime) -> None:
    db.conn.execute("update users set removed_at = ? where id = ?", (stamp(now), user_id))
