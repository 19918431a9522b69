"""Whether the disk of the data folder has room left: what grows it waits before it is full.

A database that cannot be written to records nothing, and what came back for a message meanwhile is
known to memory alone. So the last `JETMSG_MIN_FREE_MB` megabytes are for what has begun already:
below them nothing new is sent, made, uploaded or copied, and above them everything goes on by
itself. `free_bytes` is the one place where the system is asked.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from jetmsg_core.errors import StateError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings

MEGABYTE = 1 << 20
AGAIN_SHARE = 10
"""Percent above the limit that must be free before what waited goes on: what it writes then must
not stop it at once."""


class DiskNearlyFull(StateError):
    """There is too little room on a disk for what was asked."""


@dataclass(frozen=True)
class Shortage:
    """A disk that is nearly full, in megabytes: what is free, and what should be."""

    free_mb: int
    wanted_mb: int

    @property
    def sentence(self) -> str:
        """Gives what is said to a person."""
        return (
            f"The disk of the data folder is nearly full: {with_commas(self.free_mb)} MB are free, "
            f"and {with_commas(self.wanted_mb)} MB should be."
        )


def free_bytes(folder: Path) -> int:
    """Gives the bytes that this user may still write on the disk of `folder`, or of the nearest
    folder above it that exists. Raises OSError where the system does not say."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def shortage(settings: Settings, *, was_short: bool = False) -> Shortage | None:
    """Gives what is missing on the disk of the data folder; None where there is enough room, and
    where the system does not say. What waits since it `was_short` needs a little more."""
    wanted = settings.min_free_mb * (100 + AGAIN_SHARE * was_short) // 100
    return _missing(settings.data_dir, wanted)


def require_room(
    settings: Settings, deed: str, *, folder: Path | None = None, size: int = 0
) -> None:
    """Refuses, before anything is written, what would take the last room of the disk of `folder`,
    which is the data folder's for None. `deed` says what was not done, as *No file was made*; it
    would take `size` bytes. Raises DiskNearlyFull."""
    if not settings.min_free_mb:
        return
    wanted = settings.min_free_mb + -(-size // MEGABYTE)
    missing = _missing(folder or settings.data_dir, wanted)
    if missing is None:
        return
    where = "The disk of the data folder" if folder is None else f"The disk of {folder}"
    raise DiskNearlyFull(
        "disk_nearly_full",
        f"{deed}: {where[0].lower()}{where[1:]} is nearly full. {with_commas(missing.free_mb)} MB "
        f"are free, and {with_commas(missing.wanted_mb)} MB are needed. Free some space, then try "
        "again.",
    )


def _missing(folder: Path, wanted_mb: int) -> Shortage | None:
    try:
        free_mb = free_bytes(folder) // MEGABYTE
    except OSError:
        return None
    return Shortage(free_mb, wanted_mb) if free_mb < wanted_mb else None
