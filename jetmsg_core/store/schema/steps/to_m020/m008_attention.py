"""What the migration `m008_attention` makes and changes. Never edited after release."""

from __future__ import annotations

ATTENTION = (
    # What a person decided about a call of unknown end: one row a chunk, written in the
    # transaction that settled it. `detail` is what had been known of the call until then.
    """
    create table audit (
        id integer primary key,
        at text not null,
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        chunk integer not null,
        action text not null check (action in ('assume_sent', 'send_again')),
        recipients integer not null check (recipients >= 0),
        detail text not null
    ) strict
    """,
    "create index audit_of_a_campaign on audit (campaign_id, at)",
    # The campaign whose failures this one tries again.
    "alter table campaigns add column retry_of integer references campaigns (id)",
    "create index retries on campaigns (retry_of) where retry_of is not null",
)
