"""Numbers as they are dialled at home in another country, whose ten digits look Indian.

Excel drops the 0 of `07700 900123`, Britain's mobiles begin with 7 then, and Nepal's with 98 as
they are. Russia's begin with 9, and so do the numbers of whole Indian lists. So digits alone are no
evidence: a column is thought to be of another country where the file gives a sign of it, and hardly
any Indian list would look so. Signs are that country's code on enough of the numbers beside them, a
sheet or column of its name, and many series that hold no mobiles in India. Numbers with India's
code, and a sheet or column named for India, speak against it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import comb

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.country_columns import CountryCell, read_country
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.countries import (
    CODE_OF_REGION,
    country_of,
    is_foreign_mobile,
)
from jetmsg_core.contacts.numbers.normalize import NumberColumn
from jetmsg_core.contacts.numbers.normalize_cell import COUNTRY, carries_code, spelled_digits
from jetmsg_core.contacts.numbers.series import FIRST, IS_LANDLINE, IS_UNASSIGNED
from jetmsg_core.contacts.numbers.written import are_foreign
from jetmsg_core.primitives.arrays import Integers

_SAMPLE = 1_000
_SHARE_OF_MOBILES = 0.75
"""What is mistyped, or of a series that its country's plan does not name, is none."""
_SHARE_OF_ONE_TOWN = 0.75
"""Of numbers that begin with the same two digits."""
_CHANCE = 0.01
"""That so many Indian numbers all look like mobiles of one other country."""
_WEIGHTS = {6: 0.05, 7: 0.1, 8: 0.1, 9: 0.75}
"""The share of Indian numbers that begin with each digit, in a list of people who have had theirs
for long."""
_SHARE_BESIDE = 0.2
"""Of the numbers without a code and those with that of a country, which have to have it: one
customer abroad makes no foreign list."""
_FEWEST_UNLIKELY, _SHARE_UNLIKELY = 2, 0.25
"""In series that hold no Indian mobiles, of those that are mobiles abroad."""
_COMMON = 0.25
"""The share of Indian numbers that look like a country's mobiles, from which on series are no
sign."""
_WITHOUT_ZERO = frozenset({"1", "7", "52", "977"})
"""Calling codes of countries where no 0 is dialled in front of ten digits, as it is in India."""
_FOR_DRAMA = "447700900"
"""Numbers that belong to nobody (Ofcom): whoever tries a program types them."""
_SHORTEST_NAME = 4
_SHORT_NAMES = frozenset({"UK", "USA", "UAE", "KSA"})
"""`PH` and `NO` are said of phones, `CONTACT US` of a form, and all are countries, too."""
_SERIES_IN_A_SAMPLE = 37
"""One of so many."""


def code_at_home(
    cells: pd.Series[str], read: NumberColumn, bare: Integers, sheet: str | None
) -> str | None:
    """Gives the calling code of the country that numbers spelled without any code probably belong
    to; None where they may well be Indian. `bare` are the positions of a sample of them, `read` are
    the numbers of the cells, and `sheet` is the name of their sheet."""
    national = [int(number) - COUNTRY for number in read.numbers[bare]]
    names = (sheet or "", str(cells.name))
    if not national or any(map(names_india, names)):
        return None
    per_cell = _cells_of(np.flatnonzero(read.numbers > 0))
    without_code = per_cell * len(bare)
    with_zero = per_cell * sum(map(_has_zero, cells.iloc[bare].tolist()))
    indian = _count_with_code(cells, read)
    for code in filter(None, map(_named_code, names)):
        mobiles = _count_mobiles(national, code) + _count_whole(national, code)
        enough = mobiles >= _SHARE_OF_MOBILES * len(national)
        if enough and indian < _SHARE_BESIDE * (indian + without_code):
            return code
    for code, count in _codes_beside(cells, read).items():
        at_home = with_zero if code in _WITHOUT_ZERO else 0
        are_many = count > indian + at_home and count >= _SHARE_BESIDE * (count + without_code)
        if are_many and _are_no_chance(national, code):
            return code
    return None if indian else _code_of_series(national)


def names_india(name: str) -> bool:
    """Tells whether a sheet or column is named for India, perhaps beside other words."""
    return any(read_country(text) is True for text in _names_within(name))


def sample_of(positions: Integers) -> Integers:
    """Gives a sample, from the first to the last."""
    indices = np.linspace(0, len(positions) - 1, min(_SAMPLE, len(positions)), dtype=np.int64)
    sample: Integers = positions[indices]
    return sample


def is_unlikely(national: int) -> bool:
    """Tells whether ten digits are of a series that holds no Indian mobiles, as far as is known."""
    series = national // 100_000 - FIRST
    return bool(IS_LANDLINE[series] or IS_UNASSIGNED[series])


def _has_zero(cell: str) -> bool:
    return spelled_digits(cell).startswith("0")


