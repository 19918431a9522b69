"""Writes jetmsg_core/contacts/landlines.py from libphonenumber's numbering plan.

Run it after an update of `phonenumbers`. The plan's verdict depends on the first five of the ten
digits only, so 40,000 bits hold all of it and the dashboard need not carry the package, whose
answer takes 22 µs a number.
"""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import numpy as np
import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

TARGET = Path(__file__).parents[1] / "jetmsg_core" / "contacts" / "landlines.py"
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
FIRST, END = 60_000, 100_000
WIDTH = 88

MODULE = '''"""The series of the Indian numbering plan that hold no mobiles. Made by
scripts/make_landline_series.py from phonenumbers {version}; do not edit."""

from __future__ import annotations

import base64
import zlib

import numpy as np

FIRST = {first}
"""The lowest series: the first five of ten digits."""

_PACKED = (
{lines}
)
IS_LANDLINE = np.unpackbits(
    np.frombuffer(zlib.decompress(base64.b85decode(_PACKED)), dtype=np.uint8)
).astype(np.bool_)
"""One for each series from `FIRST` to 99999: landlines, or not in the plan at all."""
'''


def holds_no_mobiles(series: int) -> bool:
    number = PhoneNumber(country_code=91, national_number=series * 100_000 + 12_345)
    return phonenumbers.number_type(number) not in MOBILE


def main() -> None:
    bits = np.packbits([holds_no_mobiles(series) for series in range(FIRST, END)])
    packed = base64.b85encode(zlib.compress(bits.tobytes(), 9)).decode()
    pieces = [packed[start : start + WIDTH] for start in range(0, len(packed), WIDTH)]
    lines = "\n".join(f'    b"{piece}"' for piece in pieces)
    text = MODULE.format(version=phonenumbers.__version__, first=FIRST, lines=lines)
    TARGET.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
