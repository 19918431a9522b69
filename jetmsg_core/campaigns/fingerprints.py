"""The fingerprint of a campaign that has not begun, which an approval is given for: one half of the
facts, which costs nothing, and one of all its people and texts."""

from __future__ import annotations

import hashlib
import json

from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import approvals
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.saved import lists


def facts_of(db: Database, settings: Settings, campaign: Campaign, at: str | None) -> str:
    """Gives what stands for all that a person who approves is shown, and that it could differ from:
    of people and texts how often they were changed."""
    facts = (
        *(campaign.id, campaign.name, campaign.mode, campaign.channel, campaign.sender_id),
        *(campaign.route, campaign.template_id, campaign.pool, campaign.message),
        *(campaign.recipients, campaign.chunks, campaign.chunk_size, campaign.parts),
        *(f"{campaign.promo_stops}", at, _list_version(db, campaign), f"{settings.part_price}"),
        approvals.content_version(db, campaign.id),
    )
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _list_version(db: Database, campaign: Campaign) -> int | None:
    """The version that the list of a campaign has now; None of one that a command made, or whose
    list is gone."""
    list_id = json.loads(campaign.choices).get("list_id")
    contact_list = lists.get(db, list_id) if list_id else None
    return contact_list.version if contact_list else None


def content_of(db: Database, campaign_id: int) -> str:
    """Gives the version of people and texts and what stands for them, which the caller reads in one
    snapshot."""
    version = approvals.content_version(db, campaign_id)
    return f"{version}-{approvals.content(db, campaign_id)}"


def joined(facts: str, content: str) -> str:
    """Gives the whole fingerprint."""
    return f"{facts}.{content}"
