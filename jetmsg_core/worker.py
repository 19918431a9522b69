"""The worker: the one process that sends. It holds the lock, recovers what a dead one left, sends
what is running, samples the balance, and beats.

An operating-system lock on `worker.lock` in the data folder lets one worker run; it is freed by
the system however the worker dies. Whoever gets it knows that every chunk still *sending* belongs
to a dead worker, and makes it *unknown*.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from filelock import FileLock, Timeout

from jetmsg_core import configuration, uploads
from jetmsg_core.acting import WORKER, acting_as
from jetmsg_core.balances import low_balance
from jetmsg_core.balances.sampling import sample_if_due
from jetmsg_core.campaigns.exports.make_files import make_asked
from jetmsg_core.campaigns.lifecycle.schedule import start_due
from jetmsg_core.campaigns.sending.distant import fleet_calls
from jetmsg_core.campaigns.sending.distant.fleet_calls import FoundCalls
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.errors import JetmsgError, StateError
from jetmsg_core.people.aging import Ager
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.private_files import narrow
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.restoring import doubts
from jetmsg_core.restoring.doubts import LedgerDoubt
from jetmsg_core.restoring.mark import Mark, open_mark
from jetmsg_core.restoring.sleeps import Sleeps
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import Database, connect, transaction
from jetmsg_core.store.errors import is_full
from jetmsg_core.store.ledger import chunks
from jetmsg_core.store.restoring import generations
from jetmsg_core.store.restoring.generations import GenerationEvent

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
IDLE_SECONDS = 0.2
"""Between two looks for something to send."""

SAMPLER_LOOK_SECONDS = 0.5
"""Between two looks whether a balance sample is due."""

INDEXER_LOOK_SECONDS = 1.0
"""Between two looks whether a campaign has ended or an export was asked for."""

steady_clock = time.monotonic

TROUBLE_SECONDS = 1.0
"""Between two tries when the database does not answer."""

NOTHING_LEFT = FoundCalls()

LEAVING_SECONDS = 5.0
"""For which a worker that was told to stop tries to write down what has come back."""


@contextmanager
def worker_lock(settings: Settings) -> Iterator[None]:
    """Holds the lock of the one worker. Raises StateError when another worker holds it, OSError
    when the data folder cannot be written to."""
    settings.data_dir.mkdir(0o700, parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "worker.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StateError(
            "worker_running", "Another worker is sending from this data folder already."
        ) from None
    try:
        yield
    finally:
        lock.release()


def run(settings: Settings, stop: threading.Event, *, only: int | None = None) -> None:
    """Sends until `stop` is set, then finishes the calls in flight. `only` is the one campaign to
    send, None all that run. Raises StateError when another worker is running."""
    if narrowed := narrow(settings.data_dir):
        log.info("%d files and folders in %s could be read by others", narrowed, settings.data_dir)
        log.info("They are for the user who runs this alone now.")
    with acting_as(WORKER), worker_lock(settings), open_mark(settings.data_dir) as mark:
        holder = secrets.token_hex(8)
        db = connect(settings.database_path)
        left = fleet_calls.find_left_behind(settings, db, stop.is_set)
        doubt = begin(settings, db, holder, left=left)
        fleet_calls.forget_left_behind(settings, db, left, holder)
        mark.begin(holder, utc_now())
        posters = fleet_calls.posters_for(settings, holder)
        sender = Sender(settings, db, holder, posters, only=only, mark=mark.note)
        sender.credits.asked_at = doubts.reading_wanted(db, settings.mode, doubt)
        sampler = _start_sampler(settings, stop, sender)
        indexer = _start_indexer(settings, stop, holder)
        is_recorded = False
        try:
            is_recorded = _send(sender, stop, mark, doubt)
        finally:
            stop.set()
            sender.close()
            sampler.join(settings.timeout)
            indexer.join(settings.timeout)
            _sample(settings)  # what this run cost is seen even when nothing runs after it
            if is_recorded:
                _end_calmly(db, holder, mark)
            db.close()


def begin(
    settings: Settings,
    db: Database,
    holder: str,
    clock: Clock = utc_now,
    left: FoundCalls = NOTHING_LEFT,
) -> LedgerDoubt | None:
    """Makes `holder` the worker: nothing of a database that was put back goes on by itself, and
    nothing is left *sending*; of the calls in `left` it is known what became of them. Returns a
    doubt that has to end before anything is claimed."""
    now = clock()
    with transaction(db):
        doubt = doubts.look(settings, db, now)
        generations.begin(db, holder, GenerationEvent.STARTED, now)
        processes.announce(
            db, "worker", holder=holder, pid=os.getpid(), url=None, mode=settings.mode, now=now
        )
        kept = fleet_calls.keep_left_behind(settings, db, left, now)
        lost = chunks.recover(db, now=now)
    if kept:
        log.info("%d calls of a worker that died came back from their posters", kept)
    if lost:
        log.warning("%d calls of a worker that died are unknown", lost)
    return doubt


def end(db: Database, holder: str, mark: Mark, clock: Clock = utc_now) -> None:
    """Notes that the worker `holder` stops with nothing on its way. From here on a copy of the
    database from before is an older one, whatever left since."""
    generation, now = secrets.token_hex(8), clock()
    with transaction(db):
        if not processes.withdraw(db, "worker", holder=holder):
            return
        generations.begin(db, generation, GenerationEvent.STOPPED, now)
    mark.begin(generation, now)


def _end_calmly(db: Database, holder: str, mark: Mark) -> None:
    """Where the end cannot be noted, as on a full disk, the next worker takes it for a crash, which
    holds nobody."""
    try:
        end(db, holder, mark)
    except (sqlite3.OperationalError, OSError) as error:
        log.error("the end of this worker could not be noted (%s)", error)


def _send(sender: Sender, stop: threading.Event, mark: Mark, doubt: LedgerDoubt | None) -> bool:
    """Nothing is claimed while there is a doubt. Returns whether all that came back is written
    down: who is told to stop while the database cannot be written to tries for a while, then leaves
    what it knows to the next worker, which finds these calls *sending*, and makes them unknown."""
    next_beat = 0.0
    beat = partial(processes.beat, sender.db, "worker", holder=sender.holder)
    last_try = float("inf")
    opened = _file_of(sender.settings)
    sleeps = Sleeps(utc_now(), steady_clock())
    while True:
        try:
            slept_since = sleeps.since(utc_now(), steady_clock())
            if slept_since is not None:
                log.warning("this machine slept, or was put back, since %s", stamp(slept_since))
                doubt = doubts.look_after_sleep(sender.db, stamp(slept_since), utc_now()) or doubt
                sender.credits.asked_at = doubts.reading_wanted(
                    sender.db, sender.settings.mode, doubt
                )
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + BEAT_SECONDS
                if _file_of(sender.settings) != opened:
                    log.error("another database was put in the place of this one")
                    return True
                if not beat(now=utc_now(), calls_at_once=sender.found_slots):
                    log.error("another worker has taken over")
                    return True
                mark.sync()
                if sender.only is None and not stop.is_set():
                    start_due(sender.settings, sender.db, utc_now())
            if stop.is_set() and not sender.busy:
                return True
            if doubt and doubts.settle(sender.settings, sender.db, doubt, utc_now()):
                doubt = None
            claiming = doubt is None and not stop.is_set()
            if not sender.turn(wait=IDLE_SECONDS, claiming=claiming) and not sender.busy:
                stop.wait(IDLE_SECONDS)
        except sqlite3.OperationalError as error:
            # A full disk or a database locked for long: what came back waits in memory.
            log.error("the database does not answer (%s); trying again", error)
            if is_full(error):
                sender.disk_is_full()
            if stop.is_set() and not sender.is_calling():
                last_try = min(last_try, time.monotonic() + LEAVING_SECONDS)
                if time.monotonic() >= last_try:
                    log.error("%d calls that came back are left unknown", sender.unrecorded)
                    return not sender.unrecorded
            time.sleep(TROUBLE_SECONDS)


def _file_of(settings: Settings) -> tuple[int, int] | None:
    """Which file the name of the database leads to; None while it leads to none."""
    try:
        status = settings.database_path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _start_sampler(
    settings: Settings, stopped: threading.Event, sender: Sender
) -> threading.Thread:
    """Samples beside the sending, on a connection of its own: a slow balance call delays no one. It
    also takes up what a person has changed in the settings since."""

    def sample_until_stopped() -> None:
        """Takes the samples that are due, and logs a complaint once while it stays the same."""
        last_complaint = ""
        while not stopped.is_set():
            complaint = _sample(settings, sender.credits.asked_at)
            if complaint and complaint != last_complaint:
                log.warning("no balance sample: %s", complaint)
            last_complaint = complaint
            stopped.wait(SAMPLER_LOOK_SECONDS)

    return _start_as_worker(sample_until_stopped)


def _start_indexer(settings: Settings, stopped: threading.Event, holder: str) -> threading.Thread:
    """What can wait: results of ended campaigns made quick to look up, exports, old files, and data
    that ages."""

    chores = (
        partial(index_ended, settings, stopped.is_set),
        partial(make_asked, settings, maker=holder, stopped=stopped.is_set),
        partial(uploads.forget_old, settings),
        Ager(settings, stopped.is_set),
    )

    def work_until_stopped() -> None:
        """Does the chores in turn, again and again, until stopped."""
        while not stopped.is_set():
            for chore in chores:
                _try(chore)
            stopped.wait(INDEXER_LOOK_SECONDS)

    return _start_as_worker(work_until_stopped)


def _start_as_worker(work: Callable[[], None]) -> threading.Thread:
    """A thread knows nothing of who acts in the one that starts it."""

    def work_as_worker() -> None:
        """Does the work as the worker."""
        with acting_as(WORKER):
            work()

    thread = threading.Thread(target=work_as_worker, daemon=True)
    thread.start()
    return thread


def _try(chore: Callable[[], object]) -> None:
    """One that fails must not keep the others from being done, nor end the thread of all."""
    try:
        chore()
    except (JetmsgError, sqlite3.Error, OSError) as error:
        log.warning("results could not be prepared: %s", error)
    except Exception:
        log.exception("results could not be prepared")


def _sample(settings: Settings, asked_at: datetime | None = None) -> str:
    """Why there is none; empty when all is well."""
    try:
        settings = configuration.current(settings)
        sample_if_due(settings, asked_at=asked_at)
        low_balance.notify(settings)
    except (JetmsgError, sqlite3.Error) as error:
        return str(error)
    return ""
