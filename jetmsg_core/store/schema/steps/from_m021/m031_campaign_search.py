"""Campaigns are searched and archived."""

from __future__ import annotations

import unicodedata

from sqlite_utils import Database


def make_searchable(db: Database) -> None:
    """Adds when a campaign was archived and what is searched of it, and an index that answers every
    search alone. What runs, or will, is never archived: the trigger brings it back."""
    db.conn.execute("alter table campaigns add column archived_at text")
    db.conn.execute("alter table campaigns add column search_key text not null default ''")
    selected = db.conn.execute(
        "select c.id, c.name, c.sender_id, c.template_id, coalesce(t.name, '') from campaigns c"
        " left join template_versions t"
        " on t.template_id = c.stored_template and t.version = c.stored_version"
    ).fetchall()
    db.conn.executemany(
        "update campaigns set search_key = ? where id = ?",
        [
            (unicodedata.normalize("NFC", "\n".join(texts)).casefold(), campaign_id)
            for campaign_id, *texts in selected
        ],
    )
    db.conn.execute(
        """
        create index campaigns_listed on campaigns
            (id, archived_at, state, channel, sender_id, created_at, search_key)
        """
    )
    db.conn.execute(
        """
        create trigger archived_campaign_comes_back after update of state on campaigns
        when new.archived_at is not null and new.state in ('scheduled', 'running', 'paused')
        begin
            update campaigns set archived_at = null where id = new.id;
        end
        """
    )
