"""The headers (sender IDs) a template is linked to: as portals list them, and as they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s,;|/]+")
_LISTED = re.compile(r"(?:<br\s*/?>|[\s,;|/&+:•·…])+", re.IGNORECASE)
"""What stands between the headers of a portal's cell."""
_ASIDE = re.compile(r"\([^)]*\)")
_NO_WORD = re.compile(r"[\W_]*|\d{1,2}[.)]?|and|or|na|n[._]?a\.?|nil|none|null", re.IGNORECASE)
_OPERATORS = re.compile(
    r"(?:[A-Za-z]{2}[-_])?([A-Za-z0-9]{6})(?:[-_][PSTGpstg])?(?:[-_]\d{15,}|\.0)?"
)
"""Phones show `VM-JETMSG-S`: operator and circle before the header, the kind of message behind, as
TRAI has it (TCCCPR, 2018, amended on 12 February 2025). Portals add the header's own ID, and
spreadsheets a decimal to one of digits."""


def listed_headers(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Gives the headers of a portal's cell, each once, without what operators put around them, and
    whatever in it is none. What stands in brackets, such as a status, says nothing."""
    words = [word.strip("=-'\"[]`‘’“”") for word in _LISTED.split(_ASIDE.sub(" ", cell))]
    named = [word for word in dict.fromkeys(words) if not _NO_WORD.fullmatch(word)]
    matches = [(word, _OPERATORS.fullmatch(word)) for word in named]
    headers = dict.fromkeys(match[1] for _, match in matches if match)
    return tuple(headers), tuple(word for word, match in matches if not match)


def typed_headers(text: str) -> tuple[str, ...]:
    """Gives the headers that a person typed, each once, as they stand."""
    return tuple(dict.fromkeys(word for word in _BETWEEN.split(text) if word))


def kept_headers(headers: Iterable[str]) -> str:
    """Gives the headers as a template keeps them."""
    return ", ".join(dict.fromkeys(headers))
