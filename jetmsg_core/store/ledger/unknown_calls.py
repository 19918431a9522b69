"""Calls of unknown end: what is known of each, and what a person decided. A decision and its audit
row are written together, and only while the chunk is unknown."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.states import ASSUMED_SENT
from jetmsg_core.store.database import Row, first, rows

REPORTED = "reported"

ALL = -1
"""No limit."""


class UnknownCallAction(StrEnum):
    """What a person decides about a call of unknown end."""

    ASSUME_SENT = "assume_sent"
    SEND_AGAIN = "send_again"


def unknown(
    db: Database,
    campaign_id: int,
    *,
    after: int,
    limit: int,
    among: Sequence[int] | None = None,
) -> list[Row]:
    """Gives the unknown chunks that begin after recipient `after`, and at one of the seqs `among`
    unless that is None, in send order, at most `limit`: each with its text and the last reply or
    failure of its last attempt."""
    chosen = "" if among is None else " and c.lo in (select value from json_each(?4))"
    return rows(
        db,
        "select c.lo, c.hi, c.chunk, c.attempts, c.parts, c.withheld, c.sending_at, c.settled_at,"
        " c.reason, c.hi - c.lo - c.withheld as recipients,"
        " coalesce(c.detail, '') as detail, coalesce(c.text, t.text) as text,"
        " coalesce(r.body, '') as body, coalesce(r.failure, '') as failure, r.http_status"
        " from chunks c indexed by unknown_chunks"
        " join chunks t on t.campaign_id = c.campaign_id and t.lo = c.text_lo"
        " left join replies r on r.id = ("
        "  select max(id) from replies where campaign_id = c.campaign_id and lo = c.lo"
        "  and attempt = c.attempts and outcome <> 'accepted')"
        " where c.campaign_id = ?1 and c.state = 'unknown' and c.lo > ?2"
        f"{chosen} order by c.lo limit ?3",
        campaign_id,
        after,
        limit,
        *(() if among is None else (json.dumps(list(among)),)),
    )


def newest_unknown(db: Database, mode: str, now: datetime) -> str | None:
    """Gives when a call that is paid from a pool last ended unknown, as a stamp; None while none
    is."""
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


def numbers_of(
    db: Database, campaign_id: int, first_seq: int, end_seq: int, limit: int
) -> list[int]:
    """Gives the first `limit` numbers of a chunk that were in the call."""
    selected = db.conn.execute(
        "select number from recipients r where campaign_id = ?1 and seq >= ?2 and seq < ?3"
        " and not exists (select 1 from results s where s.campaign_id = ?1 and s.seq = r.seq)"
        " order by seq limit ?4",
        (campaign_id, first_seq, end_seq, limit),
    )
    return [number for (number,) in selected]


def calls_with_numbers(db: Database, campaign_id: int, chunks: Collection[int]) -> list[Row]:
    """Gives lo, chunk, state, attempts and recipients of the chunks that are the calls with these
    numbers, in send order."""
    return rows(
        db,
        "select lo, chunk, state, attempts, hi - lo - withheld as recipients from chunks"
        " where campaign_id = ? and chunk in (select value from json_each(?)) order by lo",
        campaign_id,
        json.dumps(list(chunks)),
    )


def take_unknown(
    db: Database, campaign_id: int, first_seqs: Sequence[int] | None, *, limit: int = ALL
) -> list[Row]:
    """Gives those of these chunks that are unknown, of the campaign's for None, in send order, at
    most `limit`. Inside a transaction they stay so until it ends."""
    chosen = "" if first_seqs is None else " and lo in (select value from json_each(?3))"
    return rows(
        db,
        "select lo, hi, chunk, attempts, parts, withheld, hi - lo - withheld as recipients,"
        " sending_at, settled_at, coalesce(detail, '') as detail"
        " from chunks indexed by unknown_chunks"
        f" where campaign_id = ?1 and state = 'unknown'{chosen} order by lo limit ?2",
        campaign_id,
        limit,
        *(() if first_seqs is None else (json.dumps(list(first_seqs)),)),
    )


def assume_sent(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> None:
    """Makes unknown chunks accepted: everybody who was in the call is submitted, without an smsId
    but for those who have one already. The call was over when it was over, not when somebody
    decided: the audit says when that was."""
    chosen = json.dumps(list(first_seqs))
    db.conn.execute(
        "update chunks set state = 'accepted', submitted = hi - lo - withheld, reason = ?,"
        " detail = 'No clear answer came; a person decided that it was sent.'"
        " where campaign_id = ? and state = 'unknown' and lo in (select value from json_each(?))",
        (ASSUMED_SENT, campaign_id, chosen),
    )
    _submit_everybody(db, campaign_id, chosen)


def accept_reported(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> None:
    """Makes chunks accepted that are unknown or planned again, when a delivery report speaks of
    everybody who was in the call. It was over when it was over, not when the report came."""
    chosen = json.dumps(list(first_seqs))
    db.conn.execute(
        "update chunks set state = 'accepted', submitted = hi - lo - withheld, worker = null,"
        " settled_at = coalesce(settled_at, sending_at), reason = ?,"
        " detail = 'No clear answer came; a delivery report says that it was taken.'"
        " where campaign_id = ? and state in ('unknown', 'planned')"
        " and lo in (select value from json_each(?))",
        (REPORTED, campaign_id, chosen),
    )
    _submit_everybody(db, campaign_id, chosen)


def _submit_everybody(db: Database, campaign_id: int, chosen: str) -> None:
    # Who opted out before the call has a result already, and keeps it.
    db.conn.execute(
        "insert into results (campaign_id, seq, state)"
        " select c.campaign_id, r.seq, 'submitted' from json_each(?2) chosen"
        " cross join chunks c on c.campaign_id = ?1 and c.lo = chosen.value"
        " cross join recipients r on r.campaign_id = ?1 and r.seq >= c.lo and r.seq < c.hi"
        " where true on conflict (campaign_id, seq) do nothing",
        (campaign_id, chosen),
    )


def give_ids(db: Database, campaign_id: int, ids: Sequence[tuple[int, str]]) -> None:
    """Writes the smsIds that a report tells of people who were submitted without one: pairs of seq
    and smsId."""
    db.conn.executemany(
        "update results set sms_id = ?3 where campaign_id = ?1 and seq = ?2"
        " and state = 'submitted' and sms_id is null",
        [(campaign_id, *pair) for pair in ids],
    )


def send_again(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> None:
    """Plans unknown chunks again. What an earlier attempt may still answer has another attempt's
    number and changes nothing."""
    chosen = json.dumps(list(first_seqs))
    db.conn.execute(
        "insert into sent_again (campaign_id, lo, left_at)"
        " select campaign_id, lo, coalesce(sending_at, settled_at) from chunks"
        " where campaign_id = ? and state = 'unknown' and lo in (select value from json_each(?))"
        " on conflict (campaign_id, lo) do nothing",
        (campaign_id, chosen),
    )
    db.conn.execute(
        "update chunks set state = 'planned', worker = null, settled_at = null, reason = null,"
        " detail = null where campaign_id = ? and state = 'unknown'"
        " and lo in (select value from json_each(?))",
        (campaign_id, chosen),
    )


def note(
    db: Database, campaign_id: int, action: UnknownCallAction, calls: list[Row], now: datetime
) -> None:
    """Writes to the audit what was decided of each of these calls; `left_out` in a row is how many
    do not go again."""
    db.conn.executemany(
        "insert into audit (at, campaign_id, lo, chunk, action, recipients, detail, left_out)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(stamp(now), campaign_id, row["lo"], row["chunk"], action),
                *(row["recipients"], row["detail"], row.get("left_out", 0)),
            )
            for row in calls
        ],
    )


def decisions(db: Database, campaign_id: int, limit: int) -> list[Row]:
    """Gives what was decided at once, newest first: at, action, calls, recipients, those left out
    of them, and the first call."""
    return rows(
        db,
        "select at, action, count(*) as calls, sum(recipients) as recipients,"
        " sum(left_out) as left_out, min(chunk) as chunk"
        " from audit where campaign_id = ? group by at, action order by at desc limit ?",
        campaign_id,
        limit,
    )
