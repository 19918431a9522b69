"""Drafts: what is being composed, kept as it is chosen. `choices` is JSON that only
`campaigns.choices` reads."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.store.database import Database, Row, first, rows


@dataclass(frozen=True)
class KeptDraft:
    id: int
    secret: str
    choices: str
    changed_at: str


def insert(db: Database, secret: str, choices: str, now: str) -> KeptDraft:
    made = first(
        db,
        "insert into drafts (secret, choices, changed_at) values (?, ?, ?) returning *",
        secret,
        choices,
        now,
    )
    assert made is not None
    return KeptDraft(**made)


def update(db: Database, draft_id: int, choices: str, now: str) -> bool:
    """False when it is gone."""
    changed = rows(
        db,
        "update drafts set choices = ?, changed_at = ? where id = ? returning id",
        choices,
        now,
        draft_id,
    )
    return bool(changed)


def get(db: Database, draft_id: int) -> KeptDraft | None:
    row = first(db, "select * from drafts where id = ?", draft_id)
    return KeptDraft(**row) if row else None


def newest(db: Database) -> list[KeptDraft]:
    """The one changed last first."""
    found: list[Row] = rows(db, "select * from drafts order by changed_at desc, id desc")
    return [KeptDraft(**row) for row in found]


def delete(db: Database, draft_id: int) -> bool:
    """False when it was gone already."""
    return bool(rows(db, "delete from drafts where id = ? returning id", draft_id))
