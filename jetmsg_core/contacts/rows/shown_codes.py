"""Country codes that a sheet shows in front of its numbers and no cell holds.

Under the format `"+971 "0` a cell that holds 501234567 shows a number of the Emirates. Digits are
never taken from what a sheet shows, but it is heard where it says another country.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.numbers.countries import CODE_OF_REGION, with_code
from jetmsg_core.contacts.numbers.country_names import REGION_OF, key_of
from jetmsg_core.primitives.arrays import Booleans

_NO_DIGITS = re.compile(r"[^0-9]+")
_NO_CODE = re.compile(r"[^0-9+]+")
_NUMBERED_LABEL = re.compile(
    r"(?:[^\W\d_][.-]?[0-9]{1,2}(?=[^\w+]|\s\+)|[^\W\d_][\s.#-]*[0-9]{1,2}(?=\s*[:)]))"
    r"(?=(?:[^0-9]*[0-9]){10})"
)
"""`M1 98765…`, `No.2 98765…` and `Phone 1: 98765…`, before a whole number. `Tel 1 718…` may be
America's code."""
_INDIAN_FRONT = re.compile(r"(?:0{0,2}91)?0?")
_SHORTEST_NAME = 3
"""Letters of a country's name. `Ph` and `Mo` are said of phones, and are countries too."""
_SHORT_NAMES = frozenset({"uk", "us"})
_SHORTEST_WORD = 4
_SHORT_WORDS = frozenset({"UK", "USA", "UAE", "KSA"})
"""Beside other words; `CAN` and `PER` are countries, too."""
_DOTS_WITHIN = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
"""Those of `U.K.`."""
_LEAST_DIGITS = 5


def as_in_sheet(file: ContactFile, column: str, cells: pd.Series[str]) -> pd.Series[str]:
    """Gives cells of a column of numbers as the sheet shows them, where that is the digits of the
    cell and what stands in front; the others as they are."""
    displayed = file.looks.numbers.get(column)
    if displayed is None:
        return cells
    pairs = zip(cells.tolist(), displayed.reindex(cells.index).tolist(), strict=True)
    texts = [look if look != cell and _shows(look, cell) else cell for cell, look in pairs]
    return pd.Series(pd.array(texts, dtype="str"), index=cells.index, name=cells.name)


def shown_abroad(cells: Sequence[str], displayed: Sequence[str]) -> list[int]:
    """Gives the positions of the cells that a sheet shows, `as_in_sheet`, with the code or the name
    of another country."""
    return [
        position
        for position, (cell, look) in enumerate(zip(cells, displayed, strict=True))
        if look != cell and _is_abroad(look, cell)
    ]


def are_shown_abroad(file: ContactFile, column: str) -> Booleans:
    """Tells of each cell of a column whether the sheet shows another country."""
    cells = file.cells[column]
    mask = np.zeros(len(cells), dtype=np.bool_)
    displayed = as_in_sheet(file, column, cells)
    if displayed is not cells:
        mask[shown_abroad(cells.tolist(), displayed.tolist())] = True
    return mask


def whole_number(text: str) -> str:
    """Gives the digits that a sheet shows, with the `+` in front of them, without those of a label
    such as `M1`."""
    compact = _NO_CODE.sub("", _NUMBERED_LABEL.sub("", text, count=1))
    return ("+" if compact.startswith("+") else "") + compact.replace("+", "")


def named_region(text: str) -> str | None:
    """Gives the region that a sheet names beside the digits, by its two letters."""
    words = re.findall(r"[^\W\d_]+", _DOTS_WITHIN.sub("", text))
    whole = key_of("".join(words))
    if whole in REGION_OF and (len(whole) >= _SHORTEST_NAME or whole in _SHORT_NAMES):
        return REGION_OF[whole]
    keys = [key_of(word) for word in words if len(word) >= _SHORTEST_WORD or word in _SHORT_WORDS]
    return next((REGION_OF[key] for key in keys if key in REGION_OF), None)


def number_abroad(text: str) -> str:
    """Gives the whole number that a sheet shows, with `+` and the code of the country that it
    names; nothing where that country has no such number."""
    whole, region = whole_number(text), named_region(text)
    if region is None or whole.startswith("+"):
        return whole
    number = with_code(CODE_OF_REGION[region], whole.removeprefix("00"))
    return f"+{number}" if number else ""


def _shows(look: str, cell: str) -> bool:
    digits = _NO_DIGITS.sub("", cell)
    return len(digits) >= _LEAST_DIGITS and _NO_DIGITS.sub("", look).endswith(digits)


def _is_abroad(look: str, cell: str) -> bool:
    whole = whole_number(look)
    if whole.startswith("+"):
        return not whole.startswith("+91")
    front = whole.removesuffix(_NO_DIGITS.sub("", cell))
    return _INDIAN_FRONT.fullmatch(front) is None or named_region(look) is not None
