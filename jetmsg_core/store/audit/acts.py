"""The acts: added one behind the other, and read by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from jetmsg_core.store.audit import chain
from jetmsg_core.store.audit.end_mark import EndMark
from jetmsg_core.store.database import Row, first, rows

COLUMNS = (*chain.HASHED, "hash")
_INSERT = (
    f"insert into acts ({', '.join(COLUMNS)}) values ({', '.join(f':{name}' for name in COLUMNS)})"
)


@dataclass(frozen=True)
class ActFilter:
    """These acts are wanted: of one actor, of one campaign, whose action begins with `kind`, from
    a stamp on and before another. Empty and None are any."""

    actor: str = ""
    campaign_id: int | None = None
    kind: str = ""
    since: str = ""
    before: str = ""


EVERYTHING = ActFilter()

_CONDITIONS = {
    "actor": "actor = :actor collate nocase",
    "campaign_id": "campaign_id = :campaign_id",
    "kind": "substr(action, 1, length(:kind) + 1) = :kind || '.'",
    "since": "at >= :since",
    "before": "at < :before",
}


def _of(wanted: ActFilter) -> str:
    """Only what is asked for stands in the statement: so the index of a campaign's acts is used,
    and a page of one costs the same however many acts there are."""
    asked = [sql for name, sql in _CONDITIONS.items() if getattr(wanted, name) not in ("", None)]
    return " and ".join(asked) or "true"


def add(db: Database, act: Row) -> None:
    """Adds an act, of which `act` has all columns but its number and its hashes. It is called
    within a transaction that holds the write lock, so no other act comes between."""
    assert db.conn.in_transaction
    last = end(db)
    row = act | {"id": last.act + 1, "previous": last.hash}
    db.conn.execute(_INSERT, row | {"hash": chain.hash_of(row)})


def end(db: Database) -> EndMark:
    """Gives the last act; number 0, without a hash, before the first."""
    row = first(db, "select id, hash, at from acts order by id desc limit 1")
    return EndMark(row["id"], row["hash"], row["at"]) if row else EndMark(0, "", "")


def knows(db: Database, mark: EndMark) -> bool:
    """Tells whether the chain has the act of a mark, as it was."""
    if mark.act == 0:
        return True
    row = first(db, "select 1 from acts where id = ? and hash = ?", mark.act, mark.hash)
    return row is not None


def folder_of(db: Database) -> Path:
    """Gives the folder that the database lies in."""
    row = first(db, "select file from pragma_database_list where name = 'main'")
    assert row is not None
    return Path(row["file"]).parent


def page(db: Database, wanted: ActFilter, limit: int, below: int | None = None) -> list[Row]:
    """Gives up to `limit` of the wanted acts with a number under `below`, the newest first."""
    return _selected(
        db,
        f"select * from acts where {_of(wanted)} and (:below is null or id < :below)"
        " order by id desc limit :limit",
        wanted,
        limit=limit,
        below=below,
    )


def from_on(db: Database, wanted: ActFilter, limit: int, act: int) -> list[int]:
    """Gives the numbers of up to `limit` of the wanted acts from `act` on, the oldest first."""
    selected = _selected(
        db,
        f"select id from acts where {_of(wanted)} and id >= :below order by id limit :limit",
        wanted,
        limit=limit,
        below=act,
    )
    return [row["id"] for row in selected]


def count(db: Database, wanted: ActFilter = EVERYTHING) -> int:
    """Counts the wanted acts."""
    return int(_selected(db, f"select count(*) as n from acts where {_of(wanted)}", wanted)[0]["n"])


def of_actions(db: Database, actions: Sequence[str]) -> list[Row]:
    """Gives all acts of these actions, the oldest first."""
    marks = ", ".join("?" for _ in actions)
    return rows(db, f"select * from acts where action in ({marks}) order by id", *actions)


def actors(db: Database) -> list[str]:
    """Gives the names of all who did something, in the order of the alphabet."""
    return [row["actor"] for row in rows(db, "select distinct actor from acts order by actor")]


def _selected(db: Database, statement: str, wanted: ActFilter, **values: int | None) -> list[Row]:
    cursor = db.conn.execute(statement, vars(wanted) | values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
