"""What a process takes from itself before it reads what others have written."""

from __future__ import annotations

import codecs
import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from jetmsg_core.spreadsheets.bounds import Bounds

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_STANDARD_FILES = 3
_PAGES = Path("/proc/self/statm")


def end_with_parent(parent: int) -> None:
    """Makes the system kill this process when the thread that started it is gone. Where the system
    has no such call, the bounds of time end it."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def confine(bounds: Bounds) -> None:
    """Bounds memory and time, and lets no file, socket or process be opened any more. Not every
    system knows every bound: there the clock of who started us is left."""
    # Names in an archive, and in an .xls; what is loaded later finds no file.
    for encoding in ("cp437", "cp1252", "latin-1", "utf-16-le"):
        codecs.lookup(encoding)
    with suppress(ImportError):
        import resource

        memory = _addresses() + bounds.memory
        limits = {
            "RLIMIT_CORE": 0,
            "RLIMIT_FSIZE": 0,
            "RLIMIT_NPROC": 0,
            "RLIMIT_AS": memory,
            "RLIMIT_CPU": bounds.working_seconds,
            "RLIMIT_NOFILE": _STANDARD_FILES,
        }
        for name, most in limits.items():
            # The signal of a processor's time that is over tells it from every other end.
            hard = most + 5 if name == "RLIMIT_CPU" else most
            with suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, hard))


def _addresses() -> int:
    """Bytes of addresses in use, which libraries reserve in plenty; 0 where nobody tells."""
    try:
        return int(_PAGES.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
