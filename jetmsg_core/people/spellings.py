"""A number in any spelling, to be seen in a text and cut out of it. Pure.

The pattern is one that both `re` and RE2, which Arrow uses, understand: no look around, so what
stands on both sides is matched too, and groups 1 and 2 give it back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from jetmsg_core.contacts.numbers.countries import country_of
from jetmsg_core.contacts.numbers.normalize_cell import COUNTRY

CUT = "[erased]"
"""What is written where a number was cut out of a text."""
_BETWEEN = 3
"""Characters between two digits at most."""


@lru_cache(maxsize=64)
def pattern_of(number: int) -> str:
    """Gives a regular expression for a number however it is written: with its calling code or
    without, with a 0 or 00 or + in front, divided by spaces or signs, and in the digits of any
    script. A longer run of digits that holds it is another number."""
    code, national = _parts(number)
    signs = rf"[^{_every_digit()}\pL\n\r]{{0,{_BETWEEN}}}".replace(r"\pL", _LETTERS)
    zero = _digits("0")
    front = rf"(?:{zero}{signs}){{0,2}}(?:{_spelled(code, signs)}{signs})?(?:{zero}{signs})?"
    before, behind = rf"(^|[^{_every_digit()}])", rf"($|[^{_every_digit()}])"
    return rf"{before}\+?{front}{_spelled(national, signs)}{behind}"


@lru_cache(maxsize=64)
def _compiled(number: int) -> re.Pattern[str]:
    return re.compile(pattern_of(number))


def names(text: str, number: int) -> bool:
    """Tells whether a text has the number in it."""
    return _compiled(number).search(text) is not None


def without(text: str, number: int) -> str:
    """Gives the text with `CUT` wherever the number was."""
    cut, before = text, ""
    # What stands between two of them belongs to both.
    while cut != before:
        before, cut = cut, _compiled(number).sub(rf"\1{CUT}\2", cut)
    return cut


def like(number: int) -> str:
    """Gives a pattern of SQL's LIKE that fits every text in which ASCII digits spell the number,
    and some others."""
    return "%" + "%".join(_parts(number)[1]) + "%"


_LETTERS = "A-Za-z"


def _parts(number: int) -> tuple[str, str]:
    """The calling code, and what follows it."""
    digits = str(number)
    if COUNTRY < number < COUNTRY + 10**10:
        return "91", digits[2:]
    country = country_of(digits)
    code = country.code if country else ""
    return code, digits[len(code) :]


def _spelled(digits: str, signs: str) -> str:
    return signs.join(map(_digits, digits))


@cache
def _digits(digit: str) -> str:
    return "[" + "".join(_scripts()[int(digit)]) + "]"


@cache
def _every_digit() -> str:
    """The digits of each script stand beside one another: from its 0 to its 9."""
    return "".join(f"{first}-{chr(ord(first) + 9)}" for first in _scripts()[0])


@cache
def _scripts() -> list[list[str]]:
    """By digit, that digit in every script, in one order of the scripts."""
    zeros = [
        code
        for code in range(0x110000 - 9)
        if unicodedata.decimal(chr(code), None) == 0
        and unicodedata.decimal(chr(code + 9), None) == 9
    ]
    return [[chr(zero + digit) for zero in zeros] for digit in range(10)]
