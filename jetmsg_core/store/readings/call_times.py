"""When the calls of a campaign were made, and what each took from its pool."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.states import ASSUMED_SENT
from jetmsg_core.store.bulk import integer_columns

LOST_WITHIN = 3_600_000
"""A call without an answer had ended by then, in milliseconds: it waits for its turn and its
time-out. When it was settled says nothing, that may be days later."""

MOMENT = "(unixepoch({0}) * 1000 + cast(substr({0}, 21, 3) as integer))"


@dataclass(frozen=True)
class CallTimes:
    """The calls of one campaign in arrays of one length, in any order.

    `sent` and `ended` are moments in milliseconds since 1970; `submitted` are parts, and so are
    `assumed_parts`, which a person assumed to be sent. `unknown_calls` is 1 for a call of unknown
    end, with the people and the parts in it, else 0.
    """

    sent: Integers
    ended: Integers
    submitted: Integers
    unknown_calls: Integers
    unknown_people: Integers
    unknown_parts: Integers
    assumed_parts: Integers

    def __len__(self) -> int:
        return len(self.sent)


def calls(db: Database, campaign_id: int, on_its_way: int) -> CallTimes:
    """Gives the calls of a campaign that were sent; a call that has not ended ends at
    `on_its_way`."""
    columns = integer_columns(
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
    return CallTimes(*columns)
