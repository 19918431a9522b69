"""What a password has to be, and how it is kept: as argon2id, with the costs that OWASP's Password
Storage Cheat Sheet gives (19 MiB, two turns, one lane), or more.

The rules are those of NIST SP 800-63B, 3.1.1: long enough, nothing that is tried first, and no
rule on kinds of characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from jetmsg_core.errors import InputError

SHORTEST, LONGEST = 12, 256
"""Characters of a password."""
_HASHER = PasswordHasher(
    time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)
_LOOKALIKES = str.maketrans("@4301!$57", "aaeoiisst")
_RUNS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
)
"""What a hand types along the keys, or along the alphabet; backwards too."""
_TRIED_FIRST = frozenset(
    {
        *("admin", "administrator", "root", "system", "user", "guest", "test"),
        *("testing", "demo", "default", "master", "login", "signin"),
        *("password", "passwort", "pass", "passw", "passcode", "secret", "private"),
        *("secure", "security", "access"),
        *("changeme", "letmein", "welcome", "hello", "please", "trustno", "trustnoone"),
        *("whatever", "nothing"),
        *("iloveyou", "loveyou", "love", "lovely", "princess", "sunshine", "shadow"),
        *("monkey", "dragon", "football", "baseball", "cricket"),
        *("superman", "batman", "starwars", "michael", "jordan", "charlie", "daniel"),
        *("jessica", "ashley", "killer", "pokemon"),
        *(
            "jetmsg",
            "jetmsgcampaigns",
            "campaign",
            "campaigns",
            "dashboard",
            "marketing",
            "message",
        ),
        *("messages", "sms", "whatsapp"),
        *("bulksms", "company", "office", "india", "bharat", "mumbai", "pune"),
        *("delhi", "bangalore", "bengaluru", "chennai", "kolkata"),
        *("hyderabad", "krishna", "ganesh", "sairam", "omsairam", "jaimatadi", "shivam"),
        *("google", "facebook", "microsoft", "windows", "computer", "internet", "samsung"),
        *("iphone", "android"),
        *("correcthorsebatterystaple",),
    }
)
"""The words of passwords that lists of stolen ones have most often, and those that stand near here;
as letters alone."""


def check_password(password: str, name: str) -> str:
    """Gives the password as it is kept. Raises InputError where it is too short or among those
    that are tried first; its characters are its owner's choice."""
    password = _normal(password)
    if len(password) < SHORTEST:
        raise InputError(
            "password_short",
            f"The password has {len(password)} characters. Use {SHORTEST} or more: a few words "
            "that only you put together are good.",
        )
    if len(password) > LONGEST:
        raise InputError("password_long", f"The password is longer than {LONGEST} characters.")
    if _is_tried_first(password, name):
        raise InputError(
            "password_common",
            "This password is among those that are tried first. Use a few words that only you put "
            "together.",
        )
    return password


def hash_password(password: str) -> str:
    """Gives what is kept of a password: it takes 20 ms and 19 MiB, on purpose."""
    return _HASHER.hash(_normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Tells whether the password is the one that `kept` was made of. Without one, for a user who
    is not there or has none, the same work is done, so that no clock tells."""
    try:
        _HASHER.verify(kept or _of_nobody(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Tells whether it was kept under other costs than passwords are now."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _of_nobody() -> str:
    return _HASHER.hash("a password that nobody has")


def _normal(password: str) -> str:
    """One spelling of accents, whatever the keyboard."""
    return unicodedata.normalize("NFC", password)


def _is_tried_first(password: str, name: str) -> bool:
    folded = password.casefold()
    core = folded.strip("".join(sign for sign in folded if not sign.isalpha()))
    letters = {_letters(folded), _letters(core.translate(_LOOKALIKES))}
    own_names = {_letters(word) for word in (name, *name.split())} - {""}
    return (
        _is_repeated(folded)
        or _is_run(folded)
        or all(len(word) < 3 for word in letters)
        or any(_is_made_of(word, _TRIED_FIRST | own_names) for word in letters)
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text.casefold())


def _is_repeated(text: str) -> bool:
    """The same few characters again and again: `abcabcabcabc`."""
    return any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1)
    )


def _is_run(text: str) -> bool:
    """Pieces of runs, and up to three characters beside them: `qwertyuiop12`."""
    ways = [way for run in _RUNS for way in (run * 2, run[::-1] * 2)]
    at = beside = 0
    while at < len(text):
        size = _run_at(text, at, ways)
        beside += size == 1
        at += size
    return beside <= 3


def _run_at(text: str, at: int, ways: list[str]) -> int:
    """How many characters from here are of one run; 1 where fewer than three are."""
    sizes = [
        size
        for size in range(3, len(text) - at + 1)
        if any(text[at : at + size] in way for way in ways)
    ]
    return max(sizes, default=1)


def _is_made_of(core: str, words: frozenset[str]) -> bool:
    """One of the words, or several of them one after the other."""
    if not core:
        return False
    ends = {0}
    for at in range(len(core)):
        if at in ends:
            ends |= {at + len(word) for word in words if core.startswith(word, at)}
    return len(core) in ends
