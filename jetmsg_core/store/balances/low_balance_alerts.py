"""Pools that are low, so that somebody is told once for each fall and not at every reading."""

from __future__ import annotations

from sqlite_utils import Database

from jetmsg_core.store.database import rows


def told_up_to(db: Database, mode: str) -> dict[str, str]:
    """Gives the pools known to be low, each with the last reading for which nothing is left to be
    told, as a stamp: `~` once somebody was told."""
    selected = rows(
        db,
        "select pool, case when told_at is null then coalesce(tried_at, '') else '~' end as done"
        " from low_pools where mode = ?",
        mode,
    )
    return {row["pool"]: row["done"] for row in selected}


def went_low(db: Database, mode: str, pool: str, taken_at: str) -> None:
    """Notes that a pool is low since then; one that is low already stays so."""
    db.conn.execute(
        "insert into low_pools (mode, pool, since) values (?, ?, ?)"
        " on conflict (mode, pool) do nothing",
        (mode, pool, taken_at),
    )


def came_back(db: Database, mode: str, pool: str) -> None:
    """Notes that a pool is low no longer."""
    db.conn.execute("delete from low_pools where mode = ? and pool = ?", (mode, pool))


def claim_untold(db: Database, mode: str, taken_at: str) -> list[str]:
    """Gives the pools to tell about now, and notes the try: nobody was told yet, and nobody tried
    since this reading."""
    selected = rows(
        db,
        "update low_pools set tried_at = ?1 where mode = ?2 and told_at is null"
        " and coalesce(tried_at, '') < ?1 returning pool",
        taken_at,
        mode,
    )
    return [row["pool"] for row in selected]


def notified(db: Database, mode: str, pool: str, now: str) -> None:
    """Notes that somebody was told that the pool is low."""
    db.conn.execute(
        "update low_pools set told_at = ? where mode = ? and pool = ? and told_at is null",
        (now, mode, pool),
    )
