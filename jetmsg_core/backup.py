"""A copy of everything the dashboard knows, made while it runs."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import InputError
from jetmsg_core.files import encrypted
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.backup import copy_into
from jetmsg_core.store.database import open_database, transaction


@requires(Permission.RESTORE)
def back_up(
    settings: Settings,
    out: Path,
    clock: Clock = utc_now,
    *,
    passphrase: str | None = None,
    tell: Tell = nobody_listens,
) -> int:
    """Writes the copy, encrypted where there is a `passphrase`, and returns its bytes. It gets its
    name only when it is whole, nothing that exists is written over or removed, and where it fails
    nothing is left. `tell` hears how far it is. Raises InputError; DiskNearlyFull where the copy
    would take the last room of its disk."""
    if os.path.lexists(out):
        raise _exists(out)
    if passphrase is not None:
        encrypted.check_passphrase(passphrase)
    _require_room(settings, out, is_encrypted=passphrase is not None)
    with open_database(settings.database_path) as db:
        # What is plain stays where the database is.
        beside = out if passphrase is None else settings.database_path
        plain, sealed = _draft_beside(beside), _draft_beside(out)
        try:
            # Before the copying: what leaves meanwhile may be in the copy or not.
            now = clock()
            _make(plain)
            copy_into(db, plain, now, tell=tell)
            if passphrase is not None:
                _encrypt(plain, sealed, passphrase, tell)
            draft = plain if passphrase is None else sealed
            size = draft.stat().st_size
            with transaction(db):
                record(db, Act.BACKED_UP, after={"file": out.name, "bytes": size})
            give_name(draft, out)
        except FileExistsError:
            raise _exists(out) from None
        except (OSError, sqlite3.Error) as error:
            raise InputError("cannot_write", f"{out} could not be written ({error}).") from None
        finally:
            for left in (plain, plain.with_name(f"{plain.name}-journal"), sealed):
                left.unlink(missing_ok=True)
    return size


def _require_room(settings: Settings, out: Path, *, is_encrypted: bool) -> None:
    """What is encrypted is a plain copy beside the database first."""
    path, folder = settings.database_path, out.absolute().parent
    size = path.stat().st_size if path.exists() else 0
    disk_room.require_room(settings, "No copy was made", folder=folder, size=size)
    if is_encrypted:
        disk_room.require_room(settings, "No copy was made", folder=path.parent, size=size)


def _draft_beside(path: Path) -> Path:
    return path.with_name(f".jetmsg-{secrets.token_hex(8)}.part")


def _make(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _encrypt(plain: Path, sealed: Path, passphrase: str, tell: Tell) -> None:
    _make(sealed)
    size = plain.stat().st_size
    with plain.open("rb") as source, sealed.open("wb") as out:
        encrypted.encrypt(source, out, passphrase, lambda done: tell(done, size))
        out.flush()
        os.fsync(out.fileno())


def give_name(draft: Path, out: Path) -> None:
    """Renames `draft` to `out`, which must not exist: that is seen and done in one step where the
    disk knows hard links. Raises OSError."""
    try:
        os.link(draft, out)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(out):
            raise FileExistsError(out) from None
        draft.rename(out)


def _exists(out: Path) -> InputError:
    return InputError(
        "file_exists", f"{out} exists already and was left as it is. Choose another name."
    )
