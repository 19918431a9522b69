"""Cells that hold something and yet no value: `NULL`, `#N/A`, `-`, `????`, letters that were read
in a wrong encoding (`JosÃ©`), and signs as a web page spells them (`Rao &amp; Sons`). Pure.

Somebody exported nothing as a word, or a program lost the letters. `Dear NULL` is no text for
anybody, so such a cell is treated as an empty one, unless a person keeps it.
"""

from __future__ import annotations

import numpy as np

from jetmsg_core.arrays import Booleans
from jetmsg_core.messages.arrow import Strings, array, matching, pc
from jetmsg_core.messages.bytescan import among

_WORDS = (
    *("null", "na", "n/a", "n.a.", "n.a", "<na>", "<null>", "(null)", "[null]", "nan", "nat"),
    *("none", "nil", "undefined", "unknown", "not available", "not applicable", "no value"),
    *("no name", "not known", "not given"),
)
_ERRORS = (
    *("#n/a", "#na", "#value!", "#ref!", "#name?", "#div/0!", "#num!", "#null!", "#spill!"),
    *("#calc!", "#field!", "#error!", "#getting_data", "#blocked!", "#connect!", "#unknown!"),
    "#busy!",
)
NON_WORDS = frozenset((*_WORDS, *_ERRORS))
"""In small letters. Who is called Nil or Na can be kept."""
_LONGEST_WORD = max(map(len, NON_WORDS))

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
    found = _words(values)
    signs = among(values, {"?", "&", *_MISREAD})
    for sign, follows in _MISREAD.items():
        if sign in signs:
            found |= matching(values, f"{sign}(?:{follows})")
    if "?" in signs:
        found |= matching(values, _LOST)
    if "&" in signs:
        found |= matching(values, _ENTITY) & ~matching(values, _MARKED)
    return found | _without_letters(values)


def _words(values: Strings) -> Booleans:
    """Only short values are looked at: nearly all others are somebody's."""
    found = np.zeros(len(values), np.bool_)
    short = np.flatnonzero(np.asarray(pc.less_equal(pc.binary_length(values), _LONGEST_WORD)))
    words = pc.ascii_lower(pc.take(values, array(short)))
    found[short] = np.asarray(pc.is_in(words, value_set=array(sorted(NON_WORDS), words.type)))
    return found


def _without_letters(values: Strings) -> Booleans:
    """Whatever is punctuation alone. Where a value begins with a letter or a digit is quickly
    seen."""
    found = np.zeros(len(values), np.bool_)
    begins = np.asarray(pc.match_substring_regex(values, r"^[^0-9A-Za-z]"))
    odd = np.flatnonzero(begins)
    if len(odd):
        signs = pc.take(values, array(odd))
        found[odd] = matching(signs, _NO_LETTER) & ~matching(signs, _BRACE)
    return found
