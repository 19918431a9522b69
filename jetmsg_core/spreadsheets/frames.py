"""What two processes say to each other: a line of JSON, then the bytes whose lengths it gives.

Nothing in it can be run, and a reader knows how much it will take before it takes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import IO, Any

LONGEST_LINE = 4_000_000

Head = dict[str, Any]


class GarbledError(Exception):
    """What was read is no frame, or one that was cut, or too large."""


def write_frame(out: IO[bytes], head: Head, buffers: Sequence[bytes | memoryview] = ()) -> None:
    """Writes one frame: `head` as a line of JSON, then the buffers one after another."""
    line = json.dumps(head | {"buffers": [len(buffer) for buffer in buffers]})
    out.write(line.encode() + b"\n")
    for buffer in buffers:
        out.write(buffer)
    out.flush()


def read_frame(source: IO[bytes], *, most_bytes: int) -> tuple[Head, list[bytes]]:
    """Reads the next frame: its head, and its buffers. Raises GarbledError, also at the end of the
    source and for more than `most_bytes`."""
    line = source.readline(LONGEST_LINE)
    try:
        head = json.loads(line)
        lengths = head.pop("buffers")
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        raise GarbledError from None
    if not isinstance(lengths, list) or not all(map(is_count, lengths)):
        raise GarbledError
    if sum(lengths) > most_bytes:
        raise GarbledError
    return head, [_exactly(source, length) for length in lengths]


def is_count(value: object) -> bool:
    """Tells whether it is a whole number, 0 or more; JSON has booleans, which pass for numbers in
    Python."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _exactly(source: IO[bytes], length: int) -> bytes:
    content = source.read(length)
    if len(content) != length:
        raise GarbledError
    return content
