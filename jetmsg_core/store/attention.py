"""Calls of unknown end: what is known of each, what the balance did around it, and what a person
decided. A decision and its audit row are written together, and only while the chunk is unknown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.states import Pool
from jetmsg_core.store.database import Row, first, rows
from jetmsg_core.store.samples import Sample
from jetmsg_core.times import stamp

ASSUMED_SENT = "assumed_sent"


class Action(StrEnum):
    ASSUME_SENT = "assume_sent"
    SEND_AGAIN = "send_again"


@dataclass(frozen=True)
class Around:
    """Parts of one pool on their way between two moments: `accepted` left and was answered in
    between, `perhaps` overlaps one end, `lost` is of calls whose end is or was unknown."""

    accepted: int
    perhaps: int
    lost: int


def unknown(db: Database, campaign_id: int, *, after: int, limit: int) -> list[Row]:
    """Unknown chunks that begin after recipient `after`, in send order, each with its text and the
    last reply or failure of its last attempt."""
    return rows(
        db,
        "select c.lo, c.hi, c.chunk, c.parts, c.withheld, c.sending_at, c.settled_at, c.reason,"
        " coalesce(c.detail, '') as detail, coalesce(c.text, t.text) as text,"
        " coalesce(r.body, '') as body, coalesce(r.failure, '') as failure, r.http_status"
        " from chunks c indexed by unknown_chunks"
        " join chunks t on t.campaign_id = c.campaign_id and t.lo = c.text_lo"
        " left join replies r on r.id = ("
        "  select max(id) from replies where campaign_id = c.campaign_id and lo = c.lo"
        "  and attempt = c.attempts and outcome <> 'accepted')"
        " where c.campaign_id = ? and c.state = 'unknown' and c.lo > ? order by c.lo limit ?",
        campaign_id,
        after,
        limit,
    )


def newest_unknown(db: Database, mode: str, now: datetime) -> str | None:
    """When a call that is paid from a pool last ended unknown; None while none is."""
    row = first(
        db,
        "select max(u.settled_at) as at from campaigns k"
        " join chunks u indexed by unknown_chunks on u.campaign_id = k.id and u.state = 'unknown'"
        " where k.mode = ? and k.pool <> 'none' and u.settled_at <= ? and exists (select 1"
        "  from progress p where p.campaign_id = k.id and p.state = 'unknown' and p.chunks > 0)",
        mode,
        stamp(now),
    )
    return row["at"] if row else None


def numbers_of(db: Database, campaign_id: int, lo: int, hi: int, limit: int) -> list[int]:
    """The first numbers of a chunk that were in the call."""
    found = db.conn.execute(
        "select number from recipients r where campaign_id = ?1 and seq >= ?2 and seq < ?3"
        " and not exists (select 1 from results s where s.campaign_id = ?1 and s.seq = r.seq)"
        " order by seq limit ?4",
        (campaign_id, lo, hi, limit),
    )
    return [number for (number,) in found]


def calls_with_number(db: Database, campaign_id: int, chunk: int) -> list[Row]:
    """lo and state of the chunks that are this call."""
    return rows(
        db,
        "select lo, state from chunks where campaign_id = ? and chunk = ?",
        campaign_id,
        chunk,
    )


def take_unknown(db: Database, campaign_id: int, los: Sequence[int] | None) -> list[Row]:
    """Those of these chunks that are unknown, all of the campaign for None. Inside a transaction
    they stay so until it ends."""
    chosen = "" if los is None else " and lo in (select value from json_each(?2))"
    return rows(
        db,
        "select lo, hi, chunk, hi - lo - withheld as recipients, coalesce(detail, '') as detail"
        " from chunks indexed by unknown_chunks"
        f" where campaign_id = ?1 and state = 'unknown'{chosen} order by lo",
        campaign_id,
        *(() if los is None else (json.dumps(list(los)),)),
    )


def assume_sent(db: Database, campaign_id: int, taken: list[Row], now: datetime) -> None:
    """unknown → accepted; everybody who was in the call is submitted, without an smsId."""
    los = json.dumps([row["lo"] for row in taken])
    db.conn.execute(
        "update chunks set state = 'accepted', submitted = hi - lo - withheld, settled_at = ?,"
        " reason = ?, detail = 'No clear answer came; a person decided that it was sent.'"
        " where campaign_id = ? and state = 'unknown' and lo in (select value from json_each(?))",
        (stamp(now), ASSUMED_SENT, campaign_id, los),
    )
    # Who opted out before the call has a result already, and keeps it.
    db.conn.execute(
        "insert into results (campaign_id, seq, state)"
        " select c.campaign_id, r.seq, 'submitted' from json_each(?2) chosen"
        " join chunks c on c.campaign_id = ?1 and c.lo = chosen.value"
        " join recipients r on r.campaign_id = ?1 and r.seq >= c.lo and r.seq < c.hi"
        " where true on conflict (campaign_id, seq) do nothing",
        (campaign_id, los),
    )


def send_again(db: Database, campaign_id: int, taken: list[Row]) -> None:
    """unknown → planned. What an earlier attempt may still answer has another attempt's number
    and changes nothing."""
    db.conn.execute(
        "update chunks set state = 'planned', worker = null, settled_at = null, reason = null,"
        " detail = null where campaign_id = ? and state = 'unknown'"
        " and lo in (select value from json_each(?))",
        (campaign_id, json.dumps([row["lo"] for row in taken])),
    )


def note(db: Database, campaign_id: int, action: Action, taken: list[Row], now: datetime) -> None:
    db.conn.executemany(
        "insert into audit (at, campaign_id, lo, chunk, action, recipients, detail)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(stamp(now), campaign_id, row["lo"], row["chunk"], action),
                *(row["recipients"], row["detail"]),
            )
            for row in taken
        ],
    )


def decisions(db: Database, campaign_id: int, limit: int) -> list[Row]:
    """What was decided at once, newest first: at, action, calls, recipients, and the first call."""
    return rows(
        db,
        "select at, action, count(*) as calls, sum(recipients) as recipients, min(chunk) as chunk"
        " from audit where campaign_id = ? group by at, action order by at desc limit ?",
        campaign_id,
        limit,
    )


def sample_before(db: Database, mode: str, moment: datetime) -> Sample | None:
    """The last reading up to a moment that succeeded."""
    return _sample(db, "taken_at <= ? and failure is null order by taken_at desc", mode, moment)


def sample_after(db: Database, mode: str, moment: datetime) -> Sample | None:
    """The first reading from a moment on that succeeded."""
    return _sample(db, "taken_at >= ? and failure is null order by taken_at", mode, moment)


def _sample(db: Database, asked: str, mode: str, moment: datetime) -> Sample | None:
    row = first(
        db,
        f"select taken_at, tranx, promo, otp from samples where mode = ? and {asked} limit 1",
        mode,
        stamp(moment),
    )
    return Sample(**row) if row else None


def parts_around(
    db: Database,
    mode: str,
    pool: Pool,
    *,
    begins: datetime,
    read: datetime,
    ends: datetime,
    longest: datetime,
) -> Around:
    """Parts of a pool between two readings of it, over all campaigns. The first reading was made
    between `begins` and `read`; a call that was under way at the end, `ends`, was answered by
    `longest` or is not answered yet.

    Replies are kept in the order of their times, so a stretch of them is a range of ids, which
    needs no index that sending would have to keep up.
    """
    row = first(
        db,
        "select coalesce(sum(accepted * inside), 0) as accepted,"
        " coalesce(sum(accepted * (1 - inside)), 0) as perhaps, coalesce(sum(lost), 0) as lost"
        " from (select c.sending_at >= ?3 and r.received_at <= ?4 as inside,"
        "  case when r.outcome = 'accepted' then c.parts * c.submitted else 0 end as accepted,"
        "  case when r.outcome = 'unknown' then c.parts * (c.hi - c.lo - c.withheld) else 0 end"
        "   as lost"
        "  from replies r join chunks c on c.campaign_id = r.campaign_id and c.lo = r.lo"
        "  join campaigns k on k.id = r.campaign_id and k.mode = ?5 and k.pool = ?6"
        "  where r.id >= ?1 and r.id < ?2 and r.outcome in ('accepted', 'unknown')"
        "  and (c.attempts > r.attempt or c.sending_at <= ?4)"
        "  union all select 0, 0, c.parts * (c.hi - c.lo - c.withheld)"
        "  from campaigns k join chunks c indexed by unknown_chunks on c.campaign_id = k.id"
        "  where k.mode = ?5 and k.pool = ?6 and c.state = 'unknown' and c.reason = 'worker_died'"
        "  and c.settled_at >= ?7 and c.sending_at <= ?4"
        "  union all select 0, p.parts, 0 from progress p join campaigns k on k.id = p.campaign_id"
        "  where k.mode = ?5 and k.pool = ?6 and p.state = 'sending')",
        _first_reply(db, begins),
        _first_reply(db, longest),
        stamp(read),
        stamp(ends),
        mode,
        pool,
        stamp(begins),
    )
    assert row is not None
    return Around(row["accepted"], row["perhaps"], row["lost"])


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
