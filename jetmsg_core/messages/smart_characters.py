"""Characters that word processors and phones put into a text, and that turn a whole message to
UCS-2, with what stands for them in GSM-7.

Only ever offered, with the parts saved: a changed text may no longer match its DLT template.
Accented letters and ZWJ are not here: to change them changes names and Indic spelling.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jetmsg_core.messages.segments import STANDARD, SegmentSizes, measure
from jetmsg_core.messages.text import prepare_text
from jetmsg_core.primitives.numbers import with_commas

_REPLACED = {
    "'": "‘’‚‛′´`",
    '"': "“”„‟″«»",
    "-": "‐‑‒–—―−•",
    " ": "\t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "...": "…",
    "Rs.": "₹",
    "x": "×",
    "\n": "\u2028\u2029",
    "": "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff",
}
REPLACEMENTS = {smart: plain for plain, smarts in _REPLACED.items() for smart in smarts}


@dataclass(frozen=True)
class Fix:
    """One character of a text that has a plain equivalent (empty: it is taken out)."""

    character: str
    replacement: str
    count: int


def smart_characters(text: str) -> list[Fix]:
    """Gives the fixes `text` could have, in order of first appearance; none for a plain text."""
    text = prepare_text(text)
    characters = dict.fromkeys(c for c in text if c in REPLACEMENTS)
    return [Fix(c, REPLACEMENTS[c], text.count(c)) for c in characters]


def in_words(fixes: Sequence[Fix]) -> str:
    """Says up to three of the fixes in words, such as `₹ as Rs., – as -`."""
    words = ", ".join(
        f"{shown(fix.character)} as {shown(fix.replacement) if fix.replacement else 'nothing'}"
        for fix in fixes[:3]
    )
    more = len(fixes) - 3
    return f"{words} and {with_commas(more)} more" if more > 0 else words


def shown(character: str) -> str:
    """Gives the character, or the name of one that cannot be seen, such as no-break space."""
    seen = character.isprintable() and not character.isspace()
    return character if seen else unicodedata.name(character, repr(character)).lower()


def fix_smart_characters(text: str, only: Collection[str] | None = None) -> str:
    """Gives `text` prepared, with its smart characters, or just those in `only`, made plain."""
    table = {ord(c): plain for c, plain in REPLACEMENTS.items() if only is None or c in only}
    return prepare_text(prepare_text(text).translate(table))


def parts_saved(text: str, sizes: SegmentSizes = STANDARD) -> int:
    """Gives the parts per recipient that fixing all smart characters saves; negative when it costs,
    as with an ellipsis at the edge of a Hindi text."""
    return measure(text, sizes).parts - measure(fix_smart_characters(text), sizes).parts
