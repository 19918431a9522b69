"""The delimiter of a text file, and the `sep=;` line that names it to Excel."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter

from jetmsg_core.contacts.findings.file_finding import GIVEN, Guess
from jetmsg_core.contacts.reading.loose_quotes import look, made_plain, ways
from jetmsg_core.contacts.reading.scans import has_lone_returns
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import percent

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
"""The delimiters guessed among, most usual first, and their names."""

_HEAD_BYTES = 1 << 18
_LEAST_SHARE = 0.3
"""Of the first rows. Fewer divided rows are cells that happen to hold the sign."""
_UNDIVIDED = (0.0, 1)

_NAMED = {name: delimiter for delimiter, name in DELIMITERS.items()} | {"\\t": "\t"}
_SEP_LINE = re.compile(rb'\A"?sep=([^\r\n"]|\\t)"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)


def chosen_delimiter(delimiter: str) -> Guess:
    """Gives the user's own delimiter: a sign, or one of the names in `DELIMITERS`. Raises
    InputError (`unknown_delimiter`)."""
    sign = _NAMED.get(delimiter.lower(), delimiter)
    if len(sign) != 1 or not sign.isascii() or sign.isalnum() or sign in '"\n\r\0':
        raise InputError(
            "unknown_delimiter",
            f"{quoted(delimiter)} cannot separate columns. Use a comma, a semicolon, a tab or a "
            "pipe.",
        )
    return Guess(sign, GIVEN)


def take_sep_line(utf8: bytes) -> tuple[Guess | None, bytes]:
    """Gives the delimiter that a first line `sep=;` names, None without one, and the text after it.

    Excel does not show that line, so it has no row number.
    """
    line = _SEP_LINE.match(utf8)
    if line is None:
        return None, utf8
    sign = line[1].decode("utf-8", "replace")
    guess = Guess("\t" if sign == "\\t" else sign, "The first line of the file says so (sep=).")
    return guess, utf8[line.end() :]


def with_even_line_ends(utf8: bytes) -> bytes:
    """Gives the text with LF or CRLF only. A lone CR ends a line too (old Macs, and files glued
    together)."""
    if not has_lone_returns(utf8):
        return utf8
    return utf8.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def first_rows(utf8: bytes) -> bytes:
    """Gives the first rows of the text; a row cut in two is left out."""
    head = utf8[:_HEAD_BYTES]
    if len(head) < len(utf8):
        head = head[: head.rfind(b"\n") + 1] or head
    return head


def guess_delimiter(head: bytes) -> Guess:
    """Gives the sign that divides the most rows of `head` into equally many columns."""
    scores = {
        sign: max(map(_evenness, _readings(head, sign))) if sign.encode() in head else _UNDIVIDED
        for sign in DELIMITERS
    }
    best = max(scores, key=lambda sign: scores[sign])
    share, columns = scores[best]
    if share < _LEAST_SHARE:
        return Guess(",", "No sign between columns was found: the file has one column.")
    name = DELIMITERS[best].capitalize()
    return Guess(best, f"{name}s divide {percent(share)} of the first rows into {columns} columns.")


def head_records(head: bytes, delimiter: str) -> list[list[str]]:
    """Gives the first records, forgivingly: unclosed quotes and overlong cells end the list."""
    text = head.decode("utf-8", "ignore").replace("\r\n", "\n")
    records: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        records.extend(csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter))
    return records


def _readings(head: bytes, delimiter: str) -> list[list[list[str]]]:
    """The records of each way in which the quotes may be meant."""
    return [
        head_records(made_plain(head, delimiter, way), delimiter)
        for way in ways(head, look(head, delimiter), delimiter)
    ]


def _evenness(records: list[list[str]]) -> tuple[float, int]:
    """The share of rows with the commonest count of columns above one, and that count."""
    widths = Counter(len(record) for record in records if any(record))
    divided = {width: count for width, count in widths.items() if width > 1}
    if not divided:
        return _UNDIVIDED
    width = max(divided, key=lambda width: (divided[width], width))
    return divided[width] / widths.total(), width
