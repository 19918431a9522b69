"""When the calls of a campaign were made, and what each took from its pool."""

from __future__ import annotations

from sqlite_utils import Database

from jetmsg_core.arrays import Integers
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.ledger.unknown_calls import ASSUMED_SENT

LOST_WITHIN = 3_600_000
"""A call without an answer had ended by then, in milliseconds: it waits for its turn and its
time-out. When it was settled says nothing, that may be days later."""

MOMENT = "(unixepoch({0}) * 1000 + cast(substr({0}, 21, 3) as integer))"


def calls(db: Database, campaign_id: int, on_its_way: int) -> Integers:
    """Gives a row for each call: the moments it was sent and ended, in milliseconds since 1970, the
    end `on_its_way` for one that is; parts submitted; calls, people and parts of unknown end; parts
    a person assumed to be sent."""
    return integers(
        db,
        "sent, ended, submitted, lost, people, parts, assumed",
        "from (select sent, submitted, case when state = 'sending' then ?2"
        f" when lost or assumed then max(sent, min(ended, sent + {LOST_WITHIN}))"
        " else max(sent, ended) end as ended,"
        " lost, lost * net as people, lost * net * each as parts, assumed * submitted as assumed"
        f" from (select {MOMENT.format('sending_at')} as sent,"
        f" coalesce({MOMENT.format('settled_at')}, 0) as ended, state,"
        " parts * submitted as submitted, state = 'unknown' as lost, parts as each,"
        f" hi - lo - withheld as net, coalesce(reason = '{ASSUMED_SENT}', 0) as assumed"
        " from chunks where campaign_id = ?1"
        " and state in ('sending', 'accepted', 'refused', 'unknown')))",
        campaign_id,
        on_its_way,
    )
