r"""Quotes and apostrophes behind a backslash, as MySQL and PHP write them: `"Ravi \"Bunty\" K"`.

To a csv reader such a backslash is a letter and the quote ends the cell. It is an escape where the
whole text is in order as such: every cell in quotes ends at the first quote without a backslash,
and no backslash stands before anything else. A file in which `"C:\"` is a cell is not. Pure.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\\([\"'\\\n])")
_TELLING = re.compile(rb"\\[\"']|[^\"\\]\\\\")
r"""A quote behind a backslash, or two of them elsewhere than where a cell begins: `\\server` is a
folder."""
_CELL = rb" *+(?:\"(?:[^\"\\]|\\[\"'\\\n])*+\" *+|(?!')(?:\\N|(?:[^\"\\,;|\t\n]|\\')*+))"
_ROW = rb"%b(?:[,;|\t]%b)*+\r?+" % (_CELL, _CELL)
_IN_ORDER = re.compile(rb"%b(?:\n%b)*+" % (_ROW, _ROW))


def without_backslashes(utf8: bytes) -> bytes:
    """Gives a text with its quotes doubled instead, where backslashes are escapes throughout; else
    the text as it is. A line ends where it did."""
    if b"\\" not in utf8 or not _TELLING.search(utf8) or not _IN_ORDER.fullmatch(utf8):
        return utf8
    return _ESCAPE.sub(lambda escape: b'""' if escape[1] == b'"' else escape[1], utf8)
