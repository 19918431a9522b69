"""Quotes inside a cell in quotes that nobody doubled: `"Ravi "The Boss" K",Pune`.

To a csv reader the cell ends before *The*, and what is sent is `Ravi The Boss" K"`. Such a line is
read as meant where only one reading of it has the columns of the others: a cell in quotes ends at
any quote that a delimiter follows. Where several have them, or none has, it is doubtful.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache

_MOST_QUOTES = 60
"""In a line. Nobody's row has more, and their readings would take long to find."""
_ESCAPED = '\\"'
"""A quote as databases write it. Where `backslashes` left one, it may be a quote or the end of a
cell behind a backslash."""
_WHITE = " \t\u00a0"
_AFTER_WHITE = re.compile(rf'[{_WHITE}]"')
_MEASURE = re.compile(rf'[{_WHITE}]*"[0-9]+(?:[./][0-9]+)?"')
"""A quote that may be an inch sign: `"6" wide` is `6" wide`, or six in quotes."""
_BEFORE_A_QUOTE = " ([\t"

_Readings = dict[int, list[list[str]]]
"""By the count of their cells, at most two: more say no more than that it is not certain."""


def as_meant(line: str, cells: list[str], delimiter: str, usual: int) -> list[str] | None:
    """Gives the cells of a row that stands on one line: `cells`, as a csv reader has them, where
    its quotes are in order, else those that are meant; None where that is not certain. `usual` is
    how many the other rows have."""
    line = line.rstrip("\r\n")
    is_tidy = _tidy(delimiter).fullmatch(line) is not None
    if is_tidy and (_ESCAPED in line or not _begins_behind_white(line, delimiter)):
        return cells
    if _ESCAPED in line or line.count('"') > _MOST_QUOTES:
        return None
    readings = _readings(line, delimiter)
    if not readings:
        return cells
    meant = readings.get(usual, [])
    if len(meant) == 1:
        return meant[0]
    return cells if is_tidy else None


@lru_cache(maxsize=16)
def _tidy(delimiter: str, *, may_be_indented: bool = True) -> re.Pattern[str]:
    """A line in which no cell goes on behind the quote that ends it. `may_be_indented`: whether
    white space may stand before the first quote of a cell."""
    sign = re.escape(delimiter)
    bare = "" if may_be_indented else rf'(?![{_WHITE}]+")'
    cell = rf'(?:"(?:[^"]++|"")*+"(?={sign}|\Z)|{bare}[^"{sign}][^{sign}]*+|)'
    return re.compile(rf"{cell}(?:{sign}{cell})*+", re.DOTALL)


def _begins_behind_white(line: str, delimiter: str) -> bool:
    """Whether a cell of a tidy line has white space before its first quote: to a csv reader such a
    quote is a letter."""
    if not _AFTER_WHITE.search(line):
        return False
    return _tidy(delimiter, may_be_indented=False).fullmatch(line) is None


def _readings(line: str, delimiter: str) -> _Readings:
    """The ways in which a line may be divided, from its last cell to its first."""
    begins = [0, *(at + 1 for at, sign in enumerate(line) if sign == delimiter)]
    ends = [at for at in range(len(line)) if line[at] == '"' and _ends_cell(line, at, delimiter)]
    from_here: dict[int, _Readings] = {len(line) + 1: {0: [[]]}}
    for begin in reversed(begins):
        readings: _Readings = {}
        for cell, end in _cells(line, begin, ends, delimiter):
            for count, others in from_here[end + 1].items():
                kept = readings.setdefault(count + 1, [])
                kept += [[cell, *other] for other in others][: 2 - len(kept)]
        from_here[begin] = readings
    return from_here[0]


def _cells(line: str, begin: int, ends: list[int], delimiter: str) -> list[tuple[str, int]]:
    """The cells that may begin there, and where the delimiter behind each stands."""
    end = line.find(delimiter, begin)
    end = len(line) if end == -1 else end
    cell = line[begin:end]
    opening = _past_white(line, begin, delimiter)
    if line[opening : opening + 1] != '"':
        return [] if _is_torn(cell) else [(cell, end)]
    bodies = [
        (line[opening + 1 : at], _past_white(line, at + 1, delimiter))
        for at in ends
        if at > opening
    ]
    if bodies and '"' not in bodies[0][0].replace('""', ""):
        bodies = bodies[:1]  # a whole cell, as every csv reader has it
    closed = [(body.replace('""', '"'), at) for body, at in bodies]
    goes_on = not cell.rstrip(_WHITE).endswith('"') and cell.count('"') % 2 == 0
    if not goes_on:
        return closed
    as_written = [(cell.strip(_WHITE), end)] if _MEASURE.match(cell) else []
    return [*closed, *as_written, (_read(cell, delimiter), end)]


def _is_torn(cell: str) -> bool:
    """Whether it ends a cell in quotes that began before it: `K"` and `Boss" K"`."""
    before = cell.partition('"')[0]
    begins = not before or before[-1] in _BEFORE_A_QUOTE
    return cell.endswith('"') and not (begins and cell.count('"') % 2 == 0)


def _read(cell: str, delimiter: str) -> str:
    """A cell that goes on behind its quotes, `"Bunty" Singh`, as every csv reader has it."""
    return next(csv.reader([cell], delimiter=delimiter))[0]


def _ends_cell(line: str, at: int, delimiter: str) -> bool:
    end = _past_white(line, at + 1, delimiter)
    return end == len(line) or line[end] == delimiter


def _past_white(line: str, at: int, delimiter: str) -> int:
    while at < len(line) and line[at] in _WHITE and line[at] != delimiter:
        at += 1
    return at
