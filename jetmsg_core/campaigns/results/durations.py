"""How long a campaign was sending: what it waited for does not count, be it a night, a hold or
somebody who decided days later."""

from __future__ import annotations

import numpy as np

from jetmsg_core.balances.sending_intervals import spans_of
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.store.readings import call_times

OVERDUE_SECONDS = 10
"""Beyond its time-out a call is recorded within this, unless the worker died."""


def sending_seconds(settings: Settings, campaign_id: int) -> float | None:
    """Gives the seconds in which calls of the campaign were on their way, short breaks between them
    included; None before the first. Of a call that was made again only the last time is known."""
    now = round(utc_now().timestamp() * 1000)
    with open_database(settings.database_path) as db:
        calls = call_times.calls(db, campaign_id, now)
    if not len(calls):
        return None
    longest = round((settings.timeout + OVERDUE_SECONDS) * 1000)
    return sending_time(calls.sent, calls.ended, longest) / 1000


def sending_time(sent: Integers, ended: Integers, longest: int) -> int:
    """Adds up the time in which calls were on their way, none for more than `longest`. All are in
    milliseconds."""
    spans = spans_of(sent, np.minimum(ended, sent + longest))
    return int((spans.ends - spans.begins).sum())
