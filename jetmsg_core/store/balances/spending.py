"""What campaigns take from each pool. Campaigns of the sandbox and of the live gateway are never
mixed: `mode` is part of every question."""

from __future__ import annotations

from sqlite_utils import Database

from jetmsg_core.store.database import Row, first, rows

DECIDED = (
    "(select coalesce(sum((a.recipients - a.left_out) * k.parts), 0) from audit a"
    " join chunks k on k.campaign_id = a.campaign_id and k.lo = a.lo"
    " where a.campaign_id = c.id and a.action = '{}')"
)
"""Parts in calls of unknown end that a person decided about in this way, without those whom a
report kept from going again."""

UNKNOWN = (
    "(select coalesce(sum({}), 0) from chunks u indexed by unknown_chunks"
    " where u.campaign_id = c.id and u.state = 'unknown')"
)
"""Over the calls of unknown end. Who opted out before a call was not in it."""

SPENDERS = (
    "select c.id, c.name, c.pool, c.state, c.held, c.chunks, c.started_at, c.finished_at,"
    " c.parts as predicted, sum(p.submitted_parts) as submitted,"
    " sum(case p.state when 'sending' then p.chunks else 0 end) as on_their_way,"
    " sum(case when p.state in ('planned', 'cancelled') then 0 else p.chunks end) as calls,"
    " sum(case p.state when 'unknown' then p.chunks else 0 end) as unknown_calls,"
    f" {UNKNOWN.format('u.hi - u.lo - u.withheld')} as unknown_people,"
    f" {UNKNOWN.format('u.parts * (u.hi - u.lo - u.withheld)')} as unknown_parts,"
    f" {DECIDED.format('assume_sent')} as assumed_parts,"
    f" {DECIDED.format('send_again')} as repeated_parts"
    " from campaigns c join progress p on p.campaign_id = c.id"
)

FOREVER = "~"
"""After every stamp."""


def spenders(db: Database, mode: str, start: str, end: str) -> list[Row]:
    """Gives the campaigns with credits that were going on between these stamps, the earliest
    first."""
    return rows(
        db,
        f"{SPENDERS} where c.mode = ? and c.pool <> 'none' and c.started_at <= ?"
        # A clock that was set back lets a campaign end before it began.
        f" and max(c.started_at, coalesce(c.finished_at, '{FOREVER}')) >= ?"
        " group by c.id order by c.started_at",
        mode,
        end,
        start,
    )


def newest_start(db: Database, mode: str, rank: int) -> str | None:
    """Gives when the campaign with credits that is `rank`-newest was started; None with fewer."""
    row = first(
        db,
        "select started_at from campaigns"
        " where mode = ? and pool <> 'none' and started_at is not null"
        " order by started_at desc limit 1 offset ?",
        mode,
        rank - 1,
    )
    return row["started_at"] if row else None


def started_at(db: Database, mode: str, campaign_id: int) -> str | None:
    """Gives when a campaign was started; None for one that was not or takes no credits."""
    row = first(
        db,
        "select started_at from campaigns where id = ? and mode = ? and pool <> 'none'",
        campaign_id,
        mode,
    )
    return row["started_at"] if row else None


def needed(db: Database, mode: str) -> list[Row]:
    """Gives what is still to be sent in the campaigns scheduled, running or paused: pool, parts and
    campaigns."""
    return rows(
        db,
        "select c.pool, sum(p.parts) as parts, count(distinct c.id) as campaigns"
        " from campaigns c join progress p on p.campaign_id = c.id"
        " where c.mode = ? and c.state in ('scheduled', 'running', 'paused')"
        " and p.state in ('planned', 'sending') and p.chunks > 0 group by c.pool",
        mode,
    )


def submitted_parts(db: Database, mode: str) -> dict[str, int]:
    """Sums the parts submitted in all campaigns ever, by pool."""
    selected = rows(
        db,
        "select c.pool, sum(p.submitted_parts) as parts"
        " from progress p join campaigns c on c.id = p.campaign_id"
        " where c.mode = ? group by c.pool",
        mode,
    )
    return {row["pool"]: int(row["parts"]) for row in selected}