def _count_with_code(cells: pd.Series[str], read: NumberColumn) -> float:
    """About how many numbers are spelled with India's code."""
    accepted = np.flatnonzero((read.numbers > 0) & ~are_foreign(read.numbers))
    indices = sample_of(accepted)
    spelled = zip(cells.iloc[indices].tolist(), read.numbers[indices].tolist(), strict=True)
    return sum(carries_code(cell, number) for cell, number in spelled) * _cells_of(accepted)


def _code_of_series(national: list[int]) -> str | None:
    """The calling code of the country whose mobiles they are, where many of these are of series
    that hold no mobiles in India."""
    alike = Counter(number // 10**8 for number in national)
    if max(alike.values()) > _SHARE_OF_ONE_TOWN * len(national) and not _are_for_drama(national):
        return None  # Landlines of one town begin so without their 0: 79 is Ahmedabad's area, too.
    if sum(map(_is_sign, national)) < _FEWEST_UNLIKELY:
        return None
    codes = sorted(set(CODE_OF_REGION.values()))
    return next((code for code in codes if _are_of_its_series(national, code)), None)


def _are_of_its_series(national: list[int], code: str) -> bool:
    mobiles = [number for number in national if _is_mobile(f"{code}{number}")]
    unlikely = sum(map(_is_sign, mobiles))
    if unlikely < max(_FEWEST_UNLIKELY, _SHARE_UNLIKELY * len(mobiles)):
        return False
    return _share_by_chance(code) < _COMMON and _are_no_chance(national, code)


def _is_sign(national: int) -> bool:
    return is_unlikely(national) or _is_for_drama(national)


def _are_for_drama(national: list[int]) -> bool:
    return all(map(_is_for_drama, national))


def _is_for_drama(national: int) -> bool:
    return f"44{national}".startswith(_FOR_DRAMA)


def _are_no_chance(national: list[int], code: str) -> bool:
    """Whether so many Indian numbers would hardly all be of series that look so."""
    count, share = len(national), _share_by_chance(code)
    mobiles = _count_mobiles(national, code)
    if mobiles < _SHARE_OF_MOBILES * count:
        return False
    so_many = range(mobiles, count + 1)
    return sum(comb(count, n) * share**n * (1 - share) ** (count - n) for n in so_many) <= _CHANCE


def _count_mobiles(national: list[int], code: str) -> int:
    return sum(_is_mobile(f"{code}{number}") for number in national)


def _count_whole(national: list[int], code: str) -> int:
    """How many have the code in front already, as Singapore's ten digits."""
    spelled = (str(number) for number in national)
    return sum(digits.startswith(code) and is_foreign_mobile(digits) for digits in spelled)


def _is_mobile(digits: str) -> bool:
    return is_foreign_mobile(digits) or digits.startswith(_FOR_DRAMA)


@lru_cache(maxsize=512)
def _share_by_chance(code: str) -> float:
    """The share of numbers of an Indian list that look like mobiles of a country."""
    series = np.flatnonzero(~(IS_LANDLINE | IS_UNASSIGNED))[::_SERIES_IN_A_SAMPLE] + FIRST
    alike = Counter(int(s) // 10_000 for s in series if is_foreign_mobile(f"{code}{s}23456"))
    every = Counter(int(s) // 10_000 for s in series)
    return sum(_WEIGHTS[digit] * count / every[digit] for digit, count in alike.items())


def _names_within(name: str) -> list[str]:
    """The texts in the name of a sheet or column that may name a country."""
    if name.upper() in {*_SHORT_NAMES, "US"}:
        return [name]
    words = (name, *re.findall(r"[^\W\d_]+", name))
    return [word for word in words if len(word) >= _SHORTEST_NAME or word in _SHORT_NAMES]


def _named_code(name: str) -> str | None:
    """The calling code of the country that a sheet or column is named for."""
    countries = map(read_country, _names_within(name))
    codes = (
        country.code
        for country in countries
        if isinstance(country, CountryCell) and not country.is_dial_code
    )
    return next(filter(None, codes), None)


def _codes_beside(cells: pd.Series[str], read: NumberColumn) -> dict[str, float]:
    """The calling codes that other cells of the column are spelled with, and about how often, the
    most frequent first."""
    pairs = zip(read.rejections.positions.tolist(), read.rejections.codes, strict=True)
    reason = Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    rejected = np.array([at for at, code in pairs if code is reason], dtype=np.int64)
    texts = cells.iloc[sample_of(rejected)].tolist()
    spelled = [spelled_digits(cell).lstrip("+").removeprefix("00") for cell in texts]
    abroad = np.flatnonzero((read.numbers > 0) & are_foreign(read.numbers))
    spelled += map(str, read.numbers[sample_of(abroad)].tolist())
    countries = Counter(
        country.code for digits in spelled if _is_mobile(digits) and (country := country_of(digits))
    )
    per_cell = max(_cells_of(rejected), _cells_of(abroad))  # Only one of them has any.
    return {code: count * per_cell for code, count in countries.most_common()}


def _cells_of(positions: Integers) -> float:
    """How many cells one of their sample stands for."""
    return max(1.0, len(positions) / _SAMPLE)
