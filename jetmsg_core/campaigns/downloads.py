"""Exports too large to be made while a page waits: asked for by the dashboard, made by the worker
into a file in the data folder, and kept for a day under a name nobody can guess."""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
from datetime import timedelta
from pathlib import Path

from jetmsg_core.campaigns.exporting import Only, export
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.store import exports
from jetmsg_core.store.database import Row, open_database
from jetmsg_core.times import Clock, stamp, utc_now

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def ask(
    settings: Settings, campaign_id: int, *, only: Only, name: str, clock: Clock = utc_now
) -> str:
    """The token by which the file is found once it is made."""
    token = secrets.token_urlsafe(24)
    with open_database(settings.database_path) as db:
        exports.insert(db, token, campaign_id, only=only.value, name=name, now=stamp(clock()))
    return token


def find(settings: Settings, token: str) -> Row | None:
    """state (asked, ready, failed), rows and name; None when it is not known, or forgotten."""
    with open_database(settings.database_path) as db:
        return exports.get(db, token)


def ready_file(settings: Settings, token: str) -> tuple[Path, str] | None:
    """The file and the name to save it under. For a route: anybody may ask for anything."""
    if not _TOKEN.fullmatch(token):
        return None
    found = find(settings, token)
    path = _path(settings, token)
    if found is None or found["state"] != "ready" or not path.is_file():
        return None
    return path, found["name"]


def make_asked(settings: Settings, clock: Clock = utc_now) -> int:
    """What the worker does beside its sending. Returns how many files were made."""
    with open_database(settings.database_path) as db:
        waiting = exports.asked(db)
        for token in exports.forget_before(db, stamp(clock() - KEPT)):
            _path(settings, token).unlink(missing_ok=True)
    for row in waiting:
        _make(settings, row)
    return len(waiting)


def _make(settings: Settings, row: Row) -> None:
    path = _path(settings, row["token"])
    draft = path.with_suffix(".part")
    state, written = "ready", 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            written = export(settings, row["campaign_id"], out, only=Only(row["only"]))
        draft.replace(path)
    except (OSError, JetmsgError) as error:
        log.error("the export of campaign %d failed: %s", row["campaign_id"], error)
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        state = "failed"
    with open_database(settings.database_path) as db:
        exports.settle(db, row["token"], state, written)


def _path(settings: Settings, token: str) -> Path:
    return settings.data_dir / "exports" / f"{token}.csv"
