"""Text with one byte a letter: CP1252 as Excel on Windows writes it, unless that is provably wrong.

The same byte is é in CP1252, in MacRoman and in the code page 437 of DOS, each another one. In
CP1252 five bytes are nothing at all, and a dagger or a capital stands within no word: where the
bytes beyond ASCII do not fit the letters beside them, the encoding in which they fit better is
taken. The apostrophe of `D’Souza`, as a Mac writes it, is the capital Õ in CP1252, and its `García`
is `Garc’a`. Where a text fits no encoding better than another, a person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from jetmsg_core.contacts.findings.file_finding import Guess
from jetmsg_core.contacts.reading.letters.dos_signs import is_sign_of_dos
from jetmsg_core.contacts.reading.letters.mac_signs import is_sign_of_mac, spelling_in_windows
from jetmsg_core.contacts.reading.letters.spelling import (
    Place,
    Spelling,
    spelling_of,
    spelling_of_apostrophe,
    spelling_of_bullet,
    spelling_of_dash,
    spelling_of_no_break_space,
)

USUAL = "cp1252"
MAC, DOS = "mac_roman", "cp437"
OTHERS = {MAC: "an old Mac (MacRoman)", DOS: "DOS (CP437)"}
"""Names as Python has them, and words for them."""

_NOTHING = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
"""Bytes that CP1252 gives no meaning."""
_MOST = 20_000
"""Bytes beyond ASCII that are looked at."""
_TIMES_BETTER = 3
"""Places where an encoding fits and another does not, for one where it is the other way round."""
_LONGEST_EXAMPLE = 30
_APOSTROPHES = "\u2019\u2018"
_DASHES = "\u2013\u2014"
_WITHIN_WORDS = frozenset(f"{_APOSTROPHES}{_DASHES}\u00ad\u00b4\u00b7")
_AROUND_WORDS = frozenset(
    "\u201c\u201d\u201e\u00ab\u00bb\u2026\u00a0\u00ba\u00aa\u00b0\u00ae\u2122\u00a9"
)
"""An apostrophe or a dash stands within words, a quote or an ellipsis at their ends."""

_NO_BREAK_SPACE = "\u00a0"
_BULLET = "\u2022"
_OPENING = "\u201c"
_APOSTROPHE = "\u2019"
_LIKE_APOSTROPHE = "Õ"
"""What CP1252 has for the byte of MacRoman's apostrophe. Portuguese has it before E alone."""
_LIKE_ROOT = "Ã"
"""What CP1252 has for the root sign of MacRoman, which stands within no word: `GuimarÃes` has a
capital where a program made some."""
_CELL_END = re.compile(rb"[,;:=<>\t|\r\n\"]")


@dataclass(frozen=True)
class Doubt:
    """A cell that is right in one of several encodings; which, cannot be told."""

    readings: tuple[tuple[str, str], ...]
    """Encodings, and the cell as each has it; the guess first."""


@dataclass(frozen=True)
class _Fit:
    """How the places of a text are spelled in an encoding; None is a sign that says nothing."""

    encoding: str
    spellings: tuple[Spelling | None, ...]

    @property
    def is_plausible(self) -> bool:
        """Some places are spelled as names are, and few as none is."""
        wrong = self.spellings.count(Spelling.WRONG)
        least = Spelling.RARE if self.encoding == USUAL else Spelling.USUAL
        has_some = any(spelling is not None and spelling >= least for spelling in self.spellings)
        return has_some and wrong * 3 <= len(self.spellings)

    @property
    def is_possible(self) -> bool:
        """No place is spelled as no name is, and one or another as few are."""
        return Spelling.WRONG not in self.spellings and self.weight > 0

    @property
    def is_beyond_doubt(self) -> bool:
        return not {Spelling.WRONG, Spelling.RARE} & set(self.spellings)

    @property
    def weight(self) -> int:
        return sum(spelling for spelling in self.spellings if spelling is not None)

    def beats(self, other: _Fit) -> bool:
        """Whether it is right where the other is wrong, and hardly ever the other way round."""
        better = self.count_right_against(other)
        return bool(better) and better >= _TIMES_BETTER * other.count_right_against(self)

    def count_right_against(self, other: _Fit) -> int:
        """Places that are right in it and wrong in the other."""
        pairs = zip(self.spellings, other.spellings, strict=True)
        return sum(pair == (Spelling.USUAL, Spelling.WRONG) for pair in pairs)


def guess_single_bytes(data: bytes) -> tuple[Guess, Doubt | None]:
    """Gives the encoding of a text that is no UTF-8, and whether it may be another one."""
    at, surroundings = _places(data)
    beside = [around for around in surroundings if _says_something(around)]
    fits = [
        _Fit(encoding, tuple(_spelling(around, encoding) for around in beside))
        for encoding in (USUAL, *OTHERS)
    ]
    if fits[0].is_beyond_doubt:
        return _guess(USUAL, data), None
    encodings = [fit.encoding for fit in _best_of(fits) or _mixed(fits)]
    doubt = _doubt(data, at, encodings) if len(encodings) > 1 else None
    return _guess(encodings[0], data), doubt


def _best_of(fits: list[_Fit]) -> list[_Fit]:
    """Those that none is better than, the best first."""
    plausible = [
        fit
        for fit in fits
        if fit.is_plausible and not any(other.beats(fit) for other in fits if other is not fit)
    ]
    best = plausible or [fit for fit in fits if fit.is_possible]
    return sorted(best, key=lambda fit: -fit.weight)


