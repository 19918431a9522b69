"""Calls that wait until a test answers them: a call pool without threads, so that a test has every
call in its hand and nothing depends on the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from jetmsg_core.campaigns.sending.call_pool import CompletedCall, Key, PoolCall
from jetmsg_core.campaigns.sending.channels import form_of, verdict_of
from jetmsg_core.campaigns.sending.settle import settle
from jetmsg_core.gateway.seam import Answer, Transport, TransportFailure
from jetmsg_core.settings import Settings


class WaitingCalls:
    """In the place of `CallPool`. The form of a call is made when it leaves, as by a thread."""

    def __init__(self, settings: Settings, post_for_thread: Callable[[], Transport]) -> None:
        self._settings = settings
        self._back: list[CompletedCall] = []
        self.in_flight: dict[Key, PoolCall] = {}

    def begin(self, call: PoolCall) -> None:
        form_of(self._settings, call.order, call.chunk)
        self.in_flight[call.key] = call

    def answer(self, call: PoolCall, answer: Answer | TransportFailure) -> None:
        """Lets a call come back with this answer; the sender's next turn records it."""
        verdict = verdict_of(call.order, call.chunk, answer)
        result = settle(call.chunk, verdict)
        self._back.append(CompletedCall(call, answer, verdict, result, time.monotonic()))

    def completed(self, wait: float) -> list[CompletedCall]:
        back, self._back = self._back, []
        return back

    def overdue(self, back: set[Key]) -> list[CompletedCall]:
        return []

    def recorded(self, keys: set[Key]) -> None:
        for key in keys:
            self.in_flight.pop(key, None)

    def close(self) -> None:
        pass
