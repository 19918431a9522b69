"""A number in any spelling, to be seen in a text and cut out of it. Pure.

The pattern is one that both `re` and RE2, which Arrow uses, understand: no look around, so what
stands on both sides is matched too, and groups 1 and 2 give it back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from jetmsg_core.contacts import Number, normalize
from jetmsg_core.contacts.numbers.countries import country_of
from jetmsg_core.contacts.numbers.normalize_cell import COUNTRY
from jetmsg_core.store.people.fitting import Fitting

CUT = "[erased]"
"""What is written where a number was cut out of a text."""
_IN_FRONT = 3
"""Characters at most between what stands in front of a number and the number. Between its own
digits there may be any count of them, as in a cell that is read as a number."""


@lru_cache(maxsize=64)
def pattern_of(number: int) -> str:
    """Gives a regular expression for a number however it is written: with its calling code or
    without, with a 0 or 00 or + in front, divided by spaces or signs, and in the digits of any
    script. A longer run of digits that holds it is another number."""
    code, national = _parts(number)
    sign = f"[^{_every_digit()}{_LETTERS}\\n\\r]"
    signs = f"{sign}{{0,{_IN_FRONT}}}"
    zero = _digits("0")
    front = rf"(?:{zero}{signs}){{0,2}}(?:{_spelled(code, signs)}{signs})?(?:{zero}{signs})?"
    spelled = _spelled(national, sign + "*")
    before, behind = rf"(^|[^{_every_digit()}])", rf"($|[^{_every_digit()}])"
    return rf"{before}\+?{front}{spelled}{behind}"


@lru_cache(maxsize=64)
def _compiled(number: int) -> re.Pattern[str]:
    return re.compile(pattern_of(number))


def names(text: str, number: int) -> bool:
    """Tells whether a text has the number in it."""
    return _may_name(text, number) and _compiled(number).search(text) is not None


_DIGIT = re.compile(r"\d")
_MOST_DIGITS = 4_000
"""`int` reads so many, in any script."""


def _may_name(text: str, number: int) -> bool:
    """Tells whether the digits of a text, read as one number, hold this one: quicker by far."""
    digits = _DIGIT.findall(text)
    if len(digits) > _MOST_DIGITS:
        return True
    return _parts(number)[1] in str(int("1" + "".join(digits)))


def without(text: str, number: int) -> str:
    """Gives the text with `CUT` wherever the number was."""
    if not _may_name(text, number):
        return text
    cut, before = text, ""
    # What stands between two of them belongs to both.
    while cut != before:
        before, cut = cut, _compiled(number).sub(rf"\1{CUT}\2", cut)
    return cut


def fitting(number: int) -> Fitting:
    """Gives a pattern for SQL that fits every text in which ASCII digits spell the number, and some
    others."""
    return Fitting("%" + "%".join(_parts(number)[1]) + "%")


def numbers_in(text: str) -> set[int]:
    """Gives each number that `names` sees in a text, and others that its digits may be read as."""
    sign = f"[^{_every_digit()}{_LETTERS}\\n\\r]"
    run = f"[{_every_digit()}]+"
    numbers = set()
    for spelled in re.finditer(f"{run}(?:{sign}*{run})*", text):
        groups = re.findall(run, spelled[0])
        for start in range(len(groups)):
            joined = ""
            for group in groups[start:]:
                joined += group
                if len(joined) > _LONGEST:
                    break
                number = normalize(joined, international=True) if len(joined) >= _SHORTEST else None
                if isinstance(number, Number):
                    numbers.add(number.value)
    return numbers


_SHORTEST, _LONGEST = 8, 18
"""Digits of a number, with whatever zeros and calling code stand in front."""
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
