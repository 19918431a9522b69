"""One cell to one mobile number, Indian or, where that is wanted, of any country, carefully: rule
after rule.

The order matters. A `.0` tail goes before punctuation, else `987654321.0` forges a ten-digit
number; digits are mapped one by one with `unicodedata.decimal`, because NFKC would turn
superscripts and circled digits into numbers; 91 is never taken from a ten-digit number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from jetmsg_core.contacts.findings.reasons import Caution, Reason, Repair
from jetmsg_core.contacts.numbers.countries import is_foreign_mobile
from jetmsg_core.contacts.numbers.number_breaks import holds_several, pieces_of
from jetmsg_core.contacts.numbers.prefixes import (
    is_doubtful_abroad,
    number_abroad,
    without_prefix,
)
from jetmsg_core.contacts.numbers.series import FIRST, IS_LANDLINE, IS_UNASSIGNED
from jetmsg_core.contacts.numbers.wrappings import unwrapped
from jetmsg_core.primitives.error_values import NAMED_ERRORS

COUNTRY = 910_000_000_000
"""What turns ten digits into the canonical twelve: 91XXXXXXXXXX as an integer."""

SEPARATORS = " -._()[]"
"""ASCII punctuation people put between digits."""

LONGEST_SPELLING = 100
"""Characters. No spelling of one number needs more; it bounds the work a hostile cell can ask."""


@dataclass(frozen=True)
class Number:
    """An accepted number as E.164 has it, an integer without `+`, and what was odd about its
    spelling. An Indian one has twelve digits, 91XXXXXXXXXX."""

    value: int
    repair: Repair | None = None
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Rejection:
    """A cell that is no number."""

    reason: Reason


_EMPTY_WORDS = frozenset({"n/a", "na", "null", "nan", "none", "nil", "<na>"})
_EXCEL_ERROR = re.compile(
    rf"#+|{'|'.join(map(re.escape, NAMED_ERRORS))}|err:[0-9]{{1,4}}", re.IGNORECASE
)
_PLAIN_SIGNS = {
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE63, 0xFF0D), "-"),
    **dict.fromkeys((0xFE62, 0xFF0B), "+"),
    0xFF08: "(",
    0xFF09: ")",
}
"""Dashes, and the signs of keyboards that write full width."""
_SCIENTIFIC = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?[eE]([+-]?[0-9]{1,3})")
_LEAST_SIGNIFICANT_DIGITS = 9
_DECIMAL_TAIL = re.compile(
    r"(?<=[0-9])[ _()\[\]-]*(?:\.[. _()\[\]-]*0+[ _()\[\]-]*)+[. _()\[\]-]*\Z"
)
_SEVERAL = re.compile(r"(?:(?:0|91|0091)?[6-9][0-9]{9}){2,}")
_LANDLINE = re.compile(r"(?:\+?91|0091|0)?[1-5][0-9]{9}|[2-5][0-9]{6,7}")
"""With its area code, or as it is dialled within the town: seven or eight digits."""
_AREA_CODE = re.compile(r"\(?0[6-8][0-9]{1,3}\)?[ -]+[0-9](?:[ -]?[0-9]){5,7}")
"""What sets off an area code that may begin like a mobile number: `080-23456789`."""
_SEVEN_ALIKE = re.compile(r"([0-9])\1{6}")
_NO_DIGITS = re.compile(r"[^0-9]+")
_CALCULATED_BY_EXCEL = re.compile(r"-[0-9]{10}")


def normalize(cell: str, *, international: bool = False) -> Number | Rejection:
    """Gives the number in a cell, or why there is none. With `international` numbers of other
    countries are taken, too, where they have their calling code in front."""
    text, repair = to_ascii(cell)
    bare = unwrapped(text)
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
    value = _value(bare, international=international)
    if isinstance(value, Rejection):
        return _beside_landlines(bare, value.reason) or value
    indian = is_indian(value)
    cautions = suspicions(value - COUNTRY) if indian else suspicions_abroad(value)
    if assumed_zeros > 1:
        cautions = (*cautions, Caution.ROUNDED_BY_EXCEL)
    if not indian and is_doubtful_abroad(bare.translate(_WITHOUT_SEPARATORS)):
        cautions = (*cautions, Caution.READ_AS_FOREIGN)
    return Number(value, repair, cautions)


def is_indian(number: int) -> bool:
    """Tells an Indian number, 91XXXXXXXXXX, from one of another country, as E.164 has it: no other
    calling code begins with 91."""
    return number // 10_000_000_000 == 91


def _beside_landlines(bare: str, reason: Reason) -> Number | None:
    """The one mobile number of a text that holds landlines beside it, and nothing else."""
    if reason not in (Reason.MULTIPLE_NUMBERS, Reason.TOO_LONG):
        return None
    for pieces in pieces_of(bare):
        mobiles = [piece for piece in pieces if not is_landline(piece)]
        if len(mobiles) == 1 < len(pieces):
            mobile = normalize(mobiles[0])
            if isinstance(mobile, Number):
                return Number(mobile.value, Repair.LANDLINE_LEFT_OUT, mobile.cautions)
    return None


def is_landline(piece: str) -> bool:
    """Tells whether a text is a landline, with its area code or as it is dialled within the
    town."""
    if _LANDLINE.fullmatch(piece.translate(_WITHOUT_SEPARATORS)):
        return True
    if not _AREA_CODE.fullmatch(piece):
        return False
    read = normalize(piece)
    return isinstance(read, Number) and Caution.POSSIBLE_LANDLINE in read.cautions


def suspicions(national: int) -> tuple[Caution, ...]:
    """Gives what is doubtful about ten accepted digits: five zeros at the end, seven alike, a
    series that may hold no mobiles."""
    cautions = _looks(national)
    series = national // 100_000 - FIRST
    if IS_LANDLINE[series]:
        cautions.append(Caution.POSSIBLE_LANDLINE)
    if IS_UNASSIGNED[series]:
        cautions.append(Caution.UNASSIGNED_SERIES)
    return tuple(cautions)


def suspicions_abroad(number: int) -> tuple[Caution, ...]:
    """Gives what is doubtful about an accepted number of another country, its calling code in
    front: as `suspicions`."""
    cautions = _looks(number)
    if not is_foreign_mobile(str(number)):
        cautions.append(Caution.POSSIBLE_LANDLINE)
    return tuple(cautions)


def _looks(digits: int) -> list[Caution]:
    cautions = []
    if digits % 100_000 == 0:
        cautions.append(Caution.TRAILING_ZEROS)
    if _SEVEN_ALIKE.search(str(digits)):
        cautions.append(Caution.REPEATED_DIGITS)
    return cautions


def spelled_digits(cell: str) -> str:
    """Gives the digits of a cell as they are spelled, with the `+` in front of them; something else
    where there are other signs among them."""
    bare = unwrapped(to_ascii(cell)[0])[:LONGEST_SPELLING]
    if scientific := _SCIENTIFIC.fullmatch(bare):
        expanded = _expanded(scientific)
        bare = bare if isinstance(expanded, Rejection) else expanded[0]
    return _DECIMAL_TAIL.sub("", bare).translate(_WITHOUT_SEPARATORS)


def carries_code(cell: str, number: int) -> bool:
    """Tells whether a number is spelled with the code of its country; `number` is 0 where the cell
    was rejected."""
    if not number:
        return spelled_digits(cell).startswith(("+", "00"))
    digits = _NO_DIGITS.sub("", to_ascii(cell)[0])
    return str(number) in digits or f"910{number - COUNTRY}" in digits


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
    return _PLAIN_SIGNS.get(ord(character), character)


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


def _value(bare: str, *, international: bool) -> int | Rejection:
    """The digits of a number as E.164 has them, from a bare text of digits and punctuation."""
    if holds_several(bare):
        return Rejection(Reason.MULTIPLE_NUMBERS)
    compact = bare.translate(_WITHOUT_SEPARATORS)
    plus, digits = compact[:1] == "+", compact.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return Rejection(_misfit(compact))
    if _CALCULATED_BY_EXCEL.fullmatch(bare):
        # Typing +91-9876543210 into Excel computes -9876543119: another person's number.
        return Rejection(Reason.BAD_CHARACTER)
    national = without_prefix(digits, plus=plus)
    if national is Reason.FOREIGN_OR_UNKNOWN_COUNTRY and international:
        foreign = number_abroad(digits, plus=plus)
        return Rejection(foreign) if isinstance(foreign, Reason) else int(foreign)
    if isinstance(national, Reason):
        return Rejection(Reason.MULTIPLE_NUMBERS if _SEVERAL.fullmatch(digits) else national)
    if national[0] not in "6789":
        return Rejection(Reason.NOT_MOBILE_SERIES)
    return COUNTRY + int(national)


_WITHOUT_SEPARATORS = str.maketrans("", "", SEPARATORS)


def _too_much(bare: str) -> Reason:
    if holds_several(bare):
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
