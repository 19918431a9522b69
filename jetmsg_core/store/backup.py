"""A copy of the whole database while it is in use, as of one moment, ready to be put back: what
could go on by itself in it is held."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.store.accounts import sessions
from jetmsg_core.store.database import snapshot, transaction
from jetmsg_core.store.ledger import chunks
from jetmsg_core.store.restoring import restorations

PAGES = 1_000
"""Copied at once, of 4 kB."""


def copy_into(db: Database, out: Path, now: datetime, *, tell: Tell = nobody_listens) -> None:
    """Makes `out`, an empty file, a database of one file. What happens in the original after `now`
    is not in it. `tell` hears pages copied. Raises sqlite3.Error."""
    with closing(sqlite3.connect(out, isolation_level=None)) as connection:
        with snapshot(db):
            # Without a moment of its own, whatever others write between two steps would begin the
            # copy anew.
            db.conn.execute("select count(*) from sqlite_schema")
            db.conn.backup(
                connection,
                pages=PAGES,
                progress=lambda _, left, pages: tell(pages - left, pages),
            )
        # The copied header says WAL: opened from a folder that cannot be written it would fail.
        connection.execute("pragma journal_mode = delete")
        connection.execute("pragma synchronous = full")
        copy = Database(connection)
        with transaction(copy):
            restorations.note_copy(copy, now)
            sessions.end_all(copy)
            chunks.recover(copy, now=now, detail=COPIED)


COPIED = "This call was on its way when the copy was made."
