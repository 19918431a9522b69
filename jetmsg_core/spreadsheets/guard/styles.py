"""The styles of an .xlsx: which format each cell style has, which of them show a number as hours
beyond the day, as `[h]:mm` does, and the same styles without that (ECMA-376, part 1, 18.8.30 and
18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for

_BUILT_IN = "46"
"""`[h]:mm:ss`, which no file needs to define."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.')
_LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Styles:
    """The formats of an .xlsx. `numbers` are those of its cell styles, by the style as a cell's `s`
    names it; `codes` are the formats that the file defines, by number; `durations` are the styles
    that show hours beyond the day."""

    numbers: dict[str, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    durations: frozenset[str] = frozenset()


def styles_in(styles: bytes) -> Styles:
    """Gives the styles of a workbook."""
    numbers: dict[str, int] = {}
    codes: dict[int, str] = {}
    formats: set[str] = {_BUILT_IN}
    durations: set[str] = set()
    within = ""

    def start(name: str, attributes: Attributes) -> None:
        """Counts the styles of cells, and takes down those whose format is one of a duration."""
        nonlocal within
        kind = local(name)
        if kind in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            within = kind
        elif kind == "numFmt":
            number, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
            codes[_number(number)] = code
            if _is_elapsed(code):
                formats.add(number)
        elif kind == "xf" and within == "cellXfs":
            number, style = attributes.get("numFmtId", "0"), str(len(numbers))
            numbers[style] = _number(number)
            if number in formats:
                durations.add(style)

    feed(parser_for(start), [styles])
    return Styles(numbers, codes, frozenset(durations))


def without_durations(styles: bytes, durations: frozenset[str]) -> bytes:
    """Gives the styles again, in which those of `durations` show a number as it is."""
    root = ElementTree.fromstring(styles)
    for listing in root:
        if _local_tag(listing) == "cellXfs":
            for index, style in enumerate(listing):
                if str(index) in durations:
                    style.set("numFmtId", "0")
    rewritten: bytes = ElementTree.tostring(root, encoding="UTF-8")
    return rewritten


def _number(digits: str) -> int:
    """A number that no format has where it is none."""
    usual = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER
    return int(digits) if usual else -1


def _local_tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _is_elapsed(code: str) -> bool:
    return _ELAPSED.search(_LITERAL.sub("", code)) is not None
