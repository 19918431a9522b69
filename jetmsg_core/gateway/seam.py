"""The seam between deciding and posting: post this form, give me the raw answer or why there is
none. A `Transport` makes one call and waits for it; `Posters` make many at once. Nothing above
knows what stands behind: threads of this process (`posters.threads`), or others.

Pure. Fields hold keys and bodies may hold one-time codes, so neither is part of a `repr`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

BEGIN_SECONDS = 10.0
"""How long after it was handed over a call may still begin. One that waited for longer, behind a
frozen process or on a machine that could not keep up, never leaves: its time has passed."""

Key = tuple[int, int, int]
"""A call's campaign, the first seq of its chunk, and the attempt: no two calls have the same."""


class Method(StrEnum):
    """The ways in which the fields of a call travel."""

    POST = "POST"
    GET = "GET"


@dataclass(frozen=True)
class Request:
    """A call to make: `fields` go form-encoded in the body, or with GET in the address; with
    `as_json` as one JSON object, which is for webhooks and no call of the gateway's; `headers` go
    with it to an identity provider alone.

    `people` are the last ten digits of each number that the answer has to list for the connection
    to be used again; empty: it never is. `begin_by` is the moment of this machine's steady clock
    after which the call does not leave; None: it may whenever."""

    url: str
    fields: Mapping[str, object] = field(repr=False)
    method: Method = Method.POST
    as_json: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    people: Sequence[str] = field(default=(), repr=False)
    begin_by: float | None = None


@dataclass(frozen=True)
class Answer:
    """A complete answer. `retry_after` is in seconds, None where the gateway did not say; `came`
    the moment by the steady clock at which it was complete, None where nobody looked."""

    status: int
    body: str = field(repr=False)
    elapsed: float
    retry_after: float | None = None
    came: float | None = None


@dataclass(frozen=True)
class TransportFailure:
    """A call without a complete answer. `sent` False is a proof; True only means that nothing
    proves otherwise.

    `body` is what had arrived. `text` is safe to store and show: secrets are masked. `came` is as
    that of an answer.
    """

    sent: bool
    text: str
    elapsed: float
    body: str = field(default="", repr=False)
    came: float | None = None


class Transport(Protocol):
    """A way to make calls. It never raises for what the network does."""

    def __call__(self, form: Request) -> Answer | TransportFailure: ...


Call = tuple[Key, Request]
"""A call to make."""

Returned = tuple[Key, Answer | TransportFailure]
"""A call that came back, and with what."""


class Posters(Protocol):
    """Those who post: many calls at once, each at most once. Whoever hands calls over does so from
    one thread.

    Each call comes back through `completed`, with its answer or why there is none, also one that
    was taken back, given up, or lost with its poster. One that was given up may come back a second
    time, with a late answer: that is evidence, and changes nothing.
    """

    @property
    def slots(self) -> int:
        """It says how many calls may be on their way together now. It may change: fewer while
        somebody who posts has to be replaced."""
        ...

    def begin(self, calls: Sequence[Call]) -> None:
        """Hands calls over, no more than there are free slots. Each leaves at once, or as soon as
        anybody is free, unless its `begin_by` has passed. It waits for no network, and raises
        nothing for what cannot be posted."""
        ...

    def completed(self, wait: float) -> list[Returned]:
        """Gives what has come back: waits up to `wait` seconds for the first, then takes what is
        there."""
        ...

    def take_back(self, keys: Iterable[Key]) -> None:
        """Asks that of these calls none begins that has not begun. Each comes back: as not sent
        where that is proved, else as whatever becomes of it."""
        ...

    def give_up(self, key: Key) -> None:
        """Ends the wait for a call that should have come back long ago. It comes back at once: as
        not sent where that is proved, else as one that may have left. Whoever might post it still
        is replaced."""
        ...

    def close(self) -> None:
        """Lets those who post end, each once its call has come back. Nothing is handed over after
        it."""
        ...


@runtime_checkable
class DistantPosters(Posters, Protocol):
    """Posters on other machines, which can be out of reach for a while with calls in hand, and
    whose answers are kept until they are on disk."""

    @property
    def grace(self) -> float:
        """It says for how many seconds beyond the time allowed a call is waited for: long enough to
        find out, once they can be reached again, what became of it."""
        ...

    @property
    def why_not(self) -> str | None:
        """It gives a sentence why no call can be handed over, once that has been so for a while;
        None where one can."""
        ...

    def recorded(self, keys: Iterable[Key]) -> None:
        """Takes note that the ends of these calls are on disk."""
        ...
