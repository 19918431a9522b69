"""Columns that say of which country a row's number is: a country, its code or its dial code.

A column is known by its name (`Country`, `ISD Code`, `Billing Country`, `Country/Region`), or
because its cells are dial codes with `+`. Where its cells are something else (answers, running
numbers, whole phone numbers) it says nothing of countries. `belonging` tells whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.columns.belonging import belonging, words_of
from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.contacts.numbers.countries import CODE_OF_REGION, country_of, has_country
from jetmsg_core.contacts.numbers.country_names import (
    INDIAN,
    REGION_OF,
    STATES_OF_INDIA,
    key_of,
)
from jetmsg_core.contacts.numbers.normalize_cell import to_ascii
from jetmsg_core.primitives.arrays import Booleans, Integers

INDIA = "91"
_SAMPLE_ROWS = 50


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COUNTRY_WORDS = _set_of(
    "country countries isd countrycode isdcode dialcode dialingcode diallingcode callingcode"
    " countryname countryregion countryiso isocountry nationality citizenship"
)
_ISD_WORDS = _set_of("isd isdcode dialcode dialingcode diallingcode callingcode")
"""Of these, those whose cells are dial codes."""
_DIAL_WORDS = _set_of("dial dialing dialling calling phone telephone tel mobile whatsapp phonecode")
_DIALLED_WORDS = _set_of("dial dialing dialling calling")
_CODE_WORDS = _set_of("code codes prefix phonecode")
_BESIDE = _set_of(
    "code codes name iso alpha two three letter prefix no number region of the and or in"
    " phone mobile whatsapp contact tel telephone cell dial dialing dialling calling"
    " billing shipping mailing default address home business work other office residence"
    " residential residing current permanent primary secondary customer client lead user member"
    " father mother parent guardian student patient buyer sender receiver guest your std"
)
"""What may stand beside such a word, whatever the cells are."""
_ELSEWHERE = _set_of(
    "preferred prefer preference desired dream choice interest interested interests destination"
    " target goal plan planning plans visit visited visiting visits travel traveled travelled"
    " traveling travelling trip tour flight ticket arrival departure want wants wish looking going"
    " study studying studied education university college school course courses apply applied"
    " applying intake migrate migration immigration visa relocate export import exporting importing"
    " origin birth born sold made make manufacture manufactured manufacturing product brand"
    " club head manager director coordinator job ip bank card issuing currency tax store shop"
    " merchant"
)
"""Words of names that are about other countries than that of the number: where somebody wants to
go, or comes from."""
_NATIVE_NAMES = frozenset(map(header_key, ("देश", "देश कोड", "राष्ट्र")))
_SIGNED = re.compile(r"(?<![0-9])\+\s?[0-9]{1,4}(?![0-9])")
_MOST_CODES = 1_000
"""Different cells; a column with more is none of countries."""

_NUMBER = re.compile(r"\+?[ (]{0,2}[0-9](?:[ ()+-]{0,2}[0-9]){6,}")
_NOTHING = _set_of(
    "na null nan none nil select selectcountry choose unknown notspecified notavailable notknown"
    " notapplicable notmentioned blank empty"
)
"""Words for an empty cell, as `key_of` gives them."""
_DIAL_CODE = re.compile(r"\+?\s*(?<![0-9])([0-9](?:[\s()-]?[0-9]){0,5})(?:\.0+)?(?![0-9])")
_PARTS = re.compile(r"[,(/|:;)\[\]]|\s-\s")
_ANSWERS = _set_of("yes no y n true false t f 0 1")
_TOWN_CODE = re.compile(r"\s*0[1-9]")
"""Dialled within India, in a column of `STD/ISD` codes."""


@dataclass(frozen=True)
class CountryCell:
    """A cell that says another country than India."""

    text: str
    """As it stands there."""
    code: str | None
    """The calling code, if that is known."""
    is_dial_code: bool
    """Whether it is about the number itself, and not about where somebody lives."""
    is_place: bool = False
    """Whether it only says where somebody lives, so that the number has to look like one of that
    country, too."""


@dataclass(frozen=True)
class CountryColumn:
    """A column, and what its cells say."""

    name: str
    foreign: dict[int, CountryCell]
    """Those that say another country, by the position of the row."""
    says_india: Booleans
    """Whether each row says India; the others say another country, or nothing. Rows whose number
    stands in a column that this one does not belong to say nothing."""


def country_columns(
    cells: pd.DataFrame, number_columns: Sequence[str], at: Integers | None, chosen: str | None
) -> list[CountryColumn]:
    """Gives the columns that speak of the numbers in those columns. `at` is which of them each
    row's number stands in; None: all in the first. `chosen` is one that a person named."""
    if chosen:
        return [_read(chosen, cells[chosen], None)]
    candidates = _found(cells, number_columns)
    others = [name for name in map(str, cells.columns) if name not in number_columns]
    read = number_columns[:1] if at is None else number_columns
    heard = [belonging(candidates, column, number_columns, others) for column in read]
    columns = []
    for name in candidates:
        of = [index for index, names in enumerate(heard) if name in names]
        if of:
            here = None if at is None or len(of) == len(read) else np.isin(at, of)
            columns.append(_read(name, cells[name], here))
    return columns


