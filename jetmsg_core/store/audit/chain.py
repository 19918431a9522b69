"""Each act holds the hash of the act before it, so that one that is changed, put in or taken out
afterwards does not fit any more. The end of the chain is noted elsewhere: see `end_mark`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.store.database import Row, rows

HASHED = (
    *("id", "at", "actor", "actor_kind", "role", "origin", "action", "campaign_id", "subject"),
    *("before", "after", "previous"),
)
"""The columns that the hash is of, in this order."""
AT_ONCE = 2_000
"""Rows that are read in one piece."""


@dataclass(frozen=True)
class Break:
    """Where the chain does not fit: the number of an act, and a sentence."""

    act: int
    what: str


def hash_of(row: Row) -> str:
    """Gives the SHA-256, in hex, of an act with all `HASHED` columns: of a JSON array in ASCII,
    without spaces."""
    fields = [row[name] for name in HASHED]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode("ascii")).hexdigest()


def breaks(db: Database) -> Iterator[Break]:
    """Looks through the whole chain, and gives each place where it does not fit. Raises
    sqlite3.DatabaseError."""
    last, previous = 0, ""
    for row in _everything(db):
        if row["id"] != last + 1:
            missing = f"{last + 1}" if row["id"] == last + 2 else f"{last + 1} to {row['id'] - 1}"
            yield Break(row["id"], f"Before act {row['id']} something was removed: {missing}.")
        elif row["previous"] != previous:
            yield Break(
                row["id"],
                f"Act {row['id']} does not follow act {last} as it is now: one of them was "
                "replaced.",
            )
        if hash_of(row) != row["hash"]:
            yield Break(row["id"], f"Act {row['id']} is not as it was written down.")
        last, previous = row["id"], row["hash"]


def _everything(db: Database) -> Iterator[Row]:
    last = -1
    while piece := rows(db, "select * from acts where id > ? order by id limit ?", last, AT_ONCE):
        yield from piece
        last = piece[-1]["id"]
