"""Threads that post: as many as there are slots, each with a `Transport` of its own.

A call waits in `_waiting` until a thread takes it out, which is one step: whoever has taken it out,
the thread or who takes it back, is the only one who has it.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence

from jetmsg_core.gateway.seam import (
    Answer,
    Call,
    Key,
    Request,
    Returned,
    Transport,
    TransportFailure,
)

log = logging.getLogger(__name__)

TAKEN_BACK = "The call was taken back before it left."
LOOK_SECONDS = 0.05
OUR_ERROR = "An error of this program."
NO_ANSWER = "No answer within the time allowed."


class ThreadPosters:
    """`Posters` in this process. `transport_for_thread` makes one transport for each thread."""

    def __init__(self, slots: int, transport_for_thread: Callable[[], Transport]) -> None:
        self.slots = slots
        self._transport_for_thread = transport_for_thread
        self._waiting: dict[Key, Request] = {}
        self._posting: dict[Key, float] = {}
        """Since when, by the steady clock."""
        self._next: queue.SimpleQueue[Key | None] = queue.SimpleQueue()
        self._back: queue.SimpleQueue[Returned] = queue.SimpleQueue()
        for _ in range(slots):
            self._start_thread()

    def begin(self, calls: Sequence[Call]) -> None:
        """Hands each call to the next thread that is free."""
        for key, form in calls:
            self._waiting[key] = form
            self._next.put(key)

    def completed(self, wait: float) -> list[Returned]:
        """Gives what has come back: waits up to `wait` seconds for the first, then takes what is
        there."""
        returned: list[Returned] = []
        try:
            if wait:
                returned.append(self._back.get(timeout=wait))
            while True:
                returned.append(self._back.get_nowait())
        except queue.Empty:
            return returned

    def take_back(self, keys: Iterable[Key]) -> None:
        """Lets none of these calls begin that no thread has taken yet."""
        for key in keys:
            if self._waiting.pop(key, None) is not None:
                self._back.put((key, TransportFailure(False, TAKEN_BACK, 0.0)))

    def give_up(self, key: Key) -> None:
        """Waits no longer for a call; its thread may never come back, so another stands in."""
        self.take_back([key])
        since = self._posting.pop(key, None)
        if since is not None:
            elapsed = time.monotonic() - since
            self._back.put((key, TransportFailure(True, NO_ANSWER, elapsed)))
            self._start_thread()

    def close(self) -> None:
        """Lets each thread end once its call has come back."""
        for _ in range(self.slots):
            self._next.put(None)

    def wait_for_begun(self, seconds: float) -> None:
        """Waits until no call is with a thread any more, for so many seconds at most."""
        ends = time.monotonic() + seconds
        while self._posting and time.monotonic() < ends:
            time.sleep(LOOK_SECONDS)

    def _start_thread(self) -> None:
        threading.Thread(target=self._post_until_closed, daemon=True).start()

    def _post_until_closed(self) -> None:
        post = self._transport_for_thread()
        while (key := self._next.get()) is not None:
            form = self._waiting.pop(key, None)
            if form is None:  # taken back
                continue
            self._posting[key] = time.monotonic()
            answer = _answer_to(post, form)
            is_given_up = self._posting.pop(key, None) is None
            self._back.put((key, answer))
            if is_given_up:
                return


def _answer_to(post: Transport, form: Request) -> Answer | TransportFailure:
    started = time.monotonic()
    try:
        return post(form)
    except Exception:  # A mistake of ours must not lose the call: it ends as unknown.
        log.exception("a call ended in our own error")
        return TransportFailure(True, OUR_ERROR, time.monotonic() - started)
