"""Columns and a table of the balance pages; made by the migration `m011_balance`."""

from __future__ import annotations

BALANCE = (
    # Parts of all campaigns that were submitted when the sample was kept: what has been used
    # since is the difference. Null in samples older than this.
    "alter table samples add column sent_tranx integer",
    "alter table samples add column sent_promo integer",
    # A pool that is under its threshold, from the first reading that said so until one that does
    # not. `tried_at` is the reading for which somebody was told last, or tried to.
    """
    create table low_pools (
        mode text not null check (mode in ('sandbox', 'live')),
        pool text not null check (pool in ('tranx', 'promo', 'otp')),
        since text not null,
        tried_at text,
        told_at text,
        primary key (mode, pool)
    ) strict, without rowid
    """,
)
