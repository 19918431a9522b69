"""What is said about a held campaign, beside the sentences of `HOLDS`."""

from __future__ import annotations

from jetmsg_core.states import HOLDS, DetailSource
from jetmsg_core.store.ledger.campaigns import Campaign


def detail_of(campaign: Campaign) -> str:
    """Gives one sentence about why the campaign is held; an empty one when there is nothing more
    to say, and for a campaign that is not held."""
    detail = campaign.held_detail
    source = HOLDS[campaign.held].detail if campaign.held else DetailSource.OURS
    if campaign.held and detail == HOLDS[campaign.held].what:
        return ""
    if not detail or source is DetailSource.OURS:
        return detail
    if source is DetailSource.GATEWAY:
        return f"The gateway said: “{detail.rstrip('.')}”."
    return f"The last call: {detail.rstrip('.')}."


def why_not_passed_over(campaign_id: int, done: str) -> str:
    """Gives the sentence why a campaign that is held as restored cannot be paused or scheduled,
    whichever is `done`: it would go on later as if there had never been a question."""
    return (
        f"Campaign {campaign_id} is held because its database was restored, so it cannot be "
        f"{done}. Look at what is known, then resume or stop it."
    )
