"""Numbers in a text that is no table: in a line that is pasted, or a file of one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize

LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BREAK = re.compile(r"[,;/|&\t]|:::|(?<![a-z])(?:or|and)(?![a-z])", re.IGNORECASE)
_LINK = re.compile(r"://|\bwa\.me/|whatsapp\.com/", re.IGNORECASE)
_BETWEEN_LINKS = re.compile(r"[,;\t\s]+")
_LEAST_IN_ONE_LINE = 3
"""Two may be those of one person."""
_LONGEST_LINE = 1_000_000


def in_rows(utf8: bytes) -> bytes | None:
    """Gives a file of one line that holds nothing but numbers, with each in a row of its own; None
    for any other."""
    line = utf8[:_LONGEST_LINE].strip()
    if len(utf8) > _LONGEST_LINE or b"\n" in line or b"\r" in line:
        return None
    pieces = list(numbers_in(line.decode("utf-8", "replace")))
    if len(pieces) < _LEAST_IN_ONE_LINE:
        return None
    are_numbers = all(isinstance(normalize(piece), Number) for piece in pieces)
    return "\n".join(pieces).encode() if are_numbers else None


def is_link(line: str) -> bool:
    """Tells whether a line holds a link: a part of it is no number, or another one."""
    return _LINK.search(line) is not None


def numbers_in(line: str) -> Iterator[str]:
    """Gives what stands in a line, one number after another as far as they are some. A link stays
    whole."""
    for piece in _BETWEEN_LINKS.split(line) if is_link(line) else _BREAK.split(line):
        words = piece.split()
        whole = isinstance(normalize(piece), Number)
        if not whole and all(isinstance(normalize(word), Number) for word in words):
            yield from words
        elif words:
            yield piece.strip()
