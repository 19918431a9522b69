"""Cells of an id column to smsIds, in Arrow. Pure.

Panels and spreadsheets put signs around an id (`="…"`, `'…`, `….0`), and a report may have a row
for each part of a long message: `176413000000001:1`, `176413000000001-2`.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_WRAPPED = (r"^[\s'\"=]+|[\s'\"]+$", "")
_ROUND = (r"^([0-9]+)\.0+$", r"\1")
_PART = (r"^([0-9a-zA-Z-]{6,}):[0-9]{1,2}$", r"\1")
_NUMBERED_PART = (r"^([0-9]{6,})[-_/][0-9]{1,2}$", r"\1")

_SHORTENED = r"^[0-9](\.[0-9]+)?[eE]\+[0-9]+$"
_FEWEST_ROUNDED = 16
_TOO_LONG = rf"^[0-9]{{{_FEWEST_ROUNDED},}}$"
"""Of so many digits Excel keeps fifteen, and writes 0 for the rest."""
_NEVER_BY_CHANCE = 3


def read_ids(cells: Any) -> tuple[Any, int]:
    """Gives the id in each cell of an Arrow column, empty where there is none, and how many a
    spreadsheet has rounded: nobody can say which they were. Those that still look like ids are
    empty, so that none is taken for another."""
    if _are_plain(cells):
        return cells, 0
    ids = _unwrapped(cells)
    shortened = pc.sum(pc.match_substring_regex(ids, _SHORTENED)).as_py() or 0
    too_long = pc.match_substring_regex(ids, _TOO_LONG)
    long_ids = pc.unique(ids.filter(too_long))
    if len(long_ids) < _NEVER_BY_CHANCE or not pc.all(pc.ends_with(long_ids, "0")).as_py():
        return ids, shortened
    return pc.if_else(too_long, pa.scalar("", ids.type), ids), shortened + pc.sum(too_long).as_py()


def _are_plain(cells: Any) -> bool:
    """Digits and nothing else, and not so many that a spreadsheet could have rounded them: looked
    through at once, they need none of the patterns."""
    is_plain = pc.or_(pc.ascii_is_decimal(cells), pc.equal(cells, ""))
    longest = pc.max(pc.binary_length(cells)).as_py() or 0
    return longest < _FEWEST_ROUNDED and bool(pc.all(is_plain).as_py())


def _unwrapped(ids: Any) -> Any:
    # One look at all of the text is cheaper than a pattern over each cell.
    if pc.any(pc.match_substring_regex(ids, r"[^0-9a-zA-Z-]")).as_py():
        for pattern, instead in (_WRAPPED, _ROUND, _PART):
            ids = pc.replace_substring_regex(ids, pattern, instead)
    if pc.any(pc.match_substring_regex(ids, _NUMBERED_PART[0])).as_py():
        ids = pc.replace_substring_regex(ids, *_NUMBERED_PART)
    return ids
