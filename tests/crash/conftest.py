"""Real worker processes that can be killed, stopped and starved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import forked_command
import pytest
from crash_witness import wait_until
from fixtures import StartWorker
from nursery import fork

from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`python -m jetmsg_core worker` with these settings beside the test's; what it says on stderr
    is in worker.log."""
    started: list[subprocess.Popen[bytes]] = []

    def start(**env: str) -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "jetmsg_core", "worker"],
                cwd=ROOT,
                env=os.environ | env,
                stderr=log,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait()


@pytest.fixture
def fork_command() -> Iterator[Callable[..., BaseProcess]]:
    """`python -m jetmsg_core …` in a process forked from one that has imported everything: it is
    up in a moment, so hundreds of them can be killed."""
    started: list[BaseProcess] = []

    def start(*arguments: str, **env: str) -> BaseProcess:
        process = fork(forked_command.run, arguments, dict(os.environ) | env)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.is_alive():
            process.kill()
        process.join()


@pytest.fixture
def fork_worker(fork_command: Any) -> Callable[..., BaseProcess]:
    return lambda **env: fork_command("worker", **env)


@pytest.fixture
def worker_row(settings: Settings) -> Callable[[], Any]:
    """What the ledger knows of the worker; None when none is announced."""

    def read() -> Any:
        with open_database(settings.database_path) as db:
            return processes.get(db, "worker")

    return read


@pytest.fixture
def finish(start_worker: StartWorker) -> Callable[..., None]:
    """A worker that is left alone until something is so, and then told to stop."""

    def run(done: Callable[[], object], seconds: float = 120, **env: str) -> None:
        worker = start_worker(**env)
        wait_until(done, seconds)
        worker.terminate()
        assert worker.wait(120) == 0

    return run
