"""The tables `migrations.m006_templates` makes. Never edited after release."""

from __future__ import annotations

TEMPLATES = (
    # `templates.version` is the newest; a version is never edited.
    """
    create table templates (
        id integer primary key,
        version integer not null check (version > 0)
    ) strict
    """,
    """
    create table template_versions (
        template_id integer not null references templates (id) on delete cascade,
        version integer not null,
        name text not null,
        body text not null,
        channel text not null check (channel in ('sms', 'whatsapp')),
        dlt_id text not null,
        header text not null,
        route integer not null check (route in (1, 2)),
        fills text not null,
        saved_at text not null,
        primary key (template_id, version)
    ) strict, without rowid
    """,
    """
    create index templates_by_dlt_id on template_versions (dlt_id) where dlt_id <> ''
    """,
)
