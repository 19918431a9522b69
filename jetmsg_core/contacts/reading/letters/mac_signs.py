"""Signs of MacRoman that are letters or odd marks in CP1252: as which of the two they stand.

A Mac's `500 – 600` is `500 Ð 600` in CP1252, its `Hello…` is `HelloÉ`, and its `25°C` is `25¡C`. No
name has a capital of CP1252 by itself or beside a digit, nor an inverted exclamation mark behind
one, and there a Mac has just these signs. Pure.
"""

from __future__ import annotations

from enum import IntEnum

from jetmsg_core.contacts.reading.letters.spelling import Place, Spelling


class _Sign(IntEnum):
    """Bytes, named for what MacRoman has."""

    OPENING_QUOTE = 0xD2
    CLOSING_QUOTE = 0xD3
    OPENING_APOSTROPHE = 0xD4
    APOSTROPHE = 0xD5
    DASH = 0xD0
    LONG_DASH = 0xD1
    ELLIPSIS = 0xC9
    BULLET = 0xA5
    REGISTERED = 0xA8
    TRADE_MARK = 0xAA
    DEGREE = 0xA1
    EURO = 0xDB
    SPACE = 0xCA


_NEVER_ALONE = frozenset({_Sign.DASH, _Sign.LONG_DASH, _Sign.EURO, _Sign.SPACE})
"""Ð, Ñ, Û and Ê in CP1252: nobody's initial, as É may be."""
_QUOTES = frozenset(sign for sign in _Sign if "QUOTE" in sign.name or "APOSTROPHE" in sign.name)
_CAPITALS = _NEVER_ALONE | _QUOTES | {_Sign.ELLIPSIS}
_VOWELS = "aeiouy"
_SAID_BEFORE_ELLIPSIS = frozenset({"OK", "HI", "YES", "NOW", "NEW", "BUY", "GET", "SMS", "OTP"})
"""Words of messages that no name ends with before É."""


def spelling_in_windows(around: Place) -> Spelling | None:
    """Tells how well the letter that CP1252 has for such a sign stands there; None where the place
    says no more than that of any other letter."""
    before, after = around.before, around.after
    is_bare = not (before or after)
    if is_bare and around.byte in _CAPITALS:
        is_odd = around.byte in _NEVER_ALONE or _is_by_a_digit(around)
        return Spelling.WRONG if is_odd else None
    match around.byte:
        case _Sign.ELLIPSIS if _is_said_before(around):
            return Spelling.WRONG
        case _Sign.ELLIPSIS if before[-1:].islower() and before[-1] not in _VOWELS and not after:
            return Spelling.RARE  # JosÉ, where a program made capitals of some letters only
        case _Sign.BULLET if is_bare or _is_by_a_digit(around):
            return Spelling.USUAL if _is_by_a_digit(around) else Spelling.RARE
        case _Sign.REGISTERED:
            return Spelling.WRONG
        case _Sign.DEGREE if around.is_after_digit or (before and not after):
            return Spelling.WRONG
        case _Sign.TRADE_MARK if is_bare and not around.is_after_digit:
            return Spelling.WRONG  # 5ª has a digit before it
        case _Sign.TRADE_MARK if len(before) > 1 and not after:
            return Spelling.RARE  # Profª; Tata™
        case _:
            return None


def is_sign_of_mac(around: Place) -> bool:
    """Tells whether a sign of MacRoman stands where such signs do. Where CP1252 may well have a
    letter, `JOSÉ`, it does not."""
    is_bare, is_behind = (
        not (around.before or around.after),
        bool(around.before) and not around.after,
    )
    is_behind_small = is_behind and around.before[-1].islower()
    match around.byte:
        case _Sign.DASH | _Sign.LONG_DASH:
            return is_bare or is_behind_small or _is_by_a_digit(around)
        case _Sign.OPENING_QUOTE | _Sign.OPENING_APOSTROPHE:
            return around.is_before_digit
        case _Sign.CLOSING_QUOTE | _Sign.APOSTROPHE:
            return _is_by_a_digit(around)
        case _Sign.ELLIPSIS:
            return is_behind_small or around.is_after_digit or _is_said_before(around)
        case _Sign.BULLET:
            return not (around.before or _is_by_a_digit(around))
        case _Sign.TRADE_MARK:
            return is_behind or is_bare
        case _Sign.REGISTERED:
            return is_behind or (is_bare and around.is_after_digit)
        case _Sign.DEGREE:
            return around.is_after_digit
        case _Sign.EURO:
            return is_bare or around.is_before_digit
        case _:
            return around.byte == _Sign.SPACE and _is_space(around)


def _is_said_before(around: Place) -> bool:
    return around.before.upper() in _SAID_BEFORE_ELLIPSIS and not around.after


def _is_space(around: Place) -> bool:
    """Whether the Ê of CP1252 is none there, since its case does not fit or nothing follows."""
    before, after = around.before, around.after
    is_title = not before and after[:1].isupper() and after[1:2].islower()
    return not after or is_title or before[-1:].islower()


def _is_by_a_digit(around: Place) -> bool:
    return around.is_after_digit or around.is_before_digit
