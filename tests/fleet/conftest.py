"""Redis servers and posters that tests start and stop."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import forked_poster
import pytest
from fleet_protocols import StartRedis
from nursery import fork
from redis_servers import RedisServer, require_redis

from jetmsg_core import settings as configuration
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.fleet.status import FleetStatus, fleet_status

SECRET = "a-secret-of-tests-that-is-long-enough"


@pytest.fixture
def start_redis(tmp_path: Path) -> Iterator[Callable[..., RedisServer]]:
    """Starts a Redis with these options."""
    require_redis()
    started: list[RedisServer] = []

    def start(*options: str) -> RedisServer:
        started.append(RedisServer(tmp_path / f"redis{len(started)}", *options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def redis_server(start_redis: StartRedis) -> RedisServer:
    return start_redis()


@pytest.fixture
def fleet_redis(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> RedisServer:
    """A Redis through which the worker of this test hands out its calls."""
    monkeypatch.setenv("JETMSG_FLEET_URL", redis_server.url)
    monkeypatch.setenv("JETMSG_FLEET_SECRET", SECRET)
    return redis_server


@pytest.fixture
def start_poster(fleet_redis: RedisServer, tmp_path: Path) -> Iterator[Callable[..., BaseProcess]]:
    """`fleet run` in a process of its own, with these settings beside the test's. What it says is
    in NAME.log."""
    started: list[BaseProcess] = []

    def start(name: str, slots: int = 8, **env: str) -> BaseProcess:
        arguments = ("--name", name, "--concurrency", str(slots))
        log = str(tmp_path / f"{name}.log")
        process = fork(forked_poster.run, arguments, dict(os.environ) | env, log)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGCONT)
            process.kill()
        process.join()


@pytest.fixture
def roll(fleet_redis: RedisServer) -> Callable[[], FleetStatus]:
    """The posters, and how they are."""
    return lambda: fleet_status(configuration.load())


@pytest.fixture
def seal() -> Seal:
    return Seal(SECRET)
