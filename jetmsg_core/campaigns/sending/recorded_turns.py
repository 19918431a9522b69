"""What the worker does to a campaign, written down within the transaction of the turn: calls that
came back, with the raw replies and what they mean; a hold, its end, the end of all. What changes
nothing is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.sending.call_pool import CompletedCall
from jetmsg_core.gateway.seam import TransportFailure
from jetmsg_core.primitives.masking import mask
from jetmsg_core.primitives.times import stamp
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, ChunkState, Hold
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import campaigns, chunks, recording, transitions
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.ledger.recording import RawReply

KEPT_BODY = 4096
"""Characters of a raw reply that are kept. The smsIds of a longer one are in `results`."""


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


def keep(
    settings: Settings,
    db: Database,
    completed: Sequence[CompletedCall],
    *,
    worker: str,
    now: datetime,
) -> None:
    """Writes down what came of calls that the worker `worker` claimed, within a transaction. What
    goes back to a campaign that was stopped meanwhile is cancelled."""
    recording.keep_replies(db, [_reply(settings, call, now) for call in completed])
    recording.record(db, [call.result for call in completed], worker=worker, now=now)
    went_back = {
        call.result.campaign_id for call in completed if call.result.state is ChunkState.PLANNED
    }
    for campaign_id in went_back:
        chunks.cancel_if_stopped(db, campaign_id, now=now)


def _reply(settings: Settings, completed: CompletedCall, now: datetime) -> RawReply:
    chunk, answer = completed.call.chunk, completed.answer
    return RawReply(
        chunk.campaign_id,
        chunk.first_seq,
        chunk.attempt,
        outcome=completed.verdict.outcome,
        http_status=None if isinstance(answer, TransportFailure) else answer.status,
        failure=answer.text if isinstance(answer, TransportFailure) else None,
        body=mask(answer.body[: 2 * KEPT_BODY], settings.secrets)[:KEPT_BODY],
        elapsed_ms=round(answer.elapsed * 1000),
        received_at=stamp(now),
    )
