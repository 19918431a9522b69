"""Lists: saved contacts. The contacts of a list never change once saved, so what was previewed is
what is sent; only its name may, and it may be deleted.

The contacts are compressed Arrow blocks of at most `BLOCK` rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.store.database import Row, first, rows


@dataclass(frozen=True)
class ContactList:
    """A saved list without its contacts. `findings` are the counts of the check it was saved from
    (rows, rejected, …)."""

    id: int
    name: str
    source: str
    columns: tuple[str, ...]
    number_column: str
    contacts: int
    findings: dict[str, Any]
    created_at: str


def insert(
    db: Database,
    token: str,
    *,
    name: str,
    source: str,
    columns: tuple[str, ...],
    number_column: str,
    contacts: int,
    findings: dict[str, int],
    blocks: Iterable[tuple[int, bytes]],
    rejected: Iterable[tuple[int, bytes]],
    now: datetime,
) -> int:
    """Writes a list with its blocks, and those of the rows that were rejected. Returns its id; the
    same token again gives the same list."""
    row = first(
        db,
        "insert into lists (token, name, source, columns, number_column, contacts, findings,"
        " created_at) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (token) do nothing returning id",
        token,
        name,
        source,
        json.dumps(columns),
        number_column,
        contacts,
        json.dumps(findings),
        stamp(now),
    )
    if row is None:
        list_id = id_of_token(db, token)
        assert list_id is not None
        return list_id
    db.conn.executemany(
        "insert into list_blocks (list_id, lo, contacts) values (?, ?, ?)",
        [(row["id"], start, block) for start, block in blocks],
    )
    db.conn.executemany(
        "insert into list_rejected (list_id, lo, rows) values (?, ?, ?)",
        [(row["id"], start, block) for start, block in rejected],
    )
    return int(row["id"])


def get(db: Database, list_id: int) -> ContactList | None:
    """Gives a list; None when there is none with this id."""
    row = first(db, "select * from lists where id = ?", list_id)
    return _contact_list(row) if row else None


def newest(db: Database) -> list[ContactList]:
    """Gives all lists, the newest first."""
    return [_contact_list(row) for row in rows(db, "select * from lists order by id desc")]


def id_of_token(db: Database, token: str) -> int | None:
    """Gives the id of the list that was saved with this token, if one was."""
    row = first(db, "select id from lists where token = ?", token)
    return int(row["id"]) if row else None


def rename(db: Database, list_id: int, name: str) -> bool:
    """Gives a list another name. Returns False when there is no such list."""
    return bool(rows(db, "update lists set name = ? where id = ? returning id", name, list_id))


def delete(db: Database, list_id: int) -> bool:
    """Removes a list with its blocks. Returns False when there is no such list."""
    return bool(rows(db, "delete from lists where id = ? returning id", list_id))


def blocks(db: Database, list_id: int) -> list[bytes]:
    """Gives all blocks of a list, in order."""
    selected = rows(db, "select contacts from list_blocks where list_id = ? order by lo", list_id)
    return [row["contacts"] for row in selected]


def blocks_from(db: Database, list_id: int, position: int) -> Iterator[tuple[int, bytes]]:
    """Gives the block that holds a position, and those after it, each with its first position."""
    selected = db.conn.execute(
        "select lo, contacts from list_blocks where list_id = ?1 and lo >= coalesce(("
        " select max(lo) from list_blocks where list_id = ?1 and lo <= ?2), 0) order by lo",
        (list_id, position),
    )
    yield from selected


def rejected_blocks(db: Database, list_id: int, limit: int | None = None) -> list[bytes]:
    """Gives the blocks of a list's rejected rows, in order; the first `limit` of them."""
    selected = rows(
        db,
        "select rows from list_rejected where list_id = ? order by lo limit ?",
        list_id,
        -1 if limit is None else limit,
    )
    return [row["rows"] for row in selected]


def _contact_list(row: Row) -> ContactList:
    return ContactList(
        id=row["id"],
        name=row["name"],
        source=row["source"],
        columns=tuple(json.loads(row["columns"])),
        number_column=row["number_column"],
        contacts=row["contacts"],
        findings=json.loads(row["findings"]),
        created_at=row["created_at"],
    )
