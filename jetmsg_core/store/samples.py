"""Balance samples: one row a reading, failed ones too, so that gaps are honest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.store.database import first, rows
from jetmsg_core.times import stamp


@dataclass(frozen=True)
class Sample:
    """Credits in each pool at `taken_at`; all None, and `failure` set, when it failed."""

    taken_at: str
    tranx: int | None
    promo: int | None
    otp: int | None
    failure: str | None = None


def insert(db: Database, sample: Sample) -> None:
    db.conn.execute(
        "insert into samples (taken_at, tranx, promo, otp, failure) values (?, ?, ?, ?, ?)",
        (sample.taken_at, sample.tranx, sample.promo, sample.otp, sample.failure),
    )


def since(db: Database, moment: datetime) -> list[Sample]:
    """Oldest first."""
    found = rows(
        db,
        "select taken_at, tranx, promo, otp, failure from samples where taken_at >= ?"
        " order by taken_at, id",
        stamp(moment),
    )
    return [Sample(**row) for row in found]


def latest(db: Database) -> Sample | None:
    """The last reading that succeeded."""
    row = first(
        db,
        "select taken_at, tranx, promo, otp, failure from samples where failure is null"
        " order by taken_at desc, id desc limit 1",
    )
    return Sample(**row) if row else None


def last(db: Database) -> Sample | None:
    """The last reading, failed or not."""
    row = first(
        db,
        "select taken_at, tranx, promo, otp, failure from samples order by id desc limit 1",
    )
    return Sample(**row) if row else None


def count_since(db: Database, moment: datetime) -> int:
    """Balance calls made since `moment`, failed ones too."""
    row = first(db, "select count(*) as n from samples where taken_at >= ?", stamp(moment))
    return int(row["n"]) if row else 0
