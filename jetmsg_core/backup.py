"""A copy of everything the dashboard knows, made while it runs."""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

from jetmsg_core.acting import Permission, requires
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.backup import copy_into
from jetmsg_core.store.database import open_database


@requires(Permission.RESTORE)
def back_up(
    settings: Settings, out: Path, clock: Clock = utc_now, *, tell: Tell = nobody_listens
) -> int:
    """Writes the copy and returns its bytes. It gets its name only when it is whole, nothing that
    exists is written over or removed, and where it fails nothing is left. `tell` hears how far it
    is. Raises InputError; DiskNearlyFull where the copy would take the last room of its disk."""
    if os.path.lexists(out):
        raise _exists(out)
    path, folder = settings.database_path, out.absolute().parent
    size = path.stat().st_size if path.exists() else 0
    disk_room.require_room(settings, "No copy was made", folder=folder, size=size)
    with open_database(settings.database_path) as db:
        draft = out.with_name(f".jetmsg-{secrets.token_hex(8)}.part")
        try:
            # Before the copying: what leaves meanwhile may be in the copy or not.
            now = clock()
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            copy_into(db, draft, now, tell=tell)
            size = draft.stat().st_size
            give_name(draft, out)
        except FileExistsError:
            raise _exists(out) from None
        except (OSError, sqlite3.Error) as error:
            raise InputError("cannot_write", f"{out} could not be written ({error}).") from None
        finally:
            for name in (draft.name, f"{draft.name}-journal"):
                draft.with_name(name).unlink(missing_ok=True)
    return size


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
