"""Campaigns that are archived: hidden from lists and choices, and counted everywhere all the same.
What runs or will run, and what waits for a decision, is never hidden; one that is archived and then
started is brought back by the database itself."""

from __future__ import annotations

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.numbers import counted
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, ChunkState, RecipientState
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.ledger import campaign_search

_FIRST = {
    CampaignState.SCHEDULED: "is scheduled and will start by itself. Cancel its schedule first, or "
    "stop it.",
    CampaignState.RUNNING: "is running. Wait until it is finished, or stop it first.",
    CampaignState.PAUSED: "is paused and not finished. Resume it, or stop it first.",
}
"""What keeps a campaign in the lists, and what to do about it."""


@requires(Permission.PREPARE)
def archive(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> Status:
    """Hides a campaign from lists, and gives it. One that is archived stays so. Raises StateError
    (`not_archived`) for one that runs, will run, or has calls on their way or of unknown end;
    NotFoundError."""
    with open_database(settings.database_path) as db, transaction(db):
        status = control.status_from(db, campaign_id)
        archived = campaign_search.archive(db, campaign_id, clock())
        if not archived and status.campaign.archived_at is None:
            raise StateError("not_archived", why_not(status))
        if archived:
            record(db, Act.CAMPAIGN_ARCHIVED, campaign=campaign_id, subject=status.campaign.name)
        return control.status_from(db, campaign_id)


@requires(Permission.PREPARE)
def unarchive(settings: Settings, campaign_id: int) -> Status:
    """Brings a campaign back into the lists, and gives it. One that is in them stays so. Raises
    NotFoundError."""
    with open_database(settings.database_path) as db, transaction(db):
        campaign = control.status_from(db, campaign_id).campaign
        campaign_search.unarchive(db, campaign_id)
        if campaign.archived_at is not None:
            record(db, Act.CAMPAIGN_UNARCHIVED, campaign=campaign_id, subject=campaign.name)
        return control.status_from(db, campaign_id)


def why_not(status: Status) -> str:
    """Says why a campaign cannot be archived, and what to do first; empty where it can, or is."""
    campaign, unknown = status.campaign, status.recipients[RecipientState.UNKNOWN]
    name = f"Campaign {campaign.id}"
    if campaign.archived_at is not None:
        return ""
    if campaign.state is CampaignState.RUNNING and campaign.held:
        return f"{name} cannot be archived: it is held and not finished. End its hold or stop it."
    if campaign.state in _FIRST:
        return f"{name} cannot be archived: it {_FIRST[campaign.state]}"
    if status.chunks[ChunkState.SENDING]:
        return f"{name} cannot be archived: calls are still on their way. Try again in a minute."
    if not unknown:
        return ""
    people = counted(unknown, "person", "people")
    return (
        f"{name} cannot be archived: for {people} it is unknown whether the message was sent. "
        "Decide about them first."
    )
