"""A file that somebody named, written as a whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from jetmsg_core.errors import InputError


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """What is written gets the name only when all of it is on the disk; until then it lies beside,
    and goes when something fails. What is no plain file (a pipe, /dev/stdout) is written to.

    Raises InputError (`cannot_write`) with the system's reason, such as a full disk.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                yield out
            return
        with _draft(path.resolve()) as out:
            yield out
    except OSError as error:
        raise InputError("cannot_write", f"{path} cannot be written: {error.strerror}.") from None


@contextmanager
def _draft(path: Path) -> Iterator[IO[bytes]]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
