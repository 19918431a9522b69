"""Who was erased: a keyed hash in the place of the number, who did it and when, and what went."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.store.database import Row, first, rows


@dataclass(frozen=True)
class Erasure:
    """One erasure. `counts` are by kind of place, `remarks` sentences on what stays. `finished_at`
    is None while it is not finished; `again_at` says since when it has to be done again."""

    id: int
    stand_in: int
    erased_by: str
    began_at: str
    finished_at: str | None
    again_at: str | None
    counts: Mapping[str, int]
    remarks: tuple[str, ...]


def begin(db: Database, stand_in: int, *, by: str, now: str) -> int:
    """Notes that somebody is being erased, and returns its id: the one that is not finished, where
    there is one."""
    row = first(
        db, "select id from erasures where stand_in = ? and finished_at is null", stand_in
    ) or first(
        db,
        "insert into erasures (stand_in, erased_by, began_at) values (?, ?, ?) returning id",
        stand_in,
        by,
        now,
    )
    assert row is not None
    return int(row["id"])


def finish(
    db: Database, erasure_id: int, counts: Mapping[str, int], remarks: Sequence[str], *, now: str
) -> Erasure:
    """Notes that nothing is left, with what went and what stays."""
    (row,) = rows(
        db,
        "update erasures set finished_at = ?, again_at = null, counts = ?, remarks = ?"
        " where id = ? returning *",
        now,
        json.dumps(counts),
        json.dumps(remarks),
        erasure_id,
    )
    return _erasure(row)


def finish_again(db: Database, erasure_id: int) -> None:
    """Notes that what a copy brought back is gone again; what went at first is still told."""
    db.conn.execute("update erasures set again_at = null where id = ?", (erasure_id,))


def newest(db: Database, limit: int) -> list[Erasure]:
    """Gives up to `limit` erasures, the newest first."""
    return [
        _erasure(row) for row in rows(db, "select * from erasures order by id desc limit ?", limit)
    ]


def of_person(db: Database, stand_in: int) -> list[Erasure]:
    """Gives the erasures of one person, the newest first."""
    selected = rows(db, "select * from erasures where stand_in = ? order by id desc", stand_in)
    return [_erasure(row) for row in selected]


def to_be_done_again(db: Database) -> list[Erasure]:
    """Gives those of people whom a copy that was put back has brought back, or may have."""
    selected = rows(db, "select * from erasures where again_at is not null order by id")
    return [_erasure(row) for row in selected]


def any_stand_in(db: Database) -> bool:
    """Tells whether stand-ins are in the database, which only the key that made them knows
    again."""
    row = first(
        db,
        "select exists (select 1 from erasures)"
        " or exists (select 1 from aged_campaigns where numbers_at is not null) as there",
    )
    return bool(row and row["there"])


def _erasure(row: Row) -> Erasure:
    values = row | {
        "counts": json.loads(row["counts"]),
        "remarks": tuple(json.loads(row["remarks"])),
    }
    return Erasure(**values)
