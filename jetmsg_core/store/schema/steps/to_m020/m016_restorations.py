"""The tables `migrations.m016_restorations` makes. Never edited after release."""

from __future__ import annotations

RESTORATIONS = (
    # Every life of a worker begins one and every clean stop ends it with another, so that a
    # database from before either does not know it. `id` also stands in the mark outside the file.
    """
    create table generations (
        id text primary key,
        begun_at text not null,
        event text not null check (event in ('started', 'stopped', 'restored'))
    ) strict
    """,
    # When this database was found to be of an earlier time. What it knows ends at `since`.
    # `found_at` is null in a copy that was made to be put back and has not been used yet.
    """
    create table restorations (
        id integer primary key,
        kind text not null check (kind in ('copy', 'older', 'unmarked', 'unexplained')),
        since text not null,
        found_at text
    ) strict
    """,
    # `went` is how many of the people who wait were sent to as the database says that was put
    # aside; null where that is not known.
    """
    create table restored_campaigns (
        campaign_id integer primary key references campaigns (id),
        restoration_id integer not null references restorations (id),
        state text not null,
        went integer check (went >= 0)
    ) strict
    """,
    # What the database that was put aside had and this one has not: a person takes it or leaves it.
    """
    create table kept_opt_outs (
        number integer primary key,
        source text not null,
        added_at text not null
    ) strict
    """,
    # `template_id` is the template here of which it is a newer version; null for one unknown here.
    """
    create table kept_templates (
        id integer primary key,
        template_id integer,
        name text not null,
        body text not null,
        channel text not null,
        dlt_id text not null,
        header text not null,
        route integer not null,
        fills text not null,
        saved_at text not null
    ) strict
    """,
)
