"""Keys never reach a message, a log, an exception or the database, and whole phone numbers reach
nobody who may not see them."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from html.entities import html5

KEY_SHAPE = re.compile(r"[0-9a-fA-F]{6}(?:-[0-9a-fA-F]{6}){4}")
"""What a JETMSG key looks like: five groups of six hex digits."""

MASK = "•••"

SPELT_BY = re.compile(r"[\\%&=+]")
"""What stands in each spelling of a character but itself."""

SHORTEST_BASE64 = 8
"""Characters. Fewer may stand in any text."""


def mask(text: str, secrets: tuple[str, ...] = ()) -> str:
    """Gives `text` with every known secret, and everything shaped like a key, replaced.

    A secret is found in whatever spelling it is echoed: as it is, in another case, in a web
    address (RFC 3986, also encoded twice), in JSON (RFC 8259), in HTML, in quoted-printable
    (RFC 2045), and in Base64 (RFC 4648), also within more.
    """
    for secret in filter(None, secrets):
        text = text.replace(secret, MASK)
        if SPELT_BY.search(text) or secret.lower() in text.lower():
            text = _spellings(secret).sub(MASK, text)
        for packed in _in_base64(secret):
            text = text.replace(packed, MASK)
    # A key has four hyphens, a reply full of ids none: looking for them first is 50 times faster.
    return KEY_SHAPE.sub(MASK, text) if text.count("-") >= 4 else text


def last_four(secret: str) -> str:
    """Gives what may be shown of a key, so that its owner can tell which one is set."""
    return f"{MASK}{secret[-4:]}" if len(secret) >= 8 else MASK


@lru_cache(maxsize=16)
def _spellings(secret: str) -> re.Pattern[str]:
    return re.compile("".join(map(_spelt, secret)), re.IGNORECASE)


@lru_cache(maxsize=256)
def _spelt(character: str) -> str:
    """A pattern of all ways to write a character, case aside."""
    code = ord(character)
    units = character.encode("utf-16-be").hex()
    in_json = "".join(rf"\\+u{units[at : at + 4]}" for at in range(0, len(units), 4))
    in_bytes = character.encode()
    ways = [
        rf"\\*{re.escape(character)}",
        in_json,
        "".join(rf"\\+x{byte:02x}" for byte in in_bytes),
        "".join(rf"%(?:25)*{byte:02x}" for byte in in_bytes),
        "".join(rf"={byte:02x}" for byte in in_bytes),
        rf"&(?:amp;)*\#0*{code}(?:;|(?!\d))",
        rf"&(?:amp;)*\#x0*{code:x}(?:;|(?![\da-f]))",
        *(rf"&(?:amp;)*{re.escape(name)}" for name in _names_of(character)),
    ]
    if character == " ":
        ways.append(r"\+")
    return f"(?:{'|'.join(ways)})"


@lru_cache(maxsize=256)
def _names_of(character: str) -> tuple[str, ...]:
    """The longest first, so that no end of one stays."""
    names = (name for name, meant in html5.items() if meant == character)
    return tuple(sorted(names, key=len, reverse=True))


@lru_cache(maxsize=16)
def _in_base64(secret: str) -> tuple[str, ...]:
    """The characters that come of the secret alone, wherever among others it begins: a group of
    three bytes makes four of them."""
    packed: list[str] = []
    for before in range(3):
        whole = base64.b64encode(bytes(before) + secret.encode()).decode().rstrip("=")
        # The first characters are of the bytes before too, the last one of bytes after.
        first = -(-before * 8 // 6)
        last = (before + len(secret.encode())) * 8 // 6
        inner = whole[first:last]
        if len(inner) >= SHORTEST_BASE64:
            packed += {inner, inner.replace("+", "-").replace("/", "_")}
    return tuple(packed)


LAST_DIGITS = 10_000
"""No phone number is below it, so what is below it are the last four digits of one."""
_BEFORE = r"(?:(?<![^\W_])|(?<=\\[nrt])|(?<=%2B)|(?<=u002b))"
"""No letter and no digit, but what escapes end with that stand before a number."""
NUMBER_IN_TEXT = re.compile(
    rf"{_BEFORE}(?!\d{{4}}-\d\d-\d\d\b)\+?\d[\d \-()]{{5,}}\d(?![^\W_])", re.IGNORECASE
)
"""What may be a phone number in words of others: seven digits or more, however they are divided,
that are no date. It may stand in the name of a file, or behind an escape of JSON, of Python or of a
web address."""


ERASED = "erased"
"""What is shown where a number or a text is no longer kept."""
TEXT_MARK = "\x01erased "
"""With it begins what is kept in the place of a text. Nobody types its first character."""


def last_digits(number: int) -> int:
    """Gives the last four digits of a phone number, all that may be seen of it. What is below 0
    stands for a number that is no longer kept, and stays as it is."""
    return number if number < 0 else number % LAST_DIGITS


def readable(text: str) -> str:
    """Gives a text as people read it: ERASED for what stands where one is no longer kept."""
    return ERASED if text.startswith(TEXT_MARK) else text


def written_number(number: int) -> str:
    """Gives a phone number as it is shown: with its `+`, with a mask before the four digits that
    are left of it, or the word that it is no longer kept."""
    if number < 0:
        return ERASED
    return f"+{number}" if number >= LAST_DIGITS else f"{MASK}{number:04}"


def mask_numbers(text: str) -> str:
    """Gives `text` with whatever may be a phone number in it cut down to its last four digits."""
    return NUMBER_IN_TEXT.sub(_only_last, text)


def _only_last(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    return f"{MASK}{digits[-4:]}" if len(digits) >= 7 else match[0]
