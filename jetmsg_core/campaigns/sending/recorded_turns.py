"""What the worker does to a campaign: held, its hold ended, finished; each is written down where it
is done, within the transaction of the turn. What changes nothing is not."""

from __future__ import annotations

from datetime import datetime

from jetmsg_core.audit import Act, record
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import campaigns, transitions
from jetmsg_core.store.ledger.campaigns import Campaign


def hold(db: Database, campaign_id: int, why: Hold, detail: str, retry_at: datetime | None) -> None:
    """Holds a campaign as `transitions.hold` does. One that is held for the same already is not
    told of again: calls that fail one after the other are one reason."""
    campaign = campaigns.existing(db, campaign_id)
    if transitions.hold(db, campaign_id, why, detail, retry_at) and campaign.held is not why:
        former, told = {"held": campaign.held}, {"held": why, "why": detail}
        record(
            db,
            Act.CAMPAIGN_HELD,
            campaign=campaign_id,
            subject=campaign.name,
            before=former,
            after=told,
        )


def end_hold(db: Database, campaign: Campaign) -> None:
    """Ends the hold of a campaign as `transitions.end_hold` does."""
    if transitions.end_hold(db, campaign):
        former = {"held": campaign.held}
        record(
            db,
            Act.CAMPAIGN_HOLD_ENDED,
            campaign=campaign.id,
            subject=campaign.name,
            before=former,
            after={"held": None},
        )


def finish_completed(db: Database, campaign_id: int, now: datetime) -> None:
    """Finishes a campaign as `transitions.finish_completed` does, where nothing is left of it."""
    if transitions.finish_completed(db, campaign_id, now):
        campaign = campaigns.existing(db, campaign_id)
        told = {"state": CampaignState.FINISHED}
        record(db, Act.CAMPAIGN_FINISHED, campaign=campaign_id, subject=campaign.name, after=told)
