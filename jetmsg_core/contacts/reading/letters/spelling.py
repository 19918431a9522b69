"""Whether a letter beyond ASCII stands where names have one: `Garc?a` and `M?ller` have a vowel
there, `Mu?oz` a consonant.

Names of Western Europe, and those of India that are written with its letters, are meant. A letter
that only stands beside some others, ç before a and ï behind a, tells one encoding from another.
Pure.
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from typing import NamedTuple


class Spelling(IntEnum):
    """How well a sign stands in its word."""

    WRONG = 0
    RARE = 1
    USUAL = 2


class Place(NamedTuple):
    """A byte beyond ASCII, and the ASCII letters right before and after it."""

    byte: int
    before: str
    """Three at most, the nearest last."""
    after: str
    """Three at most."""
    is_after_digit: bool = False
    is_before_digit: bool = False


_VOWELS = "aeiouy"
_ENGLISH_ENDS = frozenset({"s", "t", "d", "m", "l", "y", "ll", "re", "ve", "ble"})
"""What follows an apostrophe: Ravi’s, don’t, Int’l, Hon’ble."""
_INDIAN_ENDS = frozenset({"bad", "aba", "lor", "lur", "tak", "pur", "nag", "gar", "pet", "gan"})
"""Of places as they are shortened: Hyd’bad, B’lore, B’luru, K’taka, T’puram, as far as is looked
at."""
_LITTLE_WORDS = frozenset({"and", "no", "of", "to", "by"})
_BEGINNINGS = frozenset({"co", "pre", "bio", "eco"})
"""What a dash stands behind, and no name in which a Mac has ñ for it."""
_LONG_DASH = 0x97
_PARTICLES = frozenset({"up", "in", "on", "off", "out"})
"""What a long dash stands before, as in `sign—up`, and no name in which a Mac has ó for it."""
_SPANISH_WORD_ENDS = frozenset({"nez", "gue", "rez", "ngu"})
"""Of Martínez, Rodríguez, Ramírez and Domínguez, as far as is looked at."""
_SPANISH_ENDS = frozenset({"a", "as", "o", "os", "n"})
_BEFORE_SPANISH_ENDS = frozenset("cdflnrtvxz")
"""García, Sofía, Darío, Martín. Arabic names have an apostrophe before other ends, as Mas’ud."""


def spelling_of(letter: str, around: Place) -> Spelling:
    """Tells how well a letter stands between those of its place, whether all are capitals or
    not."""
    before, after, letter = around.before[-1:].lower(), around.after[:1].lower(), letter.lower()
    if letter in "ýðþøæ":
        return _allowed(letter != "æ" or not _is_vowel(before))
    if letter in "ñçß":
        return _of_consonant(letter, before, after)
    if letter in "šž":
        between = _is_consonant(before) and _is_consonant(after)
        return Spelling.WRONG if between else Spelling.RARE
    if letter == "œ":
        return Spelling.WRONG if _is_vowel(before) else _better(after == "u", Spelling.RARE)
    marks = unicodedata.normalize("NFD", letter)
    return _of_vowel(marks[0], marks[1:], before, after) if len(marks) == 2 else Spelling.WRONG


def spelling_of_dash(around: Place) -> Spelling:
    """The same of a dash within a word, which stands between two names or behind the beginning of
    one, as in `co–op`; hardly elsewhere."""
    is_before_particle = around.byte == _LONG_DASH and around.after.lower() in _PARTICLES
    if around.before.lower() in _BEGINNINGS or is_before_particle:
        return Spelling.USUAL
    return Spelling.RARE if around.before and around.after[:1].islower() else Spelling.USUAL


def spelling_of_bullet(around: Place) -> Spelling:
    """The same of a bullet, which divides words."""
    is_within = around.before[-1:].islower() and around.after[:1].islower()
    return Spelling.WRONG if is_within else Spelling.USUAL


def spelling_of_no_break_space(around: Place) -> Spelling:
    """The same of a space that no line ends at. Within a word it may be the á of DOS, which has
    the same byte: `Hernández`, `Suárez`, `Julián`."""
    before, after = around.before, around.after
    if not (before and after and after[0].islower()):
        return Spelling.USUAL
    if before in _LITTLE_WORDS or after in _LITTLE_WORDS:
        return Spelling.USUAL
    is_within = len(before) < 3 or len(after) == 1 or _is_consonant(before[-1])
    return Spelling.RARE if is_within and _is_consonant(after[0]) else Spelling.USUAL


def spelling_of_apostrophe(around: Place, *, is_opening: bool) -> Spelling:
    """The same of an apostrophe, or of a quote that opens."""
    before, after = around.before, around.after
    if not before or around.is_before_digit:
        return Spelling.USUAL
    if not after:
        return _better(before[-1] in "sS" and not is_opening, Spelling.RARE)
    if not after[0].islower() or after in _INDIAN_ENDS:
        return Spelling.USUAL
    if len(before) == 1:
        return _of_elision(before, after)
    if after in _ENGLISH_ENDS or (before[-1] == "a" and after == "am"):
        return Spelling.USUAL
    is_spanish = _is_consonant(before[-1]) and (
        after in _SPANISH_WORD_ENDS
        or (after in _SPANISH_ENDS and before[-1] in _BEFORE_SPANISH_ENDS)
    )
    return Spelling.WRONG if is_spanish else Spelling.RARE


def _of_elision(before: str, after: str) -> Spelling:
    """Of `D’souza` and `o’clock`; in `D’az` and `R’os` it stands for a letter."""
    if before.islower() or (before in ("D", "O") and _is_consonant(after[0])):
        return Spelling.USUAL
    return Spelling.RARE if before in ("D", "L") or _is_consonant(after[0]) else Spelling.WRONG


def _of_consonant(letter: str, before: str, after: str) -> Spelling:
    if letter == "ñ":
        return _allowed(_is_vowel(after) and not _is_consonant(before))
    if letter == "ß":
        return Spelling.RARE if not before else _allowed(_is_vowel(before))
    if _is_consonant(before) and _is_consonant(after):
        return Spelling.WRONG
    return _better(after in ("a", "o", "u"), Spelling.RARE)


def _of_vowel(base: str, mark: str, before: str, after: str) -> Spelling:
    if base == before or (base == after and base != "e"):
        return Spelling.WRONG
    match mark:
        case "\u0301":  # é
            is_second = base != "e" and not after and _is_vowel(before)
            return _better(not is_second, Spelling.RARE)
        case "\u0300":  # è
            return _of_grave(base, before, after)
        case "\u0302":  # ê
            return _of_circumflex(base, before, after)
        case "\u0303":  # ã
            return _better(after in ("o", "e"), Spelling.WRONG if after else Spelling.RARE)
        case "\u0308":  # ë
            return _of_diaeresis(base, before, after)
        case "\u030a":  # å
            return _allowed(not _is_vowel(before) and not _is_vowel(after))
        case _:
            return Spelling.WRONG


def _of_grave(base: str, before: str, after: str) -> Spelling:
    if not after:
        return _better(base != "e", Spelling.RARE)
    if base == "u":
        return _allowed(before == "o")
    if base == "i" or _is_vowel(after) or (_is_vowel(before) and base != "e"):
        return Spelling.WRONG
    return _better(base == "e", Spelling.RARE)


def _of_circumflex(base: str, before: str, after: str) -> Spelling:
    if base in "iu":
        is_alone = before in ("a", "o") or not _is_vowel(before)
        return _allowed(_is_consonant(after) and is_alone)
    return _better(_is_consonant(after), Spelling.WRONG if base == "a" else Spelling.RARE)


def _of_diaeresis(base: str, before: str, after: str) -> Spelling:
    if base == "e":
        return Spelling.USUAL
    if base in "iy":
        return _allowed(_is_vowel(before) and after not in ("a", "o", "u"))
    if _is_vowel(before):
        return Spelling.WRONG if base != "u" else Spelling.RARE
    return _better(not _is_vowel(after) or before == "g", Spelling.RARE)


def _is_vowel(letter: str) -> bool:
    return bool(letter) and letter in _VOWELS


def _is_consonant(letter: str) -> bool:
    return bool(letter) and letter not in _VOWELS


def _allowed(fits: bool) -> Spelling:
    return Spelling.USUAL if fits else Spelling.WRONG


def _better(fits: bool, otherwise: Spelling) -> Spelling:
    return Spelling.USUAL if fits else otherwise
