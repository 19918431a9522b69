"""The one-time codes that are out, in memory only: they are never journalled, saved or shown."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from .journal import AcceptedText, Family

PLACEHOLDER = "@OTP@"


@dataclass(frozen=True)
class Order:
    """A valid request for a code. `template` holds `@OTP@` where the code goes."""

    receiver: str
    template: str
    code: str
    seconds: int
    accepted: AcceptedText

    @property
    def text(self) -> str:
        return self.template.replace(PLACEHOLDER, self.code)


@dataclass(frozen=True)
class Issued:
    message_id: int
    order: Order
    sent_at: float
    is_verified: bool = False

    def is_expired(self, now: float) -> bool:
        return now > self.sent_at + self.order.seconds


class Codes:
    """The codes that were sent. They are found by message id, or by receiver: then the newest one
    counts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._issued: dict[tuple[Family, str], Issued] = {}

    def keep(self, issued: Issued) -> None:
        family = issued.order.accepted.family
        self._issued[family, str(issued.message_id)] = issued
        self._issued[family, issued.order.receiver] = issued

    def find(self, family: Family, msgid: str) -> Issued | None:
        return self._issued.get((family, msgid.strip()))

    def renew(self, issued: Issued) -> None:
        """Keeps the same code again, and its time runs anew."""
        self.keep(replace(issued, sent_at=self.clock(), is_verified=False))

    def mark_verified(self, issued: Issued) -> None:
        self.keep(replace(issued, is_verified=True))


def draw_code(length: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(length))


def without_code(text: str, code: str) -> str:
    """Gives the text for the journal and the status page: a message may hold a code its sender
    chose."""
    return text.replace(code, PLACEHOLDER)
