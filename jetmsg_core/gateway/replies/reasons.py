"""The class of a refusal, by the words of its sentence. The list of sentences is not documented:
an unfamiliar one is *other*, and is shown as it came."""

from __future__ import annotations

import re
from enum import StrEnum


class Reason(StrEnum):
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
    (Reason.RATE, r"too many|\brate limit|throttl"),
    (Reason.CREDIT, r"insufficient|\blow (balance|credit|fund)"),
    (Reason.TEMPLATE, r"template|\bdlt\b|tempid|\bentity|\bpe[ -]?id\b"),
    (Reason.SENDER, r"sender|header"),
    (Reason.OTHER, r"\b(character|length|size|number|recipient)s?\b.*\blimit"),
    (Reason.OTHER, r"\blimit\w*\b.*\b(character|length|size|number|recipient)s?\b"),
    (Reason.CREDIT, r"balance|credits?\b|recharge|quota"),
    (Reason.CREDIT, r"\b(monthly|plan|package|subscription)\b.*\b(limit|expire|exceed|over)"),
    (Reason.CREDIT, r"\bexpired\b.*\b(plan|package|subscription)\b"),
    (Reason.RATE, r"\brate\b|\blimit"),
    (Reason.KEY, r"(auth|api|app)[ -]?key|credential"),
    (Reason.IP, r"\bips?\b|whitelist"),
    (Reason.KEY, r"auth|\bkey\b|\btoken\b"),
    (Reason.KEY, r"\baccount\b.*\b(suspended|inactive|blocked|disabled|deactivated|expired)"),
    (Reason.ROUTE, r"\broute\b"),
)


def classify(sentence: str) -> Reason:
    lowered = sentence.lower()
    return next((r for r, words in REASON_WORDS if re.search(words, lowered)), Reason.OTHER)
