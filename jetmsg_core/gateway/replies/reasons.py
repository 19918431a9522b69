"""The class of a refusal, by the words of its sentence. The list of sentences is not documented:
an unfamiliar one is *other*, and is shown as it came."""

from __future__ import annotations

import re
from enum import StrEnum


class RefusalReason(StrEnum):
    SENDER = "sender"
    TEMPLATE = "template"
    CREDIT = "credit"
    KEY = "key"
    ROUTE = "route"
    IP = "ip"
    RATE = "rate"
    OTHER = "other"


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
    lowered = sentence.lower()
    return next((r for r, words in REASON_WORDS if re.search(words, lowered)), RefusalReason.OTHER)
