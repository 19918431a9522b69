"""The tables `migrations.m001_initial` and `m002_otp_events` make. Never edited.

A chunk is a range of recipients, `[lo, hi)` of `seq`, so a recipient needs no column that says
which chunk it is in, and claiming a chunk writes one row. A recipient's state is that of its
chunk, but in an accepted chunk the one in `results`; who opted out after planning is *withheld*:
left out of the call, and *cancelled* in `results` whatever becomes of the chunk.

`progress` counts recipients by chunk state; a trigger keeps it in the same transaction as the
change it counts, so a page reads a handful of rows however large the campaign, and the sum cannot
disagree with the facts.
"""

from __future__ import annotations

TABLES = (
    """
    create table lists (
        -- never given out twice: a stale tab must not rename or delete another list
        id integer primary key autoincrement,
        token text not null unique,
        name text not null,
        source text not null,
        columns text not null,
        number_column text not null,
        contacts integer not null check (contacts >= 0),
        findings text not null,
        created_at text not null
    ) strict
    """,
    """
    create table list_blocks (
        list_id integer not null references lists (id) on delete cascade,
        lo integer not null,
        contacts blob not null,
        primary key (list_id, lo)
    ) strict
    """,
    """
    create table campaigns (
        id integer primary key,
        token text not null unique,
        name text not null,
        mode text not null check (mode in ('sandbox', 'live')),
        channel text not null check (channel in ('sms', 'whatsapp')),
        sender_id text not null,
        route integer not null check (route in (1, 2)),
        template_id text not null,
        pool text not null check (pool in ('tranx', 'promo', 'none')),
        message text not null,
        source text not null,
        columns text not null,
        recipients integer not null check (recipients > 0),
        skipped integer not null check (skipped >= 0),
        chunks integer not null check (chunks > 0),
        chunk_size integer not null check (chunk_size between 1 and 1000),
        parts integer not null check (parts >= 0),
        state text not null default 'draft'
            check (state in ('draft', 'scheduled', 'running', 'paused', 'finished', 'stopped')),
        held text,
        held_detail text,
        retry_at text,
        created_at text not null,
        scheduled_at text,
        started_at text,
        finished_at text
    ) strict
    """,
    """
    create table recipients (
        campaign_id integer not null references campaigns (id),
        seq integer not null,
        number integer not null,
        row integer not null,
        primary key (campaign_id, seq)
    ) strict, without rowid
    """,
    """
    create table recipient_blocks (
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        contacts blob not null,
        primary key (campaign_id, lo)
    ) strict
    """,
    """
    create table chunks (
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        hi integer not null check (hi > lo),
        chunk integer not null,
        text_lo integer not null,
        text text,
        unicode integer not null check (unicode in (0, 1)),
        parts integer not null,
        state text not null default 'planned' check (
            state in ('planned', 'sending', 'accepted', 'refused', 'unknown', 'cancelled')),
        attempts integer not null default 0,
        worker text,
        sending_at text,
        settled_at text,
        submitted integer not null default 0,
        withheld integer not null default 0,
        reason text,
        detail text,
        check (submitted >= 0 and withheld >= 0 and submitted + withheld <= hi - lo),
        primary key (campaign_id, lo)
    ) strict, without rowid
    """,
    """
    create index planned_chunks on chunks (campaign_id, lo) where state = 'planned'
    """,
    """
    create index unknown_chunks on chunks (campaign_id, lo) where state = 'unknown'
    """,
    """
    create table progress (
        campaign_id integer not null references campaigns (id),
        state text not null,
        chunks integer not null check (chunks >= 0),
        recipients integer not null check (recipients >= 0),
        parts integer not null,
        submitted integer not null,
        submitted_parts integer not null,
        withheld integer not null default 0,
        primary key (campaign_id, state)
    ) strict, without rowid
    """,
    """
    create trigger chunk_state_is_counted after update of state, submitted, withheld on chunks
    begin
        update progress set
            chunks = chunks - 1,
            recipients = recipients - (old.hi - old.lo),
            parts = parts - old.parts * (old.hi - old.lo),
            submitted = submitted - old.submitted,
            submitted_parts = submitted_parts - old.parts * old.submitted,
            withheld = withheld - old.withheld
        where campaign_id = old.campaign_id and state = old.state;
        update progress set
            chunks = chunks + 1,
            recipients = recipients + (new.hi - new.lo),
            parts = parts + new.parts * (new.hi - new.lo),
            submitted = submitted + new.submitted,
            submitted_parts = submitted_parts + new.parts * new.submitted,
            withheld = withheld + new.withheld
        where campaign_id = new.campaign_id and state = new.state;
    end
    """,
    """
    create table results (
        campaign_id integer not null,
        seq integer not null,
        state text not null check (state in ('submitted', 'not_accepted', 'cancelled')),
        sms_id text,
        primary key (campaign_id, seq)
    ) strict, without rowid
    """,
    """
    create table replies (
        id integer primary key,
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        attempt integer not null,
        received_at text not null,
        elapsed_ms integer not null,
        outcome text not null
            check (outcome in ('accepted', 'refused', 'not_sent', 'unknown')),
        http_status integer,
        failure text,
        body text not null
    ) strict
    """,
    """
    create index replies_of_a_chunk on replies (campaign_id, lo) where outcome <> 'accepted'
    """,
    """
    create table samples (
        id integer primary key,
        mode text not null check (mode in ('sandbox', 'live')),
        taken_at text not null,
        tranx integer,
        promo integer,
        otp integer,
        failure text
    ) strict
    """,
    """
    create index samples_in_time on samples (mode, taken_at)
    """,
    """
    create table processes (
        name text primary key check (name in ('worker', 'sandbox')),
        holder text not null,
        pid integer not null,
        url text,
        started_at text not null,
        beat_at text not null
    ) strict
    """,
)

OTP_EVENTS = (
    # `receiver` is masked and `raw` redacted before they come here; no code and no key ever does.
    # `outcome` is null from before the call until it is over.
    """
    create table otp_events (
        id integer primary key,
        at text not null,
        action text not null check (action in ('send', 'resend', 'verify')),
        api text not null check (api in ('v1-get', 'v1-post', 'v3')),
        method text check (method in ('SMS', 'VOICE', 'EMAIL', 'WHATSAPP')),
        receiver text not null,
        message_id text not null,
        outcome text check (outcome in ('accepted', 'refused', 'not_sent', 'unknown')),
        finished_at text,
        sentence text not null default '',
        raw text not null default ''
    ) strict
    """,
)
