"""The most credits one campaign, and all campaigns of a day, may cost: settings that stop a
mistake, in words, when a campaign is made and again when it starts."""

from __future__ import annotations

from datetime import datetime, time

from jetmsg_core.campaigns.checks import words
from jetmsg_core.primitives.times import IST
from jetmsg_core.settings import Settings
from jetmsg_core.states import Pool
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import repeats


def over_campaign_cap(settings: Settings, parts: int, pool: Pool) -> str | None:
    """Gives the sentence that stops a campaign of so many parts; None where it may start."""
    cap = settings.max_campaign_credits
    if pool is Pool.NONE or cap is None or parts <= cap:
        return None
    return words.campaign_cap(parts, cap)


def over_day_cap(
    settings: Settings, db: Database, parts: int, pool: Pool, now: datetime, *, but: int = 0
) -> str | None:
    """Gives the sentence that stops a campaign of so many parts because of what else was started
    today (IST) from this pool, other than the campaign `but`; None where it may start."""
    cap = settings.max_day_credits
    if pool is Pool.NONE or cap is None:
        return None
    midnight = datetime.combine(now.astimezone(IST).date(), time(0), tzinfo=IST)
    used = repeats.parts_started_since(db, settings.mode, pool, midnight, but=but)
    if used + parts <= cap:
        return None
    return words.day_cap(parts, used, cap)
