"""The first letters of a file, in whatever way they are stored."""

from __future__ import annotations

import codecs

_LENGTH = 4_096
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def beginning_of(data: bytes) -> str:
    """Gives the first text of a file in small letters, with LF as line ends, without byte order
    marks and white space before it. Letters beyond ASCII may come out wrong."""
    start = data[:_LENGTH]
    if start.startswith(_MARKS):
        text = start.decode("utf-16", "ignore")
    elif start[1:2] == b"\0" and start[:1] != b"\0":
        text = start.decode("utf-16-le", "ignore")
    elif start[:1] == b"\0" and start[1:2] != b"\0":
        text = start.decode("utf-16-be", "ignore")
    else:
        text = start.decode("utf-8", "replace")
    return text.lstrip(" \t\r\n\ufeff\0").replace("\r\n", "\n").replace("\r", "\n").lower()
