"""The class of a refusal, by the words of its sentence, and the one table of what belongs to each.
The list of sentences is not documented: an unfamiliar one is *other*, and is shown as it came."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jetmsg_core.states import Hold


class RefusalReason(StrEnum):
    """The classes of refusals; `REFUSALS` has what belongs to each."""

    SENDER = "sender"
    TEMPLATE = "template"
    CREDIT = "credit"
    KEY = "key"
    ROUTE = "route"
    IP = "ip"
    RATE = "rate"
    OTHER = "other"


@dataclass(frozen=True)
class RefusalKind:
    """The rule of a class of refusals. One that would meet every call alike holds the campaign:
    `hold` says why it waits for a person. A call that `goes_back` leaves again, by itself or once
    the cause is dealt with; any other is refused for good. `took_key` says whether a gateway that
    refuses so has taken our key."""

    hold: Hold | None = None
    goes_back: bool = False
    took_key: bool = True


REFUSALS: Mapping[RefusalReason, RefusalKind] = {
    RefusalReason.SENDER: RefusalKind(Hold.SENDER, goes_back=True),
    RefusalReason.TEMPLATE: RefusalKind(),
    RefusalReason.CREDIT: RefusalKind(Hold.CREDIT, goes_back=True),
    RefusalReason.KEY: RefusalKind(Hold.KEY, goes_back=True, took_key=False),
    RefusalReason.ROUTE: RefusalKind(Hold.ROUTE, goes_back=True),
    RefusalReason.IP: RefusalKind(Hold.IP, goes_back=True, took_key=False),
    RefusalReason.RATE: RefusalKind(goes_back=True),
    RefusalReason.OTHER: RefusalKind(),
}

# In order: the first that matches decides. What is wrong with one message comes before what is
# wrong with the account, and a limit of size or of a plan before a limit of speed, which alone
# ends by waiting.
REASON_WORDS = (
    (RefusalReason.RATE, r"too many|\brate limit|throttl"),
    (RefusalReason.CREDIT, r"insufficient|\blow (balance|credit|fund)"),
    (RefusalReason.TEMPLATE, r"template|\bdlt\b|tempid|\bentity|\bpe[ -]?id\b"),
    (RefusalReason.SENDER, r"sender|header"),
    (RefusalReason.OTHER, r"\b(character|length|size|number|recipient)s?\b.*\blimit"),
    (RefusalReason.OTHER, r"\blimit\w*\b.*\b(character|length|size|number|recipient)s?\b"),
    (RefusalReason.CREDIT, r"balance|credits?\b|recharge|quota"),
    (
        RefusalReason.CREDIT,
        r"\b(monthly|plan|package|subscription)\b.*\b(limit|expire|exceed|over)",
    ),
    (RefusalReason.CREDIT, r"\bexpired\b.*\b(plan|package|subscription)\b"),
    (RefusalReason.RATE, r"\brate\b|\blimit"),
    (RefusalReason.KEY, r"(auth|api|app)[ -]?key|credential"),
    (RefusalReason.IP, r"\bips?\b|whitelist"),
    (RefusalReason.KEY, r"auth|\bkey\b|\btoken\b"),
    (
        RefusalReason.KEY,
        r"\baccount\b.*\b(suspended|inactive|blocked|disabled|deactivated|expired)",
    ),
    (RefusalReason.ROUTE, r"\broute\b"),
)


def classify(sentence: str) -> RefusalReason:
    """Gives the class of a refusal that says so, in whatever case."""
    lowered = sentence.lower()
    return next((r for r, words in REASON_WORDS if re.search(words, lowered)), RefusalReason.OTHER)
