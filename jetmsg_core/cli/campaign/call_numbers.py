"""Numbers of calls as they are typed: `7`, `1,4-6`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import quoted

ALL = "all"
MOST = 1_000_000
"""Numbers at once: no campaign has more calls."""

_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def read_numbers(typed: str) -> list[int]:
    """Gives the numbers that are named, ascending and each once. Raises InputError for what names
    none."""
    ranges = [_RANGE.fullmatch(piece.strip()) for piece in typed.split(",")]
    ends = [(int(match[1]), int(match[2] or match[1])) for match in ranges if match]
    is_right = all(ranges) and all(first <= last for first, last in ends)
    if not is_right or sum(last - first + 1 for first, last in ends) > MOST:
        raise InputError(
            "wrong_call",
            f"--chunk is {quoted(typed[:40])}: write the call's number, or all; several as 1,4-6.",
        )
    return sorted({number for first, last in ends for number in range(first, last + 1)})


def written_numbers(numbers: Iterable[int]) -> str:
    """Writes the numbers as `read_numbers` reads them: neighbours as a range, nothing between."""
    pieces: list[list[int]] = []
    for number in sorted(set(numbers)):
        if pieces and pieces[-1][-1] == number - 1:
            pieces[-1] = [pieces[-1][0], number]
        else:
            pieces.append([number])
    return ",".join("-".join(map(str, piece)) for piece in pieces)
