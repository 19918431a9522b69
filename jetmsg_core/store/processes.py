"""Which worker may send, which sandbox is running, and when they were last heard of.

The operating system's lock decides who is the worker; the row here is the fence: a worker that
was replaced while it slept finds another holder in its claim and gets nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import parse, stamp
from jetmsg_core.store.database import first

ALIVE_SECONDS = 10.0
"""A process that has not been heard of for longer is down."""


@dataclass(frozen=True)
class Process:
    """A process as it announced itself. Times are stamps in UTC; `beat_at` is its last sign of
    life, `calls_at_once` what a worker found the gateway to answer well (None: it does not look
    for it)."""

    name: str
    holder: str
    pid: int
    url: str | None
    started_at: str
    beat_at: str
    mode: str = ""
    calls_at_once: int | None = None

    def silent_seconds(self, now: datetime) -> float:
        """Gives the seconds since its last sign of life."""
        return (now - parse(self.beat_at)).total_seconds()

    def is_alive(self, now: datetime) -> bool:
        # A beat from the future was before the clock was set back: it proves as little as an old
        # one.
        """Tells whether it gave a sign of life lately."""
        return abs(self.silent_seconds(now)) < ALIVE_SECONDS


def announce(
    db: Database,
    name: str,
    *,
    holder: str,
    pid: int,
    url: str | None,
    now: datetime,
    mode: str = "",
) -> None:
    """Writes who is the process of this name now, whoever was before."""
    db.conn.execute(
        "insert into processes (name, holder, pid, url, started_at, beat_at, mode)"
        " values (?1, ?2, ?3, ?4, ?5, ?5, ?6) on conflict (name) do update set"
        " holder = ?2, pid = ?3, url = ?4, started_at = ?5, beat_at = ?5, mode = ?6,"
        " calls_at_once = null",
        (name, holder, pid, url, stamp(now), mode),
    )


def beat(
    db: Database, name: str, *, holder: str, now: datetime, calls_at_once: int | None = None
) -> bool:
    """Notes a sign of life. Returns False when another has taken over."""
    beaten = db.conn.execute(
        "update processes set beat_at = ?, calls_at_once = ? where name = ? and holder = ?",
        (stamp(now), calls_at_once, name, holder),
    )
    return bool(beaten.rowcount)


def withdraw(db: Database, name: str, *, holder: str) -> bool:
    """Notes that a process ends. Returns False when another has taken over."""
    withdrawn = db.conn.execute(
        "delete from processes where name = ? and holder = ?", (name, holder)
    )
    return bool(withdrawn.rowcount)


def forget(db: Database, name: str) -> None:
    """Removes a process: in a copy of the database it is the original's."""
    db.conn.execute("delete from processes where name = ?", (name,))


def get(db: Database, name: str) -> Process | None:
    """Gives the process of this name; None when there is none."""
    row = first(db, "select * from processes where name = ?", name)
    return Process(**row) if row else None
