"""What the migration `m019_calls_sent_again` makes and changes. Never edited after release.

A call of unknown end that goes out again keeps when it had first left: a delivery report from then
on may be about the first time, and whoever it speaks of is left out of the second. In a table of
their own, since such calls are few and every claim and answer changes a chunk.
"""

from __future__ import annotations

SENT_AGAIN = (
    """
    create table sent_again (
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        left_at text not null,
        primary key (campaign_id, lo)
    ) strict, without rowid
    """,
    # When exactly they left first was not kept before; it was not before the campaign began.
    """
    insert or ignore into sent_again (campaign_id, lo, left_at)
    select a.campaign_id, a.lo, coalesce(k.started_at, a.at)
    from audit a join campaigns k on k.id = a.campaign_id where a.action = 'send_again'
    """,
    # Of the `recipients` of a call that went again, those whom a report spoke of.
    "alter table audit add column left_out integer not null default 0",
    "create index audit_of_a_call on audit (campaign_id, lo)",
)
