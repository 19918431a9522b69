"""Which styles of an .xlsx show a number as hours beyond the day, as `[h]:mm` does, and the same
styles without that (ECMA-376, part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for

_BUILT_IN = "46"
"""`[h]:mm:ss`, which no file needs to define."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.')


def durations_in(styles: bytes) -> frozenset[str]:
    """Gives the styles that show a duration, as a cell's `s` names them."""
    formats: set[str] = {_BUILT_IN}
    found: set[str] = set()
    count = 0
    within = ""

    def start(name: str, attributes: Attributes) -> None:
        """Counts the styles of cells, and takes down those whose format is one of a duration."""
        nonlocal count, within
        kind = local(name)
        if kind in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            within = kind
        elif kind == "numFmt" and _is_elapsed(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif kind == "xf" and within == "cellXfs":
            if attributes.get("numFmtId") in formats:
                found.add(str(count))
            count += 1

    feed(parser_for(start), [styles])
    return frozenset(found)


def without_durations(styles: bytes, durations: frozenset[str]) -> bytes:
    """Gives the styles again, in which those of `durations` show a number as it is."""
    root = ElementTree.fromstring(styles)
    for listing in root:
        if _local_tag(listing) == "cellXfs":
            for place, style in enumerate(listing):
                if str(place) in durations:
                    style.set("numFmtId", "0")
    rewritten: bytes = ElementTree.tostring(root, encoding="UTF-8")
    return rewritten


def _local_tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _is_elapsed(code: str) -> bool:
    return _ELAPSED.search(_LITERAL.sub("", code)) is not None
