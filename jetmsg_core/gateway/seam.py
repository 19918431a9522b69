"""The seam between deciding and posting: post this form, give me the raw answer or why there is
none. Nothing above it knows what stands behind it; today that is a thread with a connection.

Pure. Fields hold keys and bodies may hold one-time codes, so neither is part of a `repr`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Method(StrEnum):
    """The ways in which the fields of a call travel."""

    POST = "POST"
    GET = "GET"


@dataclass(frozen=True)
class Request:
    """A call to make: `fields` go form-encoded in the body, or with GET in the address; with
    `as_json` as one JSON object, which is for webhooks and no call of the gateway's; `headers` go
    with it to an identity provider alone."""

    url: str
    fields: Mapping[str, object] = field(repr=False)
    method: Method = Method.POST
    as_json: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


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


@runtime_checkable
class Connected(Protocol):
    """A `Transport` that keeps a connection from call to call."""

    def close(self) -> None:
        """Closes the connection: the next call begins on one of its own."""
