"""Numbers as they are dialled at home in another country, whose ten digits look Indian.

Excel drops the 0 of `07700 900123`, Britain's mobiles begin with 7 then, and Nepal's with 98 as
they are. Of Indian numbers one in six could be British and one in ten Nepalese. So a column is
thought to be of another country where all its numbers could be mobiles there, which for so many
Indian ones is no chance, and the file gives a sign: a number with that country's code beside them,
a sheet of its name, or series that hold no mobiles in India. Where it gives none there have to be
many, and of few nobody can know.
"""

from __future__ import annotations

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
from jetmsg_core.contacts.numbers.normalize_cell import COUNTRY, spelled_digits
from jetmsg_core.contacts.numbers.series import FIRST, IS_LANDLINE, IS_UNASSIGNED
from jetmsg_core.contacts.numbers.written import are_foreign
from jetmsg_core.primitives.arrays import Integers

_SAMPLE = 1_000
_SHARE_OF_MOBILES = 0.75
"""What is mistyped, or of a series that its country's plan does not name, is none."""
_SHARE_ALIKE = 0.75
"""Of numbers that begin with the same digits: in a list of Indian mobiles every third begins with
9."""
_CHANCE, _CHANCE_ALONE = 0.01, 1e-6
"""That so many Indian numbers all look like mobiles of one other country, where the file gives a
sign of it, and where it gives none."""
_FEWEST_UNLIKELY, _SHARE_UNLIKELY = 2, 0.1
_FOR_DRAMA = "447700900"
"""Numbers that belong to nobody (Ofcom): whoever tries a program types them."""
_SHORTEST_NAME = 4
_SERIES_IN_A_SAMPLE = 37
"""One of so many."""


def code_at_home(
    cells: pd.Series[str], read: NumberColumn, bare: Integers, sheet: str | None
) -> str | None:
    """Gives the calling code of the country that numbers spelled without any code probably belong
    to; None where they may well be Indian. `bare` are the positions of a sample of them, `read` are
    the numbers of the cells, and `sheet` is the name of their sheet."""
    national = [int(number) - COUNTRY for number in read.numbers[bare]]
    if not national:
        return None
    spoken = _spoken_code(sheet or "")
    if spoken and _count_mobiles(national, spoken) >= _SHARE_OF_MOBILES * len(national):
        return spoken
    for code in _codes_beside(cells, read):
        if _are_no_chance(national, code, _CHANCE):
            return code
    most = _CHANCE if _are_unlikely(national) else _CHANCE_ALONE
    if _share_alike(national, 10**8) > _SHARE_ALIKE and not _are_for_drama(national):
        return None  # Landlines of one town begin so without their 0: 79 is Ahmedabad's area, too.
    if most == _CHANCE_ALONE and _share_alike(national, 10**9) < _SHARE_ALIKE:
        return None
    codes = sorted(set(CODE_OF_REGION.values()))
    return next((code for code in codes if _are_no_chance(national, code, most)), None)


def sample_of(positions: Integers) -> Integers:
    """Gives a sample, from the first to the last."""
    places = np.linspace(0, len(positions) - 1, min(_SAMPLE, len(positions)), dtype=np.int64)
    sample: Integers = positions[places]
    return sample


def is_unlikely(national: int) -> bool:
    """Tells whether ten digits are of a series that holds no Indian mobiles, as far as is known."""
    series = national // 100_000 - FIRST
    return bool(IS_LANDLINE[series] or IS_UNASSIGNED[series])


def _are_unlikely(national: list[int]) -> bool:
    """Whether more than by mistake are of series that hold no Indian mobiles."""
    unlikely = sum(is_unlikely(number) or _is_for_drama(number) for number in national)
    return unlikely >= max(_FEWEST_UNLIKELY, _SHARE_UNLIKELY * len(national))


def _share_alike(national: list[int], part: int) -> float:
    """The share of those that begin with the most frequent first digits."""
    (_, count), *_ = Counter(number // part for number in national).most_common(1)
    return count / len(national)


def _are_for_drama(national: list[int]) -> bool:
    return all(map(_is_for_drama, national))


def _is_for_drama(national: int) -> bool:
    return f"44{national}".startswith(_FOR_DRAMA)


def _are_no_chance(national: list[int], code: str, most: float) -> bool:
    """Whether so many Indian numbers would hardly all be of series that look so."""
    count, share = len(national), _share_by_chance(code)
    mobiles = _count_mobiles(national, code)
    if mobiles < _SHARE_OF_MOBILES * count:
        return False
    so_many = range(mobiles, count + 1)
    return sum(comb(count, n) * share**n * (1 - share) ** (count - n) for n in so_many) <= most


def _count_mobiles(national: list[int], code: str) -> int:
    return sum(_is_mobile(f"{code}{number}") for number in national)


def _is_mobile(digits: str) -> bool:
    return is_foreign_mobile(digits) or digits.startswith(_FOR_DRAMA)


@lru_cache(maxsize=512)
def _share_by_chance(code: str) -> float:
    """The share of Indian mobile series whose numbers look like mobiles of a country."""
    series = np.flatnonzero(~(IS_LANDLINE | IS_UNASSIGNED))[::_SERIES_IN_A_SAMPLE] + FIRST
    return sum(is_foreign_mobile(f"{code}{first}23456") for first in series) / len(series)


def _spoken_code(sheet: str) -> str | None:
    """The calling code of the country that a sheet is named for."""
    words = [word for word in sheet.split() if word.isupper() or len(word) >= _SHORTEST_NAME]
    for text in (sheet, *words):
        country = read_country(text)
        if country is True:
            return None
        if isinstance(country, CountryCell) and country.code and not country.is_dial_code:
            return country.code
    return None


def _codes_beside(cells: pd.Series[str], read: NumberColumn) -> list[str]:
    """The calling codes that other cells of the column are spelled with, the most frequent
    first."""
    pairs = zip(read.rejections.positions.tolist(), read.rejections.codes, strict=True)
    rejected = [at for at, code in pairs if code is Reason.FOREIGN_OR_UNKNOWN_COUNTRY]
    places = sample_of(np.array(rejected, dtype=np.int64))
    spelled = [spelled_digits(cell).lstrip("+").removeprefix("00") for cell in cells.iloc[places]]
    abroad = sample_of(np.flatnonzero((read.numbers > 0) & are_foreign(read.numbers)))
    spelled += [str(number) for number in read.numbers[abroad].tolist()]
    mobiles = filter(_is_mobile, spelled)
    countries = Counter(country.code for digits in mobiles if (country := country_of(digits)))
    return [code for code, _ in countries.most_common()]
