"""A text in the one form that is counted, matched with the DLT template and sent.

NFC first: a decomposed é would turn the whole message to UCS-2. CRLF and a lone CR become
LF, since browsers and Excel send CRLF and it costs two units for one line break.
"""

from __future__ import annotations

import unicodedata

import numpy as np

from jetmsg_core.messages.arrow import Strings, array, beyond_ascii, chosen, pc, strings_of
from jetmsg_core.messages.bytescan import are_ascii, first_bytes, holds, last_bytes
from jetmsg_core.primitives.characters import INVISIBLE

_WHITE_SPACE = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
BLANKS = _WHITE_SPACE + INVISIBLE
_MAY_BE_BLANK = np.array([byte >= 128 or chr(byte) in BLANKS for byte in range(256)])
"""By the byte at the begin or end of a text: beyond ASCII it may be of a blank."""


def tidy_newlines(text: str) -> str:
    """Gives `text` with LF as its only line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def prepare_text(text: str) -> str:
    """Gives what is counted and sent for `text`: in NFC, with LF as its line break. Doing it twice
    changes nothing."""
    return unicodedata.normalize("NFC", tidy_newlines(text))


def is_blank(text: str) -> bool:
    """Tells whether there is nothing to see: empty, white space or invisible characters only."""
    return not text.strip(BLANKS)


def trim_all(texts: Strings) -> Strings:
    """Gives each text without the `BLANKS` at its ends; the very same array where none can have
    any."""
    edges = first_bytes(texts), last_bytes(texts)
    if not any(_MAY_BE_BLANK[edge].any() for edge in edges):
        return texts
    trimmed: Strings = pc.utf8_trim(texts, characters=BLANKS)
    return trimmed


def prepare_all(texts: Strings) -> Strings:
    """Does what `prepare_text` does to each text; gives the very same array when nothing changes.

    Only texts with a CR or beyond ASCII go through Python: `unicodedata` checks a text that is
    already NFC in 0.2 µs, five times faster than Arrow's `utf8_normalize`.
    """
    has_returns = holds(texts, b"\r")
    if not has_returns and are_ascii(texts):
        return texts
    odd = beyond_ascii(texts)
    if has_returns:
        odd |= np.asarray(pc.match_substring(texts, "\r"))
    if not odd.any():
        return texts
    before = chosen(texts, odd).to_pylist()
    after = [prepare_text(text or "") for text in before]
    if after == before:
        return texts
    prepared: Strings = pc.replace_with_mask(texts, array(odd), strings_of(after))
    return prepared