def read_country(text: str) -> CountryCell | bool:
    """Gives what a cell says of another country; True where it says India, False where it says
    nothing."""
    plain = " ".join(to_ascii(text)[0].split())
    codes = _NUMBER.sub(_code_alone, plain)
    dialled = _DIAL_CODE.search(codes)
    digits = _digits(dialled[1]) if dialled else ""
    words = _DIAL_CODE.sub(" ", codes)
    parts = [key_of(part) for part in (words, *_PARTS.split(words))]
    if not parts[0] or parts[0] in _NOTHING:
        parts = []
    if not INDIAN.isdisjoint(parts):
        return True
    region = next((REGION_OF[part] for part in parts if part in REGION_OF), None)
    if region is not None:
        return CountryCell(plain, CODE_OF_REGION[region], is_dial_code=bool(digits))
    if digits == INDIA or not (digits or parts):
        return digits == INDIA
    if not digits and not STATES_OF_INDIA.isdisjoint(parts):
        return True
    return CountryCell(plain, digits if has_country(digits) else None, is_dial_code=bool(digits))


def _code_alone(number: re.Match[str]) -> str:
    """The dial code of a whole number in such a cell; nothing where it has none in front."""
    digits = re.sub(r"[^0-9]", "", number[0])
    whole = digits.removeprefix("00")
    if whole == digits and not number[0].startswith("+"):
        return " "
    if country := country_of(whole):
        return f"+{country.code}"
    return f"+{INDIA}" if whole.startswith(INDIA) else " "


def _digits(code: str) -> str:
    """Of a dial code, without the zeros before it; a zero alone is dialled within a country."""
    return re.sub(r"[^0-9]", "", code).lstrip("0")


def _found(cells: pd.DataFrame, number_columns: Sequence[str]) -> list[str]:
    return [
        name
        for name in cells.columns
        if name not in number_columns and _speaks_of_countries(name, cells[name])
    ]


def _speaks_of_countries(name: str, column: pd.Series[str]) -> bool:
    words = [word for word in words_of(name) if not word.isdigit()]
    is_native = header_key(name) in _NATIVE_NAMES
    is_country = is_native or not _COUNTRY_WORDS.isdisjoint(words)
    is_code = bool(words) and words[-1] in _CODE_WORDS and not _DIAL_WORDS.isdisjoint(words)
    if is_country and not _ELSEWHERE.isdisjoint(words):
        return False
    if not (is_country or is_code) and not _has_signed(column):
        return False
    counts = _counted(column)
    if "std" in words:
        counts = {cell: count for cell, count in counts.items() if not _is_town_code(cell)}
    if not counts or _are_no_countries(counts):
        return False
    usual = is_native or all(word in _COUNTRY_WORDS or word in _BESIDE for word in words)
    if is_country and usual and _ISD_WORDS.isdisjoint(words):
        return True
    if len(counts) > _MOST_CODES:
        return False
    known_share = _share(counts, _is_known)
    signed = _share(counts, _SIGNED.search)
    if is_country or is_code:
        # A `Mobile Plan Code` may be 44 or 65, too.
        is_plain = is_country or signed or not _DIALLED_WORDS.isdisjoint(words)
        return known_share >= (0.5 if is_plain else 0.75)
    return known_share >= 0.9 and signed > 0.5


