"""How many SMS parts a text takes: the billing unit (3GPP TS 23.038 for the alphabet,
TS 23.040 for concatenation).

A text whose every character is in the GSM-7 alphabet travels in septets, any other in UCS-2
units of 16 bits. Characters of the extension table take two septets (an escape and a code),
characters above U+FFFF two units (a surrogate pair). Neither pair may straddle two parts, so
parts are packed greedily: `]` * 153 is 306 septets and 3 parts, where division says 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from jetmsg_core.messages.arrow import Strings, chosen, matching, pc
from jetmsg_core.messages.bytescan import class_table, count_classes
from jetmsg_core.messages.pieces import Pieces
from jetmsg_core.messages.text import prepare_text
from jetmsg_core.primitives.arrays import Booleans, Integers32

# TS 23.038 6.2.1 without CR, which `prepare_text` removes, and without the escape itself.
BASIC = (
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"  # TS 23.038 6.2.1.1

_NOT_GSM7 = f"[^{re.escape(BASIC + EXTENSION)}]"
# Bytes of UTF-8: the extension table's, ASCII outside GSM-7, and those that begin a character
# above U+FFFF.
_CLASSES = class_table(
    {
        1: EXTENSION.replace("€", "").encode(),
        2: bytes(byte for byte in range(128) if chr(byte) not in BASIC + EXTENSION),
        3: bytes(range(0xF0, 0xF5)),
    }
)
_FIND_NOT_GSM7 = re.compile(_NOT_GSM7)
_LEAD = "\ud800"  # stands for an escape or a high surrogate
_PAIR = _LEAD + "\udc00"


class Encoding(StrEnum):
    """The alphabet a whole message is sent in; UCS-2 is sent with `type=unicode`."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


_TWO_UNITS = {
    Encoding.GSM7: re.compile(f"[{re.escape(EXTENSION)}]"),
    Encoding.UCS2: re.compile("[\U00010000-\U0010ffff]"),
}


@dataclass(frozen=True)
class SegmentSizes:
    """The units in a message of one part, and in each part of a longer one. Some gateways bill
    other sizes (152 and 64), so they are settings."""

    gsm7_single: int = 160
    gsm7_part: int = 153
    ucs2_single: int = 70
    ucs2_part: int = 67

    def __post_init__(self) -> None:
        if min(self.gsm7_single, self.gsm7_part, self.ucs2_single, self.ucs2_part) < 2:
            raise ValueError("a part must hold at least one pair: two units")

    def of(self, encoding: Encoding) -> tuple[int, int]:
        if encoding is Encoding.GSM7:
            return self.gsm7_single, self.gsm7_part
        return self.ucs2_single, self.ucs2_part


STANDARD = SegmentSizes()


class Size(NamedTuple):
    """The size of one text. `units` are septets or 16-bit units; an empty text has 0 parts."""

    encoding: Encoding
    units: int
    parts: int


class Sizes(NamedTuple):
    """The sizes of n texts: three arrays of n. `unicode` is True where the text is UCS-2."""

    unicode: Booleans
    units: Integers32
    parts: Integers32


def encoding_of(text: str) -> Encoding:
    return Encoding.UCS2 if _FIND_NOT_GSM7.search(text) else Encoding.GSM7


def measure(text: str, sizes: SegmentSizes = STANDARD) -> Size:
    """Gives the size of `prepare_text(text)`, which is what must be sent."""
    text = prepare_text(text)
    encoding = encoding_of(text)
    spread = _TWO_UNITS[encoding].sub(_PAIR, text)  # one character per unit
    return Size(encoding, len(spread), _pack(spread, *sizes.of(encoding)))


def _pack(spread: str, single: int, part: int) -> int:
    if len(spread) <= single:
        return min(len(spread), 1)
    parts = end = 0
    while end < len(spread):
        end += part
        if end < len(spread) and spread[end - 1] == _LEAD:
            end -= 1  # the pair moves to the next part as a whole
        parts += 1
    return parts


def measure_prepared(
    texts: Strings, sizes: SegmentSizes = STANDARD, pieces: Pieces | None = None
) -> Sizes:
    """Gives the size of each text, as `measure` does; they went through `prepare_text` already, as
    `render` gives them. What is counted of their `pieces` adds up to what is in them."""
    counts = _counts(texts) if pieces is None else pieces.total(_counts)
    characters, escapes, foreign, astral = counts
    unicode = foreign > 0
    pairs = np.where(unicode, astral, escapes)
    units = characters + pairs
    return Sizes(unicode, units, _parts(texts, unicode, units, pairs, sizes))


def _counts(texts: Strings) -> Integers32:
    """What each text holds, shape (4, texts): characters, those of the extension table (of a text
    in GSM-7), those outside GSM-7 (at least 1 where there are any) and those above U+FFFF."""
    _, escapes, foreign, astral = count_classes(texts, _CLASSES)
    characters = np.asarray(pc.utf8_length(texts))
    other = characters < np.asarray(pc.binary_length(texts))  # beyond ASCII
    foreign[other] += matching(chosen(texts, other), _NOT_GSM7)
    western = other & (foreign == 0)
    escapes[western] += np.asarray(pc.count_substring(chosen(texts, western), "€"))
    return np.stack([characters.astype(np.int32), escapes, foreign, astral])


def _parts(
    texts: Strings,
    unicode: Booleans,
    units: Integers32,
    pairs: Integers32,
    sizes: SegmentSizes,
) -> Integers32:
    """Division is right unless pairs push units over the last edge: each part but the last
    loses at most one unit to a pair, so only texts within that reach of the edge are packed."""
    parts = np.minimum(units, 1).astype(np.int32)
    longer = np.flatnonzero(units > np.where(unicode, sizes.ucs2_single, sizes.gsm7_single))
    part = np.where(unicode[longer], sizes.ucs2_part, sizes.gsm7_part)
    parts[longer] = -(-units[longer] // part)
    reach = units[longer] + np.minimum(pairs[longer], parts[longer])
    for index in longer[reach > parts[longer] * part]:
        parts[index] = measure(texts[int(index)].as_py() or "", sizes).parts
    return parts
