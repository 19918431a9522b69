"""Numbers of other countries: whose they are, and whether they are numbers at all. Pure.

Numbers are digits as in E.164: the calling code, then the national number, without `+`. No calling
code begins another one, so the first digits say which it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jetmsg_core.contacts.numbers.calling_codes import ROWS
from jetmsg_core.contacts.numbers.country_names import NAMES

LONGEST = 15
"""Digits, by E.164."""
_LONGEST_CODE = 3
_SHARED = {"1": "United States or Canada", "7": "Russia or Kazakhstan"}
"""Calling codes of several large countries."""


@dataclass(frozen=True)
class Country:
    """A country, or several, by its calling code."""

    code: str
    name: str
    numbers: str
    """A regular expression for what may follow the code."""
    mobiles: str
    """The same for mobiles alone."""


_COUNTRIES = {
    code: Country(code, _SHARED.get(code) or NAMES.get(regions.split()[0], ""), numbers, mobiles)
    for code, regions, numbers, mobiles in ROWS
}
CODE_OF_REGION = {region: code for code, regions, _, _ in ROWS for region in regions.split()}
"""The calling code of each region but India."""


def country_of(digits: str) -> Country | None:
    """Gives the country whose calling code a number begins with; None for India's and for one that
    no country has."""
    lengths = range(1, _LONGEST_CODE + 1)
    countries = (_COUNTRIES.get(digits[:length]) for length in lengths)
    return next((country for country in countries if country is not None), None)


def has_country(code: str) -> bool:
    """Tells whether it is the calling code of another country, alone or with the area that is part
    of it (1-868)."""
    country = country_of(code)
    return country is not None and (
        country.code == code or (country.code == "1" and len(code) == 4)
    )


def is_foreign_number(digits: str) -> bool:
    """Tells whether it is a number that another country's numbering plan has room for."""
    country = country_of(digits)
    if country is None or len(digits) > LONGEST:
        return False
    return _pattern(country.numbers).fullmatch(digits, len(country.code)) is not None


def is_foreign_mobile(digits: str) -> bool:
    """Tells whether it is a mobile number by another country's numbering plan."""
    country = country_of(digits)
    if country is None or not country.mobiles or len(digits) > LONGEST:
        return False
    return _pattern(country.mobiles).fullmatch(digits, len(country.code)) is not None


def with_code(code: str, national: str) -> str | None:
    """Gives the number of a country as E.164 from one as it is dialled there, or with the code in
    front already; None where that is none. A mobile is tried first, without the 0 before it."""
    within = national.removeprefix("0")
    candidates = (f"{code}{within}", f"{code}{national}", national)
    fitting = [digits for digits in candidates if digits.startswith(code)]
    mobiles = (digits for digits in fitting if is_foreign_mobile(digits))
    others = (digits for digits in fitting[1:] + fitting[:1] if is_foreign_number(digits))
    return next(mobiles, None) or next(others, None)


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    """Compiled when it is first asked for: all of them take 30 ms."""
    return re.compile(text)
