"""Delivery reports, and what makes the results of an ended campaign quick to look up.

A delivery is a row of integers: the words a panel used are kept once in `report_words`. While
`counted` is 0 it is evidence about somebody of whom we do not know that the gateway took the
message; it is shown and changes no state.

`delivery_counts` is changed in the transaction that changes the deliveries it counts. The lookup
tables are written when a campaign has ended, sorted, since keeping them while it runs would cost
more than the sending; `lookups` says which are there. A settled chunk that changes once more
makes them stale.
"""

from __future__ import annotations

REPORTS = (
    """
    create table report_files (
        id integer primary key,
        sha256 text not null,
        -- 0 where no campaign was named: rows are then found by smsId alone
        campaign_id integer not null,
        name text not null,
        rows integer not null default 0,
        matched integer not null default 0,
        changed integer not null default 0,
        evidence integer not null default 0,
        unrecognised integer not null default 0,
        parked integer not null default 0,
        imported_at text not null,
        finished_at text,
        unique (sha256, campaign_id)
    ) strict
    """,
    """
    create table report_words (
        id integer primary key,
        state text,
        word text not null,
        error text not null,
        reason text not null,
        unique (word, error)
    ) strict
    """,
    """
    create table deliveries (
        campaign_id integer not null,
        seq integer not null,
        word_id integer not null references report_words (id),
        at integer not null,
        report_id integer not null,
        counted integer not null check (counted in (0, 1)),
        primary key (campaign_id, seq)
    ) strict, without rowid
    """,
    """
    create table delivery_counts (
        campaign_id integer not null,
        state text not null,
        recipients integer not null check (recipients >= 0),
        primary key (campaign_id, state)
    ) strict, without rowid
    """,
    """
    create table parked_reports (
        sms_id text not null,
        number integer not null,
        word_id integer not null references report_words (id),
        at integer not null,
        report_id integer not null,
        why text not null,
        primary key (sms_id, number, word_id)
    ) strict, without rowid
    """,
    """
    create index parked_numbers on parked_reports (number)
    """,
    """
    create table lookups (
        campaign_id integer primary key,
        numbers integer not null default 0,
        sms_ids integer not null default 0,
        groups integer not null default 0
    ) strict
    """,
    """
    create table sms_ids (
        sms_id text not null,
        campaign_id integer not null,
        seq integer not null,
        primary key (sms_id, campaign_id, seq)
    ) strict, without rowid
    """,
    """
    create table numbers (
        number integer not null,
        campaign_id integer not null,
        seq integer not null,
        primary key (number, campaign_id, seq)
    ) strict, without rowid
    """,
    """
    create table recipient_groups (
        campaign_id integer not null,
        state text not null,
        lo integer not null,
        reason text not null,
        recipients integer not null,
        members blob not null,
        unique (campaign_id, state, lo, reason)
    ) strict
    """,
    """
    create table delivery_hours (
        campaign_id integer not null,
        hour integer not null check (hour between 0 and 23),
        submitted integer not null,
        reported integer not null,
        delivered integer not null,
        primary key (campaign_id, hour)
    ) strict, without rowid
    """,
    """
    create trigger settled_chunk_changes after update of state on chunks
    when old.state not in ('planned', 'sending')
    begin
        update lookups set sms_ids = 0, groups = 0 where campaign_id = new.campaign_id;
    end
    """,
    """
    create table exports (
        token text primary key,
        campaign_id integer not null references campaigns (id),
        only text not null,
        name text not null,
        state text not null default 'asked' check (state in ('asked', 'ready', 'failed')),
        rows integer not null default 0,
        asked_at text not null
    ) strict, without rowid
    """,
)
