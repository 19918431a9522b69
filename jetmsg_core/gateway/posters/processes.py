"""Processes that post, each with threads and connections of its own: many hundred calls at once do
not fit under one interpreter. One that ends is replaced, after a pause that grows when they end one
after another."""

from __future__ import annotations

import logging
import selectors
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jetmsg_core.gateway.bodies import TOO_LATE
from jetmsg_core.gateway.posters.child_process import ChildProcess, Posting
from jetmsg_core.gateway.posters.threads import TAKEN_BACK
from jetmsg_core.gateway.seam import Call, Key, Request, Returned, TransportFailure

log = logging.getLogger(__name__)

SHORT_LIFE_SECONDS = 10.0
"""A process that ended sooner is replaced after a pause."""

LONGEST_PAUSE_SECONDS = 60.0


@dataclass
class _Seat:
    """Where one process works, or will again from `next_at` of the steady clock."""

    posting: Posting
    child: ChildProcess | None = None
    next_at: float = 0.0
    short_lives: int = 0


class ProcessPosters:
    """`Posters` in `processes` processes, with `posting.threads` threads in all of them
    together."""

    def __init__(self, processes: int, posting: Posting) -> None:
        self._seats = [
            _Seat(replace(posting, threads=threads))
            for threads in _divided(posting.threads, processes)
        ]
        self._selector = selectors.DefaultSelector()
        self._waiting: dict[Key, Request] = {}
        self._with: dict[Key, ChildProcess] = {}
        self._back: list[Returned] = []
        self._fill_seats()

    @property
    def slots(self) -> int:
        """It says how many calls may be on their way together: those that are, and those that a
        process which runs is free for."""
        return len(self._waiting) + sum(child.busy + child.free for child in self._children)

    @property
    def pids(self) -> list[int]:
        """It says which processes post now."""
        return [child.pid for child in self._children]

    def begin(self, calls: Sequence[Call]) -> None:
        """Gives each call to the process with most free threads."""
        self._waiting |= dict(calls)
        self._give_out()

    def completed(self, wait: float) -> list[Returned]:
        """Gives what has come back: waits up to `wait` seconds for the first, then takes what is
        there."""
        self._fill_seats()
        self._give_out()
        for child in self._children:
            sends = selectors.EVENT_WRITE if child.is_waiting_to_send else 0
            self._selector.modify(child.sock, selectors.EVENT_READ | sends, child)
        for selected, _ in self._selector.select(0 if self._back else wait):
            self._back += selected.data.receive()
        self._bury()
        self._give_out()
        returned, self._back = self._back, []
        for key, _ in returned:
            self._with.pop(key, None)
        return returned

    def take_back(self, keys: Iterable[Key]) -> None:
        """Asks each process that none of these calls begins that has not begun."""
        with_child = defaultdict(list)
        for key in keys:
            if self._waiting.pop(key, None) is not None:
                self._back.append((key, TransportFailure(False, TAKEN_BACK, 0.0)))
            elif key in self._with:
                with_child[self._with[key]].append(key)
        for child, theirs in with_child.items():
            child.take_back(theirs)

    def give_up(self, key: Key) -> None:
        """Ends the wait for a call, and a process that is frozen with it."""
        self.take_back([key] if key in self._waiting else [])
        if key in self._with:
            self._back += self._with[key].give_up(key)
            self._bury()

    def close(self) -> None:
        """Lets each process end once its calls have come back."""
        for child in self._children:
            child.hang_up()
        for child in self._children:
            child.close()
        for seat in self._seats:
            seat.child = None
        self._selector.close()

    @property
    def _children(self) -> list[ChildProcess]:
        return [seat.child for seat in self._seats if seat.child is not None]

    def _give_out(self) -> None:
        """What nobody was free for leaves later, or is too late."""
        if not self._waiting:
            return
        free = {child: child.free for child in self._children if child.free > 0}
        shares: defaultdict[ChildProcess, list[Call]] = defaultdict(list)
        now = time.monotonic()
        for key, form in list(self._waiting.items()):
            if form.begin_by is not None and form.begin_by < now:
                self._back.append((key, TransportFailure(False, TOO_LATE, 0.0)))
                del self._waiting[key]
            elif free:
                child = max(free, key=free.__getitem__)
                free[child] -= 1
                if not free[child]:
                    del free[child]
                shares[child].append((key, self._waiting.pop(key)))
                self._with[key] = child
        for child, calls in shares.items():
            self._back += child.begin(calls)

    def _bury(self) -> None:
        """Processes that ended leave their seats."""
        for seat in self._seats:
            if seat.child is None or not seat.child.is_over:
                continue
            self._back += seat.child.kill()
            self._selector.unregister(seat.child.sock)
            seat.child.close()
            is_short = time.monotonic() - seat.child.started_at < SHORT_LIFE_SECONDS
            seat.short_lives = seat.short_lives + 1 if is_short else 0
            pause = min(2.0**seat.short_lives - 1, LONGEST_PAUSE_SECONDS)
            seat.child, seat.next_at = None, time.monotonic() + pause
            log.error("a process that posts calls has ended; another follows in %.0f s", pause)

    def _fill_seats(self) -> None:
        for seat in self._seats:
            if seat.child is None and time.monotonic() >= seat.next_at:
                try:
                    seat.child = ChildProcess(seat.posting)
                except OSError as error:
                    log.error("no process that posts calls can be started (%s)", error)
                    seat.short_lives += 1
                    seat.next_at = time.monotonic() + min(
                        2.0**seat.short_lives, LONGEST_PAUSE_SECONDS
                    )
                else:
                    self._selector.register(seat.child.sock, selectors.EVENT_READ, seat.child)


def _divided(threads: int, processes: int) -> list[int]:
    """As alike as can be, and none without a thread."""
    processes = min(threads, processes)
    return [threads // processes + (index < threads % processes) for index in range(processes)]
