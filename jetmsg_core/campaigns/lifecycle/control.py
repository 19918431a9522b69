"""Starting, pausing, resuming and stopping campaigns, and what they look like now.

The dashboard and the command line only change the campaign's state; the worker acts on it. Each
change is one statement that names the states it may start from, so doing it twice is harmless.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.credit_caps import over_campaign_cap, over_day_cap
from jetmsg_core.campaigns.lifecycle.holds import why_not_passed_over
from jetmsg_core.campaigns.lifecycle.retry_candidates import refuse_reached
from jetmsg_core.campaigns.sending.channels import order_of
from jetmsg_core.campaigns.status import Status, status_from, with_counts
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.primitives.times import Clock, in_ist, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import UNDER_WAY, UNSTARTED, CampaignState, Hold
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.ledger import campaigns, chunks, transitions
from jetmsg_core.store.ledger.campaigns import Campaign

__all__ = [
    "Campaign",
    "Status",
    "last_turn",
    "newest",
    "next_scheduled",
    "pause",
    "require_ready",
    "resume",
    "schedule",
    "start",
    "status",
    "status_from",
    "stop",
    "unschedule",
    "with_counts",
]

DRAFT, SCHEDULED, RUNNING, PAUSED, STOPPED = (
    CampaignState.DRAFT,
    CampaignState.SCHEDULED,
    CampaignState.RUNNING,
    CampaignState.PAUSED,
    CampaignState.STOPPED,
)


class Change(NamedTuple):
    """What a person does to a campaign: how it is said of a campaign that cannot be, and what the
    audit calls it."""

    done: str
    act: Act


STARTED = Change("started", Act.CAMPAIGN_STARTED)
PUT_ON = Change("scheduled", Act.CAMPAIGN_SCHEDULED)
TAKEN_OFF = Change("taken off the schedule", Act.CAMPAIGN_UNSCHEDULED)
HALTED = Change("paused", Act.CAMPAIGN_PAUSED)
RESUMED = Change("resumed", Act.CAMPAIGN_RESUMED)
ENDED = Change("stopped", Act.CAMPAIGN_STOPPED)


def status(settings: Settings, campaign_id: int) -> Status:
    """Gives a campaign with its counts. Raises NotFoundError when there is no campaign with this
    id."""
    with open_database(settings.database_path) as db:
        return status_from(db, campaign_id)


def newest(
    settings: Settings,
    limit: int = 20,
    before: int | None = None,
    *,
    states: Collection[CampaignState] = tuple(CampaignState),
) -> list[Status]:
    """Gives up to `limit` campaigns in these states, archived or not, the newest first; `before` is
    the id that the page before ended with. What a person looks through is in `listing.search`."""
    with open_database(settings.database_path) as db:
        page = campaigns.newest(db, limit, before, states)
        return [with_counts(db, campaign) for campaign in page]


def last_turn(settings: Settings) -> str | None:
    """Gives when a campaign last began or ended, as a stamp; None before the first."""
    with open_database(settings.database_path) as db:
        return campaigns.last_turn(db)


def next_scheduled(settings: Settings, limit: int) -> list[Status]:
    """Gives up to `limit` scheduled campaigns, the soonest first."""
    with open_database(settings.database_path) as db:
        return [with_counts(db, campaign) for campaign in campaigns.next_scheduled(db, limit)]


@requires(Permission.SEND)
def start(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> Status:
    """Starts a draft or a scheduled campaign. Starting what is running already changes nothing.
    Raises StateError when it would cost more than the settings allow, was made in the other mode,
    is over, or somebody else has to approve it first (`not_approved`);
    SettingsError when the settings do not allow sending."""
    require_ready(settings, campaign_id)
    return _change(settings, campaign_id, RUNNING, UNSTARTED, clock, STARTED)


@requires(Permission.SEND)
def schedule(settings: Settings, campaign_id: int, at: datetime, clock: Clock = utc_now) -> Status:
    """Puts a draft on the schedule for `at`, when the worker starts it, or a scheduled campaign on
    another time; also a campaign that is held before its first call, since its time was missed or
    the settings did not allow it: what has started is not put off. Raises InputError for a time
    that has passed, else as `start`."""
    if at <= clock():
        raise InputError(
            "time_has_passed",
            f"{in_ist(stamp(at))} IST has passed. Choose a later time, or send now.",
        )
    require_ready(settings, campaign_id)
    return _change(settings, campaign_id, SCHEDULED, None, clock, PUT_ON, scheduled_at=at)


@requires(Permission.STOP)
def unschedule(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> Status:
    """Makes a scheduled campaign a draft again; also a campaign that is held before its first call.
    Raises StateError for any other."""
    return _change(settings, campaign_id, DRAFT, None, clock, TAKEN_OFF)


@requires(Permission.STOP)
def pause(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> Status:
    """Pauses a running campaign: calls in flight finish, no new one begins. Raises StateError for
    one that does not run."""
    return _change(settings, campaign_id, PAUSED, None, clock, HALTED)


@requires(Permission.SEND)
def resume(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> Status:
    """Lets a paused campaign go on, and ends a hold whose cause has been dealt with. Raises as
    `start`."""
    require_ready(settings, campaign_id)
    return _change(settings, campaign_id, RUNNING, UNDER_WAY, clock, RESUMED)


@requires(Permission.STOP)
def stop(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> Status:
    """Stops anything unfinished: what is queued is cancelled, calls in flight finish. Raises
    StateError for what is finished."""
    return _change(settings, campaign_id, STOPPED, None, clock, ENDED)


def require_ready(settings: Settings, campaign_id: int) -> None:
    """Checks that a campaign may be sent here. Raises SettingsError when the settings do not allow
    sending it, StateError when it was made in the other mode."""
    campaign = status(settings, campaign_id).campaign
    settings.require_live_ready(order_of(campaign).call)
    if campaign.mode != settings.mode:
        raise StateError(
            "wrong_mode",
            f"Campaign {campaign_id} was made in {campaign.mode} mode, and this is "
            f"{settings.mode} mode. Compose it again to send it here.",
        )


def _change(
    settings: Settings,
    campaign_id: int,
    to: CampaignState,
    among: Collection[CampaignState] | None,
    clock: Clock,
    change: Change,
    *,
    scheduled_at: datetime | None = None,
) -> Status:
    """Changes a campaign that is in a state which `to` may follow; of those only what is `among`
    the given, where the same state is reached by different commands."""
    with open_database(settings.database_path) as db:
        content = ""
        if to is RUNNING:
            content = approvals.content_to_start(db, settings, campaigns.existing(db, campaign_id))
        with transaction(db):
            before, approved = status_from(db, campaign_id).campaign, None
            if before.held is Hold.RESTORED and to not in (RUNNING, STOPPED):
                raise StateError("restored", why_not_passed_over(campaign_id, change.done))
            if to is RUNNING and before.started_at is None:
                refuse_over_caps(db, settings, before, clock())
                refuse_reached(db, before)
                approved = approvals.proof(db, settings, before, at=None, content=content)
            changed = transitions.change_state(
                db,
                campaign_id,
                to=to,
                among=among,
                now=clock(),
                scheduled_at=scheduled_at,
                approved=approved,
            )
            if changed:
                _record(db, change.act, before, to, scheduled_at)
            if changed and to is STOPPED:
                chunks.cancel_planned(db, campaign_id, now=clock())
        if not changed and before.state is not to:
            raise StateError(
                "wrong_state",
                f"Campaign {campaign_id} is {before.state} and cannot be {change.done}.",
            )
        return status_from(db, campaign_id)


def _record(
    db: Database, act: Act, before: Campaign, to: CampaignState, scheduled_at: datetime | None
) -> None:
    former: dict[str, str | None] = {"state": before.state}
    told: dict[str, str | None] = {"state": to}
    if before.held is not None:
        former["held"], told["held"] = before.held, None
    if scheduled_at is not None or (before.state is SCHEDULED and to is not RUNNING):
        former["time"] = before.scheduled_at
        told["time"] = stamp(scheduled_at) if scheduled_at else None
    record(db, act, campaign=before.id, subject=before.name, before=former, after=told)


def refuse_over_caps(db: Database, settings: Settings, campaign: Campaign, now: datetime) -> None:
    """Raises StateError when the campaign would cost more than the settings allow."""
    for code, refusal in (
        (FindingCode.CAMPAIGN_CAP, over_campaign_cap(settings, campaign.parts, campaign.pool)),
        (FindingCode.DAY_CAP, over_day_cap(settings, db, campaign.parts, campaign.pool, now)),
    ):
        if refusal:
            raise StateError(code, refusal)
