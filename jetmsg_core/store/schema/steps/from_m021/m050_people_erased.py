"""Who was erased, and the campaigns whose numbers or texts are no longer kept."""

from __future__ import annotations

PEOPLE_ERASED = (
    """
    create table erasures (
        id integer primary key,
        -- what stands where the number stood: a keyed hash below 0
        stand_in integer not null check (stand_in < 0),
        erased_by text not null,
        began_at text not null,
        -- null while it is not finished
        finished_at text,
        -- since when it has to be done again, after a copy from before it was put back
        again_at text,
        counts text not null default '{}',
        remarks text not null default '[]'
    ) strict
    """,
    "create index erasures_of_people on erasures (stand_in)",
    """
    create table aged_campaigns (
        campaign_id integer primary key references campaigns (id),
        -- since when its numbers and cells, or its texts, are taken away; null while they stay
        numbers_at text,
        texts_at text,
        numbers_done integer not null default 0 check (numbers_done in (0, 1)),
        texts_done integer not null default 0 check (texts_done in (0, 1))
    ) strict
    """,
)
