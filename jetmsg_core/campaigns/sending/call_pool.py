"""Calls on their way: the threads that post, and what came back to them. No database here.

A call that outlives every time-out is given up as *unknown*; what it may still answer is kept as
evidence and changes nothing.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from jetmsg_core.campaigns.sending.channels import SendOrder, form_of, verdict_of
from jetmsg_core.campaigns.sending.settle import settle
from jetmsg_core.gateway.replies import Outcome, Verdict
from jetmsg_core.gateway.seam import Answer, Connected, Transport, TransportFailure
from jetmsg_core.primitives.masking import mask
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import ChunkResult

log = logging.getLogger(__name__)

GRACE_SECONDS = 5.0
"""How far beyond the time allowed a thread may be before its call is given up."""

Key = tuple[int, int, int]


@dataclass(frozen=True)
class PoolCall:
    """A claimed chunk on its way to the gateway, since `left_at` by the steady clock."""

    chunk: ClaimedChunk
    order: SendOrder
    left_at: float

    @property
    def key(self) -> Key:
        """The call's campaign, the first seq of its chunk, and the attempt."""
        return self.chunk.campaign_id, self.chunk.first_seq, self.chunk.attempt


@dataclass(frozen=True)
class CompletedCall:
    """A call that came back, and what it means for its chunk. `came_at` is when the answer was
    complete, by the steady clock: one that is looked at longer is handed on later."""

    call: PoolCall
    answer: Answer | TransportFailure
    verdict: Verdict
    result: ChunkResult
    came_at: float


class CallPool:
    """The threads that post, as many as there are senders, each with a `Transport` of its own."""

    def __init__(self, settings: Settings, post_for_thread: Callable[[], Transport]) -> None:
        self._settings = settings
        self._post_for_thread = post_for_thread
        self._leaving: queue.SimpleQueue[PoolCall | None] = queue.SimpleQueue()
        self._back: queue.SimpleQueue[CompletedCall] = queue.SimpleQueue()
        self.in_flight: dict[Key, PoolCall] = {}
        for _ in range(settings.senders):
            self._start_thread()

    def begin(self, call: PoolCall) -> None:
        """Hands a call to the next thread that is free."""
        self.in_flight[call.key] = call
        self._leaving.put(call)

    def completed(self, wait: float) -> list[CompletedCall]:
        """Gives what has come back: waits up to `wait` seconds for the first, then takes what is
        there. The calls stay in flight until they are `recorded`."""
        calls: list[CompletedCall] = []
        try:
            if wait and self.in_flight:
                calls.append(self._back.get(timeout=wait))
            while True:
                calls.append(self._back.get_nowait())
        except queue.Empty:
            return calls

    def overdue(self, back: set[Key]) -> list[CompletedCall]:
        """Gives up the calls that should have come back long ago, but for those that are `back`."""
        limit = time.monotonic() - self._settings.timeout - GRACE_SECONDS
        given_up = []
        for key, call in self.in_flight.items():
            if call.left_at < limit and key not in back:
                failure = TransportFailure(
                    True, "No answer within the time allowed.", GRACE_SECONDS
                )
                given_up.append(self._completed(call, failure))
                self._start_thread()  # the old one may never come back
        return given_up

    def recorded(self, keys: set[Key]) -> None:
        """Takes these calls off the list of those in flight."""
        for key in keys:
            self.in_flight.pop(key, None)

    def close(self) -> None:
        """Lets each thread end once its call has come back."""
        for _ in range(self._settings.senders):
            self._leaving.put(None)

    def _start_thread(self) -> None:
        threading.Thread(target=self._post_until_closed, daemon=True).start()

    def _post_until_closed(self) -> None:
        post = self._post_for_thread()
        while (call := self._leaving.get()) is not None:
            completed = self._post(post, call)
            if isinstance(post, Connected) and not _names_its_people(completed):
                post.close()
            self._back.put(completed)

    def _post(self, post: Transport, call: PoolCall) -> CompletedCall:
        started = time.monotonic()
        left = False
        try:
            form = form_of(self._settings, call.order, call.chunk)
            left = True
            answer = post(form)
            return self._completed(call, answer)
        except Exception:  # A mistake of ours must not lose the call: it ends as unknown.
            log.exception("a call ended in our own error")
            failure = TransportFailure(
                left, "An error of this program.", time.monotonic() - started
            )
            return self._completed(call, failure)

    def _completed(self, call: PoolCall, answer: Answer | TransportFailure) -> CompletedCall:
        verdict = verdict_of(call.order, call.chunk, answer)
        # A gateway may quote the key it refuses.
        sentence = mask(verdict.sentence, self._settings.secrets)
        verdict = replace(verdict, sentence=sentence)
        came_at = time.monotonic() if answer.came is None else answer.came
        return CompletedCall(call, answer, verdict, settle(call.chunk, verdict), came_at)


def _names_its_people(completed: CompletedCall) -> bool:
    """An accepted SMS call does. Anything else may have been said to the call before, whose second
    answer came late: then ours is still to come, and must not be taken for the next one's."""
    is_sms = completed.call.order.channel is Channel.SMS
    return is_sms and completed.verdict.outcome is Outcome.ACCEPTED
