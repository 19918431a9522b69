"""A Redis of a test's own, on a free port of this machine, with its files in a folder of its own;
it is stopped, frozen and killed by its process id alone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from jetmsg_core.fleet.redis_clients import client_of

PATIENCE = 60.0


class RedisServer:
    """One redis-server; `options` are of its command line, such as `--appendonly yes`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder, self._options = folder, options
        folder.mkdir(parents=True, exist_ok=True)
        self._port = _free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Starts it on the same port, with what its folder holds."""
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *("redis-server", "--port", str(self._port), "--bind", "127.0.0.1"),
                    *("--dir", str(self._folder), "--save", "", *self._options),
                ],
                stdout=log,
                stderr=log,
            )
        while True:
            assert self._process.poll() is None, "redis-server did not start"
            try:
                self.client().ping()
                return
            except RedisError:
                continue

    def client(self) -> Redis:
        return client_of(self.url)

    def kill(self) -> None:
        """Ends it at once, whatever it has not written down yet."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.thaw()
            self.kill()


def require_redis() -> None:
    """Skips a test where there is no redis-server, which CI always has."""
    if shutil.which("redis-server") is None:
        assert not os.environ.get("CI"), "CI has no redis-server: install Debian's package of it"
        pytest.skip("there is no redis-server here: install Debian's package of that name")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
