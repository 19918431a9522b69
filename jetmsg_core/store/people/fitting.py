"""Texts that may have a number in them, told in SQL. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Fitting(NamedTuple):
    """A pattern of LIKE that fits whatever has a number in it in ASCII digits. A statement binds it
    by this name."""

    like: str


def fits(column: str) -> str:
    """Gives the condition that a column may have the number in it. Digits of other scripts are
    looked for by who asks, in each text that is not ASCII, which has more bytes than characters:
    GLOB takes twenty times as long for them."""
    return f"({column} like :like or length(cast({column} as blob)) > length({column}))"
