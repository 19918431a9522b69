"""What a person types to find a contact: a number in any spelling, a part of one, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jetmsg_core.contacts.numbers.normalize_cell import SEPARATORS, Number, normalize, to_ascii

_DIGITS = re.compile(r"\+?[0-9]+")
_WITHOUT_SEPARATORS = str.maketrans("", "", SEPARATORS)


@dataclass(frozen=True)
class Search:
    """The words or the digits that are looked for. `digits` is empty where words are looked for."""

    text: str
    number: int | None = None
    """A whole number, 91XXXXXXXXXX."""
    digits: tuple[str, ...] = ()
    """Otherwise: a number is meant that holds one of these."""


def parse_search(typed: str) -> Search | None:
    """Gives what is looked for, or None when nothing but white space was typed."""
    text = typed.strip()
    if not text:
        return None
    whole = normalize(text)
    if isinstance(whole, Number):
        return Search(text, whole.value, (str(whole.value),))
    compact = to_ascii(text)[0].translate(_WITHOUT_SEPARATORS)
    if not _DIGITS.fullmatch(compact):
        return Search(text)
    digits = compact.removeprefix("+")
    # 098765 may begin a number written with 0, which is not part of the canonical one.
    return Search(text, None, tuple(dict.fromkeys((digits, digits.lstrip("0") or digits))))
