"""Serial numbers before the numbers of a column: `1. 9876543210`, `2. …`, as lists are numbered by
hand.

With it a number has a digit too many, begins with the code of another country, or has ten digits
where one is missing: `7. 987654321` is nobody's number. It is taken away where the cells of the
column count up, and only there: 91 in front of every cell is no serial number. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import pyarrow as pa

from jetmsg_core.contacts.numbers.wrappings import QUOTES

_FIRST_CELLS = 50
"""Of a column. Where these do not count up, no others are looked at."""
_LONGEST = 60
_SERIAL = re.compile(
    rf"[\s{QUOTES}]*[(\[#]*\s*(?:(?:s|sr|sl)\b[\s.]*)?(?:no\b[\s.:]*)?[(\[#]*"
    r"([0-9]{1,6})(?:\s*[.)\]:/\-\u2013\u2014]+\s*|\s+)(?=[+(0-9]|[a-z]{1,9}:)(.+)",
    re.IGNORECASE | re.DOTALL,
)
_DIGIT = re.compile(r"[0-9]")
_FEWEST_DIGITS = 9
"""Of the number behind it; with fewer it is a number in two groups."""
_LEAST_NUMBERED = 0.8
"""Of the filled cells."""
_MANY = 10
"""Cells that may count in larger steps, as a sample of a column does."""


def without_serial(cell: str) -> tuple[int, str] | None:
    """Gives the serial number that may stand before a number, and the rest of the cell; None where
    there is none."""
    if len(cell) > _LONGEST or (divided := _SERIAL.match(cell)) is None:
        return None
    serial, rest = int(divided[1]), divided[2]
    return (serial, rest) if len(_DIGIT.findall(rest)) >= _FEWEST_DIGITS else None


def rests_behind_serials(
    column: pa.LargeStringArray, is_number: Callable[[str], bool]
) -> dict[int, str]:
    """Gives the rests of the cells whose serial numbers count up, by position; nothing where they
    do not. `is_number` tells whether a rest is a number that can be sent to."""
    first = filter(None, map(without_serial, column.slice(0, _FIRST_CELLS).to_pylist()))
    if not _count_up([serial for serial, _ in first]):
        return {}
    cells = column.to_pylist()
    divided = {at: parts for at, cell in enumerate(cells) if (parts := without_serial(cell))}
    filled = sum(bool(cell.strip()) for cell in cells)
    rests = {at: rest for at, (_, rest) in divided.items()}
    if len(rests) < _LEAST_NUMBERED * filled:
        return {}
    if not _count_up([serial for serial, _ in divided.values()]):
        return {}
    numbers = sum(map(is_number, rests.values()))
    return rests if numbers * 2 > len(rests) else {}


def _count_up(serials: Sequence[int]) -> bool:
    steps = [after - before for before, after in pairwise(serials)]
    if not steps or min(steps) < 1:
        return False
    begins = serials[0] <= 1 or len(serials) > 2
    return len(serials) >= _MANY or (begins and steps.count(1) * 2 >= len(steps))
