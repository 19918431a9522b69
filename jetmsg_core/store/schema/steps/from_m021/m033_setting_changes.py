"""Settings are changed by people."""

from __future__ import annotations

SETTING_CHANGES = (
    # The newest of a name holds; where it has no value, the usual one does.
    """
    create table setting_changes (
        id integer primary key,
        name text not null,
        value text,
        changed_by text not null,
        changed_at text not null
    ) strict
    """,
    "create index settings_by_name on setting_changes (name, id)",
)
