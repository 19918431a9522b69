"""One look at a session, for each request and each act: it must cost next to nothing.

A connection of its own stays open and only reads, so nobody waits for it. Whatever stands in the
database's place since, as a copy that was put back, is opened anew.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jetmsg_core.store.errors import unusable

_LOOK = (
    "select sessions.id, user_id, name, role, began_at, seen_at, ends_at,"
    " password_hash is null as is_by_provider, issuer, email, rule from sessions"
    " join users on users.id = user_id where token_hash = ? and removed_at is null"
)
_IS_OF_NOW = "select 1 from pragma_table_info('users') where name = 'rule'"
_ANY = "select exists (select 1 from users)"
_KEPT = "select count(*) from sqlite_master where type = 'table' and name = 'users'"

PATIENCE_SECONDS = 2.0
"""Before a database that nobody can read at all is called unusable: the whole server waits."""


@dataclass(frozen=True)
class SessionRow:
    """A session as it is kept, with the name and the role that its user has now, and what their
    provider said of them, where they sign in through one. Times are stamps."""

    id: int
    user_id: int
    name: str
    role: str
    began_at: str
    seen_at: str
    ends_at: str
    is_by_provider: bool
    issuer: str | None
    email: str | None
    rule: str | None


class SessionReader:
    """It may be asked by any thread; one after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._is_of_now = False

    def session(self, token_hash: str) -> SessionRow | None:
        """Gives the session with this hash, over or not; none of a database that is not yet up to
        date. Raises DatabaseUnusable."""
        if not self._is_of_now:
            self._is_of_now = self._ask(_IS_OF_NOW) is not None
        row = self._ask(_LOOK, token_hash) if self._is_of_now else None
        return SessionRow(*(*row[:7], bool(row[7]), *row[8:])) if row else None

    def any_users(self) -> bool:
        """Tells whether there is or was any user. Raises DatabaseUnusable."""
        row = self._ask(_ANY)
        return bool(row and row[0])

    def _ask(self, statement: str, *parameters: str) -> tuple[Any, ...] | None:
        """None too where there is no database, or one from before there were users."""
        with self._lock:
            try:
                connection = self._open()
                if connection is None:
                    return None
                # All of it: a look that is not ended would keep the log from being taken in.
                answers = connection.execute(statement, parameters).fetchall()
            except (OSError, sqlite3.DatabaseError) as error:
                self._close()
                raise unusable(error, self._path) from None
        return answers[0] if answers else None

    def _open(self) -> sqlite3.Connection | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._close()
            return None
        file = status.st_dev, status.st_ino
        if self._connection is not None and file == self._file:
            return self._connection
        self._close()
        connection = sqlite3.connect(
            f"{self._path.as_uri()}?mode=ro",
            timeout=PATIENCE_SECONDS,
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
        if not connection.execute(_KEPT).fetchone()[0]:
            connection.close()
            return None
        self._connection, self._file = connection, file
        return connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._file = None
        self._is_of_now = False
