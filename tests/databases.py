"""Databases of tests, where the real way takes longer than what is tested: made at once, with
connections that stay open from one step to the next, and in folders in memory."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import defaultdict
from functools import cached_property
from pathlib import Path

from sqlite_utils import Migrations

from jetmsg_core.store import database
from jetmsg_core.store.database import Database


class MadeOnce:
    """In the place of the migrations: a new database is made by what they all come to, worked out
    once, which saves a third of a minute of a processor over the whole suite. That the two come to
    the same is `tests/store/test_schema.py`'s to say."""

    def __init__(self, migrations: Migrations) -> None:
        self.migrations = migrations
        self.name, self.pending = migrations.name, migrations.pending

    def apply(self, db: Database) -> None:
        """Makes a new database at once; takes an older one through the steps that it lacks."""
        if db.conn.execute("select 1 from sqlite_master").fetchone():
            self.migrations.apply(db)
            return
        for statement in self._statements:
            db.conn.execute(statement)

    @cached_property
    def _statements(self) -> list[str]:
        db = Database(sqlite3.connect(":memory:", isolation_level=None))
        self.migrations.apply(db)
        whole = db.conn.iterdump()
        statements = [line for line in whole if line not in ("BEGIN TRANSACTION;", "COMMIT;")]
        db.close()
        return statements


class KeptConnections:
    """In the place of `connect`, for tests whose steps are thousands: closing a connection of it
    puts it by for whoever asks next."""

    def __init__(self) -> None:
        self._open = database.connect
        self._idle: defaultdict[Path, list[Database]] = defaultdict(list)

    def connect(self, path: Path) -> Database:
        if self._idle[path]:
            return self._idle[path].pop()
        db = self._open(path)
        db.close = lambda: self._idle[path].append(db)  # type: ignore[method-assign]
        return db

    def close_all(self) -> None:
        """Closes them, as before the file is replaced by another."""
        for kept in self._idle.values():
            for db in kept:
                db.conn.close()
        self._idle.clear()


def folder_in_memory() -> tempfile.TemporaryDirectory[str]:
    """A folder whose files wait for no disk, where there is memory for files. What is tried in it
    is no power cut."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
