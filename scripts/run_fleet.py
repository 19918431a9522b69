"""Redis and two posters on this machine, for a look, until Ctrl-C. `make fleet` runs it.

It prints the two settings with which `make run` hands its calls to them. Redis is the one that
JETMSG_FLEET_URL names; without it Debian's redis-server is started.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

POSTERS = ("north", "south")
FIRST_PORT, PORTS = 20_000, 10_000
"""Redis is started on one of these, which are seldom in use. Should it be, this ends: try again."""


def main() -> int:
    """Runs them until Ctrl-C, or until it is ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    secret = os.environ.get("JETMSG_FLEET_SECRET") or secrets.token_hex(32)
    with _redis() as url:
        if not url:
            sys.stderr.write(
                "There is no redis-server here. Install Debian's package of that name, or set "
                "JETMSG_FLEET_URL to a Redis that runs.\n"
            )
            return 1
        fleet = {"JETMSG_FLEET_URL": url, "JETMSG_FLEET_SECRET": secret}
        settings = " ".join(f"{name}={word}" for name, word in fleet.items())
        sys.stdout.write(f"In another terminal:\n{settings} JETMSG_SENDERS=64 make run\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", "jetmsg_core", "fleet", "run", "--concurrency", "32"]
        posters = [
            subprocess.Popen([*command, "--name", name], env=os.environ | fleet) for name in POSTERS
        ]
        try:
            for poster in posters:
                poster.wait()
        except KeyboardInterrupt:
            for poster in posters:  # Ctrl-C reached them too.
                poster.wait()
        except SystemExit:
            for poster in posters:
                poster.terminate()
            for poster in posters:
                poster.wait()
    return 0


@contextmanager
def _redis() -> Iterator[str]:
    """Its address; empty where there is none."""
    if url := os.environ.get("JETMSG_FLEET_URL"):
        yield url
        return
    if shutil.which("redis-server") is None:
        yield ""
        return
    port = str(FIRST_PORT + secrets.randbelow(PORTS))
    with tempfile.TemporaryDirectory() as folder:
        # A session of its own: Ctrl-C must not end it before the posters have left their reports.
        server = subprocess.Popen(
            ["redis-server", "--port", port, "--bind", "127.0.0.1", "--dir", folder],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
