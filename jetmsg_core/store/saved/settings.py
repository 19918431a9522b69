"""Settings that a person changed: each change stands below the one before, and the last holds."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import BUSY_SECONDS, Row, rows
from jetmsg_core.store.errors import damaged, unusable
from jetmsg_core.store.upgrading import refuse_newer

_LAST = (
    "select name, value, changed_by, changed_at from setting_changes"
    " where id in (select max(id) from setting_changes group by name)"
)


def values_at(path: Path) -> dict[str, str]:
    """Gives what is kept in the database at `path`, by the setting's name; nothing where there is
    no database, or one from before settings were kept. It is only read, so that a command which
    needs no database makes none. Raises DatabaseUnusable."""
    if not path.exists():
        return {}
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", timeout=BUSY_SECONDS, uri=True)
        try:
            refuse_newer(connection, path)
            if not _is_kept(connection):
                return {}
            return {name: value for name, value, _, _ in connection.execute(_LAST) if value}
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise unusable(error, path) from None
    except UnicodeDecodeError as error:
        raise damaged(path, str(error)) from None


def _is_kept(connection: sqlite3.Connection) -> bool:
    table = "select 1 from sqlite_master where type = 'table' and name = 'setting_changes'"
    return connection.execute(table).fetchone() is not None


def last_changes(db: Database) -> list[Row]:
    """Gives the last change of each setting: `name`, `value` (None: taken back), `changed_by`,
    `changed_at`."""
    return rows(db, f"{_LAST} order by name")


def history(db: Database, limit: int) -> list[Row]:
    """Gives up to `limit` changes, the newest first, each with the `value_before`."""
    return rows(
        db,
        "select name, value, changed_by, changed_at, lag(value) over"
        " (partition by name order by id) as value_before"
        " from setting_changes order by id desc limit ?",
        limit,
    )


def change(db: Database, name: str, value: str | None, *, by: str, now: datetime) -> None:
    """Writes a change; None takes the value back."""
    db.conn.execute(
        "insert into setting_changes (name, value, changed_by, changed_at) values (?, ?, ?, ?)",
        (name, value, by, stamp(now)),
    )
