"""Texts as a cell of a workbook can hold them (ECMA-376, part 1, 18.3.1 and 22.9.2.19). Pure.

A cell holds 32,767 characters, as UTF-16 counts them; a longer text is cut, and ends in `…`.
Control characters, which XML cannot hold, are written `_x0007_` as Excel writes and reads them; a
text that looks so of itself is written so that it comes back. What is no character becomes `�`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.primitives.arrays import Bytes, Integers

LONGEST = 32_767
_CUT = "…"

_CONTROL, _TAG, _NONCHARACTER, _UNDERLINE = 1, 2, 4, 8
_OF_BYTE = np.zeros(256, np.uint8)
_OF_BYTE[:0x20] = _CONTROL
_OF_BYTE[[0x09, 0x0A]] = 0
_OF_BYTE[[*b"&<>"]] = _TAG
_OF_BYTE[0xEF] = _NONCHARACTER
_OF_BYTE[ord("_")] = _UNDERLINE

_LOOKS_ESCAPED = r"_(x[0-9A-Fa-f]{4}_)"
_SEEN_AS_BROKEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f]|\x{FFFE}|\x{FFFF}"
"""Without the carriage return, of which Excel makes no fuss either."""
_TAGS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_WHITE = np.zeros(256, np.bool_)
_WHITE[[0x09, 0x0A, 0x20]] = True


@dataclass(frozen=True)
class Fitted:
    """Texts, ready to stand in a tag. `cut` and `controlled` are the places of those that were too
    long, and of those with characters that nobody sees; `keeps_space` says that white space at an
    end of one has to be kept."""

    values: Any
    cut: Integers
    controlled: Integers
    keeps_space: bool


def fit(values: Any) -> Fitted:
    """Makes texts fit: an Arrow array of large strings without nulls."""
    data, bounds = bytes_of(values)
    cut = np.flatnonzero(np.diff(bounds) > LONGEST)
    if cut.size:
        values, cut = _shortened(values, cut)
        data, bounds = bytes_of(values)
    kinds = int(np.bitwise_or.reduce(_OF_BYTE[data], initial=0))
    controlled = np.empty(0, np.int64)
    if kinds & (_CONTROL | _NONCHARACTER):
        mask = pc.match_substring_regex(values, _SEEN_AS_BROKEN)
        controlled = np.flatnonzero(np.asarray(mask))
    if kinds & _UNDERLINE:
        values = pc.replace_substring_regex(values, _LOOKS_ESCAPED, r"_x005F_\1")
    if kinds & _CONTROL:
        values = _without_controls(values, data)
    if kinds & _NONCHARACTER:
        values = pc.replace_substring_regex(values, r"[\x{FFFE}\x{FFFF}]", "\ufffd")
    for character, name in _TAGS if kinds & _TAG else ():
        values = pc.replace_substring(values, character, name)
    return Fitted(values, cut, controlled, _has_space_at_an_end(data, bounds))


def bytes_of(values: Any) -> tuple[Bytes, Integers]:
    """Gives the bytes of an array of large strings as they lie in memory, and where each text
    begins and ends."""
    _, offsets, data = values.buffers()
    bounds = np.frombuffer(offsets, np.int64)[values.offset : values.offset + len(values) + 1]
    if data is None or not len(values) or bounds[0] == bounds[-1]:
        return np.empty(0, np.uint8), bounds - bounds[0]
    return np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]], bounds - bounds[0]


def _shortened(values: Any, indices: Integers) -> tuple[Any, Integers]:
    """The values with those at these places cut, and where one really was too long."""
    texts = values.to_pylist()
    cut = [position for position in indices.tolist() if _units(texts[position]) > LONGEST]
    for index in cut:
        texts[index] = _first_units(texts[index], LONGEST - 1) + _CUT
    return pa.array(texts, pa.large_string()), np.array(cut, np.int64)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _first_units(text: str, most: int) -> str:
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _without_controls(values: Any, data: Bytes) -> Any:
    present = np.flatnonzero(np.bincount(data, minlength=0x20)[:0x20])
    for code in present.tolist():
        if _OF_BYTE[code] & _CONTROL:
            values = pc.replace_substring(values, chr(code), f"_x{code:04X}_")
    return values


def _has_space_at_an_end(data: Bytes, bounds: Integers) -> bool:
    filled = bounds[1:] > bounds[:-1]
    first, last = data[bounds[:-1][filled]], data[bounds[1:][filled] - 1]
    return bool(_WHITE[first].any() or _WHITE[last].any())
