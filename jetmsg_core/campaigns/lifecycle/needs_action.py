"""Campaigns that wait for a person: over all there are, however old."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns import approvals
from jetmsg_core.primitives.times import Clock, parse, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import SELF_ENDING, CampaignState, Hold
from jetmsg_core.store.database import Row, open_database
from jetmsg_core.store.readings import needs_action as stored

LATE = timedelta(minutes=2)
"""A scheduled campaign that has not begun by then is not about to."""


class ActionReason(IntEnum):
    """Why a campaign waits for a person, the most urgent reason first."""

    HELD = 0
    UNKNOWN = 1
    OTHER_MODE = 2
    LATE = 3
    APPROVAL = 4
    DRAFT = 5


@dataclass(frozen=True)
class Waiting:
    """A campaign that waits for a person. `unknown` is how many people may have a message or not;
    `held` why a held one is; `is_yours` tells of one that waits for approval whether whoever acts
    now may approve it."""

    id: int
    name: str
    mode: str
    why: ActionReason
    unknown: int
    held: Hold | None
    scheduled_at: str | None
    is_yours: bool = False


def waiting(settings: Settings, clock: Clock = utc_now) -> list[Waiting]:
    """Gives the campaigns that wait for a person, the most urgent first, of these the newest."""
    now = clock()
    with open_database(settings.database_path) as db:
        candidates = stored.waiting(db)
    unapproved = {campaign.id: campaign for campaign, _ in approvals.waiting(settings)}
    approves = may(Permission.APPROVE)
    judged = [
        (row, why)
        for row in candidates
        if (why := _why(settings, row, now, unapproved)) is not None
    ]
    return [
        Waiting(
            row["id"],
            row["name"],
            row["mode"],
            why,
            row["unknown"],
            Hold(row["held"]) if row["held"] else None,
            row["scheduled_at"],
            approves and row["id"] in unapproved and approvals.may_decide(unapproved[row["id"]]),
        )
        for row, why in sorted(judged, key=lambda pair: pair[1])
    ]


def _why(
    settings: Settings, row: Row, now: datetime, unapproved: Collection[int]
) -> ActionReason | None:
    """None when nothing waits for a person."""
    if row["held"] is not None and Hold(row["held"]) not in SELF_ENDING:
        return ActionReason.HELD
    if row["unknown"]:
        return ActionReason.UNKNOWN
    if row["state"] == CampaignState.SCHEDULED and row["scheduled_at"]:
        if row["mode"] != settings.mode:
            return ActionReason.OTHER_MODE
        if parse(row["scheduled_at"]) + LATE < now:
            return ActionReason.LATE
    if row["id"] in unapproved:
        return ActionReason.APPROVAL
    return ActionReason.DRAFT if row["state"] == CampaignState.DRAFT else None
