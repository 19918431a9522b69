"""Cells that hold something and yet no value: `NULL`, `Asha NULL`, `#N/A`, `-`, `????`, a day that
never was (`0000-00-00`), letters that were read in a wrong encoding (`JosÃ©`) or stand as a code
(`Jos=C3=A9`), and signs as a web page spells them (`Rao &amp; Sons`, `Pune<br>`). Pure.

Somebody exported nothing as a word, or a program lost the letters. `Dear NULL` is no text for
anybody, so such a cell is treated as an empty one, unless a person keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from jetmsg_core.messages.arrow import Strings, array, beyond_ascii, matching, pc
from jetmsg_core.messages.bytescan import among, first_bytes
from jetmsg_core.primitives.arrays import Booleans, Bytes
from jetmsg_core.primitives.error_values import ERROR_VALUES

_WORDS = (
    *("null", "na", "nan", "nat", "none", "nil", "undefined", "unknown", "not available"),
    *("not applicable", "no value", "no name", "not known", "not given", r"\n", "#na"),
    *("please select", "please choose"),
)
_IN_BRACKETS = ("blank", "empty", "not set", "unset", "object object", "select", "choose")
"""Said by pivot tables, by statistics of websites, by scripts and by forms (`--Select--`). Without
brackets or dashes they are words like others."""
NON_WORDS = frozenset((*_WORDS, "n/a", "n.a.", "(blank)", *map(str.lower, ERROR_VALUES)))
"""In small letters, a few spellings of each. Who is called Nil or Na can be kept."""
_LONGEST_WORD = 48
"""Bytes: two of them, in letters of full width."""


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_MIDNIGHT = r"(?:[ t](?:0?0:00(?::00)?(?:\.0+)?z?|12:00:00 am))?"
_NO_DAY = (
    r"(?:0{4}[-/.]0?0[-/.]0?0|0?0[-/.]0?0[-/.]0{4}|0001-01-01|0?1[-/.]0?1[-/.]0001"
    rf"|1899-12-3[01]|3[01][-/. ](?:12|dec)[-/. ]1899|1900-01-00|00[-/.]01[-/.]1900){_MIDNIGHT}"
)
"""What databases, .NET and spreadsheets make of no date at all, or of 0."""
_AROUND = r"[\s\p{Cf},;:.!?*\"'`<>()\[\]_-]*"
_NON_WORD = (
    rf"{_one_of((*_WORDS, *map(str.lower, ERROR_VALUES)))}|n ?[./\\] ?a"
    rf"|[<(\[-] ?(?:{_one_of(_IN_BRACKETS)}) ?[>)\]-]|{_NO_DAY}"
)
_SAYS_NOTHING = rf"^{_AROUND}(?:{_NON_WORD})(?:[\s,;/|]+(?:{_NON_WORD}))*{_AROUND}$"
_FIRST_LETTERS = {word[0] for word in (*_WORDS, *map(str.lower, ERROR_VALUES)) if word[0].isalpha()}
_FIRST_OF_A_DAY, _SHORTEST_DAY = "013", 8
"""Bytes: `0-0-0000`."""
_IS_PLAIN = np.array([chr(byte).isascii() and chr(byte).isalnum() for byte in range(256)])
"""By the first byte of a value: a letter or digit of ASCII, which is neither a sign around a word
nor may become one."""
_MAY_BEGIN_WORD = ~_IS_PLAIN | np.isin(
    np.arange(256), [ord(sign) for letter in _FIRST_LETTERS for sign in (letter, letter.upper())]
)
_MAY_BEGIN_DAY = np.isin(np.arange(256), [ord(digit) for digit in _FIRST_OF_A_DAY])
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
    "â": rf"[€‚„…†‡ˆ‰Š‹Œ˜™š›œ\x{{9D}}\x{{AD}}]{_LATER}",
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
_NULL = rf"(?:^|[\s,;/|(])(?:null|NULL|undefined|{_one_of(ERROR_VALUES)})(?:[\s,;/|).]|$)"
"""Nothing as one of several words: a first name and no last one. Who is called Null is not
meant."""
_LEFT_OVER = {
    **dict.fromkeys(("null", "NULL", "undefined", "#"), _NULL),
    "<": r"(?i)</?(?:a|b|br|div|em|font|h[1-6]|i|li|p|span|strong|td|tr|u|ul)(?:\s[^<>]*)?/?>",
    "=": "=[C-F][0-9A-F]=[89AB][0-9A-F]",
    r"\u": r"\\u[0-9A-Fa-f]{4}",
}
"""By what it holds, a text that is no whole value: with a word for nothing, a tag of a web page, or
letters as quoted-printable and scripts write them."""
_LOST = r"(?:^|\s)\?{2,}(?:\s|$)"
_ENTITY = r"&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,6});"
_MARKED = r"^&(?:lt|laquo|#60|#171);.*&(?:gt|raquo|#62|#187);$"
"""A merge field that a web page spelled: `&lt;&lt;Name&gt;&gt;`. That is looked for elsewhere."""


def are_non_values(values: Strings) -> Booleans:
    """The mask is true for the values, trimmed before, that are no value though not empty."""
    first = first_bytes(values)
    are_none = _words(values, first)
    signs = among(values, {"?", "&", *_MISREAD, *_LEFT_OVER})
    for sign, follows in _MISREAD.items():
        if sign in signs:
            are_none |= matching(values, f"{sign}(?:{follows})")
    for pattern in {pattern for sign, pattern in _LEFT_OVER.items() if sign in signs}:
        are_none |= matching(values, pattern)
    if "?" in signs:
        are_none |= matching(values, _LOST)
    if "&" in signs:
        are_none |= matching(values, _ENTITY) & ~matching(values, _MARKED)
    return are_none | _without_letters(values, first)


def _words(values: Strings, first: Bytes) -> Booleans:
    """Only short values are looked at, and of those that begin with a letter or digit of ASCII only
    what begins as a word or a day here. Letters of full width are read as others."""
    say_nothing = np.zeros(len(values), np.bool_)
    lengths = np.asarray(pc.binary_length(values))
    may_be_none = _MAY_BEGIN_WORD[first] | (_MAY_BEGIN_DAY[first] & (lengths >= _SHORTEST_DAY))
    short = np.flatnonzero(may_be_none & (lengths <= _LONGEST_WORD))
    words = pc.take(values, array(short))
    if beyond_ascii(words).any():
        words = pc.utf8_normalize(words, form="NFKC")
    say_nothing[short] = matching(pc.ascii_lower(words), _SAYS_NOTHING)
    return say_nothing


def _without_letters(values: Strings, first: Bytes) -> Booleans:
    """Whatever is punctuation alone."""
    letterless = np.zeros(len(values), np.bool_)
    odd = np.flatnonzero(~_IS_PLAIN[first])
    if len(odd):
        signs = pc.take(values, array(odd))
        letterless[odd] = matching(signs, _NO_LETTER) & ~matching(signs, _BRACE)
    return letterless
