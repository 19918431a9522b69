"""Making the export files that were asked for (`jobs`), and removing those that are old.

Done by the worker beside its sending, and by it alone: whatever is *being made* when it looks was
left by one that is dead. A file gets its name when it is whole and on the disk, so a full disk or
a kill leaves nothing that could be taken for it.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.exports.jobs import KEPT, folder_of, path_of, wanted_in
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Row, open_database, snapshot
from jetmsg_core.store.saved import exports
from jetmsg_core.store.saved.exports import Made

log = logging.getLogger(__name__)

TELL_SECONDS = 0.5
"""Between two notes of how many rows are written."""

LINGER = timedelta(minutes=10)
"""A file stays so long after it is offered no more: somebody may just have begun to fetch it."""

_FULL = "The disk is full. Free some space, then make the file again."
_NOT_WRITTEN = (
    "The file could not be written to the data folder ({why}). Allow the user who runs the "
    "dashboard to write there, then make it again."
)
_BROKE = "The file could not be made. The reason is in the window where the dashboard was started."


class _StoppedError(Exception):
    """The worker was told to stop."""


def make_asked(
    settings: Settings,
    *,
    maker: str,
    stopped: Callable[[], bool] = lambda: False,
    clock: Clock = utc_now,
) -> int:
    """Makes what is asked for, the oldest first. `maker` is this worker's name as the ledger has
    it. Returns how many were begun; one that is begun when `stopped` says so is put back."""
    remove_old(settings, clock)
    with open_database(settings.database_path) as db:
        for row in exports.going_on(db):
            if row["state"] == "making":
                exports.interrupt(db, row["token"], row["maker"])
        waiting = [row for row in exports.going_on(db) if row["state"] == "asked"]
    begun = 0
    for row in waiting:
        if stopped():
            break
        with open_database(settings.database_path) as db:
            is_ours = exports.take(db, row["token"], maker)
        if is_ours:
            begun += 1
            _make(settings, row, maker, stopped, clock)
    return begun


def remove_old(settings: Settings, clock: Clock = utc_now) -> None:
    """Forgets what is older than a day, and removes the files of nobody: forgotten ones after a
    while, halves that a dead worker left at once."""
    moment = clock() - KEPT
    with open_database(settings.database_path) as db:
        if old := exports.forgotten(db, stamp(moment)):
            exports.forget(db, old)
        tokens = exports.tokens(db)
    before = (moment - LINGER).timestamp()
    # A file that is open on Windows, or a folder that is not there, is left for the next time.
    with contextlib.suppress(OSError):
        for path in folder_of(settings).iterdir():
            with contextlib.suppress(OSError):
                left = path.suffix == ".part"
                if left or (path.stem not in tokens and path.stat().st_mtime < before):
                    path.unlink()


def _make(
    settings: Settings, row: Row, maker: str, stopped: Callable[[], bool], clock: Clock
) -> None:
    token = row["token"]
    path = path_of(settings, token, wanted_in(row["only"])[1])
    draft = path.with_suffix(".part")
    try:
        disk_room.require_room(settings, "The file was not made")
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        made = _write(settings, row, draft, maker, stopped, clock)
        draft.replace(path)
        with open_database(settings.database_path) as db:
            if not exports.settle_ready(db, token, maker, made, now=stamp(clock())):
                path.unlink(missing_ok=True)
    except _StoppedError:
        _remove(draft)
        with open_database(settings.database_path) as db:
            exports.put_back(db, token, maker)
    except Exception as error:  # One file that cannot be made must not keep the others from it.
        _remove(draft)
        _remove(path)  # whole, but nobody could be told that it is ready
        _say_failed(settings, row, maker, error)


def _write(
    settings: Settings,
    row: Row,
    draft: Path,
    maker: str,
    stopped: Callable[[], bool],
    clock: Clock,
) -> Made:
    tell = _Teller(settings, row["token"], maker, stopped)
    with draft.open("wb") as out:
        with open_database(settings.database_path) as db, snapshot(db):
            mark, as_of = exports.mark(db, row["campaign_id"]), stamp(clock())
            only, form = wanted_in(row["only"])
            written = recipient_file.write(
                db, row["campaign_id"], out, only=only, form=form, tell=tell
            )
        out.flush()
        # Else a power cut could leave a file that is said to be ready and is empty.
        os.fsync(out.fileno())
    return Made(rows=written.rows, mark=mark, as_of=as_of)


class _Teller:
    """Notes how far a file is, at most twice a second."""

    def __init__(
        self, settings: Settings, token: str, maker: str, stopped: Callable[[], bool]
    ) -> None:
        self._settings, self._token, self._maker = settings, token, maker
        self._stopped = stopped
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._stopped():
            raise _StoppedError
        if time.monotonic() < self._next:
            return
        disk_room.require_room(self._settings, "The file was not made")
        with open_database(self._settings.database_path) as db:
            exports.advance(db, self._token, self._maker, done=done, total=total)
        self._next = time.monotonic() + TELL_SECONDS


def _say_failed(settings: Settings, row: Row, maker: str, error: Exception) -> None:
    expected = isinstance(error, OSError | JetmsgError)
    log.error(
        "the export of campaign %d failed: %s",
        row["campaign_id"],
        error,
        exc_info=None if expected else error,
    )
    with open_database(settings.database_path) as db:
        exports.settle_failed(db, row["token"], maker, _problem(error))


def _problem(error: Exception) -> str:
    if isinstance(error, JetmsgError):
        return str(error)
    if not isinstance(error, OSError):
        return _BROKE
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _FULL
    return _NOT_WRITTEN.format(why=error.strerror or error)


def _remove(draft: Path) -> None:
    with contextlib.suppress(OSError):
        draft.unlink(missing_ok=True)
