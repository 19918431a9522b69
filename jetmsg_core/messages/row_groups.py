"""Which rows hold the same values in all columns. Pure.

A hash table of a million rows is larger than the caches of a processor, and each row waits for the
memory where it may stand. So rows are put in order instead: each has a fingerprint of its values,
those whose fingerprints are alike come to lie side by side, and are compared value by value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from jetmsg_core.messages.arrow import Strings, array, encoded, pc
from jetmsg_core.messages.columns import Column
from jetmsg_core.primitives.arrays import Integers

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that no two words become one, and irregular: 2^64 by the golden ratio."""
_HALF = np.uint64(32)
_LONGEST = 64
"""Bytes of a value."""

Words: TypeAlias = npt.NDArray[np.uint64]


def group_rows(columns: Sequence[Column], rows: int) -> tuple[Integers, Integers]:
    """Gives a group number for each row, in order of first appearance, and a row of each group."""
    coded = [column.codes for column in columns if column.codes is not None]
    own = [column.values for column in columns if column.codes is None]
    if not own:
        return _group_codes(coded)
    prints = np.zeros(rows, np.uint64)
    for codes in coded:
        _fold(prints, codes.view(np.uint64))
    for values in own:
        for word in _words(values):
            _fold(prints, word)
        earlier, later = _alike(prints)
        if not len(later):
            return np.arange(rows), np.arange(rows)  # whatever the other columns hold
    if not all(_are_same(column, earlier, later) for column in columns):
        return _group_codes([_codes(column) for column in columns])
    return _grouped(rows, earlier, later)


def _words(values: Strings) -> Iterator[Words]:
    """The bytes of the values, eight at once, as numbers; behind the end of a value are NULs. Long
    values are numbered, since all of them would be as long as the longest."""
    longest = pc.max(pc.binary_length(values)).as_py()
    if longest > _LONGEST:
        yield encoded(values)[1].view(np.uint64)
        return
    width = max(1, -(-longest // 8))
    padded = pc.ascii_rpad(values, 8 * width, "\0")
    words = np.frombuffer(padded.buffers()[2], np.uint64, len(values) * width)
    yield from words.reshape(len(values), width).T


def _fold(prints: Words, word: Words) -> None:
    """Makes a word a part of fingerprints, in their place."""
    prints ^= word
    prints *= _FACTOR
    prints ^= prints >> _HALF


def _alike(prints: Words) -> tuple[Integers, Integers]:
    """Pairs of rows with one fingerprint: each such row but the first, behind the one before it."""
    row_bits = np.uint64((1 << len(prints).bit_length()) - 1)
    keys = prints & ~row_bits
    keys |= np.arange(len(prints), dtype=np.uint64)
    keys.sort()
    at = np.flatnonzero((keys[1:] ^ keys[:-1]) <= row_bits)
    earlier, later = ((keys[index] & row_bits).astype(np.int64) for index in (at, at + 1))
    return earlier, later


def _are_same(column: Column, some: Integers, others: Integers) -> bool:
    if column.codes is not None:
        return bool((column.codes[some] == column.codes[others]).all())
    values, more = (pc.take(column.values, array(rows)) for rows in (some, others))
    return bool(pc.all(pc.equal(values, more)).as_py())


def _grouped(rows: int, earlier: Integers, later: Integers) -> tuple[Integers, Integers]:
    """The groups of pairs that follow each other where they are of one group."""
    begins = np.ones(len(later), np.bool_)
    begins[1:] = earlier[1:] != later[:-1]
    first_pairs = np.maximum.accumulate(np.where(begins, np.arange(len(later)), 0))
    is_first = np.ones(rows, np.bool_)
    is_first[later] = False
    groups = np.cumsum(is_first) - 1
    groups[later] = groups[earlier[first_pairs]]
    return groups, np.flatnonzero(is_first)


def _codes(column: Column) -> Integers:
    return encoded(column.values)[1] if column.codes is None else column.codes


def _group_codes(columns: Sequence[Integers]) -> tuple[Integers, Integers]:
    groups, *others = sorted(columns, key=lambda codes: -int(codes.max(initial=-1)))
    for codes in others:
        if groups.max(initial=-1) + 1 == len(groups):
            break  # every row is its own group already
        groups = pd.factorize(groups * (codes.max(initial=0) + 1) + codes)[0]
    members = np.empty(groups.max(initial=-1) + 1, np.int64)
    members[groups] = np.arange(len(groups))
    return groups, members
