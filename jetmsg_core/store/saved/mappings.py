"""How files with the same column names are to be read."""

from __future__ import annotations

import json
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Row, first


def get(db: Database, signature: str) -> Row | None:
    """Gives what a person said about files with these column names; None when nobody did."""
    selected = first(db, "select choices from mappings where signature = ?", signature)
    choices: Row | None = json.loads(selected["choices"]) if selected else None
    return choices


def keep(db: Database, signature: str, choices: Row, now: datetime) -> None:
    """Keeps what a person said, in place of what was said before."""
    db.conn.execute(
        "insert into mappings (signature, choices, used_at) values (?, ?, ?)"
        " on conflict (signature) do update set choices = excluded.choices,"
        " used_at = excluded.used_at",
        (signature, json.dumps(choices), stamp(now)),
    )


def delete(db: Database, signature: str) -> None:
    """Forgets what was said."""
    db.conn.execute("delete from mappings where signature = ?", (signature,))
