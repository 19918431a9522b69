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
    """The number of rows a file has, and the campaign they were read from: its mark, and when that
    was."""

    rows: int
    mark: str
    as_of: str


def mark(db: Database, campaign_id: int) -> str:
    """Gives what changes when anything of a campaign's export does. Two equal marks are two equal
    files; finding it reads the chunks and deliveries once, some 100 ms of a million."""
    facts = [
        rows(db, sql, campaign_id)
        for sql in (
            "select state, finished_at from campaigns where id = ?",
            "select a.*, (select max(finished_at) from erasures) as erased"
            " from (select 1) left join aged_campaigns a on a.campaign_id = ?",
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
    """Asks for a file, unless one of the same recipients is asked for or made already."""
    db.conn.execute(
        "insert into export_jobs (token, campaign_id, only, name, asked_at) values (?, ?, ?, ?, ?)"
        " on conflict do nothing",
        (token, campaign_id, only, name, now),
    )


def get(db: Database, token: str) -> Row | None:
    """Gives the row of a file; None when there is none."""
    return first(db, "select * from export_jobs where token = ?", token)


def of_campaign(db: Database, campaign_id: int) -> list[Row]:
    """Gives the rows of a campaign's files, the newest first."""
    return rows(
        db,
        "select * from export_jobs where campaign_id = ? order by asked_at desc, token",
        campaign_id,
    )


def going_on(db: Database, campaign_id: int | None = None) -> list[Row]:
    """Gives the rows of files that are asked for or being made, the first asked first; of one
    campaign, or of all for None."""
    return rows(
        db,
        "select * from export_jobs where state in ('asked', 'making')"
        " and (?1 is null or campaign_id = ?1) order by asked_at, token",
        campaign_id,
    )


def take(db: Database, token: str, maker: str) -> bool:
    """Makes a file that is asked for this maker's. Returns False when it has been taken, or is no
    longer there."""
    changed = db.conn.execute(
        "update export_jobs set state = 'making', maker = ?, done = 0, total = 0"
        " where token = ? and state = 'asked'",
        (maker, token),
    )
    return bool(changed.rowcount)


def advance(db: Database, token: str, maker: str, *, done: int, total: int) -> None:
    """Notes how far a file is."""
    db.conn.execute(
        "update export_jobs set done = ?, total = ?"
        " where token = ? and maker = ? and state = 'making'",
        (done, total, token, maker),
    )


def settle_ready(db: Database, token: str, maker: str, made: Made, *, now: str) -> bool:
    """Notes that a file is ready. Returns False when it is not made by this maker any more: its
    file is not wanted."""
    changed = db.conn.execute(
        "update export_jobs set state = 'ready', mark = ?1, done = ?2, total = ?2, as_of = ?3,"
        " made_at = ?4 where token = ?5 and maker = ?6 and state = 'making'",
        (made.mark, made.rows, made.as_of, now, token, maker),
    )
    return bool(changed.rowcount)


def settle_failed(db: Database, token: str, maker: str, problem: str) -> None:
    """Notes why a file could not be made."""
    db.conn.execute(
        "update export_jobs set state = 'failed', problem = ?"
        " where token = ? and maker = ? and state = 'making'",
        (problem, token, maker),
    )


def put_back(db: Database, token: str, maker: str) -> None:
    """Leaves a file to be made by the next worker."""
    db.conn.execute(
        "update export_jobs set state = 'asked', maker = '', done = 0, total = 0"
        " where token = ? and maker = ? and state = 'making'",
        (token, maker),
    )


def interrupt(db: Database, token: str, maker: str) -> None:
    """Notes that the maker of a file is gone."""
    db.conn.execute(
        "update export_jobs set state = 'interrupted'"
        " where token = ? and maker = ? and state = 'making'",
        (token, maker),
    )


def forgotten(db: Database, moment: str) -> list[str]:
    """Gives the tokens of the files that were made, or else asked for, before the moment."""
    old = rows(db, "select token from export_jobs where coalesce(made_at, asked_at) < ?", moment)
    return [row["token"] for row in old]


def forget(db: Database, tokens: list[str]) -> None:
    """Removes the rows of these files."""
    db.conn.execute(
        "delete from export_jobs where token in (select value from json_each(?))",
        (json.dumps(tokens),),
    )


def tokens(db: Database) -> set[str]:
    """Gives the tokens of all files."""
    return {row["token"] for row in rows(db, "select token from export_jobs")}
