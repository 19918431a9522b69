"""Quotes with spaces around them, and quotes of other kinds, made plain before a text is read.

`9876543210, "Rao, Asha"` has two cells for whoever wrote it and three for a csv reader, to which a
quote after a space is a letter. Such quotes are read as meant where the rows of the file then fit
its columns as well as before, or better. Whatever is left, a quote that nothing closes, shifts the
cells of its row: those rows are found for setting aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.primitives.arrays import Booleans, Bytes, Integers

_NAMED_ROWS = 100

Way = tuple[str, ...]
"""The opening quotes that are made plain, in this order."""

_DOUBLE = '"'
_CLOSING = {"'": "'", "“": "”", "‘": "’"}
_GAPS = (b" ", b"\t", "\u00a0".encode())
_WHITE = frozenset(b"".join(_GAPS))
_BLOCK = 1 << 20  # its arrays stay in the processor's cache
_MOST_WHITE = 200
"""Bytes of white space that may stand beside a quote."""
_ENDS = (b"\n", b"\r", *_GAPS)
_ESCAPES = (b"\\'", b'\\"')
_ESCAPED = r"\\'|[^\\]\\\\"
"""What may be one sign or two where backslashes are escapes in some rows. Two of them at the begin
of a cell are a folder, `\\\\server`."""
_OPEN_AFTER_SPACE = r'^[ \t\x{a0}]+"[^"]*(?:"[^"]*"[^"]*)*$'
"""A cell that begins with a quote after white space, and has an odd number of quotes."""
_OPEN = r"^[ \t\x{a0}]*(?:'[^'0-9+][^']*|“[^”]*|‘[^’]*)$"
"""A cell that begins with a quote of another kind and does not end it. Before a number it is the
mark by which Excel keeps it as text."""


@dataclass(frozen=True)
class Quotes:
    """The places where the double quotes of a text stand, seen in one look at all of its bytes."""

    after_white: bool
    """One stands after white space."""
    are_loose: bool
    """White space stands between one and a delimiter, or the begin or end of a line."""
    is_escaped: bool = False
    """A quote stands behind a backslash, though backslashes are no escapes everywhere."""


NO_QUOTES = Quotes(after_white=False, are_loose=False)


def look(utf8: bytes, delimiter: str) -> Quotes:
    """Looks for the double quotes of a text, and for quotes behind a backslash, which costs nothing
    where there are none."""
    is_escaped = b"\\" in utf8 and any(escape in utf8 for escape in _ESCAPES)
    if b'"' not in utf8:
        return replace(NO_QUOTES, is_escaped=is_escaped)
    text = np.frombuffer(utf8, dtype=np.uint8)
    is_white = np.isin(np.arange(256), list(_WHITE - {ord(delimiter)}))
    is_edge = np.isin(np.arange(256), [ord(delimiter), *b"\r\n"])
    sides = [_beside_white(text, first, is_white) for first in range(0, text.size, _BLOCK)]
    before, after = (np.concatenate(side) for side in zip(*sides, strict=True))
    beyond = [_beyond(text, at, step, is_white) for at, step in ((before, -1), (after, 1))]
    are_loose = any(bool(is_edge[signs].any()) for signs in beyond)
    return Quotes(bool(before.size), are_loose, is_escaped)


def _beside_white(text: Bytes, first: int, is_white: Booleans) -> tuple[Integers, Integers]:
    """The quotes of a block that stand after white space, and those before it."""
    quotes = np.flatnonzero(text[first : first + _BLOCK] == ord('"')) + first
    after = (quotes > 0) & is_white[text[quotes - 1]]
    before = is_white[text[np.minimum(quotes + 1, text.size - 1)]]
    return quotes[after], quotes[before]


def _beyond(text: Bytes, at: Integers, step: int, is_white: Booleans) -> Bytes:
    """What stands after the white space beside positions; a line end where the text does."""
    for _ in range(_MOST_WHITE):
        at = at + step
        inside = (at >= 0) & (at < text.size)
        signs = np.where(inside, text[np.clip(at, 0, text.size - 1)], ord("\n"))
        if not (within := is_white[signs]).any():
            break
        at = np.where(within, at, at - step)
    return signs if at.size else np.empty(0, np.uint8)


def ways(head: bytes, quotes: Quotes, delimiter: str) -> list[Way]:
    """Gives the ways in which the quotes of a text may be meant: the boldest first, and as they
    stand last. Quotes of other kinds than double ones are looked for in its beginning only."""
    others = [quote for quote in _CLOSING if _has_divided_cell(head, delimiter, quote)]
    double = (_DOUBLE,) if quotes.are_loose else ()
    bold = [(*double, quote) for quote in others]
    return [*bold, double, ()] if double else [*bold, ()]


def made_plain(utf8: bytes, delimiter: str, way: Way) -> bytes:
    """Gives the text with such quotes as a csv reader knows them. No line begins or ends
    elsewhere."""
    for quote in way:
        if quote == _DOUBLE:
            utf8 = _double_cell(delimiter).sub(rb'\1"\2"', utf8)
        else:
            utf8 = _other_cell(delimiter, quote).sub(_doubly_quoted(quote), utf8)
    return utf8


def rows_with_open_quotes(table: pa.Table, quotes: Quotes, is_long: Booleans) -> Integers:
    """Gives the positions of rows in which a quote is opened and not closed, or a single one or a
    backslash stands behind a backslash. `is_long` are those with more cells than usual, the only
    ones in which a quote of another kind is doubted."""
    positions = [np.empty(0, np.int64)]
    if quotes.after_white:
        positions += [_matches(column, _OPEN_AFTER_SPACE) for column in table.columns]
    if quotes.is_escaped:
        positions += [_matches(column, _ESCAPED) for column in table.columns]
    if is_long.any():
        few, long_positions = table.filter(pa.array(is_long)), np.flatnonzero(is_long)
        positions += [long_positions[_matches(column, _OPEN)] for column in few.columns]
    return np.unique(np.concatenate(positions))


def open_quotes(rows: Integers) -> list[FileFinding]:
    """Gives what is said of the rows that are set aside."""
    if not rows.size:
        return []
    named = tuple(rows[:_NAMED_ROWS].tolist())
    return [FileFinding.of(FileFindingCode.OPEN_QUOTES, named[0], rows=named, count=rows.size)]


def _matches(column: Any, pattern: str) -> Integers:
    positions: Integers = np.flatnonzero(pc.match_substring_regex(column, pattern).to_numpy())
    return positions


def _has_divided_cell(head: bytes, delimiter: str, quote: str) -> bool:
    """Whether a cell in such quotes holds the delimiter."""
    sign = delimiter.encode()
    opening, closing = quote.encode(), _CLOSING[quote].encode()
    if opening not in head:
        return False
    if not (head.endswith(closing) or any(closing + end in head for end in (sign, *_ENDS))):
        return False
    return any(
        cell[3] is not None and sign in cell[3]
        for cell in _other_cell(delimiter, quote).finditer(head)
    )


def _double_cell(delimiter: str) -> re.Pattern[bytes]:
    white = _white(delimiter)
    body = rb'((?:[^"]++|"")*+)'
    return re.compile(
        rb"(" + _before(delimiter) + rb")" + white + rb'*"' + body + rb'"' + white + _end(delimiter)
    )


def _other_cell(delimiter: str, quote: str) -> re.Pattern[bytes]:
    """A whole cell in quotes: groups are what stands before it, the cell if its quotes are double,
    and else what is within its quotes. Cells in double quotes match so that none is looked for
    inside."""
    white = _white(delimiter)
    opening, closing = quote.encode(), _CLOSING[quote].encode()
    body = rb"((?:(?!" + closing + rb"|\n).|" + closing * 2 + rb")*+)"
    double = rb'("(?:[^"]++|"")*+")'
    single = white + rb"*" + opening + body + closing
    return re.compile(
        rb"("
        + _before(delimiter)
        + rb")(?:"
        + double
        + rb"|"
        + single
        + rb")"
        + white
        + _end(delimiter)
    )


def _doubly_quoted(quote: str) -> Callable[[re.Match[bytes]], bytes]:
    closing = _CLOSING[quote].encode()

    def replacement(cell: re.Match[bytes]) -> bytes:
        """Writes a matched cell in double quotes; one that stands in them already is left as it
        is."""
        if cell[3] is None:
            return cell[0]
        body = cell[3].replace(closing * 2, closing).replace(b'"', b'""')
        return cell[1] + b'"' + body + b'"'

    return replacement


def _before(delimiter: str) -> bytes:
    return rb"(?:\A|\n|" + re.escape(delimiter.encode()) + rb")"


def _white(delimiter: str) -> bytes:
    """White space other than the delimiter, once."""
    signs = [re.escape(gap) for gap in _GAPS if gap != delimiter.encode()]
    return rb"(?:" + rb"|".join(signs) + rb")"


def _end(delimiter: str) -> bytes:
    return rb"*(?=\r?\n|\r?\Z|" + re.escape(delimiter.encode()) + rb")"
