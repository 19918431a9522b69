"""Campaigns and their progress, as the ledger has them. `transitions` changes their states."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from sqlite_utils import Database

from jetmsg_core.errors import unknown_campaign
from jetmsg_core.primitives.times import stamp
from jetmsg_core.states import (
    CampaignState,
    Channel,
    ChunkState,
    Hold,
    Pool,
)
from jetmsg_core.store.database import Row, first, rows


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
    promo_stops: time | None
    """When its promotional calls stop leaving, as it was confirmed; None of those that have no
    hours, or were made before this was kept."""
    archived_at: str | None = None
    """Since when it is hidden from lists; it is counted all the same."""
    made_by: str | None = None
    """The name of whoever froze it; None of those from before this was kept."""

    def may_go_on(self, now: datetime) -> bool:
        """Tells whether it runs and is not held, or held only until a moment that has come."""
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
        """The recipients who share the chunks' fate: all but those withheld."""
        return self.recipients - self.withheld


Progress = dict[ChunkState, Tally]


def insert(db: Database, token: str, values: Row) -> int | None:
    """Writes a campaign. Returns its id, or None when the token was used before."""
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
    """Gives the id of the campaign that was made with this token, if one was."""
    row = first(db, "select id from campaigns where token = ?", token)
    return int(row["id"]) if row else None


def get(db: Database, campaign_id: int) -> Campaign | None:
    """Gives one campaign; None when there is none with this id."""
    row = first(db, "select * from campaigns where id = ?", campaign_id)
    return campaign_of(row) if row else None


def existing(db: Database, campaign_id: int) -> Campaign:
    """Gives one campaign. Raises NotFoundError when there is none with this id."""
    campaign = get(db, campaign_id)
    if campaign is None:
        raise unknown_campaign(campaign_id)
    return campaign


def newest(
    db: Database,
    limit: int,
    before: int | None,
    states: Collection[CampaignState],
) -> list[Campaign]:
    """Gives up to `limit` campaigns in these states, archived or not, the newest first; `before` is
    the id that the page before ended with."""
    selected = rows(
        db,
        "select * from campaigns where id < coalesce(?, 9223372036854775807)"
        f" and state in ({', '.join('?' for _ in states)}) order by id desc limit ?",
        before,
        *states,
        limit,
    )
    return [campaign_of(row) for row in selected]


def next_scheduled(db: Database, limit: int) -> list[Campaign]:
    """Gives up to `limit` scheduled campaigns, the soonest first."""
    selected = rows(
        db,
        "select * from campaigns where state = 'scheduled' order by scheduled_at, id limit ?",
        limit,
    )
    return [campaign_of(row) for row in selected]


def retries_of(db: Database, campaign_id: int) -> list[Campaign]:
    """Gives the campaigns made from this one's failures, the oldest first."""
    selected = rows(db, "select * from campaigns where retry_of = ? order by id", campaign_id)
    return [campaign_of(row) for row in selected]


def unfinished_of_template(db: Database, template_id: int, dlt_id: str) -> list[Campaign]:
    """Gives the campaigns that may still send a stored template, or a text under its DLT id, the
    oldest first."""
    selected = rows(
        db,
        "select * from campaigns where state in ('draft', 'scheduled', 'running', 'paused')"
        " and (stored_template = ? or (template_id = ? and template_id <> '')) order by id",
        template_id,
        dlt_id,
    )
    return [campaign_of(row) for row in selected]


def in_state(db: Database, state: CampaignState) -> list[Campaign]:
    """Gives the campaigns in a state, the oldest first."""
    selected = rows(db, "select * from campaigns where state = ? order by id", state)
    return [campaign_of(row) for row in selected]


def progress(db: Database, campaign_id: int) -> Progress:
    """Gives a campaign's chunks as counted by state; a state without a chunk may be absent."""
    selected = rows(db, "select * from progress where campaign_id = ?", campaign_id)
    return {
        ChunkState(row["state"]): Tally(
            row["chunks"],
            row["recipients"],
            row["parts"],
            row["submitted"],
            row["submitted_parts"],
            row["withheld"],
        )
        for row in selected
    }


def names(db: Database) -> dict[int, str]:
    """Gives the name of every campaign by its id."""
    return {row["id"]: row["name"] for row in rows(db, "select id, name from campaigns")}


def due(db: Database, mode: str, now: datetime) -> list[Campaign]:
    """Gives the scheduled campaigns of this mode whose time has come, the earliest first."""
    selected = rows(
        db,
        "select * from campaigns where state = 'scheduled' and mode = ? and scheduled_at <= ?"
        " order by scheduled_at, id",
        mode,
        stamp(now),
    )
    return [campaign_of(row) for row in selected]


def last_turn(db: Database) -> str | None:
    """Gives when a campaign last began or ended, as a stamp; None before the first."""
    row = first(
        db, "select max(max(started_at), coalesce(max(finished_at), '')) as at from campaigns"
    )
    return row["at"] if row else None


def campaign_of(row: Row) -> Campaign:
    """Gives a campaign from a whole row of the table."""
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
            "promo_stops": time.fromisoformat(row["promo_stops"]) if row["promo_stops"] else None,
        }
    )
