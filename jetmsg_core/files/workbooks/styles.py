"""How cells of a workbook look. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

MOST_DECIMALS = 6

_TEXT = 49
"""The number that the format of texts, `@`, has in every workbook."""


class Style(StrEnum):
    """Looks of cells. `AS_TEXT` stays a text also when somebody types into it."""

    HEADER = "header"
    AS_TEXT = "as_text"
    TIME = "time"
    NOTE = "note"


def style_of_decimals(decimals: int) -> str:
    """Gives the name of the style of numbers with so many decimals."""
    return f"decimals_{decimals}"


FORMATS: Mapping[str, Mapping[str, object]] = {
    Style.HEADER: {"bold": True, "bottom": 1, "num_format": _TEXT},
    Style.AS_TEXT: {"num_format": _TEXT},
    Style.TIME: {"num_format": "yyyy-mm-dd hh:mm:ss"},
    Style.NOTE: {"text_wrap": True, "valign": "top", "num_format": _TEXT},
    **{
        style_of_decimals(decimals): {"num_format": "0." + "0" * decimals}
        for decimals in range(1, MOST_DECIMALS + 1)
    },
}
"""As xlsxwriter calls them, by the name of the style."""
