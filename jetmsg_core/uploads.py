"""Uploaded files between the upload and the saved list: on disk, since a browser session may hold
the bytes of many, and forgotten after a day. What a person said of one lies beside it, as a text
that the page writes and reads, so that a reload loses neither."""

from __future__ import annotations

import contextlib
import io
import re
import secrets
from pathlib import Path
from typing import IO

from jetmsg_core.acting import Permission, requires
from jetmsg_core.contacts.limits import Limits, too_large
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.files.whole_files import written_whole
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings

KEPT_SECONDS = 86_400
PIECE = 1 << 20
_TOKEN = re.compile(r"[0-9a-f]{32}")


def limits_of(settings: Settings) -> Limits:
    """Give the largest file the settings allow."""
    return Limits(settings.max_file_mb, settings.max_rows, settings.max_columns)


@requires(Permission.PREPARE)
def keep(settings: Settings, data: IO[bytes], clock: Clock = utc_now) -> str:
    """Copy an upload to the data folder in pieces; returns the token it is found by.

    Raises InputError for a file larger than the settings allow, before anything of it is written
    where its size can be asked, or that cannot be stored; DiskNearlyFull where it would take the
    last room. Nothing of it stays.
    """
    size = _size(data)
    _refuse_too_large(size, limits_of(settings))
    disk_room.require_room(settings, "The file was not stored", size=size)
    token = secrets.token_hex(16)
    path = _path(settings, token)
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        forget_old(settings, clock)
        with path.open("wb") as out:
            _copy(data, out, limits_of(settings))
    except OSError as error:
        path.unlink(missing_ok=True)
        raise InputError(
            "upload_not_kept",
            f"The file could not be stored in the data folder ({error.strerror}). Check that it "
            "can be written to and has space.",
        ) from None
    except InputError:
        path.unlink(missing_ok=True)
        raise
    return token


@requires(Permission.PREPARE)
def read(settings: Settings, token: str, clock: Clock = utc_now) -> bytes:
    """Give the bytes of an upload. Raises NotFoundError when it was kept too long ago or
    dropped."""
    path = _path(settings, token)
    if _is_old(path, clock):
        raise _gone()
    try:
        return path.read_bytes()
    except OSError:
        raise _gone() from None


def write_note(settings: Settings, token: str, note: str) -> None:
    """Replace what is written beside an upload. Where that cannot be done now, or the upload is
    gone, nothing is written: the page goes on without."""
    path = _path(settings, token)
    if not path.exists():
        return
    with contextlib.suppress(InputError), written_whole(_note(path)) as out:
        out.write(note.encode())


def read_note(settings: Settings, token: str) -> str:
    """Give what was written last beside an upload; empty where nothing was. Raises NotFoundError
    when the upload was kept too long ago or dropped."""
    path = _path(settings, token)
    if not path.exists():
        raise _gone()
    try:
        return _note(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


@requires(Permission.PREPARE)
def drop(settings: Settings, token: str) -> None:
    """Remove an upload, and what is written beside it."""
    path = _path(settings, token)
    path.unlink(missing_ok=True)
    _note(path).unlink(missing_ok=True)


def _copy(data: IO[bytes], out: IO[bytes], limits: Limits) -> None:
    size = 0
    while piece := data.read(PIECE):
        size += len(piece)
        _refuse_too_large(size, limits)
        out.write(piece)


def _size(data: IO[bytes]) -> int:
    """From where it stands to its end; 0 for a stream that only tells when it is read."""
    if not data.seekable():
        return 0
    start = data.tell()
    size = data.seek(0, io.SEEK_END) - start
    data.seek(start)
    return size


def _refuse_too_large(size: int, limits: Limits) -> None:
    if refused := too_large(size, limits):
        raise InputError(refused.code, refused.message)


def _gone() -> NotFoundError:
    return NotFoundError("upload_gone", "The uploaded file is no longer kept. Upload it again.")


def _note(path: Path) -> Path:
    return path.with_suffix(".json")


def _path(settings: Settings, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NotFoundError("upload_gone", "There is no such upload. Upload the file again.")
    return _folder(settings) / token


def forget_old(settings: Settings, clock: Clock = utc_now) -> None:
    """Remove what was uploaded more than a day ago. What another process removes meanwhile, or
    what cannot be removed now, is no trouble."""
    with contextlib.suppress(OSError):
        for path in _folder(settings).iterdir():
            with contextlib.suppress(OSError):
                if _is_old(path, clock):
                    path.unlink()


def _is_old(path: Path, clock: Clock) -> bool:
    """A worker that is off removes nothing, and nobody reads it all the same."""
    try:
        return path.stat().st_mtime < clock().timestamp() - KEPT_SECONDS
    except OSError:
        return False


@requires(Permission.MANAGE_RETENTION)
def forget_all(settings: Settings) -> int:
    """Remove every upload, with what is written beside it; returns how many files of people there
    were. Whoever is at one uploads it again."""
    count = 0
    with contextlib.suppress(OSError):
        for path in _folder(settings).iterdir():
            with contextlib.suppress(OSError):
                path.unlink()
                count += not path.suffix
    return count


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "uploads"
