"""Saved lists are changed by hand."""

from __future__ import annotations

LIST_CHANGES = (
    # It counts the changes; 0 is the list as it was saved.
    "alter table lists add column version integer not null default 0 check (version >= 0)",
    "alter table lists add column changed_at text",
    """
    create table list_changes (
        list_id integer not null references lists (id) on delete cascade,
        -- of the list, after it
        version integer not null check (version >= 1),
        position integer not null check (position >= 0),
        -- a contact as JSON; null where the list has not got it
        before text,
        after text,
        changed_by text not null,
        changed_at text not null,
        -- the version that it takes back
        undoes integer,
        check (before is not null or after is not null),
        primary key (list_id, version)
    ) strict, without rowid
    """,
    # Two windows cannot take the same change back twice.
    "create unique index list_changes_undone on list_changes (list_id, undoes)"
    " where undoes is not null",
)
