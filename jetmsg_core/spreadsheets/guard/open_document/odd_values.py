"""The content of an .ods without values that are no numbers.

Some writers put a date where a number belongs (`office:value="2026-01-05"`), and calamine opens no
document with such a cell. As a text, it is read, and seen. Pure.
"""

from __future__ import annotations

import re

from jetmsg_core.spreadsheets.guard.open_document.cells import NUMBER

_CELL = re.compile(rb"<(?:[\w.-]+:)?(?:covered-)?table-cell\b[^<>]*>")
_VALUE = re.compile(rb"""(\s(?:[\w.-]+:)?)(value\s*=\s*(?:"([^"]*)"|'([^']*)'))""")
_TEXT = re.compile(rb"[\s:]string-value\s*=")


def with_odd_values_as_texts(content: bytes) -> bytes:
    """Gives the content with every value that is no number as the text of its cell; where the cell
    has a text of its own, that stands."""
    return _CELL.sub(_mended, content)


def _mended(cell: re.Match[bytes]) -> bytes:
    name = b"odd-" if _TEXT.search(cell[0]) else b"string-"

    def renamed(match: re.Match[bytes]) -> bytes:
        value = match[3] if match[3] is not None else match[4]
        usual = NUMBER.fullmatch(value.decode("utf-8", "replace"))
        return match[0] if usual else match[1] + name + match[2]

    return _VALUE.sub(renamed, cell[0])
