"""Text with one byte a letter: CP1252 as Excel on Windows writes it, unless that is provably wrong.

The same byte is é in CP1252, in MacRoman and in the code page 437 of DOS, each another one. In
CP1252 five bytes are nothing at all, and a dagger or a capital stands within no word: where the
bytes beyond ASCII do not fit the letters beside them, the encoding in which they fit better is
taken. The apostrophe of `D’Souza`, as a Mac writes it, is the capital Õ in CP1252.
"""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

import numpy as np

from jetmsg_core.contacts.findings.file_finding import Guess

USUAL = "cp1252"
OTHERS = {"mac_roman": "MacRoman, of an old Mac", "cp437": "code page 437, of DOS"}
"""Names as Python has them, and words for them."""

_NOTHING = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
"""Bytes that CP1252 gives no meaning."""
_MOST = 20_000
"""Bytes beyond ASCII that are looked at."""
_WITHIN_WORDS = frozenset("\u2019\u2018\u2013\u2014\u00ad\u00b4\u00b7")
_AROUND_WORDS = frozenset(
    "\u201c\u201d\u201e\u00ab\u00bb\u2026\u00a0\u00ba\u00aa\u00b0\u00ae\u2122\u00a9"
)
"""An apostrophe or a dash stands within words, a quote or an ellipsis at their ends."""

_APOSTROPHE = "\u2019"
_LIKE_APOSTROPHE = "Õ"
"""What CP1252 has for the byte of MacRoman's apostrophe. Portuguese has it before E alone."""


class _Place(NamedTuple):
    """A byte beyond ASCII, and the ASCII letters right before and after it."""

    byte: int
    before: str
    """Two at most, the nearest last."""
    after: str
    """Two at most."""


def guess_single_bytes(data: bytes) -> Guess:
    """Gives the encoding of a text that is no UTF-8."""
    places = _places(data)
    fits = {encoding: _fit(places, encoding) for encoding in (USUAL, *OTHERS)}
    is_wrong = any(byte in data for byte in _NOTHING)
    best = max(OTHERS, key=lambda encoding: fits[encoding])
    if fits[best] > fits[USUAL] and (is_wrong or fits[USUAL] < 0.5 < fits[best]):
        why = "has no letter for some bytes" if is_wrong else "makes no letters of most"
        reason = f"The bytes are not UTF-8, and CP1252 {why}: they fit {OTHERS[best]}."
        return Guess(best, reason)
    return Guess(USUAL, "The bytes are not UTF-8; this is what Excel on Windows writes as CSV.")


def _places(data: bytes) -> list[_Place]:
    text = np.frombuffer(data, dtype=np.uint8)
    high = np.flatnonzero(text >= 0x80)[:_MOST]
    return [
        _Place(
            data[at],
            _letters(data[max(at - 2, 0) : at][::-1])[::-1],
            _letters(data[at + 1 : at + 3]),
        )
        for at in high.tolist()
    ]


def _letters(bytes_beside: bytes) -> str:
    """The ASCII letters at the beginning."""
    text = bytes_beside.decode("ascii", "replace")
    return "".join(takewhile(lambda letter: letter.isascii() and letter.isalpha(), text))


def _fit(places: list[_Place], encoding: str) -> float:
    """The share of the bytes within words that are letters of the same case there, 0 to 1. Those
    that say nothing are not counted."""
    beside = [place for place in places if place.before or place.after]
    fitting = [fits for place in beside if (fits := _fits(place, encoding)) is not None]
    if not fitting:
        return 1.0 if encoding == USUAL and not beside else 0.0
    return sum(fitting) / len(fitting)


def _fits(place: _Place, encoding: str) -> bool | None:
    letter = bytes([place.byte]).decode(encoding, "replace")
    if letter in _WITHIN_WORDS or (letter in _AROUND_WORDS and not (place.before and place.after)):
        if encoding == USUAL:
            return True
        return True if letter == _APOSTROPHE and _is_apostrophe(place) else None
    if not letter.isalpha():
        return False
    if letter.islower():
        beside = place.before + place.after[:1]
        return not (len(beside) > 1 and beside.isupper()) and (
            bool(place.before) or beside.islower()
        )
    if letter == _LIKE_APOSTROPHE and place.after[:1] not in "eE" and _is_apostrophe(place):
        return False
    if not place.before:
        return len(place.after) < 2 or place.after.islower() or place.after.isupper()
    return (place.before + place.after).isupper()


def _is_apostrophe(place: _Place) -> bool:
    """Whether one may stand there: `D'Souza`, `d'souza`, `Ravi's`."""
    if not (place.before and place.after):
        return False
    return len(place.before) == 1 or len(place.after) == 1 or place.after[0].isupper()
