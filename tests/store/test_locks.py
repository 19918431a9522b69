"""What this process has open stays locked, whatever else it opens and closes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jetmsg_core.settings import Settings
from jetmsg_core.store import database
from jetmsg_core.store.database import open_database

WRITE_AND_CLOSE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("delete from opt_outs")
connection.close()
"""


def test_opening_once_more_ends_no_lock_of_this_process(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that closes the database as the last one puts the WAL away. It is not the last."""
    path = settings.database_path
    with open_database(path):
        pass
    held = database.connect(path)
    try:
        assert next(held.query("select count(*) as people from opt_outs")) == {"people": 0}
        monkeypatch.setattr(database, "_versions", {})
        with open_database(path):
            pass
        subprocess.run([sys.executable, "-c", WRITE_AND_CLOSE, path], check=True)
        assert path.with_name(f"{path.name}-wal").exists()
    finally:
        held.close()
