"""Connections. Every one is opened the same way, used by one thread, and closed by its opener.

`isolation_level=None` leaves transactions to us: one statement is one transaction unless it
stands inside `transaction()`, which takes the write lock at once. A deferred BEGIN that reads
first and writes later fails with "database is locked" the moment two writers meet.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from jetmsg_core.private_files import make_once
from jetmsg_core.store import upgrading
from jetmsg_core.store.errors import damaged, is_file_error, unusable

log = logging.getLogger(__name__)

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""

Row = dict[str, Any]

__all__ = [
    "Database",
    "Row",
    "after_commit",
    "connect",
    "first",
    "for_bulk_write",
    "open_database",
    "rows",
    "snapshot",
    "transaction",
]

_versions: dict[Path, int] = {}
"""By path: SQLite's count of schema changes in the database that was last found up to date."""

AfterCommit = Callable[[Database], None]
_after_commit: WeakKeyDictionary[Database, dict[AfterCommit, None]] = WeakKeyDictionary()
"""By connection: what is done once its transaction is on the disk."""


@contextmanager
def open_database(path: Path) -> Iterator[Database]:
    """Opens the database at `path`, made and migrated when it is new or old. Raises
    DatabaseUnusable, also for what is done inside: a locked file, a full disk, a damaged page."""
    db = connect(path)
    try:
        yield db
    except sqlite3.DatabaseError as error:
        if is_file_error(error):
            raise unusable(error, path) from error
        raise
    finally:
        db.close()


def connect(path: Path) -> Database:
    """Opens the database for the one caller that keeps its connection: the worker. Raises
    DatabaseUnusable; what fails later, the caller meets."""
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        if path not in _versions:
            if not path.exists():
                # SQLite gives what it makes beside a database the mode of the database.
                make_once(path)
            upgrading.refuse_newer_file(path)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            return _prepared(connection, path)
        except BaseException:
            connection.close()
            raise
    except (OSError, sqlite3.DatabaseError) as error:
        raise unusable(error, path) from None
    except UnicodeDecodeError as error:
        # What SQLite complains of quotes the damaged words.
        raise damaged(path, str(error)) from None


def _prepared(connection: sqlite3.Connection, path: Path) -> Database:
    db = Database(connection)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma temp_store = memory")
    # What is deleted is overwritten, for nobody to read it out of the file.
    connection.execute("pragma secure_delete = on")
    # 40 MB between checkpoints instead of 4: each one stops the sender for two fsyncs.
    connection.execute("pragma wal_autocheckpoint = 10000")
    connection.execute("pragma journal_size_limit = 67108864")
    _bring_up(db, path)
    return db


def _bring_up(db: Database, path: Path) -> None:
    """Also where another process changed the schema since, or the file was replaced. The look costs
    less than 0.1 ms, which a page pays at every click."""
    if _versions.get(path) == _version(db):
        return
    with transaction(db):
        upgrading.bring_up(db, path)
    _versions[path] = _version(db)


def _version(db: Database) -> int:
    return int(db.conn.execute("pragma schema_version").fetchone()[0])


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Writes everything inside at once, or nothing of it."""
    db.conn.execute("begin immediate")
    try:
        yield
        db.conn.execute("commit")
    except BaseException:
        _after_commit.pop(db, None)
        # A commit that fails (a full disk) leaves the transaction open, and nothing could begin
        # after it; other failures may have ended it already.
        if db.conn.in_transaction:
            db.conn.execute("rollback")
        raise
    for act in _after_commit.pop(db, ()):
        try:
            act(db)
        except (sqlite3.Error, OSError, ValueError) as error:
            # Whoever wrote must not take what is on the disk for lost, and do it again.
            log.warning("what follows a change of the database could not be done (%s)", error)


def after_commit(db: Database, act: AfterCommit) -> bool:
    """Lets `act` be called with the connection once its transaction is on the disk, and not at all
    where that fails; however often it is asked for, once. Where it fails itself, the log says so.
    Returns whether it is the first time. It is called within a transaction."""
    assert db.conn.in_transaction
    acts = _after_commit.setdefault(db, {})
    is_first = act not in acts
    acts[act] = None
    return is_first


def for_bulk_write(db: Database) -> None:
    """Prepares for a transaction that writes a hundred megabytes: pages wait in memory and are not
    written twice."""
    db.conn.execute("pragma cache_size = -65536")


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Lets everything inside read the database as it was at the first read."""
    db.conn.execute("begin")
    try:
        yield
    finally:
        db.conn.execute("rollback")


def rows(db: Database, sql: str, *parameters: object) -> list[Row]:
    """Gives all rows of a statement, also of an `update … returning`, as dictionaries."""
    cursor = db.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def first(db: Database, sql: str, *parameters: object) -> Row | None:
    """Gives the first row of a statement, or None."""
    selected = rows(db, sql, *parameters)
    return selected[0] if selected else None
