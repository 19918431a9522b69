"""Balance samples: one row a reading, failed ones too, so that gaps are honest. Those of the
sandbox and of the live gateway are never mixed: `mode` is part of every question."""

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


def insert(db: Database, mode: str, sample: Sample) -> None:
    db.conn.execute(
        "insert into samples (mode, taken_at, tranx, promo, otp, failure)"
        " values (?, ?, ?, ?, ?, ?)",
        (mode, sample.taken_at, sample.tranx, sample.promo, sample.otp, sample.failure),
    )


def since(db: Database, mode: str, moment: datetime) -> list[Sample]:
    """Oldest first."""
    found = rows(
        db,
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? and taken_at >= ? order by taken_at, id",
        mode,
        stamp(moment),
    )
    return [Sample(**row) for row in found]


def latest(db: Database, mode: str) -> Sample | None:
    """The last reading that succeeded."""
    row = first(
        db,
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? and failure is null order by taken_at desc, id desc limit 1",
        mode,
    )
    return Sample(**row) if row else None


def last(db: Database, mode: str) -> Sample | None:
    """The last reading, failed or not."""
    row = first(
        db,
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? order by taken_at desc, id desc limit 1",
        mode,
    )
    return Sample(**row) if row else None


def count_since(db: Database, mode: str, moment: datetime) -> int:
    """Balance calls made since `moment`, failed ones too."""
    row = first(
        db,
        "select count(*) as n from samples where mode = ? and taken_at >= ?",
        mode,
        stamp(moment),
    )
    return int(row["n"]) if row else 0
