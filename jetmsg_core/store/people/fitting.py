"""Texts that may have a number in them, told in SQL. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Fitting(NamedTuple):
    """Patterns that fit whatever has a number in it, and a little more: of LIKE for its ASCII
    digits, of GLOB for the digits of any script. A statement binds them by these names."""

    like: str
    glob: str


def fits(column: str) -> str:
    """Gives the condition that a column fits. GLOB looks at each digit of each script, so only a
    text that is not ASCII, which has more bytes than characters, is handed to it."""
    is_wide = f"length(cast({column} as blob)) > length({column})"
    return f"({column} like :like or ({is_wide} and {column} glob :glob))"