def _has_signed(column: pd.Series[str]) -> bool:
    """Whether more than a quarter of the first cells hold a dial code with `+`."""
    filled = [cell for cell in column.iloc[:_SAMPLE_ROWS].tolist() if cell.strip(" -")]
    return sum(_SIGNED.search(cell) is not None for cell in filled) * 4 > len(filled)


def _counted(column: pd.Series[str]) -> dict[str, int]:
    """The different cells that say something, each with the count of its rows, in their order."""
    counted = pc.value_counts(pa.array(column, type=pa.large_string()))
    if len(counted) > 2 * _MOST_CODES:
        counted = counted[: 2 * _MOST_CODES]
    cells = zip(
        counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True
    )
    return {cell: count for cell, count in cells if key_of(cell) not in {"", *_NOTHING}}


def _are_no_countries(counts: dict[str, int]) -> bool:
    """Whether the cells are answers, running numbers, or mostly whole numbers with their codes."""
    cells = list(counts)
    keys = {key_of(cell) for cell in cells}
    is_signed = any(map(_SIGNED.search, cells))
    if keys <= _ANSWERS and not is_signed and keys not in ({"no"}, {"1"}):
        return True
    numbers = sum(count for cell, count in counts.items() if _NUMBER.search(cell))
    if numbers * 2 > sum(counts.values()):
        return True
    digits = [cell.strip().removesuffix(".0") for cell in cells]
    if max(counts.values()) > 1 or not all(cell.isascii() and cell.isdigit() for cell in digits):
        return False
    first, runs = int(digits[0][:9]), [str(int(cell[:9])) for cell in digits]
    running = runs == [str(first + index) for index in range(len(runs))]
    return running and len(runs) > 1 and (first in (0, 1) or len(runs) > 9)


def _share(counts: dict[str, int], test: Callable[[str], object]) -> float:
    return sum(count for cell, count in counts.items() if test(cell)) / sum(counts.values())


def _is_known(cell: str) -> bool:
    """Whether it says India, or a country that there is, in more than an answer."""
    if key_of(cell) in _ANSWERS - {"1"}:
        return False
    read = read_country(cell)
    if not read or (isinstance(read, CountryCell) and read.code is None):
        return False
    words = key_of(_DIAL_CODE.sub(" ", _NUMBER.sub(" ", to_ascii(cell)[0])))
    if not words or words in REGION_OF or words in INDIAN or _SIGNED.search(cell):
        return True
    return not any(map(str.isdecimal, cell))  # `A1` is no dial code.


def _read(name: str, column: pd.Series[str], here: Booleans | None) -> CountryColumn:
    """Each distinct cell is read once. `here` is which rows it speaks of; None: all."""
    encoded = pc.dictionary_encode(pa.array(column, type=pa.large_string()))
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    has_town_codes = "std" in words_of(name)
    readings = [
        False if has_town_codes and _is_town_code(text) else read_country(text)
        for text in encoded.dictionary.to_pylist()
    ]
    indices = encoded.indices.to_numpy()
    heard = np.ones(len(indices), np.bool_) if here is None else here
    are_cells = [isinstance(reading, CountryCell) for reading in readings]
    is_foreign = np.array(are_cells, np.bool_)[indices]
    foreign = {}
    for position in np.flatnonzero(is_foreign & heard).tolist():
        reading = readings[indices[position]]
        assert isinstance(reading, CountryCell)
        foreign[position] = reading
    says_india = np.array([reading is True for reading in readings], np.bool_)[indices]
    return CountryColumn(name, foreign, says_india & heard)


def _is_town_code(text: str) -> bool:
    return _TOWN_CODE.match(text) is not None and text.strip() != f"0{INDIA}"
