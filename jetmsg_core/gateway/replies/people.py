"""Whom a reply names, in whatever fields and spelling. Pure.

What tells of people one by one is no sentence, whatever stands beside it: some of them may have
been taken. Names of fields are not documented for anything but a success, so the usual ones count.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from jetmsg_core.gateway.replies.outcomes import is_id

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NUMBERED = frozenset(
    (
        *("to", "receiver", "recipient", "destination", "mobile", "number", "phone", "msisdn"),
        *("receivers", "recipients", "mobiles", "numbers", "phones"),
        *("mobileno", "mobilenumber", "phoneno", "phonenumber"),
    )
)
_OURS = frozenset(("from", "sender", "device", "instance", "id", "appkey", "authkey"))
"""In a field's name: it is about who sends, or no number of a person."""

_IDS = frozenset(("smsid", "messageid", "msgid"))
_ADDRESSED = re.compile(r"(?:\+|00)?([1-9][0-9]{7,14}|0[1-9][0-9]{9})(?::[0-9]+)?(?:@[a-z.]+)?")
"""A whole number, also as the address WhatsApp makes of it, with the device or without."""

_BETWEEN = re.compile(r"[\s().-]")
DEEPEST = 20


def number_in(value: object, asked: Collection[str] = ()) -> str:
    """Gives the number with its country code, in the spelling of `asked` when it is one of theirs;
    empty when it is no whole number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)) or len(str(value)) > 60:
        return ""
    number, at, domain = str(value).strip().partition("@")
    match = _ADDRESSED.fullmatch(_BETWEEN.sub("", number) + at + domain)
    if match is None:
        return ""
    digits = match[1].removeprefix("0")
    return digits if digits in asked or len(digits) != 10 else f"91{digits}"


def named_numbers(reply: object, asked: Collection[str] = ()) -> Iterator[str]:
    """Yields every whole number that stands in a field named after one, however deep."""
    return _numbers(reply, asked, is_named=False, depth=DEEPEST)


def _numbers(value: object, asked: Collection[str], *, is_named: bool, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items() if depth else ():
            if not _is_about_sender(name):
                named = is_named or _is_numbered(name)
                yield from _numbers(inner, asked, is_named=named, depth=depth - 1)
    elif isinstance(value, list):
        for inner in value if depth else ():
            yield from _numbers(inner, asked, is_named=is_named, depth=depth - 1)
    elif is_named:
        parts = value.split(",") if isinstance(value, str) else [value]
        yield from filter(None, [number_in(part, asked) for part in parts])


def tells_of_each(reply: dict[str, Any], asked: Collection[str]) -> bool:
    """Returns whether it speaks of single people of a call for `asked`, the last ten digits of
    each: by an entry with a number or an id, by a field that is called by a number, or by a list of
    ours."""
    if any(_is_id_of_message(name, value) for name, value in reply.items()):
        return True
    beside = {number[-10:] for number in named_numbers(_without_values(reply))}
    if beside and beside != set(asked):
        return True
    return any(_has_entry(inner, asked, DEEPEST) for inner in reply.values())


def has_entries(reply: object, depth: int = DEEPEST) -> bool:
    """Returns whether a list in it has entries for people, each with a number or an id."""
    inner = reply.values() if isinstance(reply, dict) else reply if isinstance(reply, list) else ()
    if isinstance(reply, list) and any(_is_entry(item) for item in reply):
        return True
    return depth > 0 and any(has_entries(item, depth - 1) for item in inner)


def _has_entry(value: object, asked: Collection[str], depth: int) -> bool:
    if isinstance(value, dict):
        if _is_entry(value) or any(number_in(name) for name in value):
            return True
        return depth > 0 and any(_has_entry(item, asked, depth - 1) for item in value.values())
    if isinstance(value, list):
        if any(number_in(item)[-10:] in asked for item in value if number_in(item)):
            return True
        return depth > 0 and any(_has_entry(item, asked, depth - 1) for item in value)
    return False


def _is_entry(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    return any(
        _is_id_of_message(name, inner) or (_is_numbered(name) and number_in(inner))
        for name, inner in value.items()
    )


def _without_values(reply: dict[str, Any]) -> dict[str, Any]:
    return {n: value for n, value in reply.items() if not isinstance(value, (dict, list))}


def _is_id_of_message(name: str, value: object) -> bool:
    return "".join(_words(name)) in _IDS and is_id(value)


def _is_numbered(name: str) -> bool:
    return not _NUMBERED.isdisjoint(_words(name)) and not _is_about_sender(name)


def _is_about_sender(name: str) -> bool:
    return not _OURS.isdisjoint(_words(name))


@lru_cache(maxsize=256)
def _words(name: str) -> tuple[str, ...]:
    """`receiverNumber`, `phone_number` and `MobileNo` in small letters, word by word."""
    return tuple(word.lower() for word in _WORDS.findall(name))
