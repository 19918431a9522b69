"""Balance samples: one row each, failed ones too, so that gaps are honest. Those of the
sandbox and of the live gateway are never mixed: `mode` is part of every question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import stamp
from jetmsg_core.states import Pool
from jetmsg_core.store.balances import spending
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.database import first, rows


@dataclass(frozen=True)
class Sample:
    """Credits in each pool at `taken_at`; all None, and `failure` set, when it failed."""

    taken_at: str
    tranx: int | None
    promo: int | None
    otp: int | None
    failure: str | None = None

    def credits_of(self, pool: Pool) -> int | None:
        """Gives the credits in one pool: None when the sample failed, and for `Pool.NONE`, which
        has no credits."""
        match pool:
            case Pool.TRANX:
                return self.tranx
            case Pool.PROMO:
                return self.promo
            case Pool.OTP:
                return self.otp
            case Pool.NONE:
                return None


def insert(db: Database, mode: str, sample: Sample) -> None:
    """Keeps a sample, with the parts that had been submitted by then."""
    sent = spending.submitted_parts(db, mode)
    db.conn.execute(
        "insert into samples (mode, taken_at, tranx, promo, otp, failure, sent_tranx, sent_promo)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(mode, sample.taken_at, sample.tranx, sample.promo, sample.otp, sample.failure),
            *(sent.get("tranx", 0), sent.get("promo", 0)),
        ),
    )


def since(db: Database, mode: str, moment: datetime) -> list[Sample]:
    """Gives the samples of a mode from `moment` on, failed ones too, the oldest first."""
    selected = rows(
        db,
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? and taken_at >= ? order by taken_at, id",
        mode,
        stamp(moment),
    )
    return [Sample(**row) for row in selected]


def latest(db: Database, mode: str) -> Sample | None:
    """Gives the last sample that succeeded; None before the first."""
    row = first(
        db,
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? and failure is null order by taken_at desc, id desc limit 1",
        mode,
    )
    return Sample(**row) if row else None


def last_failed(db: Database, mode: str) -> Sample | None:
    """Gives the last sample that failed; None before the first."""
    row = first(
        db,
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? and failure is not null order by taken_at desc, id desc limit 1",
        mode,
    )
    return Sample(**row) if row else None


def last(db: Database, mode: str) -> Sample | None:
    """Gives the last sample, failed or not; None before the first."""
    return newest_but(db, mode, 0)


def newest_but(db: Database, mode: str, newer: int) -> Sample | None:
    """Gives the sample that so many `newer` ones follow, failed or not; None with fewer."""
    row = first(
        db,
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? order by taken_at desc, id desc limit 1 offset ?",
        mode,
        newer,
    )
    return Sample(**row) if row else None


def failures_in_a_row(db: Database, mode: str) -> int:
    """Counts how many of the newest samples failed, since the last that succeeded."""
    good = latest(db, mode)
    row = first(
        db,
        "select count(*) as n from samples where mode = ? and taken_at > ? and failure is not null",
        mode,
        good.taken_at if good else "",
    )
    return int(row["n"]) if row else 0


def count_since(db: Database, mode: str, moment: datetime) -> int:
    """Counts the balance calls made since `moment`, failed ones too."""
    row = first(
        db,
        "select count(*) as n from samples where mode = ? and taken_at >= ?",
        mode,
        stamp(moment),
    )
    return int(row["n"]) if row else 0


def table(db: Database, mode: str, start: str, end: str) -> Integers:
    """Gives the samples between these stamps and the last before them that succeeded, oldest first:
    milliseconds since 1970, 1 if it failed, the credits of each pool. It takes 0.1 s for years."""
    return integers(
        db,
        "at, failed, tranx, promo, otp",
        "from (select unixepoch(taken_at) * 1000 + cast(substr(taken_at, 21, 3) as integer) as at,"
        " failure is not null as failed, coalesce(tranx, 0) as tranx, coalesce(promo, 0) as promo,"
        " coalesce(otp, 0) as otp from samples"
        " where mode = ? and taken_at >= ? and taken_at <= ? order by taken_at, id)",
        mode,
        last_before(db, mode, start) or start,
        end,
    )


def last_before(db: Database, mode: str, moment: str) -> str | None:
    """Gives when the last sample up to `moment` that succeeded was taken; None when there is
    none."""
    row = first(
        db,
        "select taken_at from samples where mode = ? and taken_at <= ? and failure is null"
        " order by taken_at desc limit 1",
        mode,
        moment,
    )
    return row["taken_at"] if row else None


def first_after(db: Database, mode: str, moment: str) -> str | None:
    """Gives when the first sample from `moment` on that succeeded was taken; None when there is
    none."""
    row = first(
        db,
        "select taken_at from samples where mode = ? and taken_at >= ? and failure is null"
        " order by taken_at limit 1",
        mode,
        moment,
    )
    return row["taken_at"] if row else None


def sent_at_latest(db: Database, mode: str) -> dict[str, int | None]:
    """Gives the parts that had been submitted at the last sample that succeeded, by pool; None in
    one from before that was kept."""
    row = first(
        db,
        "select sent_tranx as tranx, sent_promo as promo from samples"
        " where mode = ? and failure is null order by taken_at desc, id desc limit 1",
        mode,
    )
    return {name: row[name] for name in row} if row else {}


def iterate(db: Database, mode: str, moment: datetime) -> Iterator[Sample]:
    """Gives the samples as `since`, one at a time."""
    selected = db.conn.execute(
        "select taken_at, tranx, promo, otp, failure from samples"
        " where mode = ? and taken_at >= ? order by taken_at, id",
        (mode, stamp(moment)),
    )
    return (Sample(*row) for row in selected)
