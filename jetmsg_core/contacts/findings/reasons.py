"""Codes for what is found in a contact file, and what belongs to each.

Codes are a public promise (`contacts check --json`, the downloaded reject file): one may be added,
but once published it is never renamed or taken away. Sentences may be reworded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain


class Reason(StrEnum):
    """The reasons for which a cell is not a number that can be sent to."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LENGTH = "wrong_length"
    NOT_MOBILE_SERIES = "not_mobile_series"
    MULTIPLE_NUMBERS = "multiple_numbers"
    CONTAINS_LETTERS = "contains_letters"
    BAD_CHARACTER = "bad_character"
    SCIENTIFIC_NOTATION_LOSSY = "scientific_notation_lossy"
    EXCEL_ERROR_VALUE = "excel_error_value"
    FOREIGN_OR_UNKNOWN_COUNTRY = "foreign_or_unknown_country"


class Repair(StrEnum):
    """The kinds of damage that was undone to read a number. Prefixes, spaces and hyphens are not
    damage."""

    SCIENTIFIC_NOTATION = "scientific_notation"
    DECIMAL_TAIL = "decimal_tail"
    OTHER_DIGITS = "other_digits"
    WRAPPED = "wrapped"
    INVISIBLE_CHARACTERS = "invisible_characters"
    LANDLINE_LEFT_OUT = "landline_left_out"
    SERIAL_NUMBER = "serial_number"


class Caution(StrEnum):
    """The doubts about an accepted number. It is sent to all the same."""

    TRAILING_ZEROS = "trailing_zeros"
    REPEATED_DIGITS = "repeated_digits"
    ROUNDED_BY_EXCEL = "rounded_by_excel"
    POSSIBLE_LANDLINE = "possible_landline"
    UNASSIGNED_SERIES = "unassigned_series"
    READ_AS_FOREIGN = "read_as_foreign"


SHIFTED = (
    "The cells of this row may be in the wrong columns: a quote is left open, or there are more "
    "cells than column names. Put every cell in its column, then empty this cell."
)
"""What a file of rejected rows says of such a row, which stays rejected as long as it says so."""


@dataclass(frozen=True)
class RejectionRule:
    """The sentence of a reason, and all else that belongs to it."""

    sentence: str
    """What a marketer reads."""
    looks_like_number: bool = True
    """Whether the cell is a number all the same, though a wrong one: such cells speak for their
    column when the column of the numbers is looked for."""


REJECTIONS: dict[Reason, RejectionRule] = {
    Reason.EMPTY: RejectionRule(
        "There is no number in this row. Fill it in, or leave the row out.", looks_like_number=False
    ),
    Reason.TOO_SHORT: RejectionRule(
        "Digits are missing: a mobile number has ten. Complete it from your records."
    ),
    Reason.TOO_LONG: RejectionRule(
        "There are too many digits: a mobile number has ten, with or without +91 or 0 in front. "
        "Check it against your records."
    ),
    Reason.WRONG_LENGTH: RejectionRule(
        "Eleven digits beginning with 91: either one is missing after the 91, or "
        "there is one too many. Check it against your records."
    ),
    Reason.NOT_MOBILE_SERIES: RejectionRule(
        "Indian mobile numbers begin with 6, 7, 8 or 9. This may be a "
        "landline: ask for a mobile number."
    ),
    Reason.MULTIPLE_NUMBERS: RejectionRule(
        "The cell holds several numbers, or one with commas or slashes in it. Keep one number in "
        "the cell, and put the others in rows of their own."
    ),
    Reason.CONTAINS_LETTERS: RejectionRule(
        "There are letters among the digits (perhaps the letter O for a "
        "zero). Leave only the number in the cell.",
        looks_like_number=False,
    ),
    Reason.BAD_CHARACTER: RejectionRule(
        "The number has a sign that does not belong there. Or the row has a letter that cannot "
        "be read, an open quote or too many cells. Type the number with digits only, and look at "
        "the row in the file.",
        looks_like_number=False,
    ),
    Reason.SCIENTIFIC_NOTATION_LOSSY: RejectionRule(
        "Excel shortened this number (like 9.19877E+11) and its last digits are lost. Format the "
        "column as Text or as a Number without decimals before saving, or upload the .xlsx itself."
    ),
    Reason.EXCEL_ERROR_VALUE: RejectionRule(
        "Excel shows an error here instead of a number. Correct the formula or type the number.",
        looks_like_number=False,
    ),
    Reason.FOREIGN_OR_UNKNOWN_COUNTRY: RejectionRule(
        "This is not an Indian number (+91). Only Indian mobile numbers can be sent to."
    ),
}
REPAIRS: dict[Repair, str] = {
    Repair.SCIENTIFIC_NOTATION: "Written by Excel as a power of ten; all its digits were there.",
    Repair.DECIMAL_TAIL: "A decimal tail (.0) was removed.",
    Repair.OTHER_DIGITS: "Digits of another script were read as 0-9.",
    Repair.WRAPPED: 'Text around the number was removed: quotes, ="…", tel: or whatsapp:, a word '
    "such as Mob: or (Home), a link, or a comma, semicolon or slash at its end.",
    Repair.INVISIBLE_CHARACTERS: "Invisible characters were removed.",
    Repair.LANDLINE_LEFT_OUT: "The landline beside the mobile number was left out.",
    Repair.SERIAL_NUMBER: "The serial number before the mobile number was left out: the cells of "
    "the column count up.",
}
"""The sentence of each; nothing else belongs to a repair."""

CAUTIONS: dict[Caution, str] = {
    Caution.TRAILING_ZEROS: "Ends in five or more zeros: Excel may have rounded it. Check it.",
    Caution.REPEATED_DIGITS: "The same digit seven or more times: it may be made up. Check it.",
    Caution.ROUNDED_BY_EXCEL: "Excel wrote this number as a power of ten, and the zeros at its "
    "end are a guess. Check it.",
    Caution.POSSIBLE_LANDLINE: "Numbers of this series are landlines: messages may not arrive. "
    "Check it.",
    Caution.UNASSIGNED_SERIES: "No operator is known for numbers of this series: it may not be "
    "in use, or be new. Check it.",
    Caution.READ_AS_FOREIGN: "Read as a number of another country, although it has no + in "
    "front: it may be an Indian one with a digit too many. Check it.",
}
"""The sentence of each; nothing else belongs to a caution."""

SENTENCES = dict[Reason | Repair | Caution, str](
    chain(
        ((reason, rule.sentence) for reason, rule in REJECTIONS.items()),
        REPAIRS.items(),
        CAUTIONS.items(),
    )
)
"""What a marketer reads, whichever of the three a code is. Their codes differ."""
