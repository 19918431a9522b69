"""Campaigns and their progress. Every change of state says what it changed from, in one statement,
so a double click, two tabs or a second worker change nothing the second time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.states import (
    CHUNK_STATES,
    CampaignState,
    Channel,
    ChunkState,
    Hold,
    Pool,
    states_before,
)
from jetmsg_core.store.database import Row, first, rows
from jetmsg_core.times import stamp


@dataclass(frozen=True)
class Campaign:
    """One row of `campaigns`. Times are stamps in UTC; `parts` is the total planned."""

    id: int
    name: str
    mode: str
    """The mode it was made in: it is never sent in the other."""
    channel: Channel
    sender_id: str
    route: int
    template_id: str
    pool: Pool
    message: str
    source: str
    columns: tuple[str, ...]
    recipients: int
    skipped: int
    chunks: int
    chunk_size: int
    parts: int
    state: CampaignState
    held: Hold | None
    held_detail: str
    retry_at: str | None
    created_at: str
    scheduled_at: str | None
    started_at: str | None
    finished_at: str | None
    stored_template: int | None
    stored_version: int | None
    choices: str
    """What it was composed with, as JSON; `{}` when it was made by a command."""
    retry_of: int | None
    """The campaign whose failures it tries again."""

    def may_go_on(self, now: datetime) -> bool:
        """Running, and not held, or held only until a moment that has come."""
        due = self.retry_at is not None and self.retry_at <= stamp(now)
        return self.state is CampaignState.RUNNING and (self.held is None or due)


@dataclass(frozen=True)
class Tally:
    """The chunks of one state: how many, and what they hold."""

    chunks: int = 0
    recipients: int = 0
    parts: int = 0
    submitted: int = 0
    submitted_parts: int = 0
    withheld: int = 0

    @property
    def addressed(self) -> int:
        """Recipients who share the chunks' fate: all but those withheld."""
        return self.recipients - self.withheld


Progress = dict[ChunkState, Tally]


