"""A copy of the whole database while it is in use, as of one moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database


def copy_into(db: Database, out: Path) -> None:
    """`out` becomes a database of one file. Raises sqlite3.Error."""
    with closing(sqlite3.connect(out)) as copy:
        db.conn.backup(copy)
        # The copied header says WAL: opened from a folder that cannot be written it would fail.
        copy.execute("pragma journal_mode = delete")
