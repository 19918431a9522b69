"""Older and newer databases: one that is newer than the program is refused, and a copy of an older
one is kept before it is brought up to date."""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from jetmsg_core.primitives.times import for_file_names, utc_now
from jetmsg_core.store.errors import DatabaseUnusable
from jetmsg_core.store.schema.migrations import migrations

log = logging.getLogger(__name__)

COPIES = "jetmsg-before-upgrade-*.db"
"""The names of the copies in the data folder: when each was made, then the last step it has, so
that their order is that of time."""

KEPT_COPIES = 3

_NEWER = (
    "The database {path.name} in the data folder {path.parent} was written by a newer version of "
    "this program, and was left as it is. Start that version. To go on with this one, stop the "
    "dashboard and restore a copy from before the upgrade: `python -m jetmsg_core restore COPY`."
)
_NO_COPY = (
    "The database {path.name} in the data folder {path.parent} has to be brought up to date, and "
    "no copy of it could be kept there first ({error}), so it was left as it is. Copying takes "
    "{megabytes} MB. See whether the disk is full, then try again."
)


def refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DatabaseUnusable for a database that has steps this program does not know. Raises
    sqlite3.DatabaseError."""
    if set(_applied(connection)) - _known():
        raise DatabaseUnusable("database_newer", _NEWER.format(path=path))


def refuse_newer_file(path: Path) -> None:
    """As `refuse_newer`, without a change to the file or to what waits beside it. What cannot be
    read this way is left to whoever opens it."""
    if not path.exists():
        return
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            refuse_newer(connection, path)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def bring_up(db: Database, path: Path) -> None:
    """Applies the steps that the database at `path` lacks, after a copy of it was kept where it has
    any. It is called within a transaction, so that nothing is written between the two. Raises
    DatabaseUnusable, and removes the copy again, where the steps cannot be taken."""
    refuse_newer(db.conn, path)
    applied = _applied(db.conn)
    if not applied:
        migrations.apply(db)
    elif _known() - set(applied):
        with _copy_kept(path, applied[-1]):
            migrations.apply(db)


@contextmanager
def _copy_kept(path: Path, last_step: str) -> Iterator[None]:
    copy = path.with_name(f"jetmsg-before-upgrade-{for_file_names(utc_now())}-{last_step[:4]}.db")
    _write_copy(path, copy)
    try:
        yield
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    log.info("%s is brought up to date; as it was it is kept in %s", path, copy)
    for older in sorted(path.parent.glob(COPIES))[:-KEPT_COPIES]:
        older.unlink(missing_ok=True)


def _write_copy(path: Path, copy: Path) -> None:
    """It gets its name only when it is whole. Another connection reads: the one that is about to
    write could not."""
    draft = path.with_name(f".jetmsg-{secrets.token_hex(8)}.part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            closing(_read_only(path)) as source,
            closing(sqlite3.connect(draft, isolation_level=None)) as target,
        ):
            target.execute("pragma synchronous = full")
            source.backup(target)
            # The copied header says WAL, which leaves two more files beside whoever opens it.
            target.execute("pragma journal_mode = delete")
        draft.replace(copy)
    except (OSError, sqlite3.DatabaseError) as error:
        megabytes = path.stat().st_size // 1_000_000 + 1
        raise DatabaseUnusable(
            "no_copy_before_upgrade", _NO_COPY.format(path=path, error=error, megabytes=megabytes)
        ) from None
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _applied(connection: sqlite3.Connection) -> list[str]:
    """The names of the steps, in the order they were taken; empty for a new database."""
    table = "select 1 from sqlite_master where type = 'table' and name = '_sqlite_migrations'"
    if connection.execute(table).fetchone() is None:
        return []
    steps = "select name from _sqlite_migrations where migration_set = ? order by rowid"
    return [name for (name,) in connection.execute(steps, (migrations.name,))]


@cache
def _known() -> frozenset[str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        return frozenset(step.name for step in migrations.pending(Database(connection)))
