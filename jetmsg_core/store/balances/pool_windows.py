"""The readings of a pool around a moment, and what was on its way between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.states import Pool
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import first
from jetmsg_core.store.readings.report_evidence import FIRST_LEFT


@dataclass(frozen=True)
class Around:
    """Parts of one pool on their way between two moments: `accepted` left and was answered in
    between, `perhaps` overlaps one end. The end of `calls` calls is or was unknown; they cost
    `lost`, from `cheapest` to `dearest` each."""

    accepted: int
    perhaps: int
    lost: int
    calls: int
    cheapest: int
    dearest: int


@dataclass(frozen=True)
class Span:
    """Two readings of a pool. Each may show what happened within `reading` of its beginning; a
    call is answered within `longest` of leaving, or not at all."""

    begins: datetime
    ends: datetime
    reading: timedelta
    longest: timedelta


def sample_before(db: Database, mode: str, moment: datetime) -> Sample | None:
    """Gives the last reading up to a moment that succeeded; None when there is none."""
    return _sample(db, "taken_at <= ? and failure is null order by taken_at desc", mode, moment)


def sample_after(db: Database, mode: str, moment: datetime) -> Sample | None:
    """Gives the first reading from a moment on that succeeded; None when there is none."""
    return _sample(db, "taken_at >= ? and failure is null order by taken_at", mode, moment)


def _sample(db: Database, asked: str, mode: str, moment: datetime) -> Sample | None:
    row = first(
        db,
        f"select taken_at, tranx, promo, otp from samples where mode = ? and {asked} limit 1",
        mode,
        stamp(moment),
    )
    return Sample(**row) if row else None


# What was in a call that ended unknown: it may have been divided since, when it went again.
_WHOLE = (
    "c.parts * case when c.state = 'unknown' and r.attempt = c.attempts then c.hi - c.lo"
    " - c.withheld else coalesce((select max(a.recipients) from audit a"
    "  where a.campaign_id = c.campaign_id and a.lo = c.lo), c.hi - c.lo - c.withheld) end"
)

_OF_POOL = "k.mode = ?5 and k.pool = ?6"


def parts_around(db: Database, mode: str, pool: Pool, span: Span) -> Around:
    """Sums the parts of a pool between two readings of it, over all campaigns."""
    row = first(
        db,
        "select coalesce(sum(accepted * inside), 0) as accepted,"
        " coalesce(sum(accepted * (1 - inside)), 0) as perhaps, coalesce(sum(lost), 0) as lost,"
        " sum(lost > 0) as calls, min(nullif(lost, 0)) as cheapest, max(lost) as dearest"
        " from (select c.sending_at >= ?3 and r.received_at <= ?4 as inside,"
        "  case when r.outcome = 'accepted' then c.parts * c.submitted else 0 end as accepted,"
        f"  case when r.outcome = 'unknown' then {_WHOLE} else 0 end as lost"
        "  from replies r join chunks c on c.campaign_id = r.campaign_id and c.lo = r.lo"
        f"  join campaigns k on k.id = r.campaign_id and {_OF_POOL}"
        "  where r.id >= ?1 and r.id < ?2 and r.outcome in ('accepted', 'unknown')"
        "  and (c.attempts > r.attempt or c.sending_at <= ?9)"
        # Of calls whose worker died there is no reply; decided about or not.
        "  union all select 0, 0, c.parts * (c.hi - c.lo - c.withheld)"
        "  from campaigns k join chunks c indexed by unknown_chunks on c.campaign_id = k.id"
        f"  where {_OF_POOL} and c.state = 'unknown' and c.reason = 'worker_died'"
        "  and c.settled_at >= ?7 and c.sending_at <= ?9"
        "  union all select 0, 0, c.parts * a.recipients from campaigns k"
        "  join audit a on a.campaign_id = k.id"
        "  join chunks c on c.campaign_id = a.campaign_id and c.lo = a.lo"
        f"  where {_OF_POOL} and {FIRST_LEFT} between ?8 and ?9"
        "  and not exists (select 1 from replies r where r.campaign_id = c.campaign_id"
        "   and r.lo = c.lo and r.outcome = 'unknown')"
        "  union all select 0, p.parts, 0 from progress p join campaigns k on k.id = p.campaign_id"
        f"  where {_OF_POOL} and p.state = 'sending')",
        _first_reply(db, span.begins),
        _first_reply(db, span.ends + span.longest),
        stamp(span.begins + span.reading),
        stamp(span.ends),
        mode,
        pool,
        stamp(span.begins),
        stamp(span.begins - span.longest),
        stamp(span.ends + span.reading),
    )
    assert row is not None
    return Around(**{name: value or 0 for name, value in row.items()})


def replies_between(db: Database, span: Span) -> int:
    """Gives about how many calls were answered between two readings."""
    return _first_reply(db, span.ends + span.longest) - _first_reply(db, span.begins)


def _first_reply(db: Database, moment: datetime) -> int:
    """The id of the first reply received from `moment` on; one beyond the last if there is none."""
    newest = first(db, "select coalesce(max(id), 0) as id from replies")
    assert newest is not None
    low, high, wanted = 0, newest["id"] + 1, stamp(moment)
    while low < high:
        middle = (low + high) // 2
        row = first(
            db, "select received_at as at from replies where id >= ? order by id limit 1", middle
        )
        if row is not None and row["at"] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
