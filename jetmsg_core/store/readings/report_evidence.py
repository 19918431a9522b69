"""What imported reports may say of people of whom we do not know that the gateway took the message:
rows matched to them by number, and rows of nobody that name their number.

A message *had left* from the first call on whose end is unknown, else from its only one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.states import ASSUMED_SENT
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.ledger.unknown_calls import REPORTED
from jetmsg_core.store.readings import lookups

NEVER = 1 << 60
"""When a message leaves that has not, in seconds since 1970."""

FIRST_LEFT = (
    "coalesce((select l.left_at from sent_again l where l.campaign_id = c.campaign_id"
    " and l.lo = c.lo), c.sending_at)"
)
"""When a chunk `c` may have left first, as a stamp; null for one that has not."""

_LEFT = f"coalesce(unixepoch({FIRST_LEFT}), {NEVER})"
_OPEN = (
    "not exists (select 1 from results o where o.campaign_id = c.campaign_id and o.seq = {}.seq"
    " and o.state <> 'not_accepted')"
)
"""Neither withheld from the call nor known to have been taken."""

_CHOSEN = (
    "json_each(?2) chosen cross join chunks c on c.campaign_id = ?1 and c.lo = chosen.value"
    " cross join"
)


def left_at(db: Database, campaign_id: int) -> Integers:
    """Gives a row for each chunk in order: first_seq, end_seq, and when its people's message had
    left."""
    return integers(
        db,
        "lo, hi, left_at",
        f"from (select c.lo, c.hi, {_LEFT} as left_at from chunks c where c.campaign_id = ?"
        " order by c.lo)",
        campaign_id,
    )


def matched(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> list[Row]:
    """Gives the report rows that were given to people of these chunks by their number: seq,
    word_id, at, report_id and left_at."""
    return rows(
        db,
        f"select d.seq, d.word_id, d.at, d.report_id, {_LEFT} as left_at from {_CHOSEN}"
        " deliveries d indexed by deliveries_not_counted"
        " on d.campaign_id = ?1 and d.seq >= c.lo and d.seq < c.hi"
        f" where d.counted = 0 and {_OPEN.format('d')} order by d.seq",
        campaign_id,
        json.dumps(list(first_seqs)),
    )


_GONE_AGAIN = (
    "c.state = 'accepted' and c.reason is null and exists (select 1 from sent_again l"
    " where l.campaign_id = c.campaign_id and l.lo = c.lo)"
)
"""A chunk `c` whose call was answered after an earlier one of it had ended unknown."""

_HAVE_AN_ID = (
    "exists (select 1 from results o where o.campaign_id = c.campaign_id and o.seq = r.seq"
    " and o.state = 'submitted' and o.sms_id is not null)"
)


def of_nobody(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> list[Row]:
    """Gives the unmatched rows of the campaign's mode about numbers in these chunks: seq, number,
    left_at, sms_id, word_id, at, report_id, and whether the row had a time of its own. What nobody
    has said to be about WhatsApp is about SMS."""
    return _unmatched(db, campaign_id, first_seqs, _OPEN.format("r"))


def of_first_calls(db: Database, campaign_id: int, first_seqs: Sequence[int]) -> list[Row]:
    """Gives the same rows about those in these chunks who have an smsId of a later call than their
    first, which had ended unknown; left_at is that of the first."""
    return _unmatched(db, campaign_id, first_seqs, f"{_GONE_AGAIN} and {_HAVE_AN_ID}")


def _unmatched(db: Database, campaign_id: int, first_seqs: Sequence[int], whose: str) -> list[Row]:
    is_any = "select exists (select 1 from parked_reports where number > 0)"
    if not db.conn.execute(is_any).fetchone()[0]:
        return []
    chosen = json.dumps(list(first_seqs))
    from_rows = lookups.built(db, campaign_id).numbers and _rows_are_fewer(db, campaign_id, chosen)
    return rows(
        db,
        f"select r.seq, r.number, {_LEFT} as left_at, p.sms_id, p.word_id, p.at, p.report_id,"
        " p.at >= 0 and p.at <> unixepoch(f.imported_at) as timed"
        f" from {_FROM_ROWS if from_rows else _FROM_PEOPLE}"
        " join report_files f on f.id = p.report_id"
        f" where p.mode = (select mode from campaigns where id = ?1 and channel = 'sms')"
        f" and {whose} order by r.seq, p.sms_id, p.word_id",
        campaign_id,
        chosen,
    )


_FROM_PEOPLE = (
    f"{_CHOSEN} recipients r on r.campaign_id = ?1 and r.seq >= c.lo and r.seq < c.hi"
    " cross join parked_reports p on p.number = r.number"
)
_FROM_ROWS = (
    "parked_reports p cross join numbers r on r.number = p.number and r.campaign_id = ?1"
    " cross join chunks c on c.campaign_id = ?1 and c.lo = ("
    "  select max(lo) from chunks where campaign_id = ?1 and lo <= r.seq)"
    "  and c.lo in (select value from json_each(?2))"
)
"""The same from the other end, for a campaign whose numbers are written down."""


def _rows_are_fewer(db: Database, campaign_id: int, chosen: str) -> bool:
    """Whether there are fewer unmatched rows than people in the chosen chunks."""
    (people,) = db.conn.execute(
        "select coalesce(sum(c.hi - c.lo), 0) from json_each(?2) chosen"
        " cross join chunks c on c.campaign_id = ?1 and c.lo = chosen.value",
        (campaign_id, chosen),
    ).fetchone()
    (count,) = db.conn.execute(
        "select count(*) from (select 1 from parked_reports where number > 0 limit ?)", (people,)
    ).fetchone()
    return bool(count < people)


def messages_to(db: Database, campaign_id: int, numbers: Iterable[int]) -> list[Row]:
    """Gives every message to these numbers that had left in the mode and by the channel of a
    campaign, but those it is known of that the gateway did not take: number, campaign_id, seq,
    left_at and sms_id. Of somebody whose first call ended unknown and another was answered there
    are two, the first without an smsId."""
    wanted = json.dumps(list(numbers))
    unbuilt = json.dumps(lookups.without_numbers(db))
    return rows(
        db,
        f"select r.number, r.campaign_id, r.seq, {_LEFT} as left_at,"
        " iif(attempt.is_first, null, s.sms_id) as sms_id from"
        " (select campaign_id, seq, number from numbers"
        "   where number in (select value from json_each(?2))"
        "  union select campaign_id, seq, number from recipients"
        "   where campaign_id in (select value from json_each(?3))"
        "   and number in (select value from json_each(?2))) r"
        " join campaigns k on k.id = r.campaign_id and k.started_at is not null"
        " join campaigns own on own.id = ?1 and own.mode = k.mode and own.channel = k.channel"
        " join chunks c on c.campaign_id = r.campaign_id and c.lo = ("
        "  select max(lo) from chunks where campaign_id = r.campaign_id and lo <= r.seq)"
        " left join results s on s.campaign_id = r.campaign_id and s.seq = r.seq"
        " join (select 0 as is_first union all select 1) attempt on not attempt.is_first"
        f"  or s.sms_id is not null and {_GONE_AGAIN}"
        " where coalesce(s.state, '') not in ('cancelled', 'not_accepted')"
        " and (c.state in ('sending', 'unknown') or c.state = 'accepted' and s.state = 'submitted'"
        "  or c.state = 'planned' and exists (select 1 from sent_again l"
        "   where l.campaign_id = c.campaign_id and l.lo = c.lo))",
        campaign_id,
        wanted,
        unbuilt,
    )


def without_id_elsewhere(db: Database, campaign_id: int) -> Integers:
    """Gives number and left_at of messages of other campaigns, of the same mode and channel, that a
    row of an unknown smsId may be about: calls of unknown end, settled as sent or not, and the
    pieces that such a call was divided into."""
    return integers(
        db,
        "number, left_at",
        f"from (select r.number, {_LEFT} as left_at from campaigns own"
        " join campaigns k on k.mode = own.mode and k.channel = own.channel and k.id <> own.id"
        " cross join chunks c on c.campaign_id = k.id and c.state = 'unknown'"
        " cross join recipients r on r.campaign_id = k.id and r.seq >= c.lo and r.seq < c.hi"
        f" where own.id = ?1 union all select r.number, {_LEFT} from campaigns own"
        " join campaigns k on k.mode = own.mode and k.channel = own.channel and k.id <> own.id"
        "  and (exists (select 1 from audit a where a.campaign_id = k.id)"
        "   or exists (select 1 from sent_again l where l.campaign_id = k.id))"
        " cross join chunks c on c.campaign_id = k.id"
        "  and (c.state = 'accepted' or c.state = 'planned' or c.state = 'sending')"
        # The audit names the call as it was, and so the first of its pieces alone.
        f"  and (c.reason in ('{ASSUMED_SENT}', '{REPORTED}') or exists (select 1"
        "   from sent_again l where l.campaign_id = k.id and l.lo = c.lo))"
        " cross join recipients r on r.campaign_id = k.id and r.seq >= c.lo and r.seq < c.hi"
        " left join results s on s.campaign_id = k.id and s.seq = r.seq"
        " where own.id = ?1 and iif(c.state = 'accepted', s.state = 'submitted'"
        "  and s.sms_id is null, s.state is null))",
        campaign_id,
    )


def give_away(db: Database, campaign_id: int, ids: Iterable[tuple[str, int]]) -> None:
    """Drops unmatched rows of the campaign's mode, by smsId and number: they are somebody's now."""
    db.conn.executemany(
        "delete from parked_reports where mode = (select mode from campaigns where id = ?1)"
        " and sms_id = ?2 and number = ?3",
        [(campaign_id, *pair) for pair in ids],
    )
