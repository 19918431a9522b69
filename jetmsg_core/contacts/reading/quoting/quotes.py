"""Whether a quote that spans lines was meant, or was left open by mistake.

An unclosed quote ends at the next quote of the file, wherever that is, and takes all recipients
between into one cell. It shows: the text goes on right after the closing quote, or no closing
quote comes at all, or the cell holds whole rows with numbers of their own.
"""

from __future__ import annotations

import numpy as np

from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.primitives.arrays import Booleans, Bytes, Integers


def untidy_lines(utf8: bytes, delimiter: str) -> Integers:
    """Gives the positions, from 0, of the lines whose quotes do not all stand in pairs around whole
    cells.

    A doubled quote inside a cell counts as a pair that ends and one that begins.
    """
    if b'"' not in utf8:
        return np.empty(0, np.int64)
    text = np.frombuffer(utf8, dtype=np.uint8)
    quotes, lines = _quotes_and_lines(text)
    firsts = np.flatnonzero(np.diff(lines, prepend=-1))
    in_line = np.diff(firsts, append=quotes.size)
    opens = (np.arange(quotes.size) - np.repeat(firsts, in_line)) % 2 == 0
    around = np.isin(np.arange(256), np.frombuffer(b'"\r\n' + delimiter.encode(), np.uint8))
    before = around[text[np.maximum(quotes - 1, 0)]] | (quotes == 0)
    after = around[text[np.minimum(quotes + 1, text.size - 1)]] | (quotes == text.size - 1)
    is_untidy = np.logical_or.reduceat(~np.where(opens, before, after), firsts)
    untidy: Integers = lines[firsts[is_untidy | (in_line % 2 == 1)]]
    return untidy


def lines_of_letters(utf8: bytes, delimiter: str, lines: Integers) -> Booleans:
    """The mask is true for those of the `lines`, positions from 0, in which every quote is a letter
    to a csv reader, as in `5" pipe,Pune`: no cell begins with one, not even behind white space, and
    none stands behind a backslash, so that nobody may have meant another thing. Such a line is a
    row of its own unless it is within a cell of several lines."""
    text = np.frombuffer(utf8, dtype=np.uint8)
    quotes, lines_of_quotes = _quotes_and_lines(text)
    may_open = np.isin(
        np.arange(256), np.frombuffer(b'"\r\n\\ \t\xa0' + delimiter.encode(), np.uint8)
    )
    opening = may_open[text[np.maximum(quotes - 1, 0)]] | (quotes == 0)
    return ~np.isin(lines, lines_of_quotes[opening])


def _quotes_and_lines(text: Bytes) -> tuple[Integers, Integers]:
    """Where the quotes stand in a text, and in which of its lines, from 0."""
    quotes = np.flatnonzero(text == ord('"'))
    return quotes, np.searchsorted(np.flatnonzero(text == ord("\n")), quotes)


def swallows_rows(raw: str, delimiter: str) -> bool:
    """Tells whether one record, as it stands in the file, holds an unclosed quote."""
    columns = raw.split("\n", 1)[0].count(delimiter)
    opening = _opening(raw, 0, delimiter)
    while opening is not None:
        end = _closing(raw, opening)
        if end is None:
            return True
        spans_lines = "\n" in raw[opening:end]
        if spans_lines and raw[end + 1 : end + 2] not in (delimiter, "\n", ""):
            return True
        if spans_lines and _holds_contacts(raw[opening + 1 : end], delimiter, columns):
            return True
        opening = _opening(raw, end + 1, delimiter)
    return False


def _opening(raw: str, start: int, delimiter: str) -> int | None:
    """Where the next quote is that a cell begins with; one inside a cell is a letter."""
    position = raw.find('"', start)
    while position > 0 and raw[position - 1] not in (delimiter, "\n"):
        position = raw.find('"', position + 1)
    return None if position == -1 else position


def _closing(raw: str, opening: int) -> int | None:
    """Where the quote opened at `opening` closes; doubled quotes are part of the cell."""
    end = raw.find('"', opening + 1)
    while end != -1 and raw[end + 1 : end + 2] == '"':
        end = raw.find('"', end + 2)
    return None if end == -1 else end


def _holds_contacts(cell: str, delimiter: str, delimiters: int) -> bool:
    """Whether a line inside the cell has as many columns as a row and a number among them.

    The count alone would accuse addresses of several lines with commas.
    """
    if delimiters == 0:
        return False
    return any(
        line.count(delimiter) == delimiters
        and any(isinstance(normalize(part), Number) for part in line.split(delimiter))
        for line in cell.split("\n")[1:]
    )
