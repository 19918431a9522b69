"""Databases of tests are made by what all migrations come to, worked out once, instead of step by
step: a third of a minute of a processor over the whole suite. That the two come to the same is
`tests/store/test_schema.py`'s to say, and older databases still go through the steps."""

from __future__ import annotations

import sqlite3
from functools import cached_property

from sqlite_utils import Database, Migrations


class MadeOnce:
    """Stands for these migrations where databases are opened."""

    def __init__(self, migrations: Migrations) -> None:
        self.migrations = migrations

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
