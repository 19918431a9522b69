"""What a cell may be asked, in words: the same for a smaller list and for a campaign's people."""

from __future__ import annotations

from jetmsg_core.lists import Comparison

TESTS = {
    Comparison.EQUALS: "is",
    Comparison.CONTAINS: "contains",
    Comparison.EMPTY: "is empty",
    Comparison.NOT_EMPTY: "is not empty",
}
