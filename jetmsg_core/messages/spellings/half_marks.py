"""Marks of other tools on one side of a column's name: `$name`, `{name`, `##name#`, `name}`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from jetmsg_core.messages.spellings.marks import Spelling, Strength
from jetmsg_core.messages.spellings.near_names import near

_OPENERS = {
    **dict.fromkeys(("{{", "${", "##", "%%", "<<", "[[", "*|", "{", "$", "@"), Strength.USUAL),
    **dict.fromkeys(("[", "<", "%", "#", ":"), Strength.LOOSE),
}
"""Before a name with nothing behind it: a sign that needs none, or marks that were not closed."""
_LONGEST = 80
"""Characters that are looked at before marks that close."""
_CLOSING = {"{": "}", "[": "]", "<": ">"}
_WORD = re.compile(r"[^\W\d_]\w{2,30}")
_DOMAIN = re.compile(r"\.[a-z]{2,}", re.I)


def behind_opener(body: str, at: int, columns_by_key: Mapping[str, str]) -> Spelling | None:
    """Gives the spelling `$name`, `@name` or `{name` at this place: the marks, and right behind
    them a whole name of a column, or behind `$` and `@` one that is near. None where there is
    none."""
    opener = next((marks for marks in _OPENERS if body.startswith(marks, at)), None)
    if opener is None:
        return None
    start = at + len(opener)
    while opener[-1] == "{" and body.startswith(" ", start):
        start += 1
    for pattern, key in name_patterns(tuple(columns_by_key)):
        match = pattern.match(body, start)
        if match is not None and not goes_on(body, match.end()):
            strength = _strength_of(opener, body, at, match.end())
            if strength is None:
                return None
            text = body[at : _past_closing(body, opener, match.end())]
            return Spelling(text, columns_by_key[key], strength is Strength.USUAL, True)
    return _near_behind(body, at, columns_by_key) if opener in ("$", "@") else None


def _past_closing(body: str, opener: str, end: int) -> int:
    """Past what closes a part of the marks, `##name#`, `[[name]`, or braces that close none."""
    closing = {_CLOSING.get(sign, sign) for sign in opener} if len(opener) > 1 else set()
    last = end
    while last - end < len(opener) and body[last : last + 1] in closing:
        last += 1
    last += len(body[last : last + 3]) - len(body[last : last + 3].lstrip("}"))
    return end if goes_on(body, last) else last


def _near_behind(body: str, at: int, columns_by_key: Mapping[str, str]) -> Spelling | None:
    """`$FirstName` where the column is Name; a handle of other words is left alone."""
    word = _WORD.match(body, at + 1)
    before = body[at - 1] if at else " "
    if (
        word is None
        or not (before.isspace() or before in "(,;:\"'")
        or _DOMAIN.match(body, word.end())
    ):
        return None
    column = near(word[0], columns_by_key, alike=0.95)
    return Spelling(body[at : word.end()], column, False, False) if column else None


def before_closer(
    body: str, at: int, start: int, columns_by_key: Mapping[str, str]
) -> tuple[int, Spelling] | None:
    """Gives the spelling `name}` and where it begins: marks that were not opened, right behind a
    whole name. None where there is none."""
    for pattern, key in name_patterns(tuple(columns_by_key)):
        name = re.compile(rf"(?<!\w){pattern.pattern}$", re.I).search(
            body, max(start, at - _LONGEST), at
        )
        if name is not None:
            end = at + len(body[at:]) - len(body[at:].lstrip("}"))
            return name.start(), Spelling(body[name.start() : end], columns_by_key[key], True, True)
    return None


def _strength_of(opener: str, body: str, at: int, end: int) -> Strength | None:
    """None: an address of an e-mail, a time of day or `50%off`, no placeholder at all."""
    before = body[at - 1] if at else " "
    if (opener == ":" and not before.isspace()) or (opener == "%" and before.isdigit()):
        return None
    if opener != "@":
        return _OPENERS[opener]
    joined, is_domain = goes_on(body, at - 1), _DOMAIN.match(body, end) is not None
    if joined and is_domain:
        return None
    return Strength.LOOSE if joined or is_domain or before == "/" else Strength.USUAL


def goes_on(body: str, at: int) -> bool:
    """Tells whether a word goes on (or, before it, has begun) at this place."""
    if not 0 <= at < len(body):
        return False
    return body[at].isalnum() or body[at] == "_" or unicodedata.category(body[at])[0] == "M"


@lru_cache(maxsize=64)
def name_patterns(keys: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Gives a pattern for each key, the longest first. A name of one letter, or without any, is too
    little behind a sign."""
    named = [key for key in keys if len(key) > 1 and any(c.isalpha() for c in key)]
    return tuple(
        (re.compile(r"[ _\-]?".join(map(re.escape, key)), re.I), key)
        for key in sorted(named, key=len, reverse=True)
    )
