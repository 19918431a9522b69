"""The end mark: a small file beside the database that says how the chain of acts ended last.

A chain whose end is cut off is a chain still. So `audit.mark` in the data folder names the last act
and its hash, and is written once the act is on the disk. A mark that is older than its database, as
after a kill between the two, is known to the chain and says nothing. One that the chain does not
know says that the end was cut off, or that the database was put back from an earlier time.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import zlib
from dataclasses import dataclass
from pathlib import Path

NAME = "audit.mark"


@dataclass(frozen=True)
class EndMark:
    """The last act: its number, its hash and its time (a stamp). Number 0 is before the first."""

    act: int
    hash: str
    at: str


class UnreadableMark(ValueError):
    """The file is there and does not hold a mark."""


def read(folder: Path) -> EndMark | None:
    """Reads the mark of a data folder; None where there is none. Raises UnreadableMark."""
    try:
        content = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableMark(str(error)) from None
    check, _, words = content.strip().partition(b" ")
    try:
        if int(check, 16) != zlib.crc32(words):
            raise ValueError("its checksum is another")
        act, at, *hashes = words.decode("ascii").split(" ")
        return EndMark(int(act), "".join(hashes), "" if at == "-" else at)
    except ValueError as error:
        raise UnreadableMark(str(error)) from None


def write(folder: Path, mark: EndMark) -> None:
    """Writes the mark in the place of the one before, whole or not at all. Raises OSError."""
    words = f"{mark.act} {mark.at or '-'} {mark.hash}".strip().encode("ascii")
    draft = folder / f".{NAME}-{secrets.token_hex(8)}.part"
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(b"%08x %s\n" % (zlib.crc32(words), words))
        draft.replace(folder / NAME)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
