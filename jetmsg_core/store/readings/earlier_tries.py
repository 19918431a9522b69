"""Where else the people of a second try are: in the campaign it was made of, and in the others that
were made of that one or of this."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlite_utils import Database

from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.readings import lookups


def of_people(
    db: Database,
    campaign_id: int,
    ranges: Sequence[tuple[int, int]],
    others: Collection[int],
) -> list[Row]:
    """Gives everybody in these ranges of seqs `[first_seq, end_seq)` who is in one of the campaigns
    `others`, with the same number and the same row of the sheet: `ours` is the seq here, then
    campaign_id, seq and lo of the chunk there, and `state` that a report gave them, null for
    none."""
    unbuilt = sorted({*lookups.without_numbers(db)}.intersection(others))
    return rows(
        db,
        "with ours as (select r.seq, r.number, r.row from json_each(?2) span"
        "  join recipients r on r.campaign_id = ?1 and r.seq >= span.value ->> 0"
        "   and r.seq < span.value ->> 1),"
        " theirs as (select n.campaign_id, n.seq, ours.seq as ours, ours.row from ours"
        "   join numbers n on n.number = ours.number"
        "    and n.campaign_id in (select value from json_each(?3))"
        "  union select r.campaign_id, r.seq, ours.seq, ours.row from recipients r"
        "   join ours on ours.number = r.number"
        "   where r.campaign_id in (select value from json_each(?4)))"
        " select t.ours, t.campaign_id, t.seq, w.state, (select max(c.lo) from chunks c"
        "   where c.campaign_id = t.campaign_id and c.lo <= t.seq) as lo"
        " from theirs t join recipients r on r.campaign_id = t.campaign_id and r.seq = t.seq"
        "  and r.row = t.row"
        " left join deliveries d on d.campaign_id = t.campaign_id and d.seq = t.seq"
        "  and d.counted = 1"
        " left join report_words w on w.id = d.word_id",
        campaign_id,
        json.dumps(list(ranges)),
        json.dumps(sorted(others)),
        json.dumps(unbuilt),
    )
