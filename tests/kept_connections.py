"""For tests whose steps are thousands: connections that stay open from one step to the next, since
to open the database anew takes longer than most of what is asked of it; and folders in memory."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

from jetmsg_core.store import database
from jetmsg_core.store.database import Database


class KeptConnections:
    """In the place of `connect`: closing a connection of it puts it by for whoever asks next."""

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
