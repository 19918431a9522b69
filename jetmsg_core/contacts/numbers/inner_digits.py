"""Numbers within words: `Mob: 98765 43210`, `Contact: 9876543210 / 9876543211`, `98765O3210`.

Such a cell is no number that can be sent to and no column's name either: somebody's contact.
"""

from __future__ import annotations

import re

from jetmsg_core.contacts.numbers.normalize_cell import LONGEST_SPELLING, to_ascii

_EXPLAINED = re.compile(r"[(\[][^)\]]*(?:[^\W\d_]{2}|e\.g|i\.e)[^)\]]*[)\]]")
"""What a form adds to its question: `(e.g. 9876543210)`."""
_DATE = re.compile(
    r"\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?:19|20)\d\d(?:[-/]\d\d)?)\b"
)
_DIGITS = re.compile(r"\d(?:[^\w@]{0,3}[^\W\d_]?[^\w@]{0,3}\d){6}")
"""Seven, with at most a letter between two. Registration numbers have more letters in a row, and a
PIN code has six digits."""


def holds_number(cell: str) -> bool:
    """Tells whether a cell has as many digits as a telephone number, right or wrong. Dates, and
    what is explained in brackets, do not count."""
    if len(cell) > LONGEST_SPELLING:
        return False
    text, _ = to_ascii(cell)
    return _DIGITS.search(_DATE.sub(" ", _EXPLAINED.sub(" ", text))) is not None
