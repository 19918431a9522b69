"""Files at rest can be read by the user who runs the program, and by nobody else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

OTHERS = 0o077
"""What group and others may do with a file."""

OURS = ("jetmsg*.db*", "jetmsg.mark", "worker.lock", "sandbox.json", "uploads/*", "exports/*")
FOLDERS = (".", "uploads", "exports")


def keep_private() -> None:
    """Lets this process, and those it starts, make files that only their user can read."""
    os.umask(OTHERS)


def narrow(folder: Path) -> int:
    """Takes from others what they may do with a data folder that was made before, and with what is
    in it and ours. Returns how many of them that were. A folder that everybody may write to, such
    as /tmp, and a file of another user are left as they are."""
    return sum(map(_narrowed, _of_data(folder)))


def exposed(secrets_file: Path) -> str:
    """Gives a sentence where others can read the file of the keys, else an empty text."""
    try:
        mode = secrets_file.stat().st_mode
    except OSError:
        return ""
    if os.name == "nt" or not mode & OTHERS:
        return ""
    return (
        f"{secrets_file.parent.name}/{secrets_file.name}, which holds the keys, can be read by "
        f"other users of this machine. Write `chmod 600 {secrets_file.parent.name}/"
        f"{secrets_file.name}` in a terminal, in the folder of the program."
    )


def _of_data(folder: Path) -> Iterator[Path]:
    for name in FOLDERS:
        yield folder / name
    for pattern in OURS:
        yield from folder.glob(pattern)


def _narrowed(path: Path) -> bool:
    try:
        status = path.lstat()
        kept = stat.S_ISLNK(status.st_mode) or bool(status.st_mode & stat.S_ISVTX)
        if kept or not status.st_mode & OTHERS:
            return False
        path.chmod(stat.S_IMODE(status.st_mode) & ~OTHERS)
    except OSError:
        return False
    return True
