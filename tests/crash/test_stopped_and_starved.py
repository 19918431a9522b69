"""A worker that is frozen, shut out of its database, or out of room: nothing is doubled or lost,
and it goes on by itself."""

from __future__ import annotations

import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from crash_witness import (
    assert_everything_was_submitted,
    assert_nobody_twice_and_nobody_lost,
    wait_until,
)
from fixtures import NewCampaign, ReadJournal, RunCommand, StartGateway, StartWorker
from streamlit.testing.v1 import AppTest

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.processes import ALIVE_SECONDS, health
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, RecipientState

MENU = Path(__file__).parents[2] / "pages" / "menu.py"
FEW = {"JETMSG_SENDERS": "4"}


@pytest.fixture
def running(
    start_gateway: StartGateway, new_campaign: NewCampaign, settings: Settings
) -> Callable[..., int]:
    """A campaign of calls that take a while each, started."""

    def make(recipients: int, *, latency_ms: int = 50) -> int:
        start_gateway("--latency-ms", str(latency_ms))
        made = int(new_campaign(recipients, "Hello", chunk_size=2))
        control.start(settings, made)
        return made

    return make


@pytest.mark.slow
def test_a_worker_frozen_for_longer_than_its_heartbeat_keeps_its_place_and_doubles_nothing(
    running: Any,
    settings: Settings,
    start_worker: StartWorker,
    command: RunCommand,
    worker_row: Any,
    read_journal: ReadJournal,
) -> None:
    made = running(1_200)
    worker = start_worker(**FEW)
    wait_until(lambda: len(read_journal()) > 20)
    worker.send_signal(signal.SIGSTOP)
    row = worker_row()
    wait_until(lambda: not health(settings).worker, ALIVE_SECONDS + 120)
    assert worker_row() == row
    page = AppTest.from_file(str(MENU), default_timeout=240).run()
    assert any("worker does not answer" in warning.value for warning in page.warning)

    # The lock is the system's: it is held by whoever is frozen, and no second worker begins.
    second = command("worker")
    assert second.returncode == 1
    assert "Another worker is sending" in second.stderr
    frozen_at = len(read_journal())
    time.sleep(0.5)
    assert len(read_journal()) == frozen_at

    worker.send_signal(signal.SIGCONT)
    wait_until(lambda: health(settings).worker)
    wait_until(lambda: control.status(settings, made).is_over)
    worker.terminate()
    assert worker.wait(30) == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)


@pytest.mark.slow
def test_a_database_locked_by_another_process_for_ten_seconds_delays_and_loses_nothing(
    running: Any,
    settings: Settings,
    start_worker: StartWorker,
    finish: Any,
    read_journal: ReadJournal,
) -> None:
    made = running(800)
    worker = start_worker(**FEW)
    wait_until(lambda: len(read_journal()) > 20)
    with locked(settings.database_path):
        time.sleep(1)  # what was in flight has come back, and waits in memory
        stood_still = len(read_journal())
        time.sleep(9)
        assert len(read_journal()) == stood_still
        assert worker.poll() is None
    wait_until(lambda: control.status(settings, made).is_over)
    worker.terminate()
    assert worker.wait(30) == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)


@pytest.mark.slow
def test_a_disk_that_is_full_when_results_are_written_loses_none_of_them(
    running: Any,
    settings: Settings,
    start_worker: StartWorker,
    read_journal: ReadJournal,
    tmp_path: Path,
) -> None:
    """The worker's files may not grow beyond what they are: the system refuses its writes just as
    a full disk does, also to root."""
    made = running(1_000)
    worker = start_worker(**FEW)
    wait_until(lambda: len(read_journal()) > 20)
    wal = settings.database_path.with_name(settings.database_path.name + "-wal")
    no_room(worker.pid, wal.stat().st_size)
    wait_until(lambda: "does not answer" in log_of(tmp_path))
    time.sleep(1)
    stood_still = len(read_journal())
    time.sleep(2)
    assert len(read_journal()) == stood_still, "it sends what it cannot write down"
    assert worker.poll() is None
    assert control.status(settings, made).chunks[ChunkState.SENDING] <= 4

    no_room(worker.pid, resource.RLIM_INFINITY)
    wait_until(lambda: control.status(settings, made).is_over)
    worker.terminate()
    assert worker.wait(30) == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)


@pytest.mark.slow
def test_a_worker_killed_while_the_disk_is_full_leaves_unknown_what_it_could_not_write(
    running: Any,
    settings: Settings,
    start_worker: StartWorker,
    finish: Any,
    read_journal: ReadJournal,
    tmp_path: Path,
) -> None:
    made = running(400)
    worker = start_worker(**FEW)
    wait_until(lambda: len(read_journal()) > 20)
    wal = settings.database_path.with_name(settings.database_path.name + "-wal")
    no_room(worker.pid, wal.stat().st_size)
    wait_until(lambda: "does not answer" in log_of(tmp_path))
    worker.kill()
    worker.wait()
    finish(lambda: control.status(settings, made).is_over, **FEW)
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    counts = done.recipients
    assert 0 < counts[RecipientState.UNKNOWN] <= 8
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.UNKNOWN] == 400


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Somebody else holds the write lock, as a backup tool or an open database browser does."""
    connection = sqlite3.connect(path, timeout=120, isolation_level=None)
    connection.execute("begin immediate")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


def no_room(pid: int, size: int) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def log_of(tmp_path: Path) -> str:
    return (tmp_path / "worker.log").read_text("utf-8")
