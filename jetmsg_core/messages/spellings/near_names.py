"""Which column a name nearly says, where none is called so.

`near` is close enough to stop a campaign: a slip of the fingers (`Nmae`), or the same name with a
word of whose it is (`Customer Name`, `FNAME`, `your city`). `akin` has a column's name among other
words (`shop city`), which is only worth a hint. The mobile number is never what was meant.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache

from jetmsg_core.messages.placeholders import header_key

_WHOSE = (
    "first|last|full|middle|given|family|customer|cust|client|user|member|contact|student|parent"
    "|patient|guest|buyer|recipient|person|your|my|the|their|total|due|net"
)
_BEFORE = re.compile(rf"^(?:{_WHOSE})+(?=.{{3}})")
_BEHIND = re.compile(r"(?<=.{3})(?:here|value|field|due)$")
_NUMBERS = re.compile(
    r".*(mobile|phone|whatsapp|msisdn).*|(contact|cell|tel)?(nos?|nums?|numbers?)?"
)
_ALIKE = 0.75
"""Of difflib: `frist name` is 0.9 like First Name, `Big Sale` 0.6 like Mobile."""


def near(name: str, columns_by_key: Mapping[str, str], *, alike: float = _ALIKE) -> str | None:
    """Gives the column that this name is a slip or a longer form of, or None."""
    key = header_key(name)
    if key.isdigit():
        return None
    keys = tuple(candidate for candidate in columns_by_key if not _is_of_numbers(candidate))
    by_core = next((candidate for candidate in keys if _core(candidate) == _core(key)), None)
    short = next(
        (candidate for candidate in keys if key in _short_forms(columns_by_key[candidate])), None
    )
    typed = [candidate for candidate in keys if min(len(candidate), len(key)) > 3]
    slip = difflib.get_close_matches(key, typed, n=1, cutoff=alike) if len(key) > 3 else []
    swapped = next((candidate for candidate in typed if _is_swapped(candidate, key)), None)
    closest = swapped or next(iter(slip), None) or by_core or short
    return None if closest is None else columns_by_key[closest]


def akin(name: str, columns_by_key: Mapping[str, str], *, parts: bool) -> str | None:
    """Gives the column whose name is one or more of the words of this one, or, where `parts` of a
    column's name are enough, the other way round; else None."""
    key, words = header_key(name), _words(name)
    for candidate, column in columns_by_key.items():
        if min(len(candidate), len(key)) > 2 and not _is_of_numbers(candidate):
            own = _words(column)
            runs = ["".join(words[at : at + len(own)]) for at in range(len(words))]
            if candidate in runs or (parts and key in own):
                return column
    return None


def _is_of_numbers(key: str) -> bool:
    return _NUMBERS.fullmatch(key) is not None


@lru_cache(maxsize=1024)
def _core(key: str) -> str:
    return _BEHIND.sub("", _BEFORE.sub("", key))


def _short_forms(column: str) -> set[str]:
    """`fname` of First Name."""
    words = _words(column)
    return {words[0][0] + "".join(words[1:])} if len(words) > 1 else set()


def _words(name: str) -> list[str]:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return [key for key in map(header_key, re.split(r"[\s_.\-]+", parted)) if key]


def _is_swapped(word: str, other: str) -> bool:
    """Whether two neighbouring letters changed places."""
    indices = [at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b]
    if len(word) != len(other) or len(indices) != 2 or indices[1] != indices[0] + 1:
        return False
    first, second = indices
    return word[first] == other[second] and word[second] == other[first]
