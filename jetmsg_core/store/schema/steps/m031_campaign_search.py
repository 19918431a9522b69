"""What `migrations.m031_campaign_search` adds. Never edited after release."""

from __future__ import annotations

import unicodedata

from sqlite_utils import Database

COLUMNS = (
    "alter table campaigns add column archived_at text",
    "alter table campaigns add column search_key text not null default ''",
)
INDEX_AND_TRIGGER = (
    """
    create index campaigns_listed on campaigns
        (id, archived_at, state, channel, sender_id, created_at, search_key)
    """,
    """
    create trigger archived_campaign_comes_back after update of state on campaigns
    when new.archived_at is not null and new.state in ('scheduled', 'running', 'paused')
    begin
        update campaigns set archived_at = null where id = new.id;
    end
    """,
)


def add_search(db: Database) -> None:
    """Adds when a campaign was archived and what is searched of it, and an index that answers every
    search alone. What runs, or will, is never archived: the trigger brings it back."""
    for statement in COLUMNS:
        db.conn.execute(statement)
    selected = db.conn.execute(
        "select c.id, c.name, c.sender_id, c.template_id, coalesce(t.name, '') from campaigns c"
        " left join template_versions t"
        " on t.template_id = c.stored_template and t.version = c.stored_version"
    ).fetchall()
    db.conn.executemany(
        "update campaigns set search_key = ? where id = ?",
        [(_key(texts), campaign_id) for campaign_id, *texts in selected],
    )
    for statement in INDEX_AND_TRIGGER:
        db.conn.execute(statement)


def _key(texts: list[str]) -> str:
    return unicodedata.normalize("NFC", "\n".join(texts)).casefold()
