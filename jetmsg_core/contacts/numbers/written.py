"""Numbers as they are written into files: a foreign one with `+`, so that it is read back as the
number it is. Singapore's have ten digits with their calling code, as India's have without. Pure."""

from __future__ import annotations

import pyarrow as pa

from jetmsg_core.contacts.numbers.normalize_cell import COUNTRY
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.masking import ERASED

_LAST = COUNTRY + 9_999_999_999


def are_foreign(numbers: Integers) -> Booleans:
    """The mask is true for the numbers of other countries."""
    foreign: Booleans = (numbers < COUNTRY) | (numbers > _LAST)
    return foreign


def written(numbers: Integers) -> pa.Array:
    """Gives numbers as integers, or as text with `+` before the foreign ones, if there are any, and
    ERASED for those that are no longer kept, which are below 0."""
    foreign = are_foreign(numbers)
    if not foreign.any():
        return pa.array(numbers)
    pairs = zip(numbers.tolist(), foreign.tolist(), strict=True)
    texts = [
        ERASED if number < 0 else f"+{number}" if is_foreign else str(number)
        for number, is_foreign in pairs
    ]
    return pa.array(texts, pa.large_string())
