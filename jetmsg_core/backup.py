"""A copy of everything the dashboard knows, made while it runs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from jetmsg_core.errors import InputError
from jetmsg_core.settings import Settings
from jetmsg_core.store.backup import copy_into
from jetmsg_core.store.database import open_database


def back_up(settings: Settings, out: Path) -> int:
    """Write the copy and return its bytes. It gets its name only when it is whole, and nothing
    that exists is written over. Raises InputError."""
    if out.exists():
        raise InputError(
            "file_exists", f"{out} exists already and was left as it is. Choose another name."
        )
    draft = out.with_name(f"{out.name}.part")
    with open_database(settings.database_path) as db:
        try:
            copy_into(db, draft)
            draft.rename(out)
        except (OSError, sqlite3.Error) as error:
            draft.unlink(missing_ok=True)
            raise InputError("cannot_write", f"{out} could not be written ({error}).") from None
    return out.stat().st_size
