"""Numbers in charts, which the browser writes: as everywhere else, in the forms of D3."""

from __future__ import annotations

from typing import Any

from jetmsg_core.primitives.numbers import Grouping, grouping_in_use

WHOLE, SHARE = ",d", ".1~%"
TIME = "%d %b %Y, %H:%M"
GROUPS = {Grouping.INDIAN: [3, 2, 2, 2, 2, 2], Grouping.INTERNATIONAL: [3]}


def locale() -> dict[str, Any]:
    """This is the `locale` of a chart's configuration."""
    return {
        "number": {
            "decimal": ".",
            "thousands": ",",
            "grouping": GROUPS[grouping_in_use()],
            "currency": ["₹", ""],
        }
    }
