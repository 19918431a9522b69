"""Opt-outs: numbers never to be sent to, each with who or what asked for it, when, and
why where somebody said it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from sqlite_utils import Database

from jetmsg_core.contacts.search import Search
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.store.database import Row, first, rows

Key = tuple[str, int]
"""Where a page ends: when the last opt-out on it was added, and its number."""


@dataclass(frozen=True)
class OptOut:
    """One opt-out. `number` is canonical, 91XXXXXXXXXX; `added_at` a stamp in UTC: since when it
    counts. `reason` is empty where nobody said any."""

    number: int
    source: str
    added_at: str
    reason: str = ""


def insert(db: Database, entries: Sequence[OptOut]) -> int:
    """Writes opt-outs. Returns how many are new; a known one keeps what is known
    of it."""
    cursor = db.conn.execute(
        "insert into opt_outs (number, source, added_at, reason)"
        " select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?) where true"
        " on conflict (number) do nothing",
        (json.dumps([astuple(entry) for entry in entries]),),
    )
    return int(cursor.rowcount)


def delete(db: Database, numbers: Sequence[int]) -> int:
    """Removes opt-outs. Returns how many there were."""
    cursor = db.conn.execute(
        "delete from opt_outs where number in (select value from json_each(?))",
        (json.dumps(numbers),),
    )
    return int(cursor.rowcount)


def ending_with(db: Database, digits: int) -> list[int]:
    """Gives the numbers whose last four digits are these."""
    selected = db.conn.execute("select number from opt_outs where number % 10000 = ?", (digits,))
    return [number for (number,) in selected]


def has(db: Database, number: int) -> bool:
    """Tells whether a number has opted out."""
    return first(db, "select 1 from opt_outs where number = ?", number) is not None


def count(db: Database) -> int:
    """Counts all opt-outs."""
    selected = first(db, "select count(*) as opt_outs from opt_outs")
    return int(selected["opt_outs"]) if selected else 0


def numbers(db: Database) -> Integers:
    """Gives all numbers, ascending."""
    selected = db.conn.execute("select number from opt_outs order by number")
    return np.fromiter((number for (number,) in selected), dtype=np.int64)


def newest(db: Database, search: Search | None, *, after: Key | None, limit: int) -> list[OptOut]:
    """Gives up to `limit` opt-outs that fit `search`, all for None, the newest first, from the one
    after `after` on."""
    selected = rows(
        db,
        "select number, source, added_at, reason from opt_outs"
        " where (added_at, number) < (?, ?) and (?3 is null or number = ?3)"
        " and (?4 is null or exists (select 1 from json_each(?4) where instr(number, value)))"
        " and (?5 is null or instr(lower(source), ?5) or instr(lower(reason), ?5))"
        " order by added_at desc, number desc limit ?6",
        *(after or ("~", 0)),
        search and search.number,
        json.dumps(search.digits) if search and search.digits and not search.number else None,
        search.text.lower() if search and not search.digits else None,
        limit,
    )
    return [OptOut(**row) for row in selected]


def get(db: Database, number: int) -> Row | None:
    """Gives who asked for an opt-out and when; None when the number has not opted out."""
    return first(db, "select source, added_at from opt_outs where number = ?", number)
