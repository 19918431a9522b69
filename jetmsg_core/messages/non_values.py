"""Cells that hold something and yet no value: `NULL`, `#N/A`, `-`, `????`, letters that were read
in a wrong encoding (`JosÃ©`), and signs as a web page spells them (`Rao &amp; Sons`). Pure.

Somebody exported nothing as a word, or a program lost the letters. `Dear NULL` is no text for
anybody, so such a cell is treated as an empty one, unless a person keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from jetmsg_core.messages.arrow import Strings, array, beyond_ascii, matching, pc
from jetmsg_core.messages.bytescan import among
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.primitives.error_values import ERROR_VALUES

_WORDS = (
    *("null", "na", "nan", "nat", "none", "nil", "undefined", "unknown", "not available"),
    *("not applicable", "no value", "no name", "not known", "not given", r"\n", "#na"),
)
_IN_BRACKETS = ("blank", "empty", "not set", "unset", "object object")
"""Said by pivot tables, by statistics of websites and by scripts. Without brackets they are words
like others."""
NON_WORDS = frozenset((*_WORDS, "n/a", "n.a.", "(blank)", *map(str.lower, ERROR_VALUES)))
"""In small letters, a few spellings of each. Who is called Nil or Na can be kept."""
_LONGEST_WORD = 48
"""Bytes: two of them, in letters of full width."""


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_AROUND = r"[\s\p{Cf},;:.!?*\"'`<>()\[\]_-]*"
_NON_WORD = (
    rf"{_one_of((*_WORDS, *map(str.lower, ERROR_VALUES)))}|n ?[./\\] ?a"
    rf"|[<(\[](?:{_one_of(_IN_BRACKETS)})[>)\]]"
)
_SAYS_NOTHING = rf"^{_AROUND}(?:{_NON_WORD})(?:[\s,;/|]+(?:{_NON_WORD}))*{_AROUND}$"
_NO_LETTER = r"^[\pP\p{Sc}$+<=>^`|~\s]+$"
_BRACE = "[{}]"
"""Braces alone are what is left of a placeholder, or a flourish: no sign for nothing."""
_LATER = r"[\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""What the second and later bytes of a letter in UTF-8 are in Windows-1252."""
_INDIC = bytes(range(0xA4, 0xB6))
"""The second bytes of the letters of India."""
_MISREAD = {
    "Ã": _LATER,
    "Â": r"[\x{80}-\x{BF}]",
    "à": rf"[{_INDIC.decode('latin-1')}]{_LATER}",
    "â": rf"[€‚„]{_LATER}",
    "ï": "»¿|ï¿½",
    "ðŸ": "",
    "Ø": r"[\x{A0}-\x{BF}]",
    "Ù": r"[\x{80}-\x{8F}ˆ‰Š†‡„…]",
    "√": r"[^\x00-\x7F]",
    "‡": f"[{_INDIC.decode('mac_roman')}]",
    "├": r"[^\x00-\x7F]",
    "α": f"[{_INDIC.decode('cp437')}]",
}
"""By the sign that the first byte of a letter in UTF-8 became, what follows it then: in
Windows-1252, MacRoman and the code page of DOS."""
_LOST = r"(?:^|\s)\?{2,}(?:\s|$)"
_ENTITY = r"&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,6});"
_MARKED = r"^&(?:lt|laquo|#60|#171);.*&(?:gt|raquo|#62|#187);$"
"""A merge field that a web page spelled: `&lt;&lt;Name&gt;&gt;`. That is looked for elsewhere."""


def are_non_values(values: Strings) -> Booleans:
    """The mask is true for the values, trimmed before, that are no value though not empty."""
    are_none = _words(values)
    signs = among(values, {"?", "&", *_MISREAD})
    for sign, follows in _MISREAD.items():
        if sign in signs:
            are_none |= matching(values, f"{sign}(?:{follows})")
    if "?" in signs:
        are_none |= matching(values, _LOST)
    if "&" in signs:
        are_none |= matching(values, _ENTITY) & ~matching(values, _MARKED)
    return are_none | _without_letters(values)


def _words(values: Strings) -> Booleans:
    """Only short values are looked at. Letters of full width are read as others."""
    say_nothing = np.zeros(len(values), np.bool_)
    short = np.flatnonzero(np.asarray(pc.less_equal(pc.binary_length(values), _LONGEST_WORD)))
    words = pc.take(values, array(short))
    if beyond_ascii(words).any():
        words = pc.utf8_normalize(words, form="NFKC")
    say_nothing[short] = matching(pc.ascii_lower(words), _SAYS_NOTHING)
    return say_nothing


def _without_letters(values: Strings) -> Booleans:
    """Whatever is punctuation alone. Where a value begins with a letter or a digit is quickly
    seen."""
    letterless = np.zeros(len(values), np.bool_)
    begins = np.asarray(pc.match_substring_regex(values, r"^[^0-9A-Za-z]"))
    odd = np.flatnonzero(begins)
    if len(odd):
        signs = pc.take(values, array(odd))
        letterless[odd] = matching(signs, _NO_LETTER) & ~matching(signs, _BRACE)
    return letterless
