"""What the database that was put aside had and this one has not: opt-outs and templates that wait
for a person to take them back or to leave them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.store.database import first, rows
from jetmsg_core.store.saved import templates
from jetmsg_core.store.saved.templates import Template, TemplateDraft


@dataclass(frozen=True)
class KeptTemplate:
    """A template that waits. `template_id` is the template here of which it is a newer version,
    None for one that is not here."""

    id: int
    template_id: int | None
    template: Template


_DRAFT = "name, body, channel, dlt_id, header, route, fills, saved_at"
_SAME = (
    "(select b.template_id from main.template_versions b"
    " join newer.template_versions a on a.template_id = b.template_id and a.version = 1"
    " where b.template_id = v.template_id and b.version = 1 and b.saved_at = a.saved_at)"
)
"""The template here that is the one of `v` in the other database."""


def keep_opt_outs(db: Database) -> int:
    """Keeps the opt-outs of the database attached as `newer`, waiting ones too, that this one has
    not. Returns how many wait now. It is called within a transaction."""
    for table in ("opt_outs", *_if_there(db, "kept_opt_outs")):
        reason = "n.reason" if _has_reasons(db, table) else "''"
        db.conn.execute(
            "insert into main.kept_opt_outs (number, source, added_at, reason)"
            f" select number, source, added_at, {reason} from newer.{table} as n"
            " where not exists (select 1 from main.opt_outs o where o.number = n.number)"
            " on conflict (number) do nothing"
        )
    return count_opt_outs(db)


def keep_templates(db: Database) -> int:
    """Keeps, as `keep_opt_outs` does, the newest version of each template that this database has
    not. It is the same template where its first version was saved at the same moment."""
    db.conn.execute(
        f"insert into main.kept_templates (template_id, {_DRAFT})"
        f" select {_SAME}, {_DRAFT} from newer.template_versions v"
        " join newer.templates t on t.id = v.template_id and t.version = v.version"
        " where not exists (select 1 from main.template_versions m where m.saved_at = v.saved_at"
        "  and m.name = v.name and m.body = v.body and m.dlt_id = v.dlt_id)"
    )
    for table in _if_there(db, "kept_templates"):
        db.conn.execute(
            f"insert into main.kept_templates (template_id, {_DRAFT}) select {_SAME}, {_DRAFT}"
            f" from newer.{table} v"
        )
    row = first(db, "select count(*) as kept from main.kept_templates")
    return int(row["kept"]) if row else 0


def keep_erasures(db: Database, now: str) -> int:
    """Takes over who was erased, of the database attached as `newer`, that this one does not know
    of: it has to be done again here. Returns how many. It is called within a transaction."""
    if not _if_there(db, "erasures"):
        return 0
    fields = "stand_in, erased_by, began_at, finished_at, counts, remarks"
    cursor = db.conn.execute(
        f"insert into main.erasures ({fields}, again_at) select {fields}, ? from newer.erasures n"
        " where not exists (select 1 from main.erasures e"
        "  where e.stand_in = n.stand_in and e.finished_at is n.finished_at) order by n.id",
        (now,),
    )
    return int(cursor.rowcount)


def count_opt_outs(db: Database) -> int:
    row = first(db, "select count(*) as kept from main.kept_opt_outs")
    return int(row["kept"]) if row else 0


def take_opt_outs(db: Database) -> int:
    """Opts all of them out, as they were. Returns how many are new. It is called within a
    transaction."""
    cursor = db.conn.execute(
        "insert into opt_outs (number, source, added_at, reason)"
        " select number, source, added_at, reason from kept_opt_outs where true"
        " on conflict (number) do nothing"
    )
    leave_opt_outs(db)
    return int(cursor.rowcount)


def leave_opt_outs(db: Database) -> int:
    """Forgets all of them here. Returns how many there were."""
    return int(db.conn.execute("delete from kept_opt_outs").rowcount)


def kept_templates(db: Database) -> list[KeptTemplate]:
    selected = rows(db, "select * from kept_templates order by id")
    return [
        KeptTemplate(
            row["id"],
            row["template_id"],
            templates.from_row({n: row[n] for n in _DRAFT.split(", ")}),
        )
        for row in selected
    ]


def leave_template(db: Database, kept_id: int) -> int:
    return int(db.conn.execute("delete from kept_templates where id = ?", (kept_id,)).rowcount)


def draft_of(kept: KeptTemplate) -> TemplateDraft:
    values = {name: getattr(kept.template, name) for name in TemplateDraft.__dataclass_fields__}
    return TemplateDraft(**values)


def _has_reasons(db: Database, table: str) -> bool:
    """A database that was put aside may be from before there were any."""
    row = first(db, "select 1 from pragma_table_info(?, 'newer') where name = 'reason'", table)
    return row is not None


def _if_there(db: Database, table: str) -> tuple[str, ...]:
    row = first(db, "select 1 from newer.sqlite_master where name = ?", table)
    return (table,) if row else ()
