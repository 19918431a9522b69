"""Plain spellings of a whole column at once, from the bytes of its Arrow buffer.

Plain is: ASCII digits with spaces, hyphens, brackets, underscores and dots between, `+` only in
front, and a count of digits that an accepted prefix explains. What this module does not read it
leaves at 0 for `normalize_cell.normalize`, which it must never contradict.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.numbers.normalize_cell import COUNTRY, LONGEST_SPELLING, SEPARATORS
from jetmsg_core.primitives.arrays import Booleans, Bytes, Integers

_DIGIT, _SEPARATOR, _DOT, _OTHER = range(4)
_KINDS = np.full(256, _OTHER, dtype=np.uint8)
_KINDS[list(b"0123456789")] = _DIGIT
_KINDS[list(SEPARATORS.encode())] = _SEPARATOR
_KINDS[ord(".")] = _DOT
_MAY_BEGIN = np.zeros(256, dtype=np.bool_)
_MAY_BEGIN[list(b"0123456789([")] = True  # a hyphen in front is a minus: not plain
_PERHAPS_A_DECIMAL_TAIL = r"\.[ _()\[\].0-]*$"
_TEN_DIGITS = 10**10
_BLOCK_ROWS = 65_536  # a block's arrays stay in the processor's cache


def read_plain(column: pa.LargeStringArray) -> Integers:
    """Gives the canonical numbers of the plain cells, 0 at every other; shape (len(column),)."""
    blocks = [
        _read_block(column.slice(first, _BLOCK_ROWS))
        for first in range(0, len(column), _BLOCK_ROWS)
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *blocks])


def _read_block(column: pa.LargeStringArray) -> Integers:
    numbers = np.zeros(len(column), dtype=np.int64)
    column = pc.ascii_trim(column, characters=" ")
    offsets, text = _buffers(column)
    if not text.size:
        return numbers
    starts = np.minimum(offsets[:-1], text.size - 1)
    kinds = _KINDS[text]
    # An empty cell at the end of the block has no first byte: there is its neighbour's last.
    plus = (text[starts] == ord("+")) & (np.diff(offsets) > 0)
    kinds[starts[plus]] = _SEPARATOR
    is_digit = kinds == _DIGIT
    digit_offsets = _digits_before(is_digit)[offsets]
    counts = np.diff(digit_offsets)
    plain = (counts >= 10) & (counts <= 14) & (np.diff(offsets) <= LONGEST_SPELLING)
    plain &= plus | _MAY_BEGIN[text[starts]]
    plain[_cells_at(np.flatnonzero(kinds == _OTHER), offsets)] = False
    _doubt_decimal_tails(column, plain, _cells_at(np.flatnonzero(kinds == _DOT), offsets))
    digits = pa.LargeStringArray.from_buffers(
        len(column), pa.py_buffer(digit_offsets), pa.py_buffer(text[is_digit])
    )
    values = pc.cast(digits.filter(pa.array(plain)), pa.int64()).to_numpy()
    numbers[plain] = _canonical(values, counts[plain], plus[plain])
    return numbers


def _digits_before(is_digit: Booleans) -> Integers:
    """How many digits stand before each byte and before the end, shape (bytes + 1,)."""
    before = np.zeros(is_digit.size + 1, dtype=np.int64)
    np.cumsum(is_digit, out=before[1:])
    return before


def _buffers(column: pa.LargeStringArray) -> tuple[Integers, Bytes]:
    """Offsets from 0, shape (n + 1,), and the UTF-8 bytes they point into."""
    _, offset_buffer, text_buffer = column.buffers()
    if not len(column) or text_buffer is None:
        return np.zeros(len(column) + 1, dtype=np.int64), np.empty(0, dtype=np.uint8)
    offsets = np.frombuffer(offset_buffer, dtype=np.int64)
    offsets = offsets[column.offset : column.offset + len(column) + 1]
    text = np.frombuffer(text_buffer, dtype=np.uint8)[offsets[0] : offsets[-1]]
    return offsets - offsets[0], text


def _cells_at(positions: Integers, offsets: Integers) -> Integers:
    return np.searchsorted(offsets, positions, side="right") - 1


def _doubt_decimal_tails(column: pa.LargeStringArray, plain: Booleans, dotted: Integers) -> None:
    """Leave `9876543210.0` and its like to the careful reader."""
    cells = np.unique(dotted)
    tails = pc.match_substring_regex(column.take(cells), _PERHAPS_A_DECIMAL_TAIL)
    plain[cells[tails.to_numpy(zero_copy_only=False)]] = False


def _canonical(values: Integers, counts: Integers, plus: Booleans) -> Integers:
    """Twelve digits, or 0, from digit strings as integers, their lengths and their `+`.

    The prefixes that `normalize_cell` takes, by length: none, 0, 91, 091 and 910, 0091; after `+`
    only 91 and 910.
    """
    prefixes = values // _TEN_DIGITS
    national = values - prefixes * _TEN_DIGITS
    prefixed = (prefixes == 91) & (counts >= 12) & (~plus | (counts == 12))
    prefixed |= (prefixes == 0) & (counts <= 11) & ~plus
    prefixed |= (prefixes == 910) & (counts == 13)
    prefixed &= national >= 6 * 10**9
    return np.where(prefixed, national + COUNTRY, 0)
