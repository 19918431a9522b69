"""Runs a sandbox as its own process, for whatever needs a gateway for a while."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
GREETING = "listening on "
SECONDS_TO_START = 15.0
SECONDS_TO_STOP = 5.0


class NotStarted(Exception):
    """The sandbox ended, or was silent for too long, before it listened."""


@dataclass(frozen=True)
class Sandbox:
    url: str
    process: subprocess.Popen[str]

    def stop(self) -> int:
        """Asks it to end, insists when it does not, and gives its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            status = self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        _close_pipes(self.process)
        return status


def start_sandbox(*options: str | Path) -> Sandbox:
    """Starts the sandbox, and returns once it takes connections. It ends with this process, however
    that dies: its stdin is a pipe from here. Its complaints go to our stderr. Raises NotStarted."""
    command = [sys.executable, "-m", __package__, "--exit-with-parent", *map(str, options)]
    # A session of its own: Ctrl-C is for whoever started us, who ends us when it is time.
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
        start_new_session=True,
    )
    assert process.stdout is not None
    greeting = _first_line(process.stdout)
    if not greeting.startswith(GREETING):
        process.kill()
        status = process.wait()
        _close_pipes(process)
        raise NotStarted(f"The sandbox did not start (status {status}). Its reason is on stderr.")
    return Sandbox(greeting.removeprefix(GREETING).strip(), process)


def _environment() -> dict[str, str]:
    """The package is found from any working folder. Settings stay here: our keys are among them,
    and the sandbox needs none."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    others = {name: text for name, text in os.environ.items() if not name.startswith("JETMSG_")}
    return others | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _first_line(stdout: IO[str]) -> str:
    """Empty after too long a silence. The reader thread ends with the pipe."""
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.append(stdout.readline()), daemon=True)
    reader.start()
    reader.join(SECONDS_TO_START)
    return lines[0] if lines else ""


def _close_pipes(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
