"""The worker and the sandbox as children: started, watched, brought back, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.processes import Health, Restarts, Supervisor, health, with_running_sandbox
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database
from jetmsg_core.worker import worker_lock

ROOT = Path(__file__).parent.parent


@pytest.fixture
def supervisor(settings: Settings) -> Iterator[Supervisor]:
    watcher = Supervisor(settings)
    watcher.start()
    yield watcher
    watcher.stop()


def wait_until(true: Callable[[], bool], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def workers_begun(caplog: pytest.LogCaptureFixture) -> int:
    return sum("A worker was started" in record.getMessage() for record in caplog.records)


def process(settings: Settings, name: str) -> Any:
    with open_database(settings.database_path) as db:
        return processes.get(db, name)


def test_both_are_started_and_a_campaign_is_sent(
    supervisor: Supervisor, settings: Settings, new_campaign: NewCampaign
) -> None:
    wait_until(lambda: health(settings).worker and health(settings).gateway)
    made = new_campaign(5)
    control.start(settings, made)
    wait_until(lambda: control.status(settings, made).is_over)


def test_a_worker_that_died_comes_back(supervisor: Supervisor, settings: Settings) -> None:
    wait_until(lambda: process(settings, "worker") is not None)
    first = process(settings, "worker")
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: process(settings, "worker").holder != first.holder)
    assert health(settings).worker


def test_a_sandbox_that_died_comes_back_at_the_same_address(
    supervisor: Supervisor, settings: Settings
) -> None:
    first = process(settings, "sandbox")
    assert with_running_sandbox(settings).sandbox_url == first.url
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: process(settings, "sandbox").pid != first.pid)
    assert process(settings, "sandbox").url == first.url


def test_nothing_is_left_after_a_stop(settings: Settings) -> None:
    watcher = Supervisor(settings)
    watcher.start()
    wait_until(lambda: process(settings, "worker") is not None)
    pids = [process(settings, name).pid for name in ("worker", "sandbox")]
    watcher.stop()
    assert process(settings, "worker") is None
    assert process(settings, "sandbox") is None
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert not health(settings).worker
    assert not health(settings).gateway


def test_a_worker_whose_parent_is_gone_before_it_looked_ends_by_itself() -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], **CAPTURED)
    command = [sys.executable, "-m", "jetmsg_core", "worker", "--with-parent", gone.stdout.strip()]
    assert subprocess.run(command, timeout=240, **CAPTURED).returncode == 0


CAPTURED: Any = {"cwd": ROOT, "capture_output": True, "text": True, "check": False}


def test_a_worker_that_ends_at_once_is_started_again_later_and_later() -> None:
    restarts = Restarts()
    begun = []
    for tenth in range(600):
        if restarts.may_begin(tenth / 10):
            restarts.began(tenth / 10)
            begun.append(tenth / 10)
    assert begun == [0, 1, 3, 7, 15, 25, 35, 45, 55]


@pytest.mark.parametrize(
    ("lived", "waits"),
    [pytest.param(10.0, False, id="ten seconds"), pytest.param(9.9, True, id="less")],
)
def test_a_worker_that_had_lived_for_a_while_is_started_again_at_once(
    lived: float, waits: bool
) -> None:
    restarts, now = Restarts(), 0.0
    for _ in range(6):
        now += 10
        restarts.began(now)
    for second in (1.0, 5.0, lived):
        restarts.lives(now + second)
    assert restarts.may_begin(now + lived) is not waits
    restarts.began(now + lived)
    assert restarts.may_begin(now + lived + 2) is not waits


def test_while_another_worker_sends_from_the_folder_ours_waits_its_turn(
    settings: Settings,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "jetmsg_core.processes")
    refused = "Another worker is sending from this data folder already."
    with worker_lock(settings):
        watcher = Supervisor(settings)
        watcher.start()
        wait_until(lambda: workers_begun(caplog) == 2)
    try:
        wait_until(lambda: health(settings).worker)
        assert workers_begun(caplog) <= 4
    finally:
        watcher.stop()
    assert 1 <= capfd.readouterr().err.count(refused) <= 3


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        pytest.param("live", Health(False, False, rival="live"), id="another"),
        pytest.param("sandbox", Health(True, False), id="ours"),
    ],
)
def test_a_worker_of_another_mode_sends_nothing_of_ours(
    settings: Settings, mode: str, expected: Health
) -> None:
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="w", pid=1, url=None, now=utc_now(), mode=mode)
    assert health(settings) == expected
    later = utc_now() + timedelta(minutes=1)
    assert not health(settings, lambda: later).rival, "it is silent"


def test_a_sandbox_is_told_of_again_when_another_dashboard_took_its_place_and_went(
    supervisor: Supervisor, settings: Settings
) -> None:
    ours = process(settings, "sandbox")
    with open_database(settings.database_path) as db:
        processes.announce(
            db, "sandbox", holder="other", pid=1, url="http://127.0.0.1:1", now=utc_now()
        )
        processes.withdraw(db, "sandbox", holder="other")
    wait_until(lambda: health(settings).gateway)
    assert process(settings, "sandbox").url == ours.url


def test_what_cannot_start_at_first_is_started_when_it_can(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "jetmsg_core.processes")
    settings.data_dir.parent.mkdir(parents=True, exist_ok=True)
    settings.data_dir.write_text("a file where the folder should be")
    watcher = Supervisor(settings)
    watcher.start()
    try:
        assert workers_begun(caplog) == 0
        settings.data_dir.unlink()
        wait_until(lambda: health(settings) == Health(worker=True, gateway=True))
        assert workers_begun(caplog) >= 1
    finally:
        watcher.stop()
