"""Writes jetmsg_core/contacts/numbers/series.py from libphonenumber's numbering plan and operators.

`make number-series` runs it, after a new release of `phonenumbers` was named in pyproject.toml and
locked. Its verdicts depend on the first five of the ten digits only, so two times 40,000 bits hold
all of them and the dashboard need not carry the package, whose answer takes 22 µs a number.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, carrier

TARGET = Path(__file__).parents[1] / "jetmsg_core" / "contacts" / "numbers" / "series.py"
FIRST, END = 60_000, 100_000
WIDTH = 88

MODULE = '''"""The series of Indian numbers that may hold no mobiles.

Made by `make number-series`; do not edit.
"""

from __future__ import annotations

import base64
import zlib

import numpy as np

from jetmsg_core.primitives.arrays import Booleans

RELEASE = "{release}"
"""Of libphonenumber, by its port `phonenumbers`: what the tables were made from."""

FIRST = {first}
"""The lowest series: the first five of ten digits."""


def _unpacked(table: bytes) -> Booleans:
    bits = np.frombuffer(zlib.decompress(base64.b85decode(table)), dtype=np.uint8)
    return np.unpackbits(bits).astype(np.bool_)


IS_LANDLINE = _unpacked(
{landlines}
)
"""One for each series from `FIRST` to 99999: the numbering plan has it for landlines only."""

IS_UNASSIGNED = _unpacked(
{unassigned}
)
"""As `IS_LANDLINE`: it could hold mobiles, but no operator is known to have it."""
'''


def is_landline(series: int) -> bool:
    return phonenumbers.number_type(_number(series)) == PhoneNumberType.FIXED_LINE


def is_unassigned(series: int) -> bool:
    number = _number(series)
    return not is_landline(series) and not carrier.name_for_number(number, "en")


def _number(series: int) -> PhoneNumber:
    return PhoneNumber(country_code=91, national_number=series * 100_000 + 12_345)


def packed(verdicts: Sequence[bool]) -> str:
    """Gives a table, one verdict for each series, as lines of Python."""
    text = base64.b85encode(zlib.compress(np.packbits(verdicts).tobytes(), 9)).decode()
    pieces = (text[start : start + WIDTH] for start in range(0, len(text), WIDTH))
    return "\n".join(f'    b"{piece}"' for piece in pieces)


def main() -> None:
    text = MODULE.format(
        release=phonenumbers.__version__,
        first=FIRST,
        landlines=packed([is_landline(series) for series in range(FIRST, END)]),
        unassigned=packed([is_unassigned(series) for series in range(FIRST, END)]),
    )
    TARGET.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
