"""`chunks` as `migrations.m015_chunks_checked_quickly` makes it. Never edited.

As with `results`: a state looked up in `in (…)` took two fifths of the time of storing a chunk, and
its change at each claim and each answer too. Written with `or`, the first comparison is the only
one for a planned chunk.
"""

from __future__ import annotations

from sqlite_utils import Database

QUICK_CHUNKS = (
    """
    create table quick_chunks (
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        hi integer not null check (hi > lo),
        chunk integer not null,
        text_lo integer not null,
        text text,
        unicode integer not null check (unicode = 0 or unicode = 1),
        parts integer not null,
        state text not null default 'planned' check (
            state = 'planned' or state = 'sending' or state = 'accepted'
            or state = 'refused' or state = 'unknown' or state = 'cancelled'),
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
    insert into quick_chunks (campaign_id, lo, hi, chunk, text_lo, text, unicode, parts, state,
        attempts, worker, sending_at, settled_at, submitted, withheld, reason, detail)
    select campaign_id, lo, hi, chunk, text_lo, text, unicode, parts, state,
        attempts, worker, sending_at, settled_at, submitted, withheld, reason, detail
    from chunks order by campaign_id, lo
    """,
    "drop table chunks",
    "alter table quick_chunks rename to chunks",
)


def make_quick(db: Database) -> None:
    """Makes `chunks` anew, with the indexes and triggers that stood on it."""
    kept = db.conn.execute(
        "select sql from sqlite_master where tbl_name = 'chunks' and type in ('index', 'trigger')"
        " and sql is not null order by rowid"
    ).fetchall()
    for statement in (*QUICK_CHUNKS, *(sql for (sql,) in kept)):
        db.conn.execute(statement)
