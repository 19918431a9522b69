"""Two files are read at once, so that many sessions together take no more memory than two. Others
wait, first come first served, and whoever waits is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

AT_ONCE = 2
_SECONDS_BETWEEN = 0.5

Told = Callable[[int], None]
_told: ContextVar[Told | None] = ContextVar("told_of_waiting", default=None)


class Turns:
    """Places for `at_once` readers."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[object] = []
        self._changed = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits until it is ours, and tells so twice a second to whoever asked for it with
        `told_of_waiting`. An exception of theirs gives our place in the queue back."""
        self._wait(_told.get())
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """The number of those who wait for their turn."""
        return len(self._waiting)

    def _wait(self, told: Told | None) -> None:
        ours, patience = object(), 0.0
        with self._changed:
            self._waiting.append(ours)
        try:
            while (ahead := self._ahead_of(ours, patience)) is not None:
                if told is not None:
                    told(ahead)
                patience = _SECONDS_BETWEEN
        finally:
            with self._changed:
                if ours in self._waiting:
                    self._waiting.remove(ours)
                self._changed.notify_all()

    def _ahead_of(self, ours: object, patience: float) -> int | None:
        """How many wait before us; None once the turn is ours, which it then is."""
        with self._changed:
            if self._changed.wait_for(lambda: self._is_next(ours), patience):
                self._waiting.remove(ours)
                self._free -= 1
                return None
            return self._waiting.index(ours)

    def _is_next(self, ours: object) -> bool:
        return self._free > 0 and self._waiting[0] is ours


READING = Turns(AT_ONCE)


@contextmanager
def told_of_waiting(told: Told) -> Iterator[None]:
    """A reading inside that has to wait calls `told` with how many wait before it."""
    token = _told.set(told)
    try:
        yield
    finally:
        _told.reset(token)
