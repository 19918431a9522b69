"""Campaigns that start by themselves at their time, in the worker.

Only the state in the ledger says what is due, so a restart forgets nothing. A campaign whose time
passed more than half an hour ago, since no worker ran, is not sent into the night by surprise: it
is held, and a person chooses between now and another time.
"""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

from jetmsg_core.audit import Act, Facts, record
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.retry_candidates import refuse_reached
from jetmsg_core.campaigns.sending.channels import order_of
from jetmsg_core.errors import InputError, JetmsgError, StateError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.times import IST, in_ist, parse
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.ledger import campaigns, transitions
from jetmsg_core.store.ledger.campaigns import Campaign

log = logging.getLogger(__name__)

LATE = timedelta(minutes=30)
"""A start later than this is asked about."""

USUAL_TIME = time(10, 30)
"""A good time for messages, in India: inside promotional hours."""

WRITTEN = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def start_due(settings: Settings, db: Database, now: datetime) -> list[int]:
    """Starts what is due in this mode, or holds it and says why. Returns the ids of the campaigns
    that changed: two workers at once change each once at most."""
    early = campaigns.due(db, settings.mode, now)
    if not early:
        return []
    contents = {
        campaign.id: approvals.content_to_start(db, settings, campaign) for campaign in early
    }
    with transaction(db):
        # Asked again inside: it may have been put off in between.
        due = campaigns.due(db, settings.mode, now)
        for campaign in due:
            _start(settings, db, campaign, now, contents.get(campaign.id, ""))
    return [campaign.id for campaign in due]


def _start(
    settings: Settings, db: Database, campaign: Campaign, now: datetime, content: str
) -> None:
    obstacle, approved = _obstacle(settings, db, campaign, now), None
    try:
        approved = approvals.proof(
            db, settings, campaign, at=campaign.scheduled_at, content=content
        )
    except StateError as error:
        obstacle = obstacle or (Hold.APPROVAL, str(error))
    former: Facts = {"state": campaign.state}
    told: Facts = {"state": CampaignState.RUNNING}
    if obstacle is None:
        changed = transitions.change_state(
            db,
            campaign.id,
            to=CampaignState.RUNNING,
            among={CampaignState.SCHEDULED},
            now=now,
            approved=approved,
        )
        act = Act.CAMPAIGN_STARTED
    else:
        changed = transitions.start_held(db, campaign.id, *obstacle)
        act, told = Act.CAMPAIGN_HELD, {**told, "held": obstacle[0], "why": obstacle[1]}
    if changed:
        record(db, act, campaign=campaign.id, subject=campaign.name, before=former, after=told)
    log.info("campaign %d was due: %s", campaign.id, obstacle[0] if obstacle else "started")


def _obstacle(
    settings: Settings, db: Database, campaign: Campaign, now: datetime
) -> tuple[Hold, str] | None:
    assert campaign.scheduled_at is not None
    if now - parse(campaign.scheduled_at) > LATE:
        return Hold.MISSED_START, f"It was due {in_ist(campaign.scheduled_at)} IST."
    try:
        settings.require_live_ready(order_of(campaign).call)
        control.refuse_over_caps(db, settings, campaign, now)
        refuse_reached(db, campaign)
    except JetmsgError as error:
        return Hold.SETTINGS, str(error)
    return None


def usual_start(now: datetime) -> datetime:
    """Gives the time that is offered where none was chosen: tomorrow morning in India."""
    tomorrow = now.astimezone(IST).date() + timedelta(days=1)
    return datetime.combine(tomorrow, USUAL_TIME, tzinfo=IST)


def read_day_or_time(text: str) -> datetime:
    """Reads a day in India as its beginning, or a time as `read_time` does. Raises InputError for
    anything else."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=IST)
    except ValueError:
        return read_time(text)


def read_time(text: str) -> datetime:
    """Reads a time in India as a person writes it. Raises InputError for anything else."""
    for form in WRITTEN:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=IST)
        except ValueError:
            continue
    raise InputError(
        "wrong_time", f"{quoted(text)} is not a time: write it as 2026-11-25 10:30, in Indian time."
    )
