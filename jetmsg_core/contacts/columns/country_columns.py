"""Columns that say of which country a row's number is: a country, its code or its dial code.

A column is known by its name (`Country`, `ISD Code`, `Billing Country`, `Country/Region`), or
because all of its cells are dial codes with `+`. It belongs to the column of the numbers that
shares a word with it (`Billing Phone`); one that shares none with any belongs to all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.arrays import Booleans
from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.contacts.numbers.countries import CODE_OF_REGION, has_country
from jetmsg_core.contacts.numbers.country_names import INDIAN, REGION_OF, key_of
from jetmsg_core.contacts.numbers.normalize_cell import to_ascii

INDIA = "91"
_SAMPLE_ROWS = 50


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COUNTRY_WORDS = _set_of(
    "country countries isd countrycode isdcode dialcode dialingcode diallingcode callingcode"
    " countryname countryregion countryiso isocountry"
)
_DIAL_WORDS = _set_of("dial dialing dialling calling phone telephone tel mobile whatsapp phonecode")
_CODE_WORDS = _set_of("code codes prefix phonecode")
_BESIDE = _set_of(
    "code codes name iso alpha two three letter prefix no number region of the and or in"
    " phone mobile whatsapp contact tel telephone cell dial dialing dialling calling"
    " billing shipping mailing default address home business work other office residence"
    " residential residing current permanent primary secondary customer client lead user member"
    " father mother parent guardian student patient buyer sender receiver"
)
"""What may stand beside such a word. `Preferred Country` is where somebody wants to go."""
_NATIVE_NAMES = frozenset(map(header_key, ("देश", "देश कोड", "राष्ट्र")))
_APART = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SIGNED_CODE, _CODE = r"^\s*\(?\+[0-9]{1,4}\)?\s*$", r"^\s*\(?\+?[0-9]{1,6}\)?(?:\.0)?\s*$"

_NUMBER = r"[0-9](?:[ ()+-]?[0-9]){6}"
_NOTHING = _set_of(
    "na null nan none nil select selectcountry choose unknown notspecified notavailable notknown"
)
"""Words for an empty cell, as `key_of` gives them."""
_DIAL_CODE = re.compile(r"\+?\s*(?<![0-9])([0-9](?:[\s()-]?[0-9]){0,5})(?:\.0+)?(?![0-9])")
_PARTS = re.compile(r"[,(/|:;)\[\]]|\s-\s")


@dataclass(frozen=True)
class CountryCell:
    """A cell that says another country than India."""

    text: str
    """As it stands there."""
    code: str | None
    """The calling code, if that is known."""
    is_dial_code: bool
    """Whether it is about the number itself, and not about where somebody lives."""


@dataclass(frozen=True)
class CountryColumn:
    """A column, and what its cells say."""

    name: str
    foreign: dict[int, CountryCell]
    """Those that say another country, by the position of the row."""
    says_india: Booleans
    """Whether each row says India; the others say another country, or nothing."""


def country_columns(
    cells: pd.DataFrame, number_columns: Sequence[str], chosen: str | None
) -> list[CountryColumn]:
    """Gives the columns that speak of the numbers in those columns. `chosen` is one that a person
    named."""
    names = [chosen] if chosen else _belonging(_found(cells, number_columns), number_columns[0])
    return [_read(name, cells[name]) for name in names]


def read_country(text: str) -> CountryCell | bool:
    """Gives what a cell says of another country; True where it says India, False where it says
    nothing."""
    plain = " ".join(to_ascii(text)[0].split())
    dialled = _DIAL_CODE.search(plain)
    digits = _digits(dialled[1]) if dialled else ""
    words = _DIAL_CODE.sub(" ", plain)
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
    return CountryCell(plain, digits if has_country(digits) else None, is_dial_code=bool(digits))


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
    words = _words(name)
    if _holds(column.iloc[:_SAMPLE_ROWS], _NUMBER):
        return False  # A column of numbers, with their country codes.
    if header_key(name) in _NATIVE_NAMES:
        return True
    if not _COUNTRY_WORDS.isdisjoint(words):
        return all(word in _COUNTRY_WORDS or word in _BESIDE for word in words)
    is_code = bool(words) and words[-1] in _CODE_WORDS and not _DIAL_WORDS.isdisjoint(words)
    return _are_codes(column, _CODE if is_code else _SIGNED_CODE)


def _belonging(names: list[str], number_column: str) -> list[str]:
    own = set(_words(number_column)) - _CODE_WORDS - {"no", "number", "name"}
    sharing = [name for name in names if own.intersection(_words(name))]
    return sharing or names


def _words(name: str) -> list[str]:
    apart = _APART.sub(" ", name)
    return [word for word in re.split(r"[\W_\d]+", apart.casefold()) if word]


def _holds(column: pd.Series[str], pattern: str) -> bool:
    cells = pa.array(column, type=pa.large_string())
    return bool(pc.any(pc.match_substring_regex(cells, pattern)).as_py())


def _are_codes(column: pd.Series[str], spelled: str) -> bool:
    """Whether all filled cells are dial codes, and some are; a sample of them first."""
    return _only_codes(column.iloc[:_SAMPLE_ROWS], spelled) and _only_codes(column, spelled)


def _only_codes(column: pd.Series[str], spelled: str) -> bool:
    cells = pc.unique(pa.array(column, type=pa.large_string()))
    filled = cells.filter(pc.invert(pc.equal(pc.utf8_trim_whitespace(cells), "")))
    if not len(filled) or not pc.all(pc.match_substring_regex(filled, spelled)).as_py():
        return False
    codes = [_digits(cell.split(".")[0]) for cell in filled.to_pylist()]
    return all(code in ("", INDIA) or has_country(code) for code in codes)


def _read(name: str, column: pd.Series[str]) -> CountryColumn:
    """Each distinct cell is read once."""
    encoded = pc.dictionary_encode(pa.array(column, type=pa.large_string()))
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    readings = [read_country(text) for text in encoded.dictionary.to_pylist()]
    indices = encoded.indices.to_numpy()
    is_foreign = np.array([isinstance(one, CountryCell) for one in readings], np.bool_)[indices]
    foreign = {}
    for position in np.flatnonzero(is_foreign).tolist():
        reading = readings[indices[position]]
        assert isinstance(reading, CountryCell)
        foreign[position] = reading
    return CountryColumn(name, foreign, np.array([one is True for one in readings])[indices])