def _mixed(fits: list[_Fit]) -> list[_Fit]:
    """CP1252, which a text is in that fits none, and those right where it is wrong: a text may be
    pasted together of several."""
    usual, *others = fits
    return [usual, *(other for other in others if other.count_right_against(usual))]


def _guess(encoding: str, data: bytes) -> Guess:
    if encoding == USUAL:
        return Guess(USUAL, "The bytes are not UTF-8; this is what Excel on Windows writes as CSV.")
    is_wrong = any(byte in data for byte in _NOTHING)
    why = "has no letter for some bytes" if is_wrong else "gives fewer real words"
    reason = f"The bytes are not UTF-8, and CP1252 {why}: they fit {OTHERS[encoding]}."
    return Guess(encoding, reason)


def _doubt(data: bytes, at: list[int], encodings: list[str]) -> Doubt | None:
    """The first cell that two encodings read differently."""
    for position in at:
        cell = _cell_around(data, position)
        readings = {encoding: cell.decode(encoding, "replace").strip() for encoding in encodings}
        if len(set(readings.values())) == len(encodings):
            return Doubt(tuple(readings.items()))
    return None


def _cell_around(data: bytes, position: int) -> bytes:
    before = data[max(position - _LONGEST_EXAMPLE, 0) : position]
    after = data[position : position + _LONGEST_EXAMPLE]
    return _CELL_END.split(before)[-1] + _CELL_END.split(after)[0]


def _places(data: bytes) -> tuple[list[int], list[Place]]:
    """Where bytes beyond ASCII stand, the first of each kind of place, and their places."""
    text = np.frombuffer(data, dtype=np.uint8)
    high = np.flatnonzero(text >= 0x80)[:_MOST]
    first: dict[Place, int] = {}
    for at in high.tolist():
        surroundings = Place(
            data[at],
            _letters(data[max(at - 3, 0) : at][::-1])[::-1],
            _letters(data[at + 1 : at + 4]),
            data[max(at - 1, 0) : at].isdigit(),
            data[at + 1 : at + 2].isdigit(),
        )
        first.setdefault(surroundings, at)
    return list(first.values()), list(first)


def _letters(bytes_beside: bytes) -> str:
    """The ASCII letters at the beginning."""
    text = bytes_beside.decode("ascii", "replace")
    return "".join(takewhile(lambda letter: letter.isascii() and letter.isalpha(), text))


def _says_something(around: Place) -> bool:
    if around.before or around.after or is_sign_of_dos(around):
        return True
    return spelling_in_windows(around) is not None


def _spelling(around: Place, encoding: str) -> Spelling | None:
    """How the letter of a place is spelled there in this encoding, or the sign that a letter of
    CP1252 is on a Mac."""
    if encoding == MAC and is_sign_of_mac(around):
        return Spelling.USUAL
    if encoding != MAC and is_sign_of_dos(around):
        return Spelling.USUAL if encoding == DOS else Spelling.WRONG
    in_windows = spelling_in_windows(around) if encoding == USUAL else None
    if in_windows is not None or not (around.before or around.after):
        return in_windows
    return _spelling_beside_letters(around, encoding)


def _spelling_beside_letters(around: Place, encoding: str) -> Spelling | None:
    """The same beside a letter. What only stands around words says nothing but in CP1252, which
    most texts are in."""
    letter = bytes([around.byte]).decode(encoding, "replace")
    if letter == _NO_BREAK_SPACE and encoding == USUAL:
        return spelling_of_no_break_space(around)
    if letter in _WITHIN_WORDS:
        return _spelling_within(letter, around, encoding)
    if letter == _BULLET:
        return spelling_of_bullet(around) if encoding == USUAL else None
    if letter in _AROUND_WORDS and not (around.before and around.after):
        others = Spelling.RARE if letter == _OPENING and around.after else None
        return Spelling.USUAL if encoding == USUAL else others
    if not letter.isalpha() or not _has_right_case(letter, around):
        return Spelling.WRONG
    spelling = spelling_of(letter, around)
    is_small_first = encoding != USUAL and letter.islower() and not around.before
    return min(spelling, Spelling.RARE) if is_small_first else spelling


def _spelling_within(letter: str, around: Place, encoding: str) -> Spelling | None:
    if encoding != USUAL:
        if not (around.before and around.after):
            return None
        if letter != _APOSTROPHE:
            is_between_names = letter == _DASHES[0] and around.after[0].isupper()
            return Spelling.RARE if is_between_names else None
        return Spelling.USUAL if _is_apostrophe(around) else Spelling.RARE
    if letter in _APOSTROPHES:
        return spelling_of_apostrophe(around, is_opening=letter != _APOSTROPHE)
    return spelling_of_dash(around) if letter in _DASHES else Spelling.USUAL


def _has_right_case(letter: str, around: Place) -> bool:
    if letter.islower():
        if around.before[-1:].islower() and around.after[:1].isupper():
            return False
        beside = around.before[-2:] + around.after[:1]
        return not (len(beside) > 1 and beside.isupper()) and (
            bool(around.before) or beside.islower()
        )
    if letter == _LIKE_ROOT and around.after[:1] in ("e", "o"):
        return True
    if letter == _LIKE_APOSTROPHE and around.after[:1] not in "eE" and _is_apostrophe(around):
        return False
    if not around.before:
        after = around.after[:2]
        return len(after) < 2 or after.islower() or after.isupper()
    return (around.before + around.after).isupper()


def _is_apostrophe(around: Place) -> bool:
    """Whether one may stand there: `D'Souza`, `d'souza`, `Ravi's`."""
    if not (around.before and around.after):
        return False
    return len(around.before) == 1 or len(around.after) == 1 or around.after[0].isupper()
