"""One-time codes out of a reply, before it is kept as evidence.

v3 hands the code back twice: as `data.otp` and inside the message. Where else a reply may hold
one nobody knows, nor where half a reply was cut, so every run of four digits or more goes, but
for the message id's. E-mail addresses and phone numbers go with them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from jetmsg_core.primitives.masking import MASK, mask

LONGEST = 4096

_DIGITS = re.compile(r"\d{4,}")
_EMAIL = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+")
_CODE_FIELD = re.compile(r'("(?:otp|code|pin)"\s*:\s*"?)[^",}\s]*', re.IGNORECASE)
_CODE_NAMES = {"otp", "code", "pin"}
_ID_NAME = "messageid"
_DEEPEST = 8


def redact(body: str, code: str = "") -> str:
    """Gives the reply without `code`, the one that was sent along, and without any other."""
    try:
        data = json.loads(body.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return redact_text(_CODE_FIELD.sub(rf"\1{MASK}", body), code)[:LONGEST]
    codes = tuple(filter(None, {code, *_codes_of(data)}))
    return json.dumps(_without(data, codes, _DEEPEST), ensure_ascii=False)[:LONGEST]


def redact_text(text: str, *codes: str) -> str:
    """Gives the text without `codes` and without any other number that could be one."""
    for code in filter(None, codes):
        text = text.replace(code, MASK)
    return mask(_DIGITS.sub(MASK, _EMAIL.sub(MASK, text)))


def _codes_of(data: object) -> set[str]:
    """What the reply itself names as a code, which may be none of digits."""
    if not isinstance(data, dict):
        return set()
    inner = data.get("data")
    codes = {str(v) for k, v in data.items() if k.lower() in _CODE_NAMES and v}
    return codes | (_codes_of(inner) if isinstance(inner, dict) else set())


def _without(value: Any, codes: tuple[str, ...], depth: int, name: str = "") -> Any:
    if not depth:
        return MASK
    if isinstance(value, dict):
        return {k: _without(v, codes, depth - 1, str(k).lower()) for k, v in value.items()}
    if isinstance(value, list):
        return [_without(item, codes, depth - 1) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if name in _CODE_NAMES:
        return MASK
    if name == _ID_NAME and str(value) not in codes:
        return value
    cleaned = redact_text(str(value), *codes)
    return value if cleaned == str(value) else cleaned
