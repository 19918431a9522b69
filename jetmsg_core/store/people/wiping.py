"""What was taken out of the database leaves its file too, and what waits beside it.

SQLite overwrites what is deleted (`secure_delete`, which `database` sets for each connection). The
log beside the file still has pages from before, until all of it was brought into the file and cut
to nothing.
"""

from __future__ import annotations

import time

from sqlite_utils import Database

TRIES, WAIT_SECONDS = 20, 0.25


def cut_log(db: Database) -> bool:
    """Brings what waits beside the file into it, and cuts the log to nothing. Returns False where
    somebody read for so long that it could not be done; the next one does it."""
    for _ in range(TRIES):
        (busy, *_) = db.conn.execute("pragma wal_checkpoint(truncate)").fetchone()
        if not busy:
            return True
        time.sleep(WAIT_SECONDS)
    return False
