"""The cards of a vCard file (.vcf), as phones and address books export them: a row for each.

Versions 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), and what phones make of them. A card begins where
the next `BEGIN:VCARD` stands, whatever ends are missing, so nobody runs into somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.limits import Limits, too_many_rows
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.contacts.reading.encodings import Decoded
from jetmsg_core.contacts.reading.vcards.kinds_of_numbers import (
    MOBILE_WORDS,
    is_fax,
    with_labels,
)
from jetmsg_core.contacts.reading.vcards.meanings import Meaning, meant, replaced
from jetmsg_core.contacts.reading.vcards.properties import Property, PropertyValues, find_properties
from jetmsg_core.contacts.reading.vcards.whole_lines import (
    Parameters,
    components_of,
    note_of,
    value_of,
    whole_lines,
)
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.spreadsheets.beginnings import beginning_of

NUMBER_COLUMN = "Phone"
FAX_COLUMN = "Fax or pager"
NUMBER_COLUMN_REASON = (
    "Of each card it is the preferred number that can be sent to, or else the mobile one, or else "
    "the first."
)
CARDS_HAVE_NO_ROWS = "A vCard file has no rows: row 3 is the third card in it."

_REMARKS = {"Categories": Property.CATEGORIES, "Note": Property.NOTE}
"""Columns that a file has where a card says something there."""
_MOST_CELLS = 50_000_000
"""Of the table, in which one card of many numbers makes every row as long."""


@dataclass(frozen=True)
class Cards:
    """The cards of a file as rows: the first is row 1."""

    names: tuple[str, ...]
    table: pa.Table
    """Columns `0`, `1`, … of large strings without nulls, one for each of `names`."""
    decoded: Decoded
    blocker: FileFinding | None = None


def is_vcards(data: bytes) -> bool:
    """Tells whether the bytes are a vCard file."""
    return beginning_of(data).replace(" ", "").startswith("begin:vcard")


def read_cards(
    data: bytes, *, encoding: str | None, limits: Limits, international: bool = False
) -> Cards:
    """Reads the cards of a file, with a number abroad for one that can be sent to where they are
    `international`. Raises InputError for an encoding nobody knows."""
    decoded = whole_lines(data, encoding=encoding)
    count, properties = find_properties(decoded.utf8)
    if (blocker := too_many_rows(count, limits)) is not None:
        return Cards((), pa.table({}), decoded, blocker)
    organisation = _column(count, properties[Property.ORG], _organisation_of)
    called = _column(count, properties[Property.FN], value_of)
    nameless = pc.equal(called, "").to_numpy(zero_copy_only=False)
    if nameless.any():
        names = properties[Property.N]
        parts = _column(count, names.where(nameless[names.cards]), _name_of)
        called = pc.if_else(nameless, pc.if_else(pc.equal(parts, ""), organisation, parts), called)
    phones, faxes = _phones_and_faxes(
        with_labels(properties[Property.TEL], properties[Property.LABEL])
    )
    remarks = _remarks(count, properties)
    most = limits.columns - 2 - len(remarks) - bool(faxes.cards.size)
    numbers = _number_columns(count, phones, most, international=international)
    titles = [NUMBER_COLUMN, *(f"{NUMBER_COLUMN} {index + 2}" for index in range(len(numbers) - 1))]
    if faxes.cards.size:
        numbers += _number_columns(count, faxes, 1, international=international)
        titles.append(FAX_COLUMN)
    columns = [called, *numbers, organisation, *remarks.values()]
    table = pa.Table.from_arrays(columns, [str(index) for index in range(len(columns))])
    return Cards(("Name", *titles, "Organisation", *remarks), table, decoded)


def _column(count: int, property_values: PropertyValues, meaning: Meaning) -> Any:
    """The first filled value of each card."""
    values = meant(property_values, meaning)
    filled = np.flatnonzero(pc.not_equal(values, "").to_numpy(zero_copy_only=False))
    cards, firsts = np.unique(property_values.cards[filled], return_index=True)
    return _spread(count, cards, filled[firsts], values)


def _remarks(count: int, properties: dict[Property, PropertyValues]) -> dict[str, Any]:
    """What cards say in words, by the name of its column: those that are not empty."""
    columns = {title: _column_of_all(count, properties[kind]) for title, kind in _REMARKS.items()}
    return {
        title: cells for title, cells in columns.items() if pc.any(pc.not_equal(cells, "")).as_py()
    }


def _column_of_all(count: int, property_values: PropertyValues) -> Any:
    """All filled values of each card."""
    values = meant(property_values, note_of)
    filled = np.flatnonzero(pc.not_equal(values, "").to_numpy(zero_copy_only=False))
    cards, firsts = np.unique(property_values.cards[filled], return_index=True)
    column = _spread(count, cards, filled[firsts], values)
    further = np.delete(filled, firsts)
    if not further.size:
        return column
    return _with_more(column, property_values.cards[further], values.take(pa.array(further)))


def _spread(count: int, cards: Integers, indices: Integers, values: Any) -> Any:
    """A column of `count` cells, in which cards have the values at places; all others are empty."""
    at = np.full(count, -1, np.int64)
    at[cards] = indices
    spread = values.take(pa.array(at, mask=at < 0))
    return pc.fill_null(spread, "")


def _name_of(value: str, parameters: Parameters) -> str:
    """A name of its parts, which stand as family, given, middle name, prefix and suffix."""
    parts = components_of(value, parameters)
    family, given, middle, prefix, suffix = (*parts, *[""] * 5)[:5]
    return " ".join(filter(None, (prefix, given, middle, family, suffix)))


def _organisation_of(value: str, parameters: Parameters) -> str:
    return ", ".join(filter(None, components_of(value, parameters)))


def _number_of(value: str, parameters: Parameters) -> str:
    number = value_of(value, parameters)
    if number[:4].lower() == "tel:":  # RFC 3966: what follows a semicolon is no part of it.
        return number[4:].partition(";")[0]
    return number


def _phones_and_faxes(
    property_values: PropertyValues,
) -> tuple[PropertyValues, PropertyValues]:
    every = [spelled.words for spelled in property_values.parameters] or [frozenset()]
    are_faxes = np.array([is_fax(words) for words in every], np.bool_)[property_values.spelling]
    return property_values.where(~are_faxes), property_values.where(are_faxes)


def _number_columns(
    count: int, property_values: PropertyValues, limit: int, *, international: bool
) -> list[Any]:
    """The numbers of each card in at most so many columns, the one to send to in the first: one
    that can be sent to before others, of these what the card prefers, and then what it calls
    mobile. Each number stands there once."""
    values, cards = _numbers_in(property_values), property_values.cards
    numbers_read = normalize_column(values, international=international).numbers
    order = np.lexsort((*_ranks(property_values), numbers_read == 0, cards))
    order = order[pc.not_equal(values, "").to_numpy(zero_copy_only=False)[order]]
    distinct = values.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    same = np.where(numbers_read > 0, numbers_read, -1 - distinct)[order]
    _, which = np.unique(same, return_inverse=True)
    _, firsts = np.unique(cards[order] * (which.size + 1) + which, return_index=True)
    order = order[np.sort(firsts)]
    owners = cards[order]
    ranks = np.arange(owners.size) - np.searchsorted(owners, owners)
    fitting = min(limit, max(_MOST_CELLS // max(count, 1), 1))
    most = int(min(ranks.max(initial=0) + 1, fitting))
    columns = [
        _spread(count, owners[ranks == at], order[ranks == at], values) for at in range(most)
    ]
    if (ranks >= most).any():
        columns[-1] = _joined(columns[-1], owners, order, ranks >= most, values)
    return columns


def _joined(column: Any, owners: Integers, order: Integers, more: Booleans, values: Any) -> Any:
    """The last column with all further numbers in it, for a person to divide."""
    return _with_more(column, owners[more], values.take(pa.array(order[more])))


def _with_more(column: Any, cards: Integers, texts: Any) -> Any:
    cells = column.to_pylist()
    for card, text in zip(cards.tolist(), texts.to_pylist(), strict=True):
        cells[card] += f", {text}"
    return pa.array(cells, pa.large_string())


def _numbers_in(property_values: PropertyValues) -> Any:
    values = meant(property_values, _number_of)
    odd = pc.match_substring_regex(values, "(?i)^tel:").to_numpy(zero_copy_only=False)
    return replaced(values, odd, property_values, _number_of)


def _ranks(property_values: PropertyValues) -> tuple[Integers, ...]:
    """What ranks the numbers of a card, the least of it first, as `np.lexsort` wants it."""
    every = property_values.parameters or (Parameters(),)
    preference = np.array([spelled.preference for spelled in every], np.int64)
    mobile = np.array([MOBILE_WORDS.isdisjoint(spelled.words) for spelled in every], np.int64)
    which = property_values.spelling
    return np.arange(which.size), mobile[which], preference[which]
