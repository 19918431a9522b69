"""Where the wanted properties of a vCard file stand: found in numpy, all at once.

A loop over the lines of 100,000 cards takes longer than all else that is done with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa

from jetmsg_core.contacts.reading.vcards.whole_lines import Parameters, parameters_of
from jetmsg_core.primitives.arrays import Booleans, Bytes, Integers


class Property(IntEnum):
    """The properties that are wanted of a card."""

    BEGIN = 1
    TEL = 2
    FN = 3
    N = 4
    ORG = 5
    LABEL = 6
    """What an iPhone calls another property of the same group."""
    CATEGORIES = 7
    NOTE = 8


@dataclass(frozen=True)
class PropertyValues:
    """The lines of one property, in the order of the file."""

    cards: Integers
    """The card of each, counted from 0."""
    values: pa.LargeStringArray
    """As they stand in the file."""
    parameters: tuple[Parameters, ...]
    """Every spelling that occurs."""
    spelling: Integers
    """Which of `parameters` each has."""
    groups: pa.LargeStringArray
    """What stands before the name, such as `item1.`; mostly nothing."""

    def where(self, wanted: Booleans) -> PropertyValues:
        """Gives some of the lines."""
        values: Any = self.values.filter(pa.array(wanted))
        groups: Any = self.groups.filter(pa.array(wanted))
        cards, spelling = self.cards[wanted], self.spelling[wanted]
        return replace(self, cards=cards, values=values, spelling=spelling, groups=groups)


_NAMES = {
    Property.BEGIN: b"begin",
    Property.TEL: b"tel",
    Property.FN: b"fn",
    Property.N: b"n",
    Property.ORG: b"org",
    Property.LABEL: b"x-ablabel",
    Property.CATEGORIES: b"categories",
    Property.NOTE: b"note",
}
_LONGEST = max(map(len, _NAMES.values()))
_LOWER = np.array([ord(chr(byte).lower()) if byte < 128 else byte for byte in range(256)], np.uint8)
_ENDS_NAME = np.isin(np.arange(256), list(b":; \t"))
_GROUP = re.compile(rb"[\w-]{1,64}")
_TO_COLON = re.compile(rb"(?:[^\":\n]++|\"[^\"\n]*+\"|\")*+:")
"""Parameters, where a colon may stand in quotes."""


def find_properties(utf8: bytes) -> tuple[int, dict[Property, PropertyValues]]:
    """Gives how many cards there are in a text of whole lines, and the properties of each kind.
    What stands behind an end and before a begin belongs to the card before; what stands before the
    first begin is a card that lost its own."""
    text = np.frombuffer(utf8 + b"\n" + bytes(_LONGEST + 1), dtype=np.uint8)
    line_ends = np.flatnonzero(text == ord("\n"))
    begins = np.append(0, line_ends[:-1] + 1)
    names, kinds = _names_at(text, begins)
    grouped, grouped_kinds = _grouped_names(utf8, text, begins)
    names = np.concatenate([names, grouped])
    kinds = np.concatenate([kinds, grouped_kinds])
    order = np.argsort(names, kind="stable")
    names, kinds = names[order], kinds[order]
    ends = line_ends[np.searchsorted(line_ends, names)]
    colons = _colons_after(utf8, text, names)
    kept = colons < ends
    names, kinds, ends, colons = names[kept], kinds[kept], ends[kept], colons[kept]
    card_begins = names[kinds == Property.BEGIN]
    if names.size and kinds[0] != Property.BEGIN:
        card_begins = np.append(0, card_begins)
    cards = np.searchsorted(card_begins, names, side="right") - 1
    starts = begins[np.searchsorted(begins, names, side="right") - 1]
    lines = _Lines(starts, names, colons, ends, cards)
    properties: dict[Property, PropertyValues] = {
        kind: _found(utf8, kind, lines.where(kinds == kind))
        for kind in Property
        if kind is not Property.BEGIN
    }
    return card_begins.size, properties


def _names_at(text: Bytes, indices: Integers) -> tuple[Integers, Integers]:
    """The places at which the name of a wanted property stands, and which."""
    first = _LOWER[text[indices]]
    places_found, kinds = [], []
    for kind, name in _NAMES.items():
        at = indices[first == name[0]]
        for offset in range(1, len(name)):
            at = at[_LOWER[text[at + offset]] == name[offset]]
        at = at[_ENDS_NAME[text[at + len(name)]]]
        places_found.append(at)
        kinds.append(np.full(at.size, kind, np.int64))
    return np.concatenate(places_found), np.concatenate(kinds)


def _grouped_names(utf8: bytes, text: Bytes, begins: Integers) -> tuple[Integers, Integers]:
    """The same for names behind a group: `item1.TEL`."""
    dots = np.flatnonzero(text == ord("."))
    _, firsts = np.unique(np.searchsorted(begins, dots, side="right"), return_index=True)
    names, kinds = _names_at(text, dots[firsts] + 1)
    starts = begins[np.searchsorted(begins, names, side="right") - 1]
    is_group = [
        _GROUP.fullmatch(utf8, start, name - 1) is not None
        for start, name in zip(starts.tolist(), names.tolist(), strict=True)
    ]
    mask = np.array(is_group, dtype=np.bool_)
    return names[mask], kinds[mask]


def _colons_after(utf8: bytes, text: Bytes, names: Integers) -> Integers:
    """The colon before each value; the length of the text where there is none."""
    colons = np.append(np.flatnonzero(text == ord(":")), text.size)
    after = colons[np.searchsorted(colons, names)]
    if b'"' in utf8:
        quotes = np.flatnonzero(text == ord('"'))
        quoted = np.searchsorted(quotes, names) < np.searchsorted(quotes, after)
        for index in np.flatnonzero(quoted & (after < text.size)).tolist():
            match = _TO_COLON.match(utf8, int(names[index]))
            after[index] = text.size if match is None else match.end() - 1
    return after


@dataclass(frozen=True)
class _Lines:
    """The places of the wanted lines: where each starts, its name, its colon and its end stand."""

    starts: Integers
    names: Integers
    colons: Integers
    ends: Integers
    cards: Integers

    def where(self, wanted: Booleans) -> _Lines:
        return _Lines(
            self.starts[wanted],
            self.names[wanted],
            self.colons[wanted],
            self.ends[wanted],
            self.cards[wanted],
        )


def _found(utf8: bytes, kind: Property, lines: _Lines) -> PropertyValues:
    name_ends = lines.names + len(_NAMES[kind])
    spelled: Any = _slices(utf8, name_ends, lines.colons).dictionary_encode()
    return PropertyValues(
        lines.cards,
        _slices(utf8, lines.colons + 1, lines.ends),
        tuple(map(parameters_of, spelled.dictionary.to_pylist())),
        spelled.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        _slices(utf8, lines.starts, lines.names),
    )


def _slices(utf8: bytes, begins: Integers, ends: Integers) -> pa.LargeStringArray:
    """The pieces of a text between ascending places, none of which reaches into the next."""
    if not begins.size:
        return pa.array([], pa.large_string())
    indices = np.ravel(np.column_stack([begins, ends]))
    pieces = pa.LargeStringArray.from_buffers(
        indices.size - 1, pa.py_buffer(indices), pa.py_buffer(utf8)
    )
    return pieces.take(pa.array(np.arange(0, indices.size, 2)))
