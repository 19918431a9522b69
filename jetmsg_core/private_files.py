"""Files at rest can be read by the user who runs the program, and by nobody else."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

OTHERS = 0o077
"""What group and others may do with a file."""

OURS = (
    *("jetmsg*.db*", "jetmsg.mark", "audit.mark", "worker.lock", "sandbox.json"),
    *("uploads/*", "exports/*"),
)
FOLDERS = (".", "uploads", "exports")


def keep_private() -> None:
    """Lets this process, and those it starts, make files that only their user can read."""
    os.umask(OTHERS)


def make_once(path: Path, content: bytes = b"") -> None:
    """Makes a file that its user alone can read; one that is there stays, and of two that make it
    one wins. It is whole and closed before it has its name: whoever closes a database by themselves
    ends every lock that their process holds on it (SQLite, How To Corrupt An SQLite Database File,
    2.2). Raises OSError."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}.part")
    try:
        _write_new(draft, content)
        try:
            os.link(draft, path)
        except OSError:
            # It is there, or the disk has no hard links.
            with contextlib.suppress(FileExistsError):
                _write_new(path, content)
    finally:
        draft.unlink(missing_ok=True)


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)


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
