"""Exports that somebody asked for and the worker makes."""

from __future__ import annotations

from sqlite_utils import Database

from jetmsg_core.store.database import Row, first, rows


def insert(db: Database, token: str, campaign_id: int, *, only: str, name: str, now: str) -> None:
    db.conn.execute(
        "insert into exports (token, campaign_id, only, name, asked_at) values (?, ?, ?, ?, ?)",
        (token, campaign_id, only, name, now),
    )


def get(db: Database, token: str) -> Row | None:
    return first(db, "select * from exports where token = ?", token)


def asked(db: Database) -> list[Row]:
    return rows(db, "select * from exports where state = 'asked' order by asked_at")


def settle(db: Database, token: str, state: str, written: int) -> None:
    db.conn.execute(
        "update exports set state = ?, rows = ? where token = ? and state = 'asked'",
        (state, written, token),
    )


def forget_before(db: Database, moment: str) -> list[str]:
    """The tokens of those that are gone."""
    return [
        row["token"]
        for row in rows(db, "delete from exports where asked_at < ? returning token", moment)
    ]
