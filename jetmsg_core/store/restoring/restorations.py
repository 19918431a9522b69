"""Campaigns held since this database was put back from an earlier time, and what is known of each.

Held is whatever could go on by itself or with one click: running, scheduled and paused, whatever
held it before, if anybody waits in it. They all become *running* and held, so that there is one
way to go on. A campaign in which nobody waits ends by itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist, second_in_ist, stamp
from jetmsg_core.states import HOLDS, CampaignState, Hold
from jetmsg_core.store import processes
from jetmsg_core.store.database import Row, first, rows


class RestorationKind(StrEnum):
    """The way it was found: a copy made by `backup`; the mark knows more than the database; there
    is no mark; credits went that the database knows nothing of."""

    COPY = "copy"
    OLDER = "older"
    UNMARKED = "unmarked"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Restored:
    """A campaign that is held for it. What the database knows ends at `since`; `found_at` is None
    until a worker has looked at it. `state` is what it was before; `went` as in the table."""

    kind: RestorationKind
    since: str
    found_at: str | None
    state: CampaignState
    went: int | None


@dataclass(frozen=True)
class HeldCampaign:
    """A campaign that is held for it. `people` is how many wait in it."""

    campaign_id: int
    name: str
    state: CampaignState
    people: int


_WAITING = (
    "select c.id, c.name, c.state, c.held, c.scheduled_at, p.recipients - p.withheld as people"
    " from campaigns c join progress p on p.campaign_id = c.id and p.state = 'planned'"
    " and p.chunks > 0 and p.recipients > p.withheld"
)
_GOES = "c.state in ('running', 'scheduled', 'paused')"


def hold_all(
    db: Database,
    kind: RestorationKind,
    *,
    since: str,
    found_at: datetime | None,
    only: Collection[int] | None = None,
    started: Collection[int] = (),
) -> list[HeldCampaign]:
    """Holds what may go on (of it `only` these), and drafts that are known to have `started`. One
    that is held for this already keeps the earlier moment. Returns those it held. It is called
    within a transaction."""
    selected = rows(
        db,
        f"{_WAITING} where ({_GOES} and (?1 is null or c.id in (select value from json_each(?1)))"
        " or c.id in (select value from json_each(?2)))"
        " and (c.held is null or c.held <> 'restored') order by c.id",
        None if only is None else json.dumps(list(only)),
        json.dumps(list(started)),
    )
    if not selected and kind is not RestorationKind.OLDER:
        return []
    restoration = _note(db, kind, since, found_at)
    for row in selected:
        _hold(db, restoration, row, since)
    return [_held(row) for row in selected]


def note_copy(db: Database, now: datetime) -> list[HeldCampaign]:
    """Holds what may go on in a fresh copy, and notes that the copy waits to be put back. The rows
    of running processes are the original's, and are removed. Returns the campaigns it held. It is
    called within a transaction."""
    held = hold_all(db, RestorationKind.COPY, since=stamp(now), found_at=None)
    if not held:
        _note(db, RestorationKind.COPY, stamp(now), None)
    for name in ("worker", "sandbox"):
        processes.forget(db, name)
    return held


def take_up_copy(db: Database, now: datetime) -> str | None:
    """Notes, if this is a copy that nobody has used yet, that it is used now. Returns when it was
    made, None for any other database."""
    selected = rows(
        db,
        "update restorations set found_at = ? where kind = 'copy' and found_at is null"
        " returning since",
        stamp(now),
    )
    return max((row["since"] for row in selected), default=None)


def of_campaign(db: Database, campaign_id: int) -> Restored | None:
    """Gives what is known of a campaign that is held for this; None unless it is."""
    row = first(
        db,
        "select r.kind, r.since, r.found_at, k.state, k.went from campaigns c"
        " join restored_campaigns k on k.campaign_id = c.id"
        " join restorations r on r.id = k.restoration_id where c.id = ? and c.held = 'restored'",
        campaign_id,
    )
    if row is None:
        return None
    kind, state = RestorationKind(row["kind"]), CampaignState(row["state"])
    return Restored(kind, row["since"], row["found_at"], state, row["went"])


def held(db: Database) -> list[HeldCampaign]:
    """Gives all that are held for it, each with the state it was in before."""
    selected = rows(
        db,
        "select c.id, c.name, k.state, p.recipients - p.withheld as people from campaigns c"
        " join restored_campaigns k on k.campaign_id = c.id"
        " join progress p on p.campaign_id = c.id and p.state = 'planned'"
        " where c.held = 'restored' order by c.id",
    )
    return [_held(row) for row in selected]


def newest_since(db: Database, made_at: str) -> str | None:
    """Gives where a database ends that was put back and has a campaign made at that moment, so that
    its later fate is not known; None when there was none."""
    row = first(
        db,
        "select max(since) as since from restorations where kind in ('copy', 'older')"
        " and found_at is not null and since >= ?",
        made_at,
    )
    return row["since"] if row else None


def set_went(db: Database, campaign_id: int, people: int) -> None:
    db.conn.execute(
        "update restored_campaigns set went = ? where campaign_id = ?", (people, campaign_id)
    )


def waiting(db: Database, since: str) -> tuple[int, ...]:
    """Gives the ids of what `hold_all` would hold, of what was started, or made to start by itself,
    by `since`. What was started later was started in this database, and has not left from
    another."""
    begun = "coalesce(c.started_at, c.created_at) <= ?"
    return tuple(row["id"] for row in rows(db, f"{_WAITING} where {_GOES} and {begun}", since))


def last_found(db: Database, mode: str) -> str | None:
    """Gives when the newest restoration was found for which campaigns of this mode are still held;
    None when none are."""
    row = first(
        db,
        "select max(r.found_at) as at from campaigns c"
        " join restored_campaigns k on k.campaign_id = c.id"
        " join restorations r on r.id = k.restoration_id"
        " where c.held = 'restored' and c.mode = ?",
        mode,
    )
    return row["at"] if row else None


def _note(db: Database, kind: RestorationKind, since: str, found_at: datetime | None) -> int:
    row = first(
        db,
        "insert into restorations (kind, since, found_at) values (?, ?, ?) returning id",
        *(kind, since, stamp(found_at) if found_at else None),
    )
    assert row is not None
    return int(row["id"])


def _hold(db: Database, restoration: int, row: Row, since: str) -> None:
    db.conn.execute(
        "insert into restored_campaigns (campaign_id, restoration_id, state) values (?1, ?2, ?3)"
        " on conflict (campaign_id) do update set restoration_id = ?2, state = ?3, went = null",
        (row["id"], restoration, row["state"]),
    )
    db.conn.execute(
        "update campaigns set state = 'running', held = 'restored', held_detail = ?,"
        " retry_at = null where id = ? and state = ?",
        (_detail(row, since), row["id"], row["state"]),
    )
    # Whatever left, left after that: a delivery report from then on speaks of it, and whoever it
    # calls delivered or on the way is left out when the campaign goes on.
    db.conn.execute(
        "insert into sent_again (campaign_id, lo, left_at) select campaign_id, lo, ?2"
        " from chunks indexed by planned_chunks where campaign_id = ?1 and state = 'planned'"
        " on conflict (campaign_id, lo) do nothing",
        (row["id"], since),
    )


def _detail(row: Row, since: str) -> str:
    who = "1 person was" if row["people"] == 1 else f"{with_commas(row['people'])} people were"
    sentences = (
        f"What is known here ends on {second_in_ist(since)} IST: {who} waiting then "
        "and may have got the message since."
    )
    if row["state"] == CampaignState.PAUSED:
        sentences += " The campaign was paused."
    if row["state"] == CampaignState.SCHEDULED:
        sentences += f" The campaign was to start on {in_ist(row['scheduled_at'])} IST."
    if row["state"] == CampaignState.DRAFT:
        sentences += " It was a draft, and was started since."
    if row["held"]:
        sentences += f" It was held before: {HOLDS[Hold(row['held'])].sentence}"
    return sentences


def _held(row: Row) -> HeldCampaign:
    return HeldCampaign(row["id"], row["name"], CampaignState(row["state"]), row["people"])
