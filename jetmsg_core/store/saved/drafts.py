"""Drafts: what is being composed, kept as it is chosen. `choices` is JSON that
`campaigns.choices` reads, and here only which template it names."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.store.database import Database, Row, first, rows


@dataclass(frozen=True)
class KeptDraft:
    """A draft as it is kept: `choices` is JSON, `changed_at` a stamp in UTC."""

    id: int
    secret: str
    choices: str
    changed_at: str


def insert(db: Database, secret: str, choices: str, now: str) -> KeptDraft:
    """Writes a new draft and gives it back with its id."""
    made = first(
        db,
        "insert into drafts (secret, choices, changed_at) values (?, ?, ?) returning *",
        secret,
        choices,
        now,
    )
    assert made is not None
    return KeptDraft(**made)


def update(db: Database, draft_id: int, before: str, choices: str, now: str) -> bool:
    """Writes the choices of a draft. Returns False when they are not those `before` any more, or
    the draft is gone."""
    changed = rows(
        db,
        "update drafts set choices = ?, changed_at = ? where id = ? and choices = ? returning id",
        choices,
        now,
        draft_id,
        before,
    )
    return bool(changed)


def get(db: Database, draft_id: int) -> KeptDraft | None:
    """Gives a draft; None when it is gone."""
    row = first(db, "select * from drafts where id = ?", draft_id)
    return KeptDraft(**row) if row else None


def newest(db: Database) -> list[KeptDraft]:
    """Gives all drafts, the one changed last first."""
    selected: list[Row] = rows(db, "select * from drafts order by changed_at desc, id desc")
    return [KeptDraft(**row) for row in selected]


def count_of_template(db: Database, template_id: int) -> int:
    """Counts the drafts that are made from a template."""
    row = first(
        db,
        "select count(*) as drafts from drafts where json_extract(choices, '$.template') = ?",
        template_id,
    )
    return int(row["drafts"]) if row else 0


def delete(db: Database, draft_id: int) -> bool:
    """Removes a draft. Returns False when it was gone already."""
    return bool(rows(db, "delete from drafts where id = ? returning id", draft_id))
