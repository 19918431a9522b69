"""What was changed in a list after it was saved, one contact at a time. Nothing of it is ever
changed; it goes with the list."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from sqlite_utils import Database

from jetmsg_core.store.database import Row, first, rows

_FIELDS = "list_id, version, position, before, after, changed_by, changed_at, undoes"


@dataclass(frozen=True)
class StoredChange:
    """A change as it is stored: `version` is that of the list after it, `before` and `after` are
    JSON of `lists.listed_contact`, None where the list has not got the contact. `undoes` is the
    version of the change that it takes back."""

    list_id: int
    version: int
    position: int
    before: str | None
    after: str | None
    changed_by: str
    changed_at: str
    undoes: int | None = None


def insert(db: Database, change: StoredChange) -> None:
    """Writes a change."""
    db.conn.execute(
        f"insert into list_changes ({_FIELDS}) values (?, ?, ?, ?, ?, ?, ?, ?)", astuple(change)
    )


def newest(db: Database, list_id: int, *, below: int | None, limit: int) -> list[StoredChange]:
    """Gives up to `limit` changes of a list with a version below that, any for None."""
    selected = rows(
        db,
        f"select {_FIELDS} from list_changes where list_id = ?1 and (?2 is null or version < ?2)"
        " order by version desc limit ?3",
        list_id,
        below,
        limit,
    )
    return [_change(row) for row in selected]


def get(db: Database, list_id: int, version: int) -> StoredChange | None:
    """Gives the change that led to this version of a list; None when there is none."""
    row = first(
        db,
        f"select {_FIELDS} from list_changes where list_id = ? and version = ?",
        list_id,
        version,
    )
    return _change(row) if row else None


def undone(db: Database, list_id: int) -> dict[int, int]:
    """Gives the changes of a list that were taken back, each with the version that did."""
    selected = db.conn.execute(
        "select undoes, version from list_changes where list_id = ? and undoes is not null",
        (list_id,),
    )
    return dict(selected.fetchall())


def count_since(db: Database, list_id: int, moment: str) -> int:
    """Counts the changes of a list after a moment."""
    row = first(
        db,
        "select count(*) as changes from list_changes where list_id = ? and changed_at > ?",
        list_id,
        moment,
    )
    return int(row["changes"]) if row else 0


def _change(row: Row) -> StoredChange:
    return StoredChange(**row)
