"""What SQLite complains of, as a sentence: what is wrong with the database and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from jetmsg_core.errors import JetmsgError

_LOCKED = (
    "{name} is locked by another program. Close what has it open (a backup tool, a database "
    "browser), then try again."
)
_READ_ONLY = (
    "{name} cannot be written to. Allow the user who runs this to write to the file and to its "
    "folder."
)
_FULL = "{name} cannot grow: its disk is full. Free some space, then try again."
_FAILING = (
    "{name} could not be read or written ({error}). Check whether its disk is full or failing, "
    "then try again."
)
_DAMAGED = (
    "{name} is damaged, or is no database of this program ({error}). Stop the dashboard and put "
    "your last backup in its place: `python -m jetmsg_core restore COPY` does that, and puts the "
    "damaged file aside. `python -m jetmsg_core check-data` says what is damaged."
)
_NOT_OPENED = (
    "{name} cannot be opened ({error}). Check that the folder exists and can be written to; "
    "JETMSG_DATA_DIR names it."
)
_STRANGE = (
    "{name} does not hold what this version expects ({error}). It was written by a newer version, "
    "which you should start instead; or it is damaged: stop the dashboard and put your last backup "
    "in its place: `python -m jetmsg_core restore COPY` does that, and puts this file aside."
)

_SENTENCES = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FAILING,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _NOT_OPENED,
}
"""By primary result code: the low byte of an extended one (https://sqlite.org/rescode.html)."""


class DatabaseUnusable(JetmsgError):
    """The database, its file or its disk does not do what is asked."""


class DatabaseDamaged(DatabaseUnusable):
    """The database does not hold what it should."""


def is_file_error(error: sqlite3.Error) -> bool:
    """Tells whether something is wrong with the file or its disk; else the mistake is in a
    statement."""
    return _primary(error) in _SENTENCES


def is_full(error: sqlite3.Error) -> bool:
    """Tells whether there was no room to write: the disk is full, or a limit of the user is met,
    which a system tells as a file that cannot be written."""
    extended = int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR))
    return _primary(error) == sqlite3.SQLITE_FULL or extended == sqlite3.SQLITE_IOERR_WRITE


def unusable(error: sqlite3.Error | OSError, path: Path) -> DatabaseUnusable:
    """Gives the error to raise for the database file at `path`."""
    if isinstance(error, OSError):
        sentence = _NOT_OPENED
    else:
        sentence = _SENTENCES.get(_primary(error), _STRANGE)
    kind = DatabaseDamaged if sentence in (_DAMAGED, _STRANGE) else DatabaseUnusable
    return kind("database_unusable", sentence.format(name=_name(path), error=error))


def damaged(path: Path, what: str) -> DatabaseDamaged:
    """Gives the error to raise where `what` was found wrong in the database file at `path`."""
    sentence = _DAMAGED.format(name=_name(path), error=what)
    return DatabaseDamaged("database_unusable", sentence)


def _name(path: Path) -> str:
    return f"The database {path.name} in the data folder {path.parent}"


def _primary(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF
