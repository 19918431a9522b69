"""The table `migrations.m023_lapsed_templates` makes. Never edited after release."""

from __future__ import annotations

LAPSED_TEMPLATES = (
    """
    create table lapsed_templates (
        template_id integer primary key references templates (id) on delete cascade,
        status text not null,
        lapsed_at text not null
    ) strict
    """,
)
