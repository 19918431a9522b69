"""The tables `migrations.m007_drafts` makes and changes. Never edited after release."""

from __future__ import annotations

DRAFTS = (
    # `secret` goes into the token of the campaign that is made from the draft, so that one draft
    # sent twice, from two tabs or after a crash, makes one campaign.
    """
    create table drafts (
        id integer primary key autoincrement,
        secret text not null unique,
        choices text not null,
        changed_at text not null
    ) strict
    """,
    # The stored template a campaign was made from, and everything that was chosen for it.
    "alter table campaigns add column stored_template integer",
    "alter table campaigns add column stored_version integer",
    "alter table campaigns add column choices text not null default '{}'",
)
