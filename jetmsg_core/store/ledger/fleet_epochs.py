"""In which epoch of Redis each worker handed its calls to posters: here before the first of them.

It stands in the database itself, so that a copy that is put back has the epoch of its own calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import rows


@dataclass(frozen=True)
class KeptEpoch:
    """An epoch as it is kept: its name, and what Redis must be for its tickets to prove
    anything."""

    name: str
    proof: str


def keep(db: Database, holder: str, epoch: KeptEpoch, *, now: datetime) -> None:
    """Writes in which epoch the calls of the worker `holder` are from now on, within a transaction.
    None of its calls may be on its way."""
    db.conn.execute(
        "insert into fleet_epochs (holder, name, proof, began_at) values (?1, ?2, ?3, ?4)"
        " on conflict (holder) do update set name = ?2, proof = ?3, began_at = ?4",
        (holder, epoch.name, epoch.proof, stamp(now)),
    )


def by_holder(db: Database) -> dict[str, KeptEpoch]:
    """Gives the epoch of each worker that handed calls out and has not been forgotten."""
    return {
        row["holder"]: KeptEpoch(row["name"], row["proof"])
        for row in rows(db, "select holder, name, proof from fleet_epochs")
    }


def forget_others(db: Database, holder: str) -> None:
    """Forgets the epochs of all workers but `holder`, within a transaction."""
    db.conn.execute("delete from fleet_epochs where holder <> ?", (holder,))
