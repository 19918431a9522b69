"""Keys never reach a message, a log, an exception or the database, and whole phone numbers reach
nobody who may not see them."""

from __future__ import annotations

import re
from urllib.parse import quote_plus

KEY_SHAPE = re.compile(r"[0-9a-fA-F]{6}(?:-[0-9a-fA-F]{6}){4}")
"""What a JETMSG key looks like: five groups of six hex digits."""

MASK = "•••"


def mask(text: str, secrets: tuple[str, ...] = ()) -> str:
    """Gives `text` with every known secret, and everything shaped like a key, replaced.

    A secret is also looked for in its URL-encoded form, since a GET carries it there.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK).replace(quote_plus(secret), MASK)
    # A key has four hyphens, a reply full of ids none: looking for them first is 50 times faster.
    return KEY_SHAPE.sub(MASK, text) if text.count("-") >= 4 else text


def last_four(secret: str) -> str:
    """Gives what may be shown of a key, so that its owner can tell which one is set."""
    return f"{MASK}{secret[-4:]}" if len(secret) >= 8 else MASK


LAST_DIGITS = 10_000
"""No phone number is below it, so what is below it are the last four digits of one."""
NUMBER_IN_TEXT = re.compile(r"(?<!\w)(?!\d{4}-\d\d-\d\d\b)\+?\d[\d \-()]{5,}\d(?!\w)")
"""What may be a phone number in words of others: seven digits or more, however they are divided,
that are no date."""


def last_digits(number: int) -> int:
    """Gives the last four digits of a phone number, all that may be seen of it."""
    return number % LAST_DIGITS


def written_number(number: int) -> str:
    """Gives a phone number as it is shown: with its `+`, or with a mask before the four digits that
    are left of it."""
    return f"+{number}" if number >= LAST_DIGITS else f"{MASK}{number:04}"


def mask_numbers(text: str) -> str:
    """Gives `text` with whatever may be a phone number in it cut down to its last four digits."""
    return NUMBER_IN_TEXT.sub(_only_last, text)


def _only_last(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    return f"{MASK}{digits[-4:]}" if len(digits) >= 7 else match[0]
