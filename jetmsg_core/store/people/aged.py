"""Campaigns whose numbers or texts are no longer kept. What is being taken away is noted before the
first slice, so that nobody is tried again meanwhile; a slice done twice changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.primitives.masking import TEXT_MARK
from jetmsg_core.store import stand_ins
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.database import first, rows, transaction
from jetmsg_core.store.ledger import retries
from jetmsg_core.store.people.ledger import put_texts

SLICE = 10_000
"""Recipients, texts, replies or rows of reports in one transaction."""

Stopped = Callable[[], bool]


class Aging(StrEnum):
    """What is taken away after its days: numbers with the cells beside them and the replies that
    echo them, or texts."""

    NUMBERS = "numbers"
    TEXTS = "texts"


@dataclass(frozen=True)
class Aged:
    """Since when a campaign's numbers or texts are no longer kept, as stamps; None while they
    are."""

    numbers_at: str | None = None
    texts_at: str | None = None


def aged(db: Database, campaign_id: int) -> Aged:
    """Tells what of a campaign is no longer kept."""
    row = first(
        db,
        "select numbers_at, texts_at from aged_campaigns where campaign_id = ?",
        campaign_id,
    )
    return Aged(**row) if row else Aged()


def any_aged(db: Database, campaign_ids: Collection[int]) -> bool:
    """Tells whether numbers or texts of any of these campaigns are no longer kept."""
    return bool(
        rows(
            db,
            "select 1 from aged_campaigns where campaign_id in (select value from json_each(?))"
            " limit 1",
            json.dumps(list(campaign_ids)),
        )
    )


_AT_REST = (
    "c.state in ('finished', 'stopped') and coalesce(c.finished_at, c.created_at) < ?1"
    " and not exists (select 1 from progress p where p.campaign_id = c.id"
    "  and p.state in ('planned', 'sending', 'unknown') and p.chunks > 0)"
)
"""Of a campaign `c`: over since before a moment, and no call of it waits for an answer or for a
person."""


def due(db: Database, aging: Aging, before: str) -> list[int]:
    """Gives the campaigns over since before a moment, with all that were tried again from them or
    they from, of which this is kept still, or not all taken away; the oldest first."""
    selected = rows(
        db,
        f"select c.id from campaigns c left join aged_campaigns a on a.campaign_id = c.id"
        f" where {_AT_REST} and coalesce(a.{aging}_done, 0) = 0 order by c.id",
        before,
    )
    return [row["id"] for row in selected if _is_family_at_rest(db, row["id"], before)]


def _is_family_at_rest(db: Database, campaign_id: int, before: str) -> bool:
    family = retries.family(db, campaign_id)
    if len(family) == 1:
        return True
    (count,) = db.conn.execute(
        f"select count(*) from campaigns c where {_AT_REST}"
        " and c.id in (select value from json_each(?2))",
        (before, json.dumps(family)),
    ).fetchone()
    return bool(count == len(family))


def begin(db: Database, campaign_id: int, aging: Aging, *, before: str, now: str) -> bool:
    """Notes that from now on this is no longer kept. Returns False where the campaign, or one tried
    again from it, is not at rest any more."""
    with transaction(db):
        if campaign_id not in due(db, aging, before):
            return False
        db.conn.execute(
            f"insert into aged_campaigns (campaign_id, {aging}_at) values (?1, ?2)"
            f" on conflict (campaign_id) do update set {aging}_at = coalesce({aging}_at, ?2)",
            (campaign_id, now),
        )
    return True


def end(db: Database, campaign_id: int, aging: Aging) -> None:
    """Notes that nothing of it is left."""
    db.conn.execute(
        f"update aged_campaigns set {aging}_done = 1 where campaign_id = ?", (campaign_id,)
    )


def take_numbers(db: Database, campaign_id: int, stopped: Stopped) -> None:
    """Puts stand-ins in the place of the numbers of a campaign, slice by slice, until done or
    stopped."""
    done = 0  # up to this seq: each slice begins where the one before ended
    while not stopped():
        cells = integers(
            db,
            "seq, number",
            "from recipients where campaign_id = ? and seq > ? and number >= 0"
            " order by seq limit ?",
            campaign_id,
            done,
            SLICE,
        )
        if not len(cells):
            return
        done = int(cells[-1, 0])
        hidden = stand_ins.of_numbers(db, cells[:, 1]).tolist()
        moves = [
            (stand_in, campaign_id, seq, number)
            for stand_in, (seq, number) in zip(hidden, cells.tolist(), strict=True)
        ]
        with transaction(db):
            for table in ("recipients", "numbers"):
                db.conn.executemany(
                    f"update {table} set number = ? where campaign_id = ? and seq = ?"
                    " and number = ?",
                    moves,
                )


def take_texts(db: Database, campaign_id: int, stopped: Stopped) -> None:
    """Puts marks in the place of the texts of a campaign, slice by slice, until done or
    stopped."""
    done = 0
    while not stopped():
        texts = db.conn.execute(
            "select lo, text from chunks where campaign_id = ? and lo > ? and text is not null"
            " and text not glob ? order by lo limit ?",
            (campaign_id, done, f"{TEXT_MARK}*", SLICE),
        ).fetchall()
        if not texts:
            return
        done = texts[-1][0]
        with transaction(db):
            put_texts(db, campaign_id, texts)


def take_replies(db: Database, campaign_id: int, stopped: Stopped) -> None:
    """Empties the raw replies of a campaign, slice by slice; what they came to stays."""
    ids = integers(
        db, "id", "from replies where campaign_id = ? and body <> '' order by id", campaign_id
    )[:, 0].tolist()
    for start in range(0, len(ids), SLICE):
        if stopped():
            return
        db.conn.execute(
            "update replies set body = '', failure = iif(failure is null, null, '')"
            " where id in (select value from json_each(?))",
            (json.dumps(ids[start : start + SLICE]),),
        )


def take_old_reports(db: Database, before_seconds: int, stopped: Stopped) -> int:
    """Removes unmatched rows of reports from before a moment in seconds, unless a call of their
    mode waits for a person to decide: they may be all that tells about it. Returns how many."""
    count = 0
    while not stopped():
        cursor = db.conn.execute(
            "delete from parked_reports where (mode, sms_id, number, word_id) in"
            " (select mode, sms_id, number, word_id from parked_reports where abs(at) < ?"
            "  and mode not in (select c.mode from campaigns c join progress p on p.campaign_id ="
            "   c.id where p.state = 'unknown' and p.chunks > 0) limit ?)",
            (before_seconds, SLICE),
        )
        count += cursor.rowcount
        if cursor.rowcount < SLICE:
            break
    return count


def message_of(db: Database, campaign_id: int) -> str:
    """Gives the message of a campaign before it was filled."""
    row = first(db, "select message from campaigns where id = ?", campaign_id)
    assert row is not None
    return str(row["message"])
