"""The calls that the worker has handed to posters, and what is asked about each next. It is
told what time it is, and knows no Redis.

A call is *waiting* until it is given to the broker, then *out*, whether or not the giving went
well, and *back* once its end is known; it is forgotten when that end is on disk. When its ticket
may no longer be had by a poster, the worker asks for it: that ends the call as not sent, or says
that somebody began it. Then an answer is waited for, and what never comes is unknown.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from jetmsg_core.fleet.tickets import Epoch, Ticket, new_token
from jetmsg_core.gateway.seam import BEGIN_SECONDS, Key, Request, TransportFailure

ASK_SECONDS = BEGIN_SECONDS + 0.5
"""From handing a call out to asking whether somebody began it."""

ANSWER_SECONDS = 5.0
"""Beyond the time a call may take, for its answer to come here."""

NOBODY_BEGAN = "No poster began the call in time."
NO_ANSWER = "No answer within the time allowed."
FORGOTTEN = "Redis lost what it knew of the call, and no answer came."


class CallStage(StrEnum):
    """How far a call is."""

    WAITING = "waiting"
    OUT = "out"
    BACK = "back"


@dataclass
class HandedOutCall:
    """A call that is handed out. `begun_at`, `ask_at` and `last_at` are by the steady clock: when
    it was handed out, when its ticket is asked for next, and when no answer is waited for any
    more. `token` is the one to ask with; `why` says why nobody made it, should the ticket be
    had with it. `was_begun` once the ticket was somebody else's."""

    key: Key
    name: str
    form: Request = field(repr=False)
    begun_at: float
    last_at: float
    ask_at: float
    token: str = field(default_factory=new_token)
    stage: CallStage = CallStage.WAITING
    epoch: Epoch | None = None
    instance: str = ""
    why: str = NOBODY_BEGAN
    was_begun: bool = False
    was_forgotten: bool = False


class HandedOut:
    """All calls that are handed out by the worker `holder`; `timeout` is the seconds that one may
    take in all. For several threads."""

    def __init__(self, holder: str, timeout: float) -> None:
        self._holder, self._timeout = holder, timeout
        self._lock = threading.Lock()
        self._calls: dict[str, HandedOutCall] = {}
        self._out_at: Counter[str] = Counter()

    def name_of(self, key: Key) -> str:
        """Gives the name of a call, which no other call of any worker has."""
        return name_of(self._holder, key)

    def is_ours(self, name: str) -> bool:
        """Tells whether this worker handed it out, now or earlier."""
        return name.startswith(f"{self._holder}:")

    def add(self, key: Key, form: Request, now: float) -> HandedOutCall:
        """Takes a call that is to be handed out."""
        call = HandedOutCall(
            key,
            self.name_of(key),
            form,
            begun_at=now,
            last_at=now + ASK_SECONDS + self._timeout + ANSWER_SECONDS,
            ask_at=now + ASK_SECONDS,
        )
        with self._lock:
            self._calls[call.name] = call
        return call

    def give(self, calls: Iterable[HandedOutCall], epoch: Epoch, instance: str) -> None:
        """Notes that these calls are about to be given to the broker, for the poster `instance`:
        from now on somebody may make them."""
        with self._lock:
            for call in calls:
                call.stage, call.epoch, call.instance = CallStage.OUT, epoch, instance
                self._out_at[instance] += 1

    def ask_now(self, names: Collection[str], now: float) -> None:
        """Lets the tickets of these calls be asked for at once."""
        with self._lock:
            for name in names:
                call = self._calls.get(name)
                if call is not None and call.stage is not CallStage.BACK and not call.was_begun:
                    call.ask_at = min(call.ask_at, now)

    def disclaimed(self, name: str, token: str, why: str, now: float) -> None:
        """Notes that whoever asked with `token` will not make the call, and why: whether nobody
        else does, the ticket says, asked for with the same token."""
        with self._lock:
            call = self._calls.get(name)
            if call is not None and call.stage is CallStage.OUT:
                call.token, call.why, call.ask_at, call.was_begun = token, why, now, False

    def due(self, now: float) -> list[HandedOutCall]:
        """Gives the calls whose ticket is to be asked for now."""
        with self._lock:
            return [
                call
                for call in self._calls.values()
                if call.stage is CallStage.OUT
                and call.ask_at <= now
                and not call.was_begun
                and not call.was_forgotten
            ]

    def answered(self, call: HandedOutCall, ticket: Ticket) -> TransportFailure | None:
        """Notes what Redis said of a ticket that was asked for without a deadline. Gives the end of
        the call where that is one: nobody made it, and nobody will."""
        with self._lock:
            if ticket is Ticket.MINE:
                return TransportFailure(False, call.why, 0.0)
            call.was_begun = ticket is not Ticket.OTHER_EPOCH
            call.was_forgotten = ticket is Ticket.OTHER_EPOCH
            return None

    def without_answer(self, now: float) -> list[tuple[HandedOutCall, TransportFailure]]:
        """Gives the calls that somebody may have made, and for whose answers nobody waits any
        longer, with their end: unknown."""
        with self._lock:
            return [
                (call, TransportFailure(True, _why_unknown(call), self._timeout, came=now))
                for call in self._calls.values()
                if call.stage is CallStage.OUT
                and call.last_at <= now
                and (call.was_begun or call.was_forgotten)
            ]

    def end(self, name: str) -> Key | None:
        """Notes that the end of a call is known. Gives its key, None where it was known before."""
        with self._lock:
            call = self._calls.get(name)
            if call is None or call.stage is CallStage.BACK:
                return None
            if call.stage is CallStage.OUT:
                self._out_at[call.instance] -= 1
            call.stage = CallStage.BACK
            return call.key

    def is_waiting(self, call: HandedOutCall) -> bool:
        """Tells whether nobody was given the call yet, and it is not over."""
        with self._lock:
            return call.stage is CallStage.WAITING

    def end_waiting(self, names: Collection[str]) -> list[Key]:
        """Ends those of these calls that nobody was given: they were not sent."""
        with self._lock:
            ended = []
            for name in names:
                call = self._calls.get(name)
                if call is not None and call.stage is CallStage.WAITING:
                    call.stage = CallStage.BACK
                    ended.append(call.key)
            return ended

    def forget(self, names: Iterable[str]) -> None:
        """Forgets calls whose end is on disk."""
        with self._lock:
            for name in names:
                call = self._calls.pop(name, None)
                if call is not None and call.stage is CallStage.OUT:
                    self._out_at[call.instance] -= 1

    def knows(self, name: str) -> bool:
        """Tells whether the call is handed out and its end not on disk."""
        with self._lock:
            return name in self._calls

    def out_at(self, instance: str) -> int:
        """Counts the calls that the poster `instance` has been given and that are not back."""
        with self._lock:
            return self._out_at[instance]

    def __len__(self) -> int:
        with self._lock:
            return len(self._calls)


def name_of(holder: str, key: Key) -> str:
    """Gives the name of the call with this key, claimed by the worker `holder`."""
    campaign_id, first_seq, attempt = key
    return f"{holder}:{campaign_id}:{first_seq}:{attempt}"


def _why_unknown(call: HandedOutCall) -> str:
    return FORGOTTEN if call.was_forgotten else NO_ANSWER
