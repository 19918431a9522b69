"""Sums over campaigns: what was taken, reported and delivered."""

from __future__ import annotations

from sqlite_utils import Database

from jetmsg_core.states import REACHED
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.reports.assumed_sent import assumed_calls

_ASSUMED = f"(select coalesce(sum(people), 0) from ({assumed_calls('c.id')}))"
"""How many of campaign `c` are assumed to be sent to."""

_REACHED = ", ".join(f"'{state}'" for state in REACHED)


def campaigns(db: Database, mode: str, since: str, limit: int) -> list[Row]:
    """Gives what was submitted, of it assumed, reported and delivered of the campaigns begun since,
    the newest first, those of whom no report has come included."""
    return rows(
        db,
        "select c.id, c.name, c.template_id, c.sender_id, c.started_at,"
        " (select submitted from progress p where p.campaign_id = c.id and p.state = 'accepted')"
        f"  as submitted, {_ASSUMED} as assumed,"
        " (select coalesce(sum(recipients), 0) from delivery_counts d where d.campaign_id = c.id)"
        "  as reported,"
        " (select coalesce(sum(recipients), 0) from delivery_counts d where d.campaign_id = c.id"
        f"  and d.state in ({_REACHED})) as delivered"
        " from campaigns c where c.mode = ? and c.started_at >= ? order by c.id desc limit ?",
        mode,
        since,
        limit,
    )


def hours(db: Database, mode: str, since: str) -> list[Row]:
    """Gives the same by the hour in IST the calls were made, of campaigns that are over and have
    reports."""
    return rows(
        db,
        "select h.hour, sum(h.reported) as reported, sum(h.delivered) as delivered"
        " from delivery_hours h join campaigns c on c.id = h.campaign_id"
        " where c.mode = ? and c.started_at >= ? and h.reported > 0"
        " group by h.hour order by h.hour",
        mode,
        since,
    )


def reasons(db: Database, mode: str, since: str, states: tuple[str, ...]) -> list[Row]:
    """Counts the recipients of campaigns begun since by state and reason, of these states."""
    return rows(
        db,
        "select g.state, g.reason, sum(g.recipients) as recipients"
        " from recipient_groups g join campaigns c on c.id = g.campaign_id"
        f" where c.mode = ? and c.started_at >= ? and g.state in ({', '.join('?' * len(states))})"
        " group by g.state, g.reason order by recipients desc",
        mode,
        since,
        *states,
    )


def totals(db: Database, mode: str, since: str) -> Row:
    """Sums over all campaigns begun since: `sent` is what was handed to the gateway, `submitted`
    what it accepted, of these `assumed` what a person counted so, `reported` what a delivery report
    told of."""
    sent, submitted = db.conn.execute(
        "select coalesce(sum(p.recipients - p.withheld), 0),"
        " coalesce(sum(case p.state when 'accepted' then p.submitted else 0 end), 0)"
        " from campaigns c cross join progress p on p.campaign_id = c.id"
        " and p.state in ('accepted', 'refused', 'unknown')"
        " where c.mode = ? and c.started_at >= ?",
        (mode, since),
    ).fetchone()
    reported, delivered = db.conn.execute(
        "select coalesce(sum(d.recipients), 0),"
        f" coalesce(sum(iif(d.state in ({_REACHED}), d.recipients, 0)), 0)"
        " from campaigns c cross join delivery_counts d on d.campaign_id = c.id"
        " where c.mode = ? and c.started_at >= ?",
        (mode, since),
    ).fetchone()
    # Of the campaigns in which somebody decided, which are few.
    (assumed,) = db.conn.execute(
        f"select coalesce(sum({_ASSUMED}), 0) from campaigns c where c.mode = ? and c.started_at"
        " >= ? and c.id in (select campaign_id from audit where action = 'assume_sent')",
        (mode, since),
    ).fetchone()
    return {
        "sent": sent,
        "submitted": submitted,
        "reported": reported,
        "delivered": delivered,
        "assumed": assumed,
    }
