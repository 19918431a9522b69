"""Signs of the code page of DOS that CP1252 has letters or odd marks for: whether one stands there.

The `28°C` of DOS is `28øC` in CP1252, its `2½ BHK` is `2« BHK`, and its `£20` is `œ20`. No word has
these letters or marks beside a digit, nor `mý` for `m²`. Pure.
"""

from __future__ import annotations

from enum import IntEnum

from jetmsg_core.contacts.reading.letters.spelling import Place


class _Sign(IntEnum):
    """Bytes, named for what code page 437 has."""

    DEGREE = 0xF8
    HALF = 0xAB
    QUARTER = 0xAC
    POUND = 0x9C
    SQUARE = 0xFD


_DEGREES = ("", "C", "F")
_LENGTHS = ("m", "km", "cm", "mm", "ft")


def is_sign_of_dos(around: Place) -> bool:
    """Tells whether a sign of DOS stands where such signs do, and CP1252 has nothing that would."""
    match around.byte:
        case _Sign.DEGREE:
            return around.is_after_digit and around.after in _DEGREES
        case _Sign.HALF | _Sign.QUARTER:
            return around.is_after_digit and not around.is_before_digit
        case _Sign.POUND:
            return around.is_before_digit and not around.before
        case _:
            is_length = around.before.lower() in _LENGTHS
            return around.byte == _Sign.SQUARE and is_length and not around.after
