"""Whether a quote that spans lines was meant, or was left open by mistake.

An unclosed quote ends at the next quote of the file, wherever that is, and takes all recipients
between into one cell. It shows: the text goes on right after the closing quote, or no closing
quote comes at all, or the cell holds whole rows with numbers of their own.
"""

from __future__ import annotations

import numpy as np

from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.primitives.arrays import Integers


def untidy_lines(utf8: bytes, delimiter: str) -> Integers:
    """Gives the positions, from 0, of the lines whose quotes do not all stand in pairs around whole
    cells.

    A doubled quote inside a cell counts as a pair that ends and one that begins.
    """
    if b'"' not in utf8:
        return np.empty(0, np.int64)
    text = np.frombuffer(utf8, dtype=np.uint8)
    quotes = np.flatnonzero(text == ord('"'))
    lines = np.searchsorted(np.flatnonzero(text == ord("\n")), quotes)
    firsts = np.flatnonzero(np.diff(lines, prepend=-1))
    in_line = np.diff(firsts, append=quotes.size)
    opens = (np.arange(quotes.size) - np.repeat(firsts, in_line)) % 2 == 0
    around = np.isin(np.arange(256), np.frombuffer(b'"\r\n' + delimiter.encode(), np.uint8))
    before = around[text[np.maximum(quotes - 1, 0)]] | (quotes == 0)
    after = around[text[np.minimum(quotes + 1, text.size - 1)]] | (quotes == text.size - 1)
    untidy = lines[~np.where(opens, before, after)]
    return np.union1d(untidy, lines[firsts[in_line % 2 == 1]])


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
