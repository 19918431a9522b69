"""What each program calls once, when it begins: where its lines go, and in which form."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Sequence
from types import TracebackType

from jetmsg_core.logs.choices import LogFormat, LogLevel
from jetmsg_core.logs.lines import MaskedLines

OURS = ("jetmsg", "jetmsg_core")
THEIR_OWN = ("streamlit", "uvicorn")
"""Packages that write to stderr by themselves: their lines get our form."""
ACCESS = "uvicorn.access"
"""It writes addresses with what is asked in them; we note each request ourselves."""

log = logging.getLogger("jetmsg")


class _OurHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """The one that `begin` added, to be replaced by the next."""


def begin(
    program: str,
    *,
    level: LogLevel = LogLevel.INFO,
    form: LogFormat = LogFormat.TEXT,
    secrets: Sequence[str] = (),
) -> None:
    """Writes what happens in this process to stderr, under the name of the `program`, from `level`
    on, of other packages from warnings on. `secrets` never stand in it. What nobody caught is a
    line too. Called again it replaces what it said before."""
    lines = MaskedLines(program, form, secrets)
    handler = _OurHandler(sys.stderr)
    handler.setFormatter(lines)
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if not isinstance(kept, _OurHandler)]
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in THEIR_OWN:
            for theirs in logging.getLogger(name).handlers:
                theirs.setFormatter(lines)
    access = logging.getLogger(ACCESS)
    access.handlers, access.propagate = [], False
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.error("the program ended by an error", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        trace = (ended.exc_type, ended.exc_value, ended.exc_traceback)
        log.error("a thread ended by an error", exc_info=trace)
