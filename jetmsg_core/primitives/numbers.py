"""Numbers, shares and money as people in India write them: 12,34,567, 12.5%, ₹1,23,456.50.

The forms are those of CLDR for `en_IN`, or `en` where thousands are wanted, as Babel has them.
Whole numbers are written by a shorter way that gives the same, since a table has thousands of them
and Babel takes 9 µs for each. JSON and files that leave keep bare numbers.

Which digits stand together, and what a credit costs in rupees, is a choice of the whole process, as
a locale is: its programs make it when they read the settings (`write_with`).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

RUPEE = "¤#,##,##0.00##"
"""Paise always, and the third and fourth digit of a price such as ₹0.1825."""


class Grouping(StrEnum):
    """Which digits of a long number stand together."""

    INDIAN = "indian"
    """12,34,567: lakhs and crores."""
    INTERNATIONAL = "international"
    """1,234,567: thousands and millions."""


LOCALES = {Grouping.INDIAN: "en_IN", Grouping.INTERNATIONAL: "en"}
_grouping = Grouping.INDIAN
_credit_price: Decimal | None = None


def write_with(grouping: Grouping, credit_price: Decimal | None = None) -> None:
    """Makes the choice of how this process groups digits, and of the rupees that it writes beside
    a cost in credits (None: no rupees), until the next one."""
    global _grouping, _credit_price
    _grouping, _credit_price = grouping, credit_price


def grouping_in_use() -> Grouping:
    """Gives the choice that was made last, the Indian way before any."""
    return _grouping


def with_commas(number: float, decimals: int = 0) -> str:
    """Gives the number in digits, with `decimals` of them behind the point: 12,34,567."""
    if decimals:
        return _written("#,##,##0." + "0" * decimals, number)
    digits = f"{number:.0f}" if isinstance(number, float) else str(int(number))
    sign, digits = ("-", digits[1:]) if digits[0] == "-" else ("", digits)
    if len(digits) <= 3:
        return sign + digits
    if _grouping is Grouping.INTERNATIONAL:
        return sign + f"{int(digits):,}"
    head, groups = digits[:-3], [digits[-3:]]
    while head:
        groups.append(head[-2:])
        head = head[:-2]
    return sign + ",".join(reversed(groups))


def counted(number: int, singular: str, plural: str = "") -> str:
    """Gives the number with its word: 1 call, 2 calls, 1,23,456 calls."""
    return f"{with_commas(number)} {singular if number == 1 else plural or singular + 's'}"


def percent(share: float) -> str:
    """Gives a share, 1 for all, with at most one digit behind the point: 12.5%, 50%. Less than all
    is never 100%, and more than none never 0%."""
    return _written("#,##,##0.#%", told_apart(share))


def told_apart(share: float) -> float:
    """Gives the share so that one digit behind the point tells it from none and from all."""
    return min(max(share, 0.001), 0.999) if 0 < share < 1 else share


def rupees(amount: Decimal) -> str:
    """Gives an amount of rupees: ₹1,23,456.50."""
    return _written(RUPEE, amount)


def rupees_of(credits: float) -> Decimal | None:
    """Gives what so many credits cost in rupees; None where the price is not known."""
    return None if _credit_price is None else _credit_price * Decimal(str(credits))


def in_rupees(credits: float) -> str | None:
    """Gives the same as people write it: ₹900.00."""
    amount = rupees_of(credits)
    return None if amount is None else rupees(amount)


def cost(credits: int) -> str:
    """Gives a cost with what it is in rupees, where that is known: 5,000 credits (₹900.00)."""
    return _beside(counted(credits, "credit"), credits)


def with_rupees(credits: float, decimals: int = 0) -> str:
    """Gives the same without the word: 5,000 (₹900.00)."""
    return _beside(with_commas(credits, decimals), credits)


def _beside(words: str, credits: float) -> str:
    money = in_rupees(credits)
    return f"{words} ({money})" if money else words


def _written(form: str, number: float | Decimal) -> str:
    pattern, locale = _pattern(form, _grouping)
    text: str = pattern.apply(number, locale, currency="INR", currency_digits=False)
    return text


@cache
def _pattern(form: str, grouping: Grouping) -> tuple[Any, Any]:
    """The form, compiled once. Babel is read at the first: it takes 40 ms, and a process that reads
    files or sends has no need of it."""
    from babel import Locale
    from babel.numbers import parse_pattern

    if grouping is Grouping.INTERNATIONAL:
        form = form.replace("#,##,##0", "#,##0")
    return parse_pattern(form), Locale.parse(LOCALES[grouping])
