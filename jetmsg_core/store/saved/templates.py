"""Templates and their versions. What a campaign was made from is frozen in the campaign itself, so
templates may change and go."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlite_utils import Database

from jetmsg_core.messages.dlt.filling import Fill, fill_from
from jetmsg_core.messages.dlt.headers import typed_headers
from jetmsg_core.states import Channel
from jetmsg_core.store.database import Row, first, rows


@dataclass(frozen=True)
class TemplateDraft:
    """What a person says about a template. `fills` has one for each variable of the body; `header`
    has several sender IDs with commas between them where it is linked to several."""

    name: str
    body: str
    channel: Channel = Channel.SMS
    dlt_id: str = ""
    header: str = ""
    route: int = 1
    fills: tuple[Fill, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Gives the sender IDs it is linked to."""
        return typed_headers(self.header)

    def sender(self, usual: str = "") -> str:
        """Gives the sender ID to send it with: the usual one where it is linked to that, else its
        first; empty where it has none."""
        return usual if usual in self.headers else next(iter(self.headers), "")


@dataclass(frozen=True)
class Template(TemplateDraft):
    """One version of a template; times are stamps in UTC. `lapsed` is the status with which a later
    list says that it is no longer approved, empty while none does. Where a person said since that
    it is approved, `overruled` is that status, and `approved_at` when it was said."""

    id: int = 0
    version: int = 1
    saved_at: str = ""
    lapsed: str = ""
    overruled: str = ""
    approved_at: str = ""


_COLUMNS = "t.id, v.version, v.name, v.body, v.channel, v.dlt_id, v.header, v.route, v.fills,"
_FROM = (
    " v.saved_at, iif(l.approved_at is null, coalesce(l.status, ''), '') as lapsed,"
    " iif(l.approved_at is null, '', l.status) as overruled,"
    " coalesce(l.approved_at, '') as approved_at from templates t"
    " left join lapsed_templates l on l.template_id = t.id"
    " join template_versions v on v.template_id = t.id"
)
_LATEST = f"select {_COLUMNS}{_FROM} and v.version = t.version"


def get(db: Database, template_id: int) -> Template | None:
    """Gives the newest version of a template; None when there is none with this id."""
    row = first(db, f"{_LATEST} where t.id = ?", template_id)
    return from_row(row) if row else None


def of_dlt_id(db: Database, dlt_id: str) -> Template | None:
    """Gives the template whose newest version has this DLT id; None when none has."""
    row = first(db, f"{_LATEST} where v.dlt_id = ? and v.dlt_id <> ''", dlt_id)
    return from_row(row) if row else None


def by_name(db: Database) -> list[Template]:
    """Gives the newest version of every template, by name."""
    selected = rows(db, f"{_LATEST} order by v.name collate nocase, t.id")
    return [from_row(row) for row in selected]


def versions(db: Database, template_id: int) -> list[Template]:
    """Gives all versions of a template, the newest first."""
    selected = rows(
        db, f"select {_COLUMNS}{_FROM} where t.id = ? order by v.version desc", template_id
    )
    return [from_row(row) for row in selected]


def insert(db: Database, draft: TemplateDraft, now: str) -> int:
    """Writes a new template as its first version. Returns its id."""
    row = first(db, "insert into templates (version) values (1) returning id")
    assert row is not None
    _insert_version(db, row["id"], 1, draft, now)
    return int(row["id"])


def insert_version(db: Database, template_id: int, draft: TemplateDraft, now: str) -> int:
    """Writes another version of a template, inside a transaction. Returns its number."""
    row = first(
        db, "update templates set version = version + 1 where id = ? returning version", template_id
    )
    assert row is not None
    _insert_version(db, template_id, row["version"], draft, now)
    return int(row["version"])


def lapse(db: Database, template_id: int, status: str, now: str) -> None:
    """Notes the status with which a list says that a template is no longer approved."""
    db.conn.execute(
        "insert into lapsed_templates (template_id, status, lapsed_at) values (?, ?, ?)"
        " on conflict (template_id) do update set status = excluded.status,"
        " lapsed_at = excluded.lapsed_at, approved_at = null",
        (template_id, status, now),
    )


def overrule_lapse(db: Database, template_id: int, now: str) -> None:
    """Notes that a person says a template is approved that a list calls otherwise."""
    db.conn.execute(
        "update lapsed_templates set approved_at = ? where template_id = ? and approved_at is null",
        (now, template_id),
    )


def end_lapse(db: Database, dlt_id: str) -> bool:
    """Notes that the template with this DLT id is approved again. Returns whether it had lapsed."""
    return bool(
        rows(
            db,
            "delete from lapsed_templates where template_id in (select v.template_id"
            " from template_versions v join templates t on t.id = v.template_id"
            " and t.version = v.version where v.dlt_id = ?) returning template_id",
            dlt_id,
        )
    )


def delete(db: Database, template_id: int) -> bool:
    """Removes a template with its versions. Returns False when it was gone already."""
    return bool(rows(db, "delete from templates where id = ? returning id", template_id))


def _insert_version(
    db: Database, template_id: int, version: int, draft: TemplateDraft, now: str
) -> None:
    db.conn.execute(
        "insert into template_versions"
        " (template_id, version, name, body, channel, dlt_id, header, route, fills, saved_at)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            template_id,
            version,
            draft.name,
            draft.body,
            draft.channel,
            draft.dlt_id,
            draft.header,
            draft.route,
            json.dumps([fill and asdict(fill) for fill in draft.fills]),
            now,
        ),
    )


def from_row(row: Row) -> Template:
    """Makes a template of a row of `template_versions`."""
    fills = tuple(map(fill_from, json.loads(row["fills"])))
    return Template(**row | {"channel": Channel(row["channel"]), "fills": fills})
