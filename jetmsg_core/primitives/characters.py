"""Characters that more than one room has to know. Pure."""

from __future__ import annotations

import re

INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"
"""Zero-width characters that carry no meaning. The joiners ZWJ and ZWNJ are not among them: Indic
letters need them to be drawn, and words of Malayalam and Bengali end with them."""

_UNSEEN = re.compile(
    f"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff{INVISIBLE}]"
)
"""Control characters, those that turn the direction of a line, zero-width ones, and halves."""


def visible(text: str, *, keep: str = "") -> str:
    """Gives the text with the characters of `_UNSEEN` written out, as in <U+202E>, and a line break
    as ↵, so that no name or message moves the cursor, breaks a line or turns it round. Those in
    `keep` stay."""
    return _UNSEEN.sub(lambda unseen: unseen[0] if unseen[0] in keep else _written(unseen[0]), text)


def quoted(text: str) -> str:
    """Gives a name, or what a cell or a person says, as it stands in a sentence: in quotes, and
    `visible`."""
    return f"'{visible(text)}'"


def _written(character: str) -> str:
    return "↵" if character == "\n" else f"<U+{ord(character):04X}>"


def has_broken_byte(text: str) -> bool:
    """Tells whether a byte of an argument or a file's name was no UTF-8: Python reads it as half a
    character."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def without_broken_bytes(text: str) -> str:
    """Gives the text with � in the place of each such byte, as it can be kept and printed."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
