"""Where chosen bytes occur in an Arrow array of texts, without a Python object per text.

Arrow keeps all texts in one UTF-8 buffer. `bytes.translate` turns a block of it into classes
and numpy finds the few that matter: 1,000,000 texts (132 MB) in a third of the time of one
Arrow regular expression. Blocks fit the cache, so no second copy of the buffer is ever made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from jetmsg_core.messages.arrow import Strings
from jetmsg_core.primitives.arrays import Bytes, Integers, Integers32

_BLOCK = 1 << 19  # bytes


def class_table(classes: Mapping[int, bytes]) -> bytes:
    """Makes a table for `count_classes`: byte value → class (1, 2, …), 0 for any other byte."""
    table = bytearray(256)
    for number, members in classes.items():
        for byte in members:
            table[byte] = number
    return bytes(table)


def count_classes(texts: Strings, table: bytes) -> Integers32:
    """Counts how many bytes of each class each text holds: shape (classes + 1, texts), row 0
    unused."""
    data, offsets = _buffers(texts)
    counts = np.zeros((max(table) + 1, len(texts)), np.int32)
    for start in range(0, len(data), _BLOCK):
        block = data[start : start + _BLOCK].tobytes().translate(table)
        hits = np.flatnonzero(np.frombuffer(block, np.bool_))
        if len(hits):
            owners = np.searchsorted(offsets, hits + start, side="right") - 1
            first, last = owners[0], owners[-1] + 1
            for kind in range(1, len(counts)):
                chosen = owners[np.frombuffer(block, np.uint8)[hits] == kind]
                counts[kind, first:last] += np.bincount(chosen - first, minlength=last - first)
    return counts


def holds(texts: Strings, byte: bytes) -> bool:
    """Tells whether any text holds this one byte (below 128, so never inside another character)."""
    data = _buffers(texts)[0]
    blocks = (data[start : start + _BLOCK].tobytes() for start in range(0, len(data), _BLOCK))
    return any(byte in block for block in blocks)


def first_bytes(texts: Strings) -> Bytes:
    """Gives the first byte of each text, 0 for an empty one: shape (texts,)."""
    data, offsets = _buffers(texts)
    return _bytes_at(data, offsets[:-1], offsets)


def last_bytes(texts: Strings) -> Bytes:
    """Gives the last byte of each text, 0 for an empty one: shape (texts,)."""
    data, offsets = _buffers(texts)
    return _bytes_at(data, offsets[1:] - 1, offsets)


def _bytes_at(data: Bytes, positions: Integers, offsets: Integers) -> Bytes:
    if not len(data):
        return np.zeros(len(positions), np.uint8)
    there = data.take(positions, mode="clip")
    is_empty = offsets[1:] == offsets[:-1]
    if is_empty.any():
        there[is_empty] = 0
    return there


def are_ascii(texts: Strings) -> bool:
    """Tells whether no text holds a character outside ASCII, a block after the other."""
    data = _buffers(texts)[0]
    return all(
        data[start : start + _BLOCK].tobytes().isascii() for start in range(0, len(data), _BLOCK)
    )


def among(texts: Strings, sought: Iterable[str]) -> set[str]:
    """Gives those of these short pieces of text that any text may hold; one can also begin where a
    text ends. A first byte is looked for before its piece, since nearly always it is not there."""
    data, present = _buffers(texts)[0], set[str]()
    left = {piece: piece.encode() for piece in sought}
    longest = max(map(len, left.values()), default=1)
    for start in range(0, len(data), _BLOCK):
        block = data[start : start + _BLOCK + longest - 1].tobytes()
        here = {piece for piece, needle in left.items() if needle[:1] in block and needle in block}
        present |= here
        left = {piece: needle for piece, needle in left.items() if piece not in here}
    return present


def _buffers(texts: Strings) -> tuple[Bytes, Integers]:
    """The UTF-8 bytes, and where each text begins in them: n + 1 offsets from 0."""
    _, starts, data = texts.buffers()
    if starts is None or data is None or not len(texts):
        return np.empty(0, np.uint8), np.zeros(len(texts) + 1, np.int64)
    offsets = np.frombuffer(memoryview(starts), np.int64)[
        texts.offset : texts.offset + len(texts) + 1
    ]
    bytes_of_all = np.frombuffer(memoryview(data), np.uint8)[offsets[0] : offsets[-1]]
    return bytes_of_all, offsets - offsets[0] if offsets[0] else offsets
