"""Several numbers in one cell: whether there are, and where one ends. Pure."""

from __future__ import annotations

import re

_SIGN_OR_WORD = r"[,;/|&\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|(?<![a-z])(?:or|and)(?![a-z])"
_BREAK = re.compile(_SIGN_OR_WORD, re.IGNORECASE)
_ANY_BREAK = re.compile(rf"{_SIGN_OR_WORD}|:{{1,3}}|[\\*]", re.IGNORECASE)
"""The last of them stand within broken numbers, too, so they divide only what is long enough.
Google's contacts have ` ::: ` between numbers."""
_LIST_BREAK = re.compile(r"[,;|\n\r]|\s:::\s")
"""What also divides links, which hold slashes and colons themselves."""
_SPACED = re.compile(r"\s+(?:[-\u2010-\u2015\u2212]\s+)?")
_DIGIT = re.compile(r"[0-9]")
_LOCAL_NUMBER = re.compile(r"(?:[0-9][^0-9]*){7}")


def holds_several(text: str) -> bool:
    """Tells whether something divides the digits of a text: any, or by a sign that also stands
    within broken numbers, as many as a landline has."""
    if _holds(_DIGIT, _BREAK.split(text)):
        return True
    return _holds(_LOCAL_NUMBER, _ANY_BREAK.split(text))


def pieces_of(text: str) -> list[list[str]]:
    """Gives the ways to divide a text, each the pieces that are not blank; one of them is right if
    all its pieces are numbers."""
    ways = (breaks.split(text) for breaks in (_LIST_BREAK, _BREAK, _ANY_BREAK, _SPACED))
    return [[piece.strip() for piece in way if piece and piece.strip()] for way in ways]


def _holds(what: re.Pattern[str], pieces: list[str]) -> bool:
    return len(pieces) > 1 and sum(what.search(piece) is not None for piece in pieces) > 1
