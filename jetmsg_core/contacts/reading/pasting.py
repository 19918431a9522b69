"""Numbers in a text that is no table: pasted by hand, or a file of one line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize

HEADER = "Mobile"
_LINE = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"[,;/|&\t]|:::|(?<![a-z])(?:or|and)(?![a-z])", re.IGNORECASE)
_LINK = re.compile(r"://|\bwa\.me/|whatsapp\.com/", re.IGNORECASE)
_BETWEEN_LINKS = re.compile(r"[,;\t\s]+")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_IN_ONE_LINE = 3
"""Two may be those of one person."""
_LONGEST_LINE = 1_000_000


def from_pasted(text: str) -> bytes:
    """Makes a file for `check_contacts` with one number a row, below a header: the first is in row
    2.

    Numbers may stand one a line, or several with commas, semicolons, slashes, tabs or spaces
    between. Cells copied from a sheet with more than numbers in them are taken as they are.
    Nothing is left out but blank lines: what is no number is for the check to reject.
    """
    if any("\t" in line and _LETTER.search(line) for line in text.splitlines()):
        return _encoded(text)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([HEADER])
    for line in _LINE.split(text):
        writer.writerows([piece] for piece in _numbers(line))
    return _encoded(out.getvalue())


def in_rows(utf8: bytes) -> bytes | None:
    """Gives a file of one line that holds nothing but numbers, with each in a row of its own; None
    for any other."""
    line = utf8[:_LONGEST_LINE].strip()
    if len(utf8) > _LONGEST_LINE or b"\n" in line or b"\r" in line:
        return None
    pieces = list(_numbers(line.decode("utf-8", "replace")))
    if len(pieces) < _LEAST_IN_ONE_LINE:
        return None
    are_numbers = all(isinstance(normalize(piece), Number) for piece in pieces)
    return "\n".join(pieces).encode() if are_numbers else None


def _numbers(line: str) -> Iterator[str]:
    """A link stays whole: a part of it is no number, or another one."""
    for piece in _BETWEEN_LINKS.split(line) if _LINK.search(line) else _BREAK.split(line):
        words = piece.split()
        whole = isinstance(normalize(piece), Number)
        if not whole and all(isinstance(normalize(word), Number) for word in words):
            yield from words
        elif words:
            yield piece.strip()


def _encoded(text: str) -> bytes:
    return text.replace("\0", "").encode("utf-8", "replace")
