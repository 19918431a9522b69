"""One cell to one Indian mobile number, carefully: rule after rule.

The order matters. A `.0` tail goes before punctuation, else `987654321.0` forges a ten-digit
number; digits are mapped one by one with `unicodedata.decimal`, because NFKC would turn
superscripts and circled digits into numbers; 91 is never taken from a ten-digit number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from jetmsg_core.contacts.numbers.series import FIRST, IS_LANDLINE, IS_UNASSIGNED
from jetmsg_core.contacts.reasons import Caution, Reason, Repair

COUNTRY = 910_000_000_000
"""What turns ten digits into the canonical twelve: 91XXXXXXXXXX as an integer."""

SEPARATORS = " -._()[]"
"""ASCII punctuation people put between digits."""

LONGEST_SPELLING = 100
"""Characters. No spelling of one number needs more; it bounds the work a hostile cell can ask."""


@dataclass(frozen=True)
class Number:
    """An accepted number: twelve digits as an integer, and what was odd about its spelling."""

    value: int
    repair: Repair | None = None
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Rejection:
    """A cell that is no number."""

    reason: Reason


_EMPTY_WORDS = frozenset({"n/a", "na", "null", "nan", "none", "nil", "<na>"})
_EXCEL_ERROR = re.compile(
    r"#+|#(n/a|value!|ref!|name\?|div/0!|num!|null!|spill!|calc!|field!|blocked!|connect!"
    r"|unknown!|busy!|getting_data)|err:\d{1,4}",
    re.IGNORECASE,
)
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_QUOTES = "\"'`‘’‚‛“”„‟"
_SCIENTIFIC = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?[eE]([+-]?[0-9]{1,3})")
_LEAST_SIGNIFICANT_DIGITS = 9
_DECIMAL_TAIL = re.compile(
    r"(?<=[0-9])[ _()\[\]-]*(?:\.[. _()\[\]-]*0+[ _()\[\]-]*)+[. _()\[\]-]*\Z"
)
NUMBER_BREAK = re.compile(
    r"[,;/|&\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|(?<![a-z])(?:or|and)(?![a-z])", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9]")
_SEVERAL = re.compile(r"(?:(?:0|91|0091)?[6-9][0-9]{9}){2,}")
_SEVEN_ALIKE = re.compile(r"([0-9])\1{6}")
_CALCULATED_BY_EXCEL = re.compile(r"-[0-9]{10}")


def normalize(cell: str) -> Number | Rejection:
    """Gives the number in a cell, or why there is none."""
    text, repair = to_ascii(cell)
    bare = _unwrapped(text)
    if _is_empty(bare):
        return Rejection(Reason.EMPTY)
    if _EXCEL_ERROR.fullmatch(bare):
        return Rejection(Reason.EXCEL_ERROR_VALUE)
    if len(bare) > LONGEST_SPELLING:
        return Rejection(_too_much(bare))
    if bare != text.strip(" \n\r"):
        repair = Repair.WRAPPED
    assumed_zeros = 0
    if scientific := _SCIENTIFIC.fullmatch(bare):
        expanded = _expanded(scientific)
        if isinstance(expanded, Rejection):
            return expanded
        (bare, assumed_zeros), repair = expanded, Repair.SCIENTIFIC_NOTATION
    elif (whole := _DECIMAL_TAIL.sub("", bare)) != bare:
        bare, repair = whole, Repair.DECIMAL_TAIL
    national = _national(bare)
    if isinstance(national, Rejection):
        return national
    cautions = suspicions(national)
    if assumed_zeros > 1:
        cautions = (*cautions, Caution.ROUNDED_BY_EXCEL)
    return Number(COUNTRY + national, repair, cautions)


def suspicions(national: int) -> tuple[Caution, ...]:
    """Gives what is doubtful about ten accepted digits: five zeros at the end, seven alike, a
    series that may hold no mobiles."""
    cautions = []
    if national % 100_000 == 0:
        cautions.append(Caution.TRAILING_ZEROS)
    if _SEVEN_ALIKE.search(str(national)):
        cautions.append(Caution.REPEATED_DIGITS)
    series = national // 100_000 - FIRST
    if IS_LANDLINE[series]:
        cautions.append(Caution.POSSIBLE_LANDLINE)
    if IS_UNASSIGNED[series]:
        cautions.append(Caution.UNASSIGNED_SERIES)
    return tuple(cautions)


def to_ascii(cell: str) -> tuple[str, Repair | None]:
    """Writes decimal digits of any script as 0-9, dashes and spaces as ASCII, and leaves format
    characters out. Gives the text, and the repair that was made or None."""
    if cell.isascii():
        return cell.replace("\t", " "), None
    repair: Repair | None = None
    kept = []
    for character in cell:
        plain = _plain(character)
        if plain == "" and repair is None:
            repair = Repair.INVISIBLE_CHARACTERS
        elif plain != character and "0" <= plain <= "9":
            repair = Repair.OTHER_DIGITS
        kept.append(plain)
    return "".join(kept), repair


def _plain(character: str) -> str:
    if character.isascii():
        return " " if character == "\t" else character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    return _DASHES.get(ord(character), character)


def _unwrapped(text: str) -> str:
    """Without the quotes, the `="…"` and the `tel:` around it, however nested."""
    previous = None
    while text != previous:
        previous = text
        text = text.strip(" \n\r").strip(_QUOTES).strip(" \n\r")
        if text[:2] == '="':
            text = text[2:]
        if text[:4].lower() == "tel:":
            text = text[4:]
    return text


def _is_empty(bare: str) -> bool:
    return bare.lower() in _EMPTY_WORDS or not bare.strip(SEPARATORS)


def _expanded(scientific: re.Match[str]) -> tuple[str, int] | Rejection:
    """`9.87654321E9` as its digits, with the count of zeros that were assumed at its end."""
    sign, whole, fraction, exponent = scientific.groups(default="")
    significant = len((whole + fraction).lstrip("0"))
    if significant < _LEAST_SIGNIFICANT_DIGITS:
        return Rejection(Reason.SCIENTIFIC_NOTATION_LOSSY)
    value = Decimal(f"{whole}.{fraction or 0}E{exponent}")
    if value.adjusted() > 20:
        return Rejection(Reason.TOO_LONG)
    if sign == "-" or value != value.to_integral_value():
        return Rejection(Reason.BAD_CHARACTER)
    digits = str(int(value))
    return digits, len(digits) - significant


def _national(bare: str) -> int | Rejection:
    """Ten digits of an Indian mobile from a bare text of digits and punctuation."""
    if _has_several(bare):
        return Rejection(Reason.MULTIPLE_NUMBERS)
    compact = bare.translate(_WITHOUT_SEPARATORS)
    plus, digits = compact[:1] == "+", compact.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return Rejection(_misfit(compact))
    if _CALCULATED_BY_EXCEL.fullmatch(bare):
        # Typing +91-9876543210 into Excel computes -9876543119: another person's number.
        return Rejection(Reason.BAD_CHARACTER)
    national = _without_prefix(digits, plus=plus)
    if isinstance(national, Reason):
        return Rejection(Reason.MULTIPLE_NUMBERS if _SEVERAL.fullmatch(digits) else national)
    if national[0] not in "6789":
        return Rejection(Reason.NOT_MOBILE_SERIES)
    return int(national)


_WITHOUT_SEPARATORS = str.maketrans("", "", SEPARATORS)


def _has_several(bare: str) -> bool:
    pieces = NUMBER_BREAK.split(bare)
    return len(pieces) > 1 and sum(_DIGIT.search(piece) is not None for piece in pieces) > 1


def _too_much(bare: str) -> Reason:
    if _has_several(bare):
        return Reason.MULTIPLE_NUMBERS
    if any(map(str.isalpha, bare)):
        return Reason.CONTAINS_LETTERS
    return Reason.TOO_LONG


def _misfit(compact: str) -> Reason:
    if any(character.isalpha() for character in compact):
        return Reason.CONTAINS_LETTERS
    if _SEVERAL.fullmatch(compact.replace("+", "")) and "+" in compact[1:]:
        return Reason.MULTIPLE_NUMBERS
    return Reason.BAD_CHARACTER


def _without_prefix(digits: str, *, plus: bool) -> str | Reason:
    """Ten digits once an accepted prefix is off, or what is wrong with the length."""
    length = len(digits)
    if plus:
        if length == 12 and digits.startswith("91"):
            return digits[2:]
        if length == 13 and digits.startswith("910"):
            return digits[3:]
        return _wrong_after_plus(digits)
    if length == 10:
        return digits
    if length == 11 and digits[0] == "0":
        return digits[1:]
    if length == 12 and digits.startswith("91"):
        return digits[2:]
    if length == 13 and digits.startswith(("091", "910")):
        return digits[3:]
    if length == 14 and digits.startswith("0091"):
        return digits[4:]
    return _wrong_length(digits)


def _wrong_after_plus(digits: str) -> Reason:
    if not digits.startswith("91"):
        return Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    return Reason.TOO_SHORT if len(digits) < 12 else Reason.TOO_LONG


def _wrong_length(digits: str) -> Reason:
    length = len(digits)
    if length < 10:
        return Reason.TOO_SHORT
    if digits.startswith("0091"):
        return Reason.TOO_SHORT if length < 14 else Reason.TOO_LONG
    if digits.startswith("00") and length <= 17:
        return Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    if length == 11 and digits.startswith("91"):
        return Reason.WRONG_LENGTH
    if (length == 11 and digits[0] == "1") or (length in (12, 13) and digits[0] not in "09"):
        return Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    return Reason.TOO_LONG
