"""The worker and the sandbox as child processes, and whether they are alive.

`Supervisor` is what the dashboard's server runs: it starts what is missing, starts it again when
it dies, and ends it on a clean stop. Both children end by themselves when their parent is gone.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import GatewayError, JetmsgError
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.sandbox.running import NotStarted, Sandbox, start_sandbox
from jetmsg_core.settings import PROJECT, Mode, Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.store.processes import ALIVE_SECONDS

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0

LONGEST_WAIT_SECONDS = 10.0
"""Before a worker that ends as soon as it has begun is started once more."""


@dataclass(frozen=True)
class Health:
    """What every page says when something is down. `silent_since` is the stamp of the last sign of
    a worker that neither answers nor has said that it ends. `rival` is the mode of a worker that
    holds the data folder but sends in another mode than ours; empty when there is none.
    `disk_is_short` while nothing new is sent or made for want of room."""

    worker: bool
    gateway: bool
    silent_since: str | None = None
    rival: str = ""
    disk_is_short: bool = False


def health(settings: Settings, clock: Clock = utc_now) -> Health:
    """Tells what runs. The gateway counts as up in live mode, and where a sandbox's address was
    given: whether it answers is seen when it is called."""
    with open_database(settings.database_path) as db:
        worker = processes.get(db, "worker")
        sandbox = _alive(processes.get(db, "sandbox"), clock)
    external = settings.mode is Mode.LIVE or bool(settings.sandbox_url)
    alive = _alive(worker, clock)
    rival = worker.mode if worker and alive and worker.mode not in ("", settings.mode) else ""
    return Health(
        worker=alive and not rival,
        gateway=external or sandbox,
        silent_since=worker.beat_at if worker and not alive else None,
        rival=rival,
        disk_is_short=disk_room.shortage(settings) is not None,
    )


def calls_at_once(settings: Settings, clock: Clock = utc_now) -> int | None:
    """Tells how many calls at the same time a running worker found the gateway to answer well;
    None where the number is set, or no worker runs."""
    if not settings.finds_senders:
        return None
    with open_database(settings.database_path) as db:
        worker = processes.get(db, "worker")
    return worker.calls_at_once if worker and _alive(worker, clock) else None


def with_running_sandbox(settings: Settings, clock: Clock = utc_now) -> Settings:
    """Gives the settings, with the address of the dashboard's sandbox if they need one and it
    runs."""
    if settings.mode is Mode.LIVE or settings.sandbox_url:
        return settings
    with open_database(settings.database_path) as db:
        sandbox = processes.get(db, "sandbox")
    if _alive(sandbox, clock) and sandbox is not None and sandbox.url:
        return replace(settings, sandbox_url=sandbox.url)
    return settings


@contextmanager
def with_any_gateway(settings: Settings) -> Iterator[Settings]:
    """Gives the settings as `with_running_sandbox`, but a sandbox is started for as long as this
    runs when there is none."""
    settings = with_running_sandbox(settings)
    if settings.mode is Mode.LIVE or settings.sandbox_url:
        yield settings
        return
    sandbox = _start_sandbox(settings)
    try:
        yield replace(settings, sandbox_url=sandbox.url)
    finally:
        sandbox.stop()


def _start_sandbox(settings: Settings, port: str = "0") -> Sandbox:
    settings.data_dir.mkdir(0o700, parents=True, exist_ok=True)
    try:
        return start_sandbox("--port", port, "--state", settings.data_dir / "sandbox.json")
    except NotStarted as error:
        raise GatewayError("sandbox_not_started", str(error)) from None


def _alive(process: processes.Process | None, clock: Clock) -> bool:
    return process is not None and process.is_alive(clock())


class Restarts:
    """The rule for when a worker that ended may begin again: within a second after a life of ten,
    else after 1, 2, 4, 8 and then every 10 seconds from its last beginning, as while another worker
    holds the data folder. Pure; `now` is steady seconds."""

    def __init__(self) -> None:
        self.begun = 0
        self._short_lives = 0
        self._began = 0.0

    def may_begin(self, now: float) -> bool:
        """Tells whether a worker may begin now."""
        wait = min(2.0**self._short_lives, LONGEST_WAIT_SECONDS)
        return not self.begun or now - self._began >= wait

    def began(self, now: float) -> None:
        """Notes that a worker begins now."""
        self._short_lives += bool(self.begun)
        self.begun += 1
        self._began = now

    def lives(self, now: float) -> None:
        """Notes that the worker lives: after ten seconds its life is no short one."""
        if now - self._began >= LONGEST_WAIT_SECONDS:
            self._short_lives = 0


class Supervisor:
    """Keeps the children running from `start` to `stop`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._holder = secrets.token_hex(8)
        self._sandbox: Sandbox | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self._restarts = Restarts()
        self._complaint = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Starts the children. What does not start at once, as on a busy machine, is tried again
        until it does."""
        self._look_calmly()
        self._thread.start()

    def stop(self) -> None:
        """Ends the worker first, so that its calls in flight still find the sandbox."""
        self._stopping.set()
        self._thread.join()
        if self._worker is not None:
            self._worker.terminate()
            try:
                self._worker.wait(self._settings.timeout + ALIVE_SECONDS)
            except subprocess.TimeoutExpired:
                self._worker.kill()
                self._worker.wait()
        if self._sandbox is not None:
            self._sandbox.stop()
            with open_database(self._settings.database_path) as db:
                processes.withdraw(db, "sandbox", holder=self._holder)

    def _watch(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            self._look_calmly()

    def _look_calmly(self) -> None:
        """Each complaint is made once, not at every look."""
        complaint = ""
        try:
            self._look()
        except (JetmsgError, OSError, sqlite3.Error) as error:
            complaint = str(error)
        if complaint and complaint != self._complaint:
            log.error("What is missing could not be started, and is tried again. %s", complaint)
        self._complaint = complaint

    def _look(self) -> None:
        if self._settings.mode is Mode.SANDBOX and not self._settings.sandbox_url:
            self._keep_sandbox()
        if self._settings.start_worker:
            self._keep_worker()

    def _keep_worker(self) -> None:
        now = time.monotonic()
        if self._worker is not None and self._worker.poll() is None:
            self._restarts.lives(now)
        elif self._restarts.may_begin(now):
            self._worker = self._start_worker()
            self._restarts.began(now)
            log.info("A worker was started as process %d.", self._worker.pid)

    def _keep_sandbox(self) -> None:
        """A sandbox that died comes back at the same address: the worker knows it by that."""
        with open_database(self._settings.database_path) as db:
            if self._sandbox is None or self._sandbox.process.poll() is not None:
                port = "0"
                if self._sandbox is not None:
                    port = self._sandbox.url.rsplit(":", 1)[1]
                    self._sandbox.stop()
                self._sandbox = _start_sandbox(self._settings, port)
                self._announce_sandbox(db, self._sandbox)
                return
            beaten = processes.beat(db, "sandbox", holder=self._holder, now=utc_now())
            # Another dashboard on this folder may have announced its own sandbox and be gone.
            if not beaten and not _alive(processes.get(db, "sandbox"), utc_now):
                self._announce_sandbox(db, self._sandbox)

    def _announce_sandbox(self, db: Database, sandbox: Sandbox) -> None:
        processes.announce(
            db,
            "sandbox",
            holder=self._holder,
            pid=sandbox.process.pid,
            url=sandbox.url,
            mode=Mode.SANDBOX,
            now=utc_now(),
        )

    def _start_worker(self) -> subprocess.Popen[bytes]:
        """With the settings we were started with: a worker that read secrets.toml anew could
        send to the live gateway under a dashboard that says sandbox."""
        url = self._sandbox.url if self._sandbox else self._settings.sandbox_url
        environment = os.environ | replace(self._settings, sandbox_url=url).as_environment()
        parent = str(os.getpid())
        command = [sys.executable, "-m", "jetmsg_core", "worker", "--with-parent", parent]
        # A session of its own: Ctrl-C reaches the dashboard alone, which then ends the worker
        # before the sandbox, so that calls in flight are still answered.
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
