"""Who made a campaign, and who else approved it."""

from __future__ import annotations

APPROVALS = (
    # the name of whoever froze it; null of those from before
    "alter table campaigns add column made_by text",
    """
    create table approvals (
        id integer primary key,
        campaign_id integer not null references campaigns (id),
        verdict text not null check (verdict in ('approved', 'refused')),
        -- of all that was decided about: people, texts, time, sender, list and price
        fingerprint text not null,
        reason text not null default '',
        decided_by text not null,
        decided_at text not null
    ) strict
    """,
    "create index approvals_of_campaigns on approvals (campaign_id, id)",
)
