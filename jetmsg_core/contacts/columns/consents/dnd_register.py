"""The categories of the register that people call DND: which promotions somebody takes. Pure.

The Telecom Commercial Communications Customer Preference Regulations of TRAI, 2010 and 2018, have
*0* for whoever blocks all promotions, and numbers for kinds of them, for those who block only
some: 1 banking, insurance, financial products and credit cards, 2 real estate, 3 education,
4 health, 5 consumer goods and automobiles, 6 communication, broadcasting, entertainment and IT,
7 tourism and leisure; since 2018 also 8, food and beverages. What kind a campaign is, nobody here
knows: a person has to say that it is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jetmsg_core.contacts.columns.consents.cells import ConsentReading, reading_of
from jetmsg_core.contacts.columns.consents.names import (
    ConsentSense,
    names_dnd,
    names_register,
)

_WORD = (
    r"(?:dnd|ncpr|ndnc|start|block(?:ed)?|cat(?:egor(?:y|ies))?|pref(?:erences?|s)?|code|type|opt(?:ed)?"
    r"|no)[\s:=.#-]*"
)
_ONE = r"0*[0-9](?:\.0+)?"
_NUMBERS = re.compile(
    rf"(?:{_WORD})*(?P<numbers>{_ONE}(?:\s*(?:[,;/#&+|-]|and|to)\s*{_ONE})*|1?2?3?4?5?6?7?8?)"
    r"(?:\s*(?:[:(\u2013]|-(?!\s*\d)|[^\W\d]).*)?"
)
_KIND = re.compile(
    r"\b(?:partial(?:ly)?|bank\w*|insurance|financ\w+|credit cards?|real estate|property|education"
    r"|health|consumer|automobiles?|communication|broadcasting|entertainment|it|tourism|leisure|travel|food"
    r"|beverages?)\b"
)
_HIGHEST = 8


def holds_categories(name: str, cells: Iterable[str]) -> bool:
    """Tells whether a column holds categories of the register: by its name, or where it is about
    DND and one of its cells is a category that is no plain yes or no."""
    if names_register(name):
        return True
    return names_dnd(name) and any(
        max(numbers) > 1 for cell in cells if (numbers := _numbers_in(cell))
    )


def category_beside_zero(name: str, cells: Iterable[str]) -> str | None:
    """Gives a category of the register that stands beside a 0 where the name is about DND and does
    not say what it holds: that 0 may be who blocks all promotions, or who blocks none. None where
    there is no such doubt."""
    if names_register(name) or not names_dnd(name):
        return None
    numbered = [(cell, numbers) for cell in cells if (numbers := _numbers_in(cell))]
    if all(any(numbers) for _, numbers in numbered):
        return None
    return next((cell for cell, numbers in numbered if max(numbers) > 1), None)


def reading_of_category(cell: str) -> ConsentReading:
    """Gives the meaning of a cell in such a column."""
    if numbers := _numbers_in(cell):
        return ConsentReading.NO if 0 in numbers else ConsentReading.CATEGORIES
    reading = reading_of(cell, ConsentSense.REFUSES)
    if reading is ConsentReading.UNCLEAR and _KIND.search(cell.casefold()):
        return ConsentReading.CATEGORIES
    return reading


def reading_beside_zero(cell: str) -> ConsentReading:
    """Gives the meaning of a cell where a person said that 0 is who blocks no promotions."""
    reading = reading_of(cell, ConsentSense.REFUSES)
    return reading_of_category(cell) if reading is ConsentReading.UNCLEAR else reading


def _numbers_in(cell: str) -> list[int]:
    """The categories that a cell names; none where it says something else."""
    spelled = _NUMBERS.fullmatch(cell.casefold().strip(" #.;,"))
    if spelled is None:
        return []
    digits = re.sub(r"\.0+", "", spelled["numbers"])
    pieces = re.findall(r"[0-9]+", digits)
    if len(pieces) == 1 and not pieces[0].startswith("0"):
        numbers = [int(digit) for digit in pieces[0]]
    else:
        numbers = [int(piece) for piece in pieces]
    return numbers if all(number <= _HIGHEST for number in numbers) else []
