"""The headers (sender IDs) a template is linked to: as portals list them, and as they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s,;|/]+")
_ASIDE = re.compile(r"\([^)]*\)")
_OPERATORS = re.compile(r"(?:[A-Za-z]{2}-)?([A-Za-z0-9]{6})(?:-[PSTGpstg])?")
"""Phones show `VM-JETMSG-S`: operator and circle before the header, the kind of message behind."""


def listed_headers(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Gives the headers of a portal's cell, each once, without what operators put around them, and
    whatever in it is none. What stands in brackets, such as a status, says nothing."""
    words = [word.strip("'\"[]") for word in _BETWEEN.split(_ASIDE.sub(" ", cell))]
    matches = [(word, _OPERATORS.fullmatch(word)) for word in dict.fromkeys(words) if word]
    headers = dict.fromkeys(match[1] for _, match in matches if match)
    return tuple(headers), tuple(word for word, match in matches if not match)


def typed_headers(text: str) -> tuple[str, ...]:
    """Gives the headers that a person typed, each once, as they stand."""
    return tuple(dict.fromkeys(word for word in _BETWEEN.split(text) if word))


def kept_headers(headers: Iterable[str]) -> str:
    """Gives the headers as a template keeps them."""
    return ", ".join(dict.fromkeys(headers))
