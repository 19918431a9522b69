"""Links and call-back numbers in texts. Each must be on the operator's whitelist, so those that
are not on the user's own are pointed out.

The patterns are read alike by Python and by Arrow (RE2), so neither looks ahead or behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from jetmsg_core.messages.arrow import Strings, array, chosen, matching, matching_rarely, pc
from jetmsg_core.messages.bytescan import holds
from jetmsg_core.messages.pieces import Pieces
from jetmsg_core.primitives.arrays import Booleans

# Lower case only, since "ready.In case" is a missing space and no address.
_ENDINGS = "com|in|net|org|co|io|me|ly|gl|app|info|biz|xyz|link|shop|store|online|site|live|club"
_LINK = rf"(?:https?://|www\.)\S+|\b[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:{_ENDINGS})\b(?:[/?]\S*)?"
_NUMBER = (
    r"\+91[ -]?[6-9][0-9]{9}\b|\b(?:91|0)?[6-9][0-9]{9}\b"
    r"|\b1[89]00[ -]?[0-9]{3}[ -]?[0-9]{3,4}\b|\b0[0-9]{2,4}[ -][0-9]{6,8}\b"
)
_CONTACT = f"{_LINK}|{_NUMBER}"
_LOOSE = _CONTACT.replace(r"\b", "")
_NEEDED = rf"://|www\.|\.(?:{_ENDINGS})|[6-9][0-9]{{9}}|1[89]00|0[0-9]{{2,4}}[ -][0-9]{{6}}"
"""A part of every link or number."""
_MADE_WHERE_PIECES_MEET = re.compile(
    r"[:/]\0/|w\0[w.]|\.\0[a-z]|[a-z]\0[a-z]|[0-9]\0[0-9]"
    r"|(?:^|[0-9])[ -]\0[0-9]|[0-9]\0[ -](?:[0-9]|$)"
)
_BEFORE = r"(^|[^A-Za-z0-9.@-])"


def unlisted(texts: Strings, allowed: Sequence[str], pieces: Pieces | None = None) -> Booleans:
    """The mask is true for the texts that hold a link or a call-back number which is not in
    `allowed`: domains, beginnings of addresses, or numbers."""
    mask = _with_contact(texts, pieces)
    # Without entries only e-mail addresses may stand, and none is without its sign.
    if mask.any() and (allowed or holds(texts, b"@")):
        rest = pc.replace_substring_regex(chosen(texts, mask), _allowed(allowed), r"\1 ")
        mask[mask] = matching(rest, _CONTACT)
    return mask


def _with_contact(texts: Strings, pieces: Pieces | None) -> Booleans:
    if pieces is not None and pieces.all_say(_CONTACT):
        return np.ones(len(texts), np.bool_)
    may_hold = None if pieces is None else pieces.with_words(_NEEDED, _MADE_WHERE_PIECES_MEET)
    if may_hold is None:
        return matching_rarely(texts, _CONTACT, _LOOSE)
    may_hold[may_hold] = matching(chosen(texts, may_hold), _CONTACT)
    return may_hold


def first_unlisted(text: str, allowed: Sequence[str]) -> str | None:
    """Gives the first link or call-back number of one text that is not in `allowed`, or None."""
    rest = pc.replace_substring_regex(array([text]), _allowed(allowed), r"\1 ")[0].as_py()
    match = re.search(_CONTACT, rest, re.ASCII)
    return match[0].rstrip(".,;:!?)\"'") if match else None


def _allowed(allowed: Sequence[str]) -> str:
    """Matches what may stand, with what is before it as the first group. E-mail addresses are
    neither links nor numbers."""
    entries = [_number(entry) or _link(entry) for entry in allowed]
    return rf"{_BEFORE}(?:[^\s@]+@[^\s@]+{''.join(f'|{entry}' for entry in entries)})"


def _number(entry: str) -> str | None:
    digits = re.sub(r"[ +-]", "", entry)
    if not re.fullmatch(r"[0-9]{6,15}", digits):
        return None
    own = digits[-10:] if re.fullmatch(r"(?:91|0)?[6-9][0-9]{9}", digits) else digits
    return rf"(?:\+?91[ -]?|0)?{'[ -]?'.join(own)}\b"


def _link(entry: str) -> str:
    address = re.sub(r"^(?:https?://)?(?:www\.)?", "", entry.strip().rstrip("/"))
    return rf"(?i:(?:https?://)?(?:[a-z0-9-]+\.)*{re.escape(address)})(?:[/?#]\S*|\b)"
