"""What becomes of a promotional campaign that is to start outside the hours, in one sentence that
the page and the command line share."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from jetmsg_core.campaigns.sending.rate_limit import promotional_opening
from jetmsg_core.campaigns.sending.words import would_wait
from jetmsg_core.settings import Settings
from jetmsg_core.states import Pool
from jetmsg_core.store.ledger.campaigns import Campaign


def wait(settings: Settings, pool: Pool, at: datetime) -> str | None:
    """Gives the sentence that says when a campaign of this pool really goes if it starts at `at`;
    None where it goes at once."""
    opening = promotional_opening(at, settings.promo_stops) if pool is Pool.PROMO else None
    return None if opening is None else would_wait(settings.promo_stops, opening)


def wait_of(settings: Settings, campaign: Campaign, at: datetime) -> str | None:
    """Gives the sentence of `wait` for a campaign that is made, by the hours it keeps."""
    return wait(replace(settings, promo_stops=hours_of(settings, campaign)), campaign.pool, at)


def hours_of(settings: Settings, campaign: Campaign) -> time:
    """Gives when promotional calls of a campaign stop, as it was confirmed."""
    return campaign.promo_stops or settings.promo_stops


def to_keep(settings: Settings, pool: Pool) -> str | None:
    """Gives the hours that a campaign of this pool keeps, whatever the settings say later; None
    where it has none."""
    return settings.promo_stops.isoformat("minutes") if pool is Pool.PROMO else None
