"""The process that reads a workbook, from its start to its end.

It gets the bytes and nothing else: no variables of ours, no file it could open, nobody it could
reach. It ends with us, or when it has taken too much memory or time.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from jetmsg_core.spreadsheets.frames import Head, write_frame
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

log = logging.getLogger(__name__)

PROJECT = Path(__file__).parents[2]
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from jetmsg_core.spreadsheets.reader.child import main; main()"
)
_PASSED_ON = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""What a Python may need to start. Everything else stays here: our keys are in it."""


def command() -> Sequence[str]:
    """Gives the command that starts a reader. `-I` hears no variable and looks into no folder of
    the person's."""
    return (sys.executable, "-I", "-X", "utf8", "-c", _BEGIN, str(PROJECT), str(os.getpid()))


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        cwd=PROJECT,
        # Ctrl-C is for us, who end it.
        start_new_session=True,
    )


class ReaderProcess:
    """A process that reads one workbook. It runs for as long as the `with` does, and `seconds` at
    most."""

    def __init__(self, seconds: float) -> None:
        self._late = False
        self._clock = threading.Timer(seconds, self._end_late)
        self._clock.daemon = True

    def __enter__(self) -> ReaderProcess:
        """Raises RefusedWorkbookError where the system has no room for another process."""
        try:
            self._process = _start()
        except OSError as error:
            log.warning("No process could be started to read a workbook: %s.", error)
            raise RefusedWorkbookError(WorkbookRefusal.NOT_NOW) from None
        self._clock.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clock.cancel()
        self._process.kill()
        self._process.wait()
        self.answers.close()

    @property
    def answers(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def ask(self, request: Head, data: bytes) -> None:
        """Writes the request to the process. One that dies before it has read everything is found
        out when its answer is read."""
        assert self._process.stdin is not None
        with suppress(OSError):
            write_frame(self._process.stdin, request, [data])
        with suppress(OSError):
            self._process.stdin.close()

    def why_it_failed(self) -> WorkbookRefusal:
        """Gives the refusal after an answer that is none: because of its own end, or of ours if it
        has not ended."""
        try:
            status = self._process.wait(1)
        except subprocess.TimeoutExpired:
            status = None
        log.warning("A workbook was not read: the process that read it ended with %s.", status)
        if self._late or status == -getattr(signal, "SIGXCPU", 0):
            return WorkbookRefusal.TOO_SLOW
        return WorkbookRefusal.UNREADABLE

    def _end_late(self) -> None:
        self._late = True
        self._process.kill()
