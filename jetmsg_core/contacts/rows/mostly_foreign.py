"""Columns of mostly foreign numbers, in which ten digits need not be Indian.

Singapore's and the Maldives' have ten digits with their calling code, North America's without, and
so has a longer number that lost one. Britain's mobiles have ten digits behind the 0 that is
dialled at home.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.countries import country_of, is_foreign_mobile
from jetmsg_core.contacts.numbers.normalize import Marks, NumberColumn
from jetmsg_core.contacts.numbers.normalize_cell import (
    COUNTRY,
    carries_code,
    is_indian,
    spelled_digits,
)
from jetmsg_core.contacts.rows.numbers_at_home import (
    code_at_home,
    is_unlikely,
    names_india,
    sample_of,
)
from jetmsg_core.primitives.arrays import Integers

_FEWEST_AMERICANS, _SHARE_OF_AMERICANS = 4, 0.9
_AT_HOME = (
    ("1", re.compile(r"\s*\(?[0-9]{3}\)?[ .-]{0,2}[0-9]{3}[ .-][0-9]{4}\s*"), 0.5, 0.9),
    ("44", re.compile(r"\s*\(?07[0-9]{3}\)?[ -]?[0-9]{3} ?[0-9]{3}\s*"), 0.9, 0.75),
)
"""Calling codes; how numbers are written where these are not dialled, `(718) 555-0123` or
`07911 123456`; which share has to be written so, and which has to be mobiles there."""
_FEWEST_UNLIKELY, _SHARE_UNLIKELY = 2, 0.1


def bare_among_foreign(
    cells: pd.Series[str], read: NumberColumn, sheet: str | None = None
) -> Integers:
    """Gives the positions of the numbers spelled without a country code, if most of their column
    are foreign or look so; none elsewhere. `read` are the numbers of the cells, `sheet` is the name
    of their sheet."""
    accepted = np.flatnonzero(read.numbers > 0)
    if not accepted.size or names_india(str(cells.name)):
        return accepted[:0]
    codes = read.rejections.codes
    foreign = sum(code is Reason.FOREIGN_OR_UNKNOWN_COUNTRY for code in codes)
    foreign += _count_abroad(read.numbers[accepted])
    filled = len(accepted) + sum(code is not Reason.EMPTY for code in codes)
    likely = (
        foreign * 2 > filled
        or _look_foreign(read.numbers[accepted], foreign, filled)
        or _look_american(cells, read, accepted, filled)
        or _are_written_as_abroad(cells, read, accepted)
    )
    bare = _without_code(cells, read, sample_of(accepted))
    if not likely and code_at_home(cells, read, bare, sheet) is None:
        return accepted[:0]
    return _without_code(cells, read, accepted)


def bare_by_sheet(
    cells: pd.Series[str], read: NumberColumn, sheets: pd.Series[str], doubtful: Integers
) -> Integers:
    """Gives those of a list of several sheets: what is `doubtful` of the whole list, but for sheets
    that are named for India, and what is of each sheet alone. `sheets` are the sheets of the
    rows."""
    names = sheets.to_numpy(dtype=object)
    positions = []
    for sheet in dict.fromkeys(names.tolist()):
        here = np.flatnonzero(names == sheet)
        if names_india(sheet):
            doubtful = np.setdiff1d(doubtful, here)
        else:
            alone = bare_among_foreign(cells.iloc[here], _rows_of(read, here), sheet)
            positions.append(here[alone])
    return np.unique(np.concatenate([doubtful, *positions]))


def _rows_of(read: NumberColumn, positions: Integers) -> NumberColumn:
    """The numbers of some rows, and why the others of them have none."""
    kept = np.flatnonzero(np.isin(read.rejections.positions, positions))
    indices = np.searchsorted(positions, read.rejections.positions[kept])
    reasons = tuple(read.rejections.codes[at] for at in kept.tolist())
    return replace(read, numbers=read.numbers[positions], rejections=Marks(indices, reasons))


def spelled_bare(cells: pd.Series[str], read: NumberColumn) -> Integers:
    """Gives the positions of the Indian numbers with nothing in front of their ten digits, neither
    91 nor 0, whatever the others of their column are."""
    bare = _without_code(cells, read, np.flatnonzero(read.numbers > 0))
    spelled = zip(cells.iloc[bare].tolist(), read.numbers[bare].tolist(), strict=True)
    zero = [f"0{number - COUNTRY}" in spelled_digits(cell) for cell, number in spelled]
    return bare[~np.array(zero, dtype=np.bool_)]


def _without_code(cells: pd.Series[str], read: NumberColumn, accepted: Integers) -> Integers:
    spelled = zip(cells.iloc[accepted].tolist(), read.numbers[accepted].tolist(), strict=True)
    bare = [is_indian(number) and not carries_code(cell, number) for cell, number in spelled]
    return accepted[np.array(bare, dtype=np.bool_)]


def _count_abroad(numbers: Integers) -> int:
    return int(np.count_nonzero((numbers < COUNTRY) | (numbers > COUNTRY + 9_999_999_999)))


def _look_foreign(numbers: Integers, foreign: int, filled: int) -> bool:
    """Whether so many look like mobiles of one other country that most cells would be foreign. Of
    Indian numbers three in a thousand do."""
    few = sample_of(numbers)
    national = [number - COUNTRY for number in few.tolist() if is_indian(number)]
    alike = Counter(
        country.code
        for digits in national
        if is_foreign_mobile(str(digits)) and (country := country_of(str(digits)))
    )
    if not alike:
        return False
    (code, count), *_ = alike.most_common(1)
    if (foreign + count / len(few) * len(numbers)) * 2 <= filled:
        return False
    theirs = {digits for digits in national if str(digits).startswith(code)}
    return len(theirs) > 1 or any(map(is_unlikely, theirs))


def _look_american(
    cells: pd.Series[str], read: NumberColumn, accepted: Integers, filled: int
) -> bool:
    """Whether they look like numbers of North America as they are dialled there: ten digits, of
    which every second begins with 2 to 5. Landlines beside Indian mobiles may look so, and of the
    mobiles themselves one in three."""
    pairs = zip(read.rejections.positions.tolist(), read.rejections.codes, strict=True)
    outside = [at for at, code in pairs if code is Reason.NOT_MOBILE_SERIES]
    if filled < _FEWEST_AMERICANS or len(outside) * 4 < filled:
        return False
    return all(
        _share_american(cells.iloc[sample_of(np.asarray(positions))].tolist())
        >= _SHARE_OF_AMERICANS
        for positions in (outside, accepted)
    )


def _share_american(cells: list[str]) -> float:
    return sum(is_foreign_mobile(f"1{spelled_digits(cell)}") for cell in cells) / len(cells)


def _are_written_as_abroad(cells: pd.Series[str], read: NumberColumn, accepted: Integers) -> bool:
    """Whether they are written as at home in one other country, are mobiles there, and more of them
    than by chance are of series that hold no Indian mobiles: a third of North America's and
    Britain's are, and hardly any Indian number."""
    few = sample_of(accepted)
    numbers = [number - COUNTRY for number in read.numbers[few].tolist() if is_indian(number)]
    unlikely = sum(map(is_unlikely, numbers))
    if len(few) < _FEWEST_AMERICANS or unlikely < max(_FEWEST_UNLIKELY, _SHARE_UNLIKELY * len(few)):
        return False
    texts = cells.iloc[few].tolist()
    for code, written, share_written, share_valid in _AT_HOME:
        valid = sum(is_foreign_mobile(f"{code}{number}") for number in numbers)
        alike = sum(written.fullmatch(text) is not None for text in texts)
        if valid >= share_valid * len(few) and alike >= share_written * len(few):
            return True
    return False
