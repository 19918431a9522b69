"""Writes jetmsg_core/contacts/numbers/calling_codes.py from libphonenumber's numbering plans.

`make number-series` runs it, after a new release of `phonenumbers` was named in pyproject.toml and
locked. Two patterns a country tell what the dashboard asks of a foreign number (is it one, and is
it a mobile) in a microsecond; the package takes fifty.
"""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneMetadata

TARGET = Path(__file__).parents[1] / "jetmsg_core" / "contacts" / "numbers" / "calling_codes.py"
WIDTH = 84
OURS = 91
NO_COUNTRY = "001"

MODULE = '''"""The calling codes of all countries but India, and what follows them.

Made by `make number-series`; do not edit.
"""

from __future__ import annotations

import base64
import zlib

RELEASE = "{release}"
"""Of libphonenumber, by its port `phonenumbers`: what the table was made from."""

ROWS = tuple(
    tuple(line.split("\\t"))
    for line in zlib.decompress(
        base64.b85decode(
{table}
        )
    )
    .decode()
    .splitlines()
)
"""For each calling code: its digits; its regions by the two letters of ISO 3166-1, the chief one
first; and, as regular expressions, its national numbers and those of them that are mobiles."""
'''


def rows() -> list[str]:
    """Gives a line for each calling code that belongs to a country, fields divided by tabs."""
    plans = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items())
    return [
        "\t".join((str(code), " ".join(regions), _numbers(regions), _mobiles(regions)))
        for code, regions in plans
        if code != OURS and regions[0] != NO_COUNTRY
    ]


def _numbers(regions: tuple[str, ...]) -> str:
    plans = [_plan(region).general_desc for region in regions]
    return _either([plan.national_number_pattern for plan in plans if plan is not None])


def _mobiles(regions: tuple[str, ...]) -> str:
    plans = [_plan(region).mobile for region in regions]
    return _either([plan.national_number_pattern for plan in plans if plan is not None])


def _plan(region: str) -> PhoneMetadata:
    plan = PhoneMetadata.metadata_for_region(region, None)
    assert plan is not None, region
    return plan


def _either(patterns: list[str | None]) -> str:
    return "|".join(dict.fromkeys(pattern for pattern in patterns if pattern))


def packed(lines: list[str]) -> str:
    """Gives the lines as one text, compressed, in lines of Python."""
    text = base64.b85encode(zlib.compress("\n".join(lines).encode(), 9)).decode()
    pieces = (text[start : start + WIDTH] for start in range(0, len(text), WIDTH))
    return "\n".join(f'            b"{piece}"' for piece in pieces)


def main() -> None:
    TARGET.write_text(
        MODULE.format(release=phonenumbers.__version__, table=packed(rows())), "utf-8"
    )


if __name__ == "__main__":
    main()
