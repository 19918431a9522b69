"""One campaign as of one moment: all numbers that stand on its page together.

Read one after the other they would belong to different moments while it sends, and one number
would have several values on one screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.results.recipients import ReasonCount
from jetmsg_core.campaigns.unknown_calls import decisions, evidence_groups
from jetmsg_core.campaigns.unknown_calls.decisions import Decision
from jetmsg_core.campaigns.unknown_calls.evidence_groups import EvidenceGroup
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState
from jetmsg_core.store.database import open_database, snapshot


@dataclass(frozen=True)
class CampaignSnapshot:
    """A campaign with its counts at `taken_at`, a stamp: who did not simply go through, the calls
    of unknown end in groups, and what was decided about such calls, newest first."""

    taken_at: str
    status: Status
    reasons: list[ReasonCount]
    groups: list[EvidenceGroup]
    decisions: list[Decision]


def read(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> CampaignSnapshot:
    """Reads a campaign as it is now. Raises NotFoundError when there is no campaign with this
    id."""
    with open_database(settings.database_path) as db, snapshot(db):
        status = control.status_from(db, campaign_id)
        has_unknown = status.chunks[ChunkState.UNKNOWN] > 0
        return CampaignSnapshot(
            stamp(clock()),
            status,
            recipients.reasons_from(db, campaign_id),
            evidence_groups.read_from(db, settings, campaign_id) if has_unknown else [],
            decisions.decisions_from(db, campaign_id),
        )
