"""What is dialled before a number: taken off an Indian one, told from the number of a foreign one.
Pure.

91 is never taken from ten digits.
"""

from __future__ import annotations

from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.countries import is_foreign_mobile, is_foreign_number

SHORTEST_ABROAD, LONGEST_ABROAD = 8, 13
"""Digits that the gateway takes for WhatsApp."""


def without_prefix(digits: str, *, plus: bool) -> str | Reason:
    """Gives ten digits once an accepted prefix is off, or what is wrong with the length. `plus` is
    whether `+` stood in front."""
    length = len(digits)
    if plus:
        if length == 12 and digits.startswith("91"):
            return digits[2:]
        if length == 13 and digits.startswith("910"):
            return digits[3:]
        return _wrong_after_plus(digits)
    if length == 10:
        return digits
    if length == 11 and digits[0] == "0":
        return digits[1:]
    if length == 12 and digits.startswith("91"):
        return digits[2:]
    if length == 13 and digits.startswith(("091", "910")):
        return digits[3:]
    if length == 14 and digits.startswith("0091"):
        return digits[4:]
    return _wrong_length(digits)


def _wrong_after_plus(digits: str) -> Reason:
    if not digits.startswith("91"):
        return Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    return Reason.TOO_SHORT if len(digits) < 12 else Reason.TOO_LONG


def _wrong_length(digits: str) -> Reason:
    length = len(digits)
    if length < 10:
        return Reason.TOO_SHORT
    if digits.startswith("0091"):
        return Reason.TOO_SHORT if length < 14 else Reason.TOO_LONG
    if digits.startswith("00") and length <= 17:
        return Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    if length == 11 and digits.startswith("91"):
        return Reason.WRONG_LENGTH
    if (length == 11 and digits[0] == "1") or (length in (12, 13) and digits[0] not in "09"):
        return Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    return Reason.FOREIGN_OR_UNKNOWN_COUNTRY if is_foreign_mobile(digits) else Reason.TOO_LONG


def number_abroad(digits: str, *, plus: bool) -> str | Reason:
    """Gives a foreign number as E.164 has it, or what is wrong with it. Without `+` or 00 in front
    it has to be a mobile number, since its calling code is a guess."""
    is_explicit = plus or digits.startswith("00")
    number = digits if plus else digits.removeprefix("00")
    if not (is_foreign_number(number) if is_explicit else is_foreign_mobile(number)):
        return Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    if len(number) > LONGEST_ABROAD:
        return Reason.TOO_LONG
    return number if len(number) >= SHORTEST_ABROAD else Reason.TOO_SHORT


def is_doubtful_abroad(compact: str) -> bool:
    """Tells whether a foreign number may be an Indian one with a digit too many. `compact` is how
    it is spelled, without separators."""
    return len(compact) == 11 and compact[0] in "6789"
