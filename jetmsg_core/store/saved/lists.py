"""Lists: saved contacts, as compressed Arrow blocks of some thousand rows. A list has a version,
which counts the changes since it was saved (`list_changes`)."""

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
    version: int = 0
    """How often its contacts were changed since it was saved."""
    changed_at: str | None = None
    """When that was last."""


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


def block_starts(db: Database, list_id: int) -> list[int]:
    """Gives the first position of each block of a list, in order."""
    selected = db.conn.execute(
        "select lo from list_blocks where list_id = ? order by lo", (list_id,)
    )
    return [start for (start,) in selected]


def block(db: Database, list_id: int, start: int) -> bytes:
    """Gives the block that begins at this position."""
    row = first(db, "select contacts from list_blocks where list_id = ? and lo = ?", list_id, start)
    assert row is not None
    packed: bytes = row["contacts"]
    return packed


def delete_block(db: Database, list_id: int, start: int) -> None:
    """Removes the block that begins at this position."""
    db.conn.execute("delete from list_blocks where list_id = ? and lo = ?", (list_id, start))


def move_blocks(db: Database, list_id: int, moves: Iterable[tuple[int, int]]) -> None:
    """Lets blocks begin at other positions; each move is from one to another. It is called within a
    transaction."""
    # By way of positions that no block has: two blocks never begin at the same one.
    db.conn.executemany(
        "update list_blocks set lo = ? where list_id = ? and lo = ?",
        [(-1 - target, list_id, start) for start, target in moves],
    )
    db.conn.execute("update list_blocks set lo = -1 - lo where list_id = ? and lo < 0", (list_id,))


def put_block(db: Database, list_id: int, start: int, packed: bytes) -> None:
    """Writes the block that begins at this position, in place of the one that does."""
    db.conn.execute(
        "insert into list_blocks (list_id, lo, contacts) values (?, ?, ?)"
        " on conflict (list_id, lo) do update set contacts = excluded.contacts",
        (list_id, start, packed),
    )


def count_change(db: Database, list_id: int, contacts: int, now: str) -> int:
    """Counts one change more of a list that has `contacts` now. Returns its version."""
    row = first(
        db,
        "update lists set version = version + 1, contacts = ?, changed_at = ? where id = ?"
        " returning version",
        contacts,
        now,
        list_id,
    )
    assert row is not None
    return int(row["version"])


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
        version=row["version"],
        changed_at=row["changed_at"],
    )
