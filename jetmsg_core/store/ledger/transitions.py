"""What happens to campaigns. Every change of state says what it changed from, in one statement, so
a double click, two tabs or a second worker change nothing the second time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from jetmsg_core.primitives.times import stamp
from jetmsg_core.states import CHUNK_STATES, CampaignState, Hold, states_before
from jetmsg_core.store.database import rows
from jetmsg_core.store.ledger.campaigns import Campaign


def _listed(states: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


_BEFORE_FINISHED = _listed(states_before(CampaignState.FINISHED))
_OPEN_CHUNKS = _listed(state for state, facts in CHUNK_STATES.items() if facts.is_open)


def change_state(
    db: Database,
    campaign_id: int,
    *,
    to: CampaignState,
    among: Collection[CampaignState] | None = None,
    now: datetime,
    scheduled_at: datetime | None = None,
    approved: str | None = None,
) -> bool:
    """Brings a campaign into the state `to` and ends its hold. Returns whether it was in a state
    that `to` may follow, and in one of `among` if that is given. `scheduled_at` is kept with the
    state *scheduled*, and stays when the campaign starts. What has started never becomes *draft* or
    *scheduled* again: *running* leads there only before the first call. `approved` is the
    fingerprint that the last decision about the campaign has to be an approval of, None where none
    is needed."""
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
        " and (? not in ('draft', 'scheduled') or started_at is null)"
        " and (? is null or ? = (select iif(verdict = 'approved', fingerprint, null) from approvals"
        "  where campaign_id = campaigns.id order by id desc limit 1)) returning id",
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
        approved,
        approved,
    )
    return bool(changed)


def start_held(db: Database, campaign_id: int, why: Hold, detail: str) -> bool:
    """Makes a scheduled campaign that is due *running*, but held before its first call. Returns
    whether it was scheduled."""
    cursor = db.conn.execute(
        "update campaigns set state = 'running', held = ?, held_detail = ?, retry_at = null"
        " where id = ? and state = 'scheduled'",
        (why, detail, campaign_id),
    )
    return cursor.rowcount == 1


def hold(db: Database, campaign_id: int, why: Hold, detail: str, retry_at: datetime | None) -> bool:
    """Holds a running campaign, until `retry_at` or, for None, until a person ends it. A hold that
    waits for a person is not replaced by a milder one. Returns whether it holds it now."""
    held = rows(
        db,
        "update campaigns set held = ?, held_detail = ?, retry_at = ?"
        " where id = ? and state = 'running' and (held is null or retry_at is not null)"
        " returning id",
        why,
        detail,
        stamp(retry_at) if retry_at else None,
        campaign_id,
    )
    return bool(held)


def end_hold(db: Database, campaign: Campaign) -> bool:
    """Ends the hold that the campaign was read with, if it is still that one. Returns whether it
    was."""
    cursor = db.conn.execute(
        "update campaigns set held = null, held_detail = null, retry_at = null"
        " where id = ? and state = 'running' and held = ? and retry_at is ?",
        (campaign.id, campaign.held, campaign.retry_at),
    )
    return cursor.rowcount == 1


def finish_completed(db: Database, campaign_id: int, now: datetime) -> bool:
    """Finishes a campaign in which nothing is planned and nothing is being sent. Returns whether it
    did."""
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
