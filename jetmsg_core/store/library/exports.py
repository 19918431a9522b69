"""Files of exports that somebody asked for and the worker makes.

`asked → making → ready | failed | interrupted`; `making → asked` when the worker is told to stop.
Every change names the state and the maker it changes from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.store.database import Row, first, rows


@dataclass(frozen=True)
class Made:
    """Rows of a file, and the campaign they were read from: its mark, and when that was."""

    rows: int
    mark: str
    as_of: str


def mark(db: Database, campaign_id: int) -> str:
    """What changes when anything of a campaign's export does. Two equal marks are two equal files;
    finding it reads the chunks and deliveries once, some 100 ms of a million."""
    facts = [
        rows(db, sql, campaign_id)
        for sql in (
            "select state, finished_at from campaigns where id = ?",
            "select * from progress where campaign_id = ? order by state",
            "select count(*) as n, max(settled_at) as settled, sum(attempts) as attempts,"
            " count(detail) as details from chunks where campaign_id = ?",
            "select count(*) as n, sum(word_id) as words, sum(at) as times,"
            " sum(report_id) as reports, sum(counted) as counted"
            " from deliveries where campaign_id = ?",
        )
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def insert(db: Database, token: str, campaign_id: int, *, only: str, name: str, now: str) -> None:
    """Nothing where one of the same recipients is asked for or made already."""
    db.conn.execute(
        "insert into export_jobs (token, campaign_id, only, name, asked_at) values (?, ?, ?, ?, ?)"
        " on conflict do nothing",
        (token, campaign_id, only, name, now),
    )


def get(db: Database, token: str) -> Row | None:
    return first(db, "select * from export_jobs where token = ?", token)


def of_campaign(db: Database, campaign_id: int) -> list[Row]:
    """The newest first."""
    return rows(
        db,
        "select * from export_jobs where campaign_id = ? order by asked_at desc, token",
        campaign_id,
    )


def going_on(db: Database, campaign_id: int | None = None) -> list[Row]:
    """Asked for or being made, the first asked first; of one campaign or of all."""
    return rows(
        db,
        "select * from export_jobs where state in ('asked', 'making')"
        " and (?1 is null or campaign_id = ?1) order by asked_at, token",
        campaign_id,
    )


def take(db: Database, token: str, maker: str) -> bool:
    """False when it has been taken, or is no longer there."""
    taken = db.conn.execute(
        "update export_jobs set state = 'making', maker = ?, done = 0, total = 0"
        " where token = ? and state = 'asked'",
        (maker, token),
    )
    return bool(taken.rowcount)


def advance(db: Database, token: str, maker: str, *, done: int, total: int) -> None:
    db.conn.execute(
        "update export_jobs set done = ?, total = ?"
        " where token = ? and maker = ? and state = 'making'",
        (done, total, token, maker),
    )


def settle_ready(db: Database, token: str, maker: str, made: Made, *, now: str) -> bool:
    """False when it is not made by this maker any more: its file is not wanted."""
    settled = db.conn.execute(
        "update export_jobs set state = 'ready', mark = ?1, done = ?2, total = ?2, as_of = ?3,"
        " made_at = ?4 where token = ?5 and maker = ?6 and state = 'making'",
        (made.mark, made.rows, made.as_of, now, token, maker),
    )
    return bool(settled.rowcount)


def settle_failed(db: Database, token: str, maker: str, problem: str) -> None:
    db.conn.execute(
        "update export_jobs set state = 'failed', problem = ?"
        " where token = ? and maker = ? and state = 'making'",
        (problem, token, maker),
    )


def put_back(db: Database, token: str, maker: str) -> None:
    """To be made by the next worker."""
    db.conn.execute(
        "update export_jobs set state = 'asked', maker = '', done = 0, total = 0"
        " where token = ? and maker = ? and state = 'making'",
        (token, maker),
    )


def interrupt(db: Database, token: str, maker: str) -> None:
    """Its maker is gone."""
    db.conn.execute(
        "update export_jobs set state = 'interrupted'"
        " where token = ? and maker = ? and state = 'making'",
        (token, maker),
    )


def forgotten(db: Database, moment: str) -> list[str]:
    """The tokens of those that were made, or else asked for, before."""
    old = rows(db, "select token from export_jobs where coalesce(made_at, asked_at) < ?", moment)
    return [row["token"] for row in old]


def forget(db: Database, tokens: list[str]) -> None:
    db.conn.execute(
        "delete from export_jobs where token in (select value from json_each(?))",
        (json.dumps(tokens),),
    )


def tokens(db: Database) -> set[str]:
    return {row["token"] for row in rows(db, "select token from export_jobs")}
