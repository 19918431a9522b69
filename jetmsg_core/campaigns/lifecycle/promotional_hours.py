"""What becomes of a promotional campaign that is to start outside the hours, in one sentence that
the page and the command line share."""

from __future__ import annotations

from datetime import datetime

from jetmsg_core.campaigns.sending.rate_limit import promotional_opening
from jetmsg_core.primitives.times import in_ist, time_of_day
from jetmsg_core.settings import Settings
from jetmsg_core.states import Pool


def rule(settings: Settings) -> str:
    """Gives the sentence that says the hours."""
    return f"Promotional messages leave from 10:00 to {time_of_day(settings.promo_stops)} IST only."


def wait(settings: Settings, pool: Pool, at: datetime) -> str | None:
    """Gives the sentence that says when a campaign of this pool really goes if it starts at `at`;
    None where it goes at once."""
    opening = promotional_opening(at, settings.promo_stops) if pool is Pool.PROMO else None
    if opening is None:
        return None
    return f"{rule(settings)} It would wait until {in_ist(opening)}."
