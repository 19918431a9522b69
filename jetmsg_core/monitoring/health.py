"""Whether all parts of the program are well, as a probe asks it.

A database is asked, and its pages are looked at for a second once in an hour. What is told is
remembered for a moment, so however many ask cost little.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import JetmsgError
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.restoring import data_check
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import CIRCUIT_OPEN, HOLDS
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database
from jetmsg_core.store.readings import monitored

REMEMBERED_SECONDS = 1.0
PAGES_SECONDS = 3600.0
"""Between two looks at the pages of the database."""


class Part(StrEnum):
    """One part of the program."""

    DASHBOARD = "dashboard"
    DATABASE = "database"
    WORKER = "worker"
    DISK = "disk"
    GATEWAY = "gateway"


@dataclass(frozen=True)
class HealthReport:
    """What is wrong with each part, a sentence each; empty where nothing is."""

    parts: Mapping[Part, str]

    @property
    def is_well(self) -> bool:
        """Tells whether nothing is wrong with any part."""
        return not any(self.parts.values())


class HealthProbe:
    """Looks, and remembers for a moment what it saw, for all who ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: HealthReport | None = None
        self._seen_at = self._pages_at = float("-inf")
        self._damage = ""

    def look(self, settings: Settings, clock: Clock = utc_now) -> HealthReport:
        """Gives how every part is."""
        with self._lock:
            now = time.monotonic()
            if self._seen is None or now - self._seen_at >= REMEMBERED_SECONDS:
                self._look_at_pages(settings, now)
                self._seen, self._seen_at = _look(settings, self._damage, clock), now
            return self._seen

    def _look_at_pages(self, settings: Settings, now: float) -> None:
        if now - self._pages_at >= PAGES_SECONDS:
            self._pages_at = now
            refusal = data_check.seen_at_start(settings.database_path)
            self._damage = str(refusal or "")


def broken_dashboard(why: str) -> HealthReport:
    """Gives the report of a dashboard that has no settings to work with."""
    return HealthReport({Part.DASHBOARD: why})


def _look(settings: Settings, damage: str, clock: Clock) -> HealthReport:
    parts = {Part.DASHBOARD: "", Part.DATABASE: damage, Part.WORKER: "", Part.GATEWAY: ""}
    try:
        with open_database(settings.database_path) as db:
            worker, sandbox = processes.get(db, "worker"), processes.get(db, "sandbox")
            held = monitored.holds(db, settings.mode)
    except JetmsgError as error:
        parts[Part.DATABASE] = parts[Part.DATABASE] or str(error)
        parts[Part.WORKER] = "It cannot be known: the database does not answer."
    else:
        parts[Part.WORKER] = _of_worker(worker, clock)
        open_circuits = [hold for hold in held if hold in CIRCUIT_OPEN]
        parts[Part.GATEWAY] = " ".join(HOLDS[hold].what for hold in open_circuits)
        is_ours = settings.mode is Mode.SANDBOX and not settings.sandbox_url
        if is_ours and not (sandbox and sandbox.is_alive(clock())):
            parts[Part.GATEWAY] = "The sandbox gateway is not running."
    missing = disk_room.shortage(settings)
    parts[Part.DISK] = missing.sentence if missing else ""
    return HealthReport(parts)


def _of_worker(worker: processes.Process | None, clock: Clock) -> str:
    if worker is None:
        return "The worker is not running."
    if not worker.is_alive(clock()):
        silent = round(worker.silent_seconds(clock()))
        return f"The worker was last heard of {silent} seconds ago."
    return ""
