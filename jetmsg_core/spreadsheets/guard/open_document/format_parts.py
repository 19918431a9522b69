"""The parts of a format of an .ods as those of a format code (ODF 1.2, part 1, 16.27; ECMA-376,
part 1, 18.8.31). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jetmsg_core.spreadsheets.looks.builtin import GENERAL

_LETTERS = {
    "day": "d",
    "day-of-week": "ddd",
    "month": "m",
    "year": "yy",
    "hours": "h",
    "minutes": "m",
    "seconds": "s",
}
_LONG = {"day-of-week": "dddd", "year": "yyyy"}
CLOCK = frozenset({"hours", "minutes", "seconds"})
MOMENTS = frozenset(_LETTERS)
"""Elements that show a part of a date or time."""
_MOST_DIGITS = 30
_THOUSANDS = {"1": 0, "1000": 1, "1000000": 2, "1000000000": 3}
_GROUP = 3


class NoCounterpartError(ValueError):
    """Something in a format that no format code says, or none that is known here."""


def quoted(text: str) -> str:
    """Gives a text that is shown as it stands."""
    return r"\"".join(f'"{piece}"' if piece else "" for piece in text.split('"'))


def number_code(attributes: Mapping[str, str], texts: Mapping[int, str]) -> str:
    """Gives a number: how many digits and places it has at least, and the texts between its digits,
    each by how many digits follow. Raises NoCounterpartError."""
    least = _count(attributes, "min-integer-digits", 0)
    is_grouped = attributes.get("grouping") == "true"
    scale = _THOUSANDS.get(attributes.get("display-factor", "1").removesuffix(".0"))
    if scale is None or "decimal-replacement" in attributes or (is_grouped and texts):
        raise NoCounterpartError
    if "decimal-places" not in attributes:
        if least > 1 or is_grouped or texts or scale:
            raise NoCounterpartError
        return GENERAL
    decimals = _count(attributes, "decimal-places", 0)
    sure = min(_count(attributes, "min-decimal-places", decimals), decimals)
    behind = "0" * sure + "#" * (decimals - sure)
    whole = _whole(least, {_GROUP: ","} if is_grouped else _quoted(texts))
    return whole + "," * scale + (f".{behind}" if behind else "")


def moment_code(name: str, attributes: Mapping[str, str], *, is_elapsed: bool) -> str:
    """Gives a part of a date or time. `is_elapsed`: it is shown beyond the day or the hour. Raises
    NoCounterpartError."""
    is_gregorian = attributes.get("calendar", "gregorian") == "gregorian"
    if not is_gregorian or attributes.get("possessive-form") == "true":
        raise NoCounterpartError
    letters = "mmm" if attributes.get("textual") == "true" else _LETTERS[name]
    if attributes.get("style") == "long":
        letters = _LONG.get(name, letters + letters[0])
    if is_elapsed:
        letters = f"[{letters}]"
    decimals = _count(attributes, "decimal-places", 0) if name == "seconds" else 0
    return letters + (f".{'0' * decimals}" if decimals else "")


def are_told_apart(moments: Sequence[str]) -> bool:
    """Tells whether the letter `m` of a code means what it should: minutes stand right behind hours
    or before seconds, and months do not."""
    around = zip(["", *moments[:-1]], moments, [*moments[1:], ""], strict=False)
    for before, name, after in around:
        reads_as_minutes = before == "hours" or after == "seconds"
        if name in ("minutes", "month") and reads_as_minutes != (name == "minutes"):
            return False
    return True


def _quoted(texts: Mapping[int, str]) -> dict[int, str]:
    return {following: quoted(text) for following, text in texts.items()}


def _whole(least: int, between: Mapping[int, str]) -> str:
    """Digits with something between them, by how many digits follow."""
    width = max(least, 1, *(following + 1 for following in between))
    if width > _MOST_DIGITS:
        raise NoCounterpartError
    digits = [
        ("0" if following < least else "#") + between.get(following, "")
        for following in range(width)
    ]
    return "".join(reversed(digits))


def _count(attributes: Mapping[str, str], name: str, otherwise: int) -> int:
    digits = attributes.get(name)
    if digits is None:
        return otherwise
    if not (digits.isascii() and digits.isdigit() and int(digits[:3]) <= _MOST_DIGITS):
        raise NoCounterpartError
    return int(digits[:3])
