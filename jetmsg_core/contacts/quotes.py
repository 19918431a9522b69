"""Whether a quote that spans lines was meant, or was left open by mistake.

An unclosed quote ends at the next quote of the file, wherever that is, and takes all recipients
between into one cell. It shows: the text goes on right after the closing quote, or no closing
quote comes at all, or the cell holds whole rows with numbers of their own.
"""

from __future__ import annotations

import numpy as np

from jetmsg_core.contacts.spellings import Number, normalize


def has_tidy_quotes(utf8: bytes, delimiter: str) -> bool:
    """Whether all quotes stand in pairs around whole cells of one line (or there are none).

    A doubled quote inside a cell counts as a pair that ends and one that begins.
    """
    if b'"' not in utf8:
        return True
    text = np.frombuffer(utf8, dtype=np.uint8)
    quotes = np.flatnonzero(text == ord('"'))
    if quotes.size % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    around = np.frombuffer(b'"\r\n' + delimiter.encode(), dtype=np.uint8)
    before = text[opening[opening > 0] - 1]
    after = text[closing[closing < text.size - 1] + 1]
    if not (np.isin(before, around).all() and np.isin(after, around).all()):
        return False
    line_ends = np.flatnonzero(text == ord("\n"))
    lines = np.searchsorted(line_ends, quotes)
    return bool((lines[::2] == lines[1::2]).all())


def swallows_rows(raw: str, delimiter: str) -> bool:
    """Whether one record, as it stands in the file, holds an unclosed quote."""
    start = 0
    columns = raw.split("\n", 1)[0].count(delimiter)
    while start < len(raw):
        if raw[start] != '"':
            start = _next_cell(raw, start, delimiter)
            continue
        end = _closing(raw, start)
        if end is None:
            return True
        spans_lines = "\n" in raw[start:end]
        if spans_lines and raw[end + 1 : end + 2] not in (delimiter, "\n", ""):
            return True
        if spans_lines and _holds_contacts(raw[start + 1 : end], delimiter, columns):
            return True
        start = _next_cell(raw, end, delimiter)
    return False


def _closing(raw: str, opening: int) -> int | None:
    """Where the quote opened at `opening` closes; doubled quotes are part of the cell."""
    end = raw.find('"', opening + 1)
    while end != -1 and raw[end + 1 : end + 2] == '"':
        end = raw.find('"', end + 2)
    return None if end == -1 else end


def _next_cell(raw: str, start: int, delimiter: str) -> int:
    ends = [end for end in (raw.find(delimiter, start), raw.find("\n", start)) if end != -1]
    return min(ends, default=len(raw)) + 1


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