def _listed(states: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


_BEFORE_FINISHED = _listed(states_before(CampaignState.FINISHED))
_OPEN_CHUNKS = _listed(state for state, facts in CHUNK_STATES.items() if facts.is_open)


def insert(db: Database, token: str, values: Row) -> int | None:
    """The new campaign's id, or None when the token was used before."""
    values = values | {"token": token}
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    cursor = db.conn.execute(
        f"insert into campaigns ({names}) values ({marks})"
        " on conflict (token) do nothing returning id",
        values,
    )
    row = cursor.fetchone()
    return int(row[0]) if row else None


def id_of_token(db: Database, token: str) -> int | None:
    row = first(db, "select id from campaigns where token = ?", token)
    return int(row["id"]) if row else None


def get(db: Database, campaign_id: int) -> Campaign | None:
    row = first(db, "select * from campaigns where id = ?", campaign_id)
    return _campaign(row) if row else None


def newest(
    db: Database, limit: int, before: int | None, states: Collection[CampaignState]
) -> list[Campaign]:
    """Newest first; `before` is the id the page before ended with."""
    found = rows(
        db,
        "select * from campaigns where id < coalesce(?, 9223372036854775807)"
        f" and state in ({', '.join('?' for _ in states)}) order by id desc limit ?",
        before,
        *states,
        limit,
    )
    return [_campaign(row) for row in found]


def next_scheduled(db: Database, limit: int) -> list[Campaign]:
    """The soonest first."""
    found = rows(
        db,
        "select * from campaigns where state = 'scheduled' order by scheduled_at, id limit ?",
        limit,
    )
    return [_campaign(row) for row in found]


def retries_of(db: Database, campaign_id: int) -> list[Campaign]:
    found = rows(db, "select * from campaigns where retry_of = ? order by id", campaign_id)
    return [_campaign(row) for row in found]


def in_state(db: Database, state: CampaignState) -> list[Campaign]:
    found = rows(db, "select * from campaigns where state = ? order by id", state)
    return [_campaign(row) for row in found]


def progress(db: Database, campaign_id: int) -> Progress:
    found = rows(db, "select * from progress where campaign_id = ?", campaign_id)
    return {
        ChunkState(row["state"]): Tally(
            row["chunks"],
            row["recipients"],
            row["parts"],
            row["submitted"],
            row["submitted_parts"],
            row["withheld"],
        )
        for row in found
    }


def change_state(
    db: Database,
    campaign_id: int,
    *,
    to: CampaignState,
    among: Collection[CampaignState] | None = None,
    now: datetime,
    scheduled_at: datetime | None = None,
) -> bool:
    """Brings a campaign into the state `to` and ends its hold. Returns whether it was in a state
    that `to` may follow, and in one of `among` if that is given. `scheduled_at` is kept with the
    state *scheduled*, and stays when the campaign starts. What has started never becomes *draft* or
    *scheduled* again: *running* leads there only before the first call."""
    allowed_from = states_before(to) if among is None else states_before(to, among)
    marks = ", ".join("?" for _ in allowed_from)
    changed = rows(
        db,
        "update campaigns set state = ?, held = null, held_detail = null, retry_at = null,"
        " started_at = case when ? = 'running' then coalesce(started_at, ?) else started_at end,"
        " finished_at = case when ? in ('finished', 'stopped') then ? else null end,"
        " scheduled_at = case ? when 'scheduled' then ? when 'draft' then null"
        "  else scheduled_at end"
        f" where id = ? and state in ({marks})"
        " and (? not in ('draft', 'scheduled') or started_at is null) returning id",
        to,
        to,
        stamp(now),
        to,
        stamp(now),
        to,
        stamp(scheduled_at) if scheduled_at else None,
        campaign_id,
        *allowed_from,
        to,
    )
    return bool(changed)


def start_held(db: Database, campaign_id: int, why: Hold, detail: str) -> None:
    """scheduled → running for a campaign that is due, but held before its first call."""
    db.conn.execute(
        "update campaigns set state = 'running', held = ?, held_detail = ?, retry_at = null"
        " where id = ? and state = 'scheduled'",
        (why, detail, campaign_id),
    )


def names(db: Database) -> dict[int, str]:
    return {row["id"]: row["name"] for row in rows(db, "select id, name from campaigns")}


def due(db: Database, mode: str, now: datetime) -> list[Campaign]:
    """Scheduled campaigns of this mode whose time has come, the earliest first."""
    found = rows(
        db,
        "select * from campaigns where state = 'scheduled' and mode = ? and scheduled_at <= ?"
        " order by scheduled_at, id",
        mode,
        stamp(now),
    )
    return [_campaign(row) for row in found]


def hold(db: Database, campaign_id: int, why: Hold, detail: str, retry_at: datetime | None) -> None:
    """Hold a running campaign. A hold that waits for a person is not replaced by a milder one."""
    rows(
        db,
        "update campaigns set held = ?, held_detail = ?, retry_at = ?"
        " where id = ? and state = 'running' and (held is null or retry_at is not null)"
        " returning id",
        why,
        detail,
        stamp(retry_at) if retry_at else None,
        campaign_id,
    )


def end_hold(db: Database, campaign: Campaign) -> None:
    """End the hold that the campaign was read with, if it is still that one."""
    db.conn.execute(
        "update campaigns set held = null, held_detail = null, retry_at = null"
        " where id = ? and state = 'running' and held = ? and retry_at is ?",
        (campaign.id, campaign.held, campaign.retry_at),
    )


def finish_completed(db: Database, campaign_id: int, now: datetime) -> bool:
    """Finish a campaign in which nothing is planned and nothing is being sent."""
    changed = rows(
        db,
        "update campaigns set state = 'finished', held = null, held_detail = null,"
        " retry_at = null, finished_at = ?"
        f" where id = ? and state in ({_BEFORE_FINISHED}) and not exists ("
        "  select 1 from progress where campaign_id = campaigns.id"
        f"  and state in ({_OPEN_CHUNKS}) and chunks > 0) returning id",
        stamp(now),
        campaign_id,
    )
    return bool(changed)


def last_turn(db: Database) -> str | None:
    """When a campaign last began or ended, as a stamp."""
    row = first(
        db, "select max(max(started_at), coalesce(max(finished_at), '')) as at from campaigns"
    )
    return row["at"] if row else None


def _campaign(row: Row) -> Campaign:
    values = {name: row[name] for name in Campaign.__dataclass_fields__}
    return Campaign(
        **values
        | {
            "channel": Channel(row["channel"]),
            "pool": Pool(row["pool"]),
            "state": CampaignState(row["state"]),
            "held": Hold(row["held"]) if row["held"] else None,
            "held_detail": row["held_detail"] or "",
            "columns": tuple(json.loads(row["columns"])),
        }
    )
