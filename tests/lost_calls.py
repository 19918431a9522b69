"""Calls that were lost."""

from __future__ import annotations

from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, rows


def forget_readings(settings: Settings) -> None:
    """How many the worker took, and when, is chance."""
    with open_database(settings.database_path) as db:
        rows(db, "delete from samples returning id")
