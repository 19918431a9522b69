"""How files with the same column names are to be read."""

from __future__ import annotations

import json
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.store.database import Row, first
from jetmsg_core.times import stamp


def get(db: Database, signature: str) -> Row | None:
    found = first(db, "select choices from mappings where signature = ?", signature)
    choices: Row | None = json.loads(found["choices"]) if found else None
    return choices


def put(db: Database, signature: str, choices: Row, now: datetime) -> None:
    db.conn.execute(
        "insert into mappings (signature, choices, used_at) values (?, ?, ?)"
        " on conflict (signature) do update set choices = excluded.choices,"
        " used_at = excluded.used_at",
        (signature, json.dumps(choices), stamp(now)),
    )


def delete(db: Database, signature: str) -> None:
    db.conn.execute("delete from mappings where signature = ?", (signature,))
