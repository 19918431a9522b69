"""Numbers and smsIds of ended campaigns, sorted, so that one among millions is found at once.

Written in slices, so that a sender of another campaign never waits long for the write lock. A
slice written twice changes nothing: after a kill it is begun again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.store.bulk import from_json, integers, no_collection
from jetmsg_core.store.database import rows, transaction
from jetmsg_core.store.ledger.chunks import MAX_PARAMETERS

SLICE = 100_000
_ASKED_AT_ONCE = 20_000
_READ_FOR_EACH = 2
"""Stored ids that are read for one that is asked for, before each is looked up by itself."""


@dataclass(frozen=True)
class Built:
    """What is written for a campaign that is over."""

    numbers: bool = False
    sms_ids: bool = False
    groups: bool = False


def built(db: Database, campaign_id: int) -> Built:
    """Tells what is written for a campaign."""
    selected = rows(
        db, "select numbers, sms_ids, groups from lookups where campaign_id = ?", campaign_id
    )
    return (
        Built(**{name: bool(value) for name, value in selected[0].items()}) if selected else Built()
    )


def mark(db: Database, campaign_id: int, part: str, *, done: bool = True) -> None:
    """Notes that a part, which is a column of `lookups`, is written or has to be written again."""
    db.conn.execute(
        f"insert into lookups (campaign_id, {part}) values (?1, ?2)"
        f" on conflict (campaign_id) do update set {part} = ?2",
        (campaign_id, int(done)),
    )


def ended_without(db: Database) -> list[int]:
    """Gives the campaigns that are over, with no call on its way, of which something is missing."""
    selected = db.conn.execute(
        "select c.id from campaigns c left join lookups l on l.campaign_id = c.id"
        " where c.state in ('finished', 'stopped')"
        " and (l.campaign_id is null or l.numbers = 0 or l.sms_ids = 0 or l.groups = 0)"
        " and not exists (select 1 from progress p where p.campaign_id = c.id"
        "  and p.state in ('planned', 'sending') and p.chunks > 0) order by c.id"
    )
    return [campaign_id for (campaign_id,) in selected]


def without_ids(db: Database, mode: str) -> list[int]:
    """Gives the campaigns of a mode that may hold smsIds which are not in the lookup table: those
    that still run."""
    selected = db.conn.execute(
        "select c.id from campaigns c left join lookups l on l.campaign_id = c.id"
        " where c.mode = ? and c.started_at is not null and coalesce(l.sms_ids, 0) = 0"
        " order by c.id",
        (mode,),
    )
    return [campaign_id for (campaign_id,) in selected]


def with_ids(db: Database) -> frozenset[int]:
    """Gives the campaigns whose smsIds are all in the lookup table."""
    selected = db.conn.execute("select campaign_id from lookups where sms_ids = 1")
    return frozenset(campaign_id for (campaign_id,) in selected)


def without_numbers(db: Database) -> list[int]:
    """Gives the campaigns whose numbers are not in the lookup table."""
    selected = db.conn.execute(
        "select c.id from campaigns c left join lookups l on l.campaign_id = c.id"
        " where coalesce(l.numbers, 0) = 0 order by c.id"
    )
    return [campaign_id for (campaign_id,) in selected]


def write_numbers(db: Database, campaign_id: int) -> None:
    """Writes where each number of a campaign is. What is erased meanwhile is read anew, so that no
    number comes back that was read before."""
    cells = integers(
        db,
        "number, seq",
        "from recipients where campaign_id = ? order by seq",
        campaign_id,
    )
    cells = cells[np.argsort(cells[:, 0], kind="stable")]
    erased = int(np.count_nonzero(cells[:, 0] < 0))
    for start in range(0, len(cells), SLICE):
        with transaction(db):
            is_as_read = _count_erased(db, campaign_id) == erased
            if is_as_read:
                _insert_numbers(db, campaign_id, cells[start : start + SLICE])
        if not is_as_read:
            write_numbers(db, campaign_id)
            return
    with transaction(db):
        mark(db, campaign_id, "numbers")


def _count_erased(db: Database, campaign_id: int) -> int:
    counted = db.conn.execute(
        "select count(*) from recipients where campaign_id = ? and number < 0", (campaign_id,)
    )
    return int(counted.fetchone()[0])


def _insert_numbers(db: Database, campaign_id: int, cells: Integers) -> None:
    width = MAX_PARAMETERS // 2
    with no_collection():
        for start in range(0, len(cells), width):
            block = cells[start : start + width]
            marks = ", ".join(["(?1, ?, ?)"] * len(block))
            db.conn.execute(
                f"insert or ignore into numbers (campaign_id, number, seq) values {marks}",
                [campaign_id, *block.ravel().tolist()],
            )


def write_sms_ids(db: Database, campaign_id: int) -> None:
    """Writes whose each smsId of a campaign is, in slices: the gateway gives ids about in the order
    of sending, so slices by seq come nearly sorted."""
    last = rows(db, "select recipients from campaigns where id = ?", campaign_id)[0]["recipients"]
    for first_seq in range(1, last + 1, SLICE):
        with transaction(db):
            db.conn.execute(
                "insert or ignore into sms_ids (sms_id, campaign_id, seq)"
                " select sms_id, campaign_id, seq from results"
                " where campaign_id = ? and seq >= ? and seq < ? and sms_id is not null"
                " order by sms_id",
                (campaign_id, first_seq, first_seq + SLICE),
            )


def find_sms_ids(db: Database, ids: pa.LargeStringArray) -> Integers:
    """Gives the position in `ids`, which ascend and are each there once, campaign and seq of those
    known, in whatever mode, a row each; the newest campaign of an id last."""
    matches = [np.empty((0, 3), np.int64)]
    for start in range(0, len(ids), _ASKED_AT_ONCE):
        asked = ids.slice(start, _ASKED_AT_ONCE)
        within = _known_between(db, asked)
        matches.append(_known_among(db, asked) if within is None else within)
        matches[-1][:, 0] += start
    return np.concatenate(matches)


def _known_between(db: Database, ids: pa.LargeStringArray) -> Integers | None:
    """Reads all that is stored between the first and the last of these: a third of the time of
    looking each up, for a report has nearly all ids that were given in some hours. None where much
    more than these is stored there."""
    most = _READ_FOR_EACH * len(ids)
    texts, campaigns, seqs = db.conn.execute(
        "select group_concat(sms_id, ' '), json_group_array(campaign_id), json_group_array(seq)"
        " from (select * from sms_ids where sms_id >= ? and sms_id <= ?"
        "  order by sms_id, campaign_id, seq limit ?)",
        (ids[0].as_py(), ids[-1].as_py(), most + 1),
    ).fetchone()
    columns = (from_json(campaigns), from_json(seqs))
    if len(columns[0]) > most:
        return None
    if not texts:
        return np.empty((0, 3), np.int64)
    # No smsId holds white space.
    stored = pc.split_pattern(pa.array([texts], ids.type), " ").flatten()
    positions = np.asarray(pc.index_in(stored, value_set=ids).fill_null(-1), np.int64)
    is_asked = positions >= 0
    return np.column_stack((positions[is_asked], *(column[is_asked] for column in columns)))


def _known_among(db: Database, ids: pa.LargeStringArray) -> Integers:
    """Looks each of these up."""
    return integers(
        db,
        "asked, campaign_id, seq",
        "from (select j.key as asked, s.campaign_id, s.seq from json_each(?) j"
        " cross join sms_ids s on s.sms_id = j.value order by j.key, s.campaign_id, s.seq)",
        json.dumps(ids.to_pylist()),
    )


def campaigns_of(db: Database, mode: str) -> list[int]:
    """Gives the ids of the campaigns of a mode."""
    return [row["id"] for row in rows(db, "select id from campaigns where mode = ?", mode)]


def seqs_of_number(db: Database, campaign_id: int, number: int) -> list[int]:
    """Gives the seqs of a number in a campaign, in order."""
    if built(db, campaign_id).numbers:
        sql = "select seq from numbers where number = ?2 and campaign_id = ?1 order by seq"
    else:
        sql = "select seq from recipients where campaign_id = ?1 and number = ?2 order by seq"
    return [seq for (seq,) in db.conn.execute(sql, (campaign_id, number))]


def seqs_of_sms_id(db: Database, campaign_id: int, sms_id: str) -> list[int]:
    """Gives the seqs of an smsId in a campaign, in order."""
    if built(db, campaign_id).sms_ids:
        sql = "select seq from sms_ids where sms_id = ?2 and campaign_id = ?1 order by seq"
    else:
        sql = "select seq from results where campaign_id = ?1 and sms_id = ?2 order by seq"
    return [seq for (seq,) in db.conn.execute(sql, (campaign_id, sms_id))]


def everywhere(db: Database, number: int) -> list[tuple[int, int]]:
    """Gives campaign and seq of everything ever addressed to a number, the newest campaign
    first."""
    selected = db.conn.execute(
        "select campaign_id, seq from numbers where number = ?", (number,)
    ).fetchall()
    indexed = {campaign_id for campaign_id, _ in selected}
    for campaign_id in without_numbers(db):
        if campaign_id not in indexed:
            selected += [(campaign_id, s) for s in seqs_of_number(db, campaign_id, number)]
    return sorted(selected, reverse=True)


def campaign_with_most(db: Database, mode: str, numbers: Sequence[int]) -> int | None:
    """Gives the campaign of a mode that has begun and has most of these numbers among its people,
    the newest of several; None where none has any."""
    selected = db.conn.execute(
        "select c.id from (select campaign_id, number from numbers"
        "   where number in (select value from json_each(?2))"
        "  union select campaign_id, number from recipients"
        "   where campaign_id in (select value from json_each(?3))"
        "   and number in (select value from json_each(?2))) r"
        " join campaigns c on c.id = r.campaign_id"
        " where c.mode = ?1 and c.started_at is not null"
        " group by c.id order by count(*) desc, c.id desc limit 1",
        (mode, json.dumps(list(numbers)), json.dumps(without_numbers(db))),
    ).fetchone()
    return selected[0] if selected else None
