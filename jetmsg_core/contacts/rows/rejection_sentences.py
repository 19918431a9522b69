"""Why single rows were rejected, where a row knows more than the sentence of its code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from jetmsg_core.contacts.findings.reasons import SENTENCES, Reason
from jetmsg_core.contacts.numbers.countries import Country, country_of, is_foreign_number
from jetmsg_core.contacts.numbers.country_names import NAMES
from jetmsg_core.contacts.numbers.normalize import Marks
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize, spelled_digits
from jetmsg_core.contacts.numbers.prefixes import LONGEST_ABROAD
from jetmsg_core.contacts.numbers.serials import without_serial
from jetmsg_core.contacts.rows.shown_codes import named_region, whole_number
from jetmsg_core.primitives.characters import quoted

_LONGEST_QUOTE = 30
_ABOUT_DIGITS = frozenset(
    {
        Reason.FOREIGN_OR_UNKNOWN_COUNTRY,
        Reason.TOO_LONG,
        Reason.CONTAINS_LETTERS,
        Reason.BAD_CHARACTER,
    }
)
_SIGN_OF_A_SERIAL = re.compile(r"[.)\]:#]|[^\W\d]")
"""A calling code stands before a space or a hyphen."""
_ONLY_INDIAN = "Only Indian mobile numbers can be sent to."
TEN_FOREIGN_DIGITS = (
    "There are ten digits and no +91 in front. As you said, that is not an Indian number."
)
_WITH_PLUS = "Write the whole number, with + and its country code in front."


def messages_of(
    cells: Sequence[str],
    rejections: Marks[Reason],
    own: Mapping[int, str],
    *,
    international: bool = False,
) -> pd.Categorical[str]:
    """Gives the sentence of each rejected cell: what `own` has for the position of its row, else
    that of its code. There are few different ones, since a file may have a million.

    `cells` may be empty where no code is about a country."""
    places_of = {SENTENCES[code]: index for index, code in enumerate(Reason)}
    indices = np.array([places_of[SENTENCES[code]] for code in rejections.codes], dtype=np.int64)
    about: dict[str, str] = {}
    for index, code in enumerate(rejections.codes):
        if code in _ABOUT_DIGITS:
            cell = cells[index]
            if cell not in about:
                about[cell] = _sentence_of(cell, code, international=international)
            indices[index] = places_of.setdefault(about[cell], len(places_of))
    indexes = {at: index for index, at in enumerate(rejections.positions.tolist())} if own else {}
    for at, sentence in own.items():
        indices[indexes[at]] = places_of.setdefault(sentence, len(places_of))
    return pd.Categorical.from_codes(indices, pd.Index(list(places_of)))


def _sentence_of(cell: str, code: Reason, *, international: bool) -> str:
    """What a cell that says more than its code is told: the name of its country, or that its first
    digits may be no part of its number."""
    is_abroad = code is Reason.FOREIGN_OR_UNKNOWN_COUNTRY
    if is_abroad or (international and code is Reason.TOO_LONG):
        sentence = foreign_sentence(cell, international=international)
    else:
        sentence = SENTENCES[code]
    divided = without_serial(cell)
    if divided is None or not isinstance(normalize(divided[1]), Number):
        return sentence
    before = cell.strip().removesuffix(divided[1].strip()).strip()
    if not _SIGN_OF_A_SERIAL.search(before):
        return sentence
    return f"If {quoted(before)} only counts the rows, take it out of the cell. If not: {sentence}"


def foreign_sentence(spelled: str, *, international: bool = False) -> str:
    """Says why a cell is no number that can be sent to because of its country, which is named where
    its digits tell it."""
    digits = spelled_digits(spelled)
    whole = digits[1:] if digits.startswith("+") else digits.removeprefix("00")
    return abroad_sentence(whole, international=international)


def abroad_sentence(digits: str, *, international: bool = False) -> str:
    """As `foreign_sentence`, of digits with the calling code in front."""
    country = country_of(digits)
    if international and len(digits) > LONGEST_ABROAD and is_foreign_number(digits):
        return f"The number has {len(digits)} digits, and the gateway takes {LONGEST_ABROAD}."
    if international:
        return f"{_misfit(country)} Check it against your records. {_WITH_PLUS}"
    if country is None or not country.name:
        return SENTENCES[Reason.FOREIGN_OR_UNKNOWN_COUNTRY]
    return (
        f"This is not an Indian number (+91): it begins with {country.code}, the code of another "
        f"country ({country.name}). {_ONLY_INDIAN}"
    )


def column_sentence(column: str, cell: str, *, international: bool = False) -> str:
    """Says why a row is rejected because of what its column of countries holds."""
    end = _WITH_PLUS if international else _ONLY_INDIAN
    reason = f"{quoted(column)} says {quoted(_short(cell))} in this row"
    return f"{reason}, so this is not an Indian number (+91). {end}"


def shown_sentence(text: str, *, international: bool = False) -> str:
    """Says why a row is rejected because of what its sheet shows in front of the number."""
    digits = whole_number(text)
    region = named_region(text)
    if region is None or digits.startswith("+"):
        whole = digits.removeprefix("+").removeprefix("00")
        reason = abroad_sentence(whole, international=international)
    else:
        reason = _named_sentence(NAMES[region], international=international)
    return f"The sheet shows {quoted(_short(text))} here. {reason}"


def _named_sentence(country: str, *, international: bool) -> str:
    if international:
        return f"That names a country ({country}) that has no such numbers. {_WITH_PLUS}"
    return f"That names another country ({country}) than India. {_ONLY_INDIAN}"


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_QUOTE else f"{cell[:_LONGEST_QUOTE]}…"


def _misfit(country: Country | None) -> str:
    if country is None or not country.name:
        return "No country has such numbers."
    return f"It begins with {country.code} ({country.name}), a country that has no such numbers."
