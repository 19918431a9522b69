"""Calls on their way: what is posted of a chunk, and what the answer to it means. Who posts is
below the seam (`gateway.seam.Posters`). No database here.

A call that outlives every time-out is given up, as *unknown* unless it is proved that it never
left; what it may still answer is kept as evidence and changes nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from jetmsg_core.campaigns.sending.channels import SendOrder, form_of, verdict_of
from jetmsg_core.campaigns.sending.settle import settle
from jetmsg_core.gateway.replies import Outcome, Verdict
from jetmsg_core.gateway.seam import (
    BEGIN_SECONDS,
    Answer,
    DistantPosters,
    Key,
    Posters,
    Request,
    Returned,
    TransportFailure,
)
from jetmsg_core.primitives.masking import mask
from jetmsg_core.settings import Settings
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import ChunkResult

log = logging.getLogger(__name__)

GRACE_SECONDS = BEGIN_SECONDS
"""How far beyond the time allowed a call may be before it is given up: whatever began in time is
over by then."""

OUR_ERROR = "An error of this program."


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
    """The calls that are with the posters, and what each means once it came back."""

    def __init__(self, settings: Settings, posters: Posters) -> None:
        self._settings = settings
        self._posters = posters
        self._unpostable: list[Returned] = []
        self._distant = posters if isinstance(posters, DistantPosters) else None
        self._given_up: dict[Key, PoolCall] = {}
        self._taken_back: set[Key] = set()
        self.in_flight: dict[Key, PoolCall] = {}
        """In the order in which they left."""

    @property
    def slots(self) -> int:
        """It says how many calls may be on their way together now."""
        return self._posters.slots

    @property
    def why_not(self) -> str | None:
        """It gives a sentence why the posters can take no call, None where they can."""
        return None if self._distant is None else self._distant.why_not

    def begin(self, calls: Sequence[PoolCall]) -> None:
        """Hands calls to the posters. One that cannot be said to the gateway comes back as not
        sent."""
        self.in_flight |= {call.key: call for call in calls}
        forms = [(call.key, form) for call in calls if (form := self._form_of(call)) is not None]
        self._posters.begin(forms)

    def _form_of(self, call: PoolCall) -> Request | None:
        try:
            begin_by = call.left_at + BEGIN_SECONDS
            return form_of(self._settings, call.order, call.chunk, begin_by)
        except Exception:  # A mistake of ours must not lose the call.
            log.exception("a call could not be made of a chunk")
            self._unpostable.append((call.key, TransportFailure(False, OUR_ERROR, 0.0)))
            return None

    def completed(self, wait: float) -> list[CompletedCall]:
        """Gives what has come back: waits up to `wait` seconds for the first, then takes what is
        there. The calls stay in flight until they are `recorded`."""
        unpostable, self._unpostable = self._unpostable, []
        is_awaited = self.in_flight and not unpostable
        returned = self._posters.completed(wait if is_awaited else 0)
        return [
            judged(self._settings, call, answer)
            for key, answer in (*unpostable, *returned)
            if (call := self._call_of(key)) is not None
        ]

    def give_up_overdue(self, back: set[Key]) -> bool:
        """Gives up the calls that should have come back long ago, but for those that are `back`,
        and returns whether there are any: they come back at once."""
        grace = GRACE_SECONDS if self._distant is None else self._distant.grace
        limit = time.monotonic() - self._settings.timeout - grace
        oldest = takewhile(lambda call: call.left_at < limit, self.in_flight.values())
        overdue = {call.key: call for call in oldest if call.key not in back}
        self._given_up |= overdue
        for key in overdue:
            self._posters.give_up(key)
        return bool(overdue)

    def recorded(self, keys: set[Key]) -> None:
        """Takes these calls off the list of those in flight."""
        for key in keys:
            self.in_flight.pop(key, None)
        self._taken_back -= keys
        if self._distant is not None:
            self._distant.recorded(keys)

    def take_back(self, campaign_ids: set[int]) -> None:
        """Asks that no call of these campaigns begins that has not begun."""
        keys = {key for key in self.in_flight if key[0] in campaign_ids} - self._taken_back
        self._taken_back |= keys
        self._posters.take_back(keys)

    def is_taken_back(self, completed: CompletedCall) -> bool:
        """Tells whether a call did not leave because it was taken back: that says nothing about the
        gateway."""
        is_unsent = completed.verdict.outcome is Outcome.NOT_SENT
        return is_unsent and completed.call.key in self._taken_back

    def close(self) -> None:
        """Lets those who post end once their calls have come back."""
        self._posters.close()

    def _call_of(self, key: Key) -> PoolCall | None:
        """A late answer is that to a call which was given up before."""
        return self.in_flight.get(key) or self._given_up.pop(key, None)


def judged(settings: Settings, call: PoolCall, answer: Answer | TransportFailure) -> CompletedCall:
    """Says what an answer means for its call, keys masked."""
    try:
        verdict = verdict_of(call.order, call.chunk, answer)
    except Exception:  # A mistake of ours must not lose the call: it ends as unknown.
        log.exception("an answer could not be read")
        answer = TransportFailure(True, OUR_ERROR, answer.elapsed, answer.body, answer.came)
        verdict = verdict_of(call.order, call.chunk, answer)
    # A gateway may quote the key it refuses.
    verdict = replace(verdict, sentence=mask(verdict.sentence, settings.secrets))
    came_at = time.monotonic() if answer.came is None else answer.came
    return CompletedCall(call, answer, verdict, settle(call.chunk, verdict), came_at)
