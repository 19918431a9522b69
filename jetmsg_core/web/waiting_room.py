"""Work that strangers can ask for, in threads of its own: so many at once, so many may wait, and
the next is told to come again. So a thousand attempts to sign in hold up nobody who is in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from jetmsg_core.accounts.signing_in import TooManyAttempts

Result = TypeVar("Result")
BUSY = "Many people sign in just now. Try again in a few seconds."


class WaitingRoom:
    """`at_once` threads, and seats for those and `may_wait` more. `begin` is run in each thread
    first."""

    def __init__(
        self, name: str, *, at_once: int, may_wait: int, begin: Callable[[], None] | None = None
    ) -> None:
        self._threads = ThreadPoolExecutor(at_once, name, initializer=begin)
        self._count = at_once + may_wait
        self._seats = threading.BoundedSemaphore(self._count)
        self._limiter: CapacityLimiter | None = None

    async def do(self, work: Callable[[], Result]) -> Result:
        """Does the work and gives what comes of it, off the event loop. Raises TooManyAttempts
        where every seat is taken, and what the work raises."""
        if not self._seats.acquire(blocking=False):
            raise TooManyAttempts("busy", BUSY)

        def work_and_leave() -> Result:
            """Does the work, and leaves the seat to the next."""
            try:
                return work()
            finally:
                self._seats.release()

        work_done = self._threads.submit(work_and_leave)
        return await run_sync(work_done.result, limiter=self._waiting())

    def _waiting(self) -> CapacityLimiter:
        """Of its own, so that whoever waits keeps no file from being served. Made in the loop."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(self._count)
        return self._limiter
