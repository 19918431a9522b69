"""Looks at all bytes of a text, a block at a time. Pure.

`bytes.count` stops at everything it finds, and `in` tries nearly every place for a needle of
several bytes: of a million rows each takes a fifth of the time that reading them takes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jetmsg_core.primitives.arrays import Bytes

_BLOCK = 1 << 18  # its arrays stay in the processor's cache


def count_line_ends(utf8: bytes, start: int = 0) -> int:
    """Counts the LFs from `start` on."""
    return sum(int(np.count_nonzero(block == ord("\n"))) for block in _blocks(utf8, 0, start))


def has_lone_returns(utf8: bytes) -> bool:
    """Tells whether a CR stands without an LF behind it."""
    if b"\r" not in utf8:
        return False
    return utf8.endswith(b"\r") or any(
        bool(((block[:-1] == ord("\r")) & (block[1:] != ord("\n"))).any())
        for block in _blocks(utf8, 1)
    )


def holds(utf8: bytes, needle: bytes) -> bool:
    """Tells whether two or more bytes stand in a text one after another. Each is looked for alone
    before: nothing is seen faster than that a byte is nowhere."""
    if any(needle[at : at + 1] not in utf8 for at in range(len(needle))):
        return False
    beyond = len(needle) - 1
    for block in _blocks(utf8, beyond):
        begins = block[:-beyond] == needle[0]
        if not begins.any():
            continue
        begins &= block[beyond:] == needle[-1]
        if begins.any() and needle in block.tobytes():
            return True
    return False


def _blocks(utf8: bytes, beyond: int, start: int = 0) -> Iterator[Bytes]:
    """The bytes of a text in blocks, each with some of the next one."""
    text = np.frombuffer(utf8, dtype=np.uint8)
    for first in range(start, text.size, _BLOCK):
        yield text[first : first + _BLOCK + beyond]
