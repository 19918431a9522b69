"""Files of exports as `migrations.m021_export_jobs` makes them. Never edited.

One file at a time is made of the same recipients of a campaign: two tabs, or the two clicks of a
double click, ask for the same one. `mark` is what the campaign was like when its rows were read
(`saved.exports.mark`), `as_of` that moment. While a file is made, `maker` is the worker that does
so.
"""

from __future__ import annotations

EXPORT_JOBS = (
    """
    create table export_jobs (
        token text primary key,
        campaign_id integer not null references campaigns (id),
        only text not null,
        name text not null,
        state text not null default 'asked'
            check (state in ('asked', 'making', 'ready', 'failed', 'interrupted')),
        maker text not null default '',
        mark text not null default '',
        done integer not null default 0 check (done >= 0),
        total integer not null default 0 check (total >= done),
        problem text not null default '',
        asked_at text not null,
        as_of text,
        made_at text
    ) strict, without rowid
    """,
    """
    create unique index export_jobs_going_on on export_jobs (campaign_id, only)
        where state in ('asked', 'making')
    """,
    # Those that were asked for twice are made once.
    """
    insert or ignore into export_jobs
        (token, campaign_id, only, name, state, done, total, asked_at, as_of, made_at)
    select token, campaign_id, only, name, state, rows, rows, asked_at,
        iif(state = 'ready', asked_at, null), iif(state = 'ready', asked_at, null)
    from exports where state in ('asked', 'ready') order by asked_at desc
    """,
    "drop table exports",
)
