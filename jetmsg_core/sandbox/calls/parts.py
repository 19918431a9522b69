"""How many parts the gateway bills for a text: 3GPP TS 23.038, packed greedily.

Division is wrong: neither an escape pair (GSM-7) nor a surrogate pair (UCS-2) may straddle
two parts, so 153 `]` need three parts and not two.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
GSM_ALL = GSM_BASIC | GSM_EXTENSION


def needs_ucs2(text: str) -> bool:
    return not GSM_ALL.issuperset(text)


@lru_cache(maxsize=4096)
def count_parts(text: str, *, as_unicode: bool = False) -> int:
    """Counts the parts of a text. `as_unicode` is `type=unicode`: then UCS-2 is sent and billed,
    whatever the text."""
    if as_unicode or needs_ucs2(text):
        return _pack((2 if char > "\uffff" else 1 for char in text), alone=70, long=67)
    return _pack((2 if char in GSM_EXTENSION else 1 for char in text), alone=160, long=153)


def _pack(costs: Iterable[int], *, alone: int, long: int) -> int:
    total, parts, used = 0, 1, 0
    for cost in costs:
        total += cost
        used += cost
        if used > long:
            parts, used = parts + 1, cost
    return 1 if total <= alone else parts
