"""Calls that a worker which died left *sending*, as it claimed them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlite_utils import Database

from jetmsg_core.store.database import rows
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.withholding import withheld_in


@dataclass(frozen=True)
class LeftBehind:
    """A claimed chunk that is still *sending*, and the worker that claimed it."""

    holder: str
    chunk: ClaimedChunk


def left_behind(db: Database) -> list[LeftBehind]:
    """Gives the chunks that are still *sending*, with those who were left out when they were
    claimed left out, whoever opted out since."""
    chunks = rows(
        db,
        "select c.campaign_id, c.lo, c.hi, c.chunk, c.attempts, c.unicode, c.worker, t.text,"
        " (select json_group_array(number) from (select number from recipients r"
        "  where r.campaign_id = c.campaign_id and r.seq >= c.lo and r.seq < c.hi order by r.seq))"
        "  as numbers"
        " from chunks c join chunks t on t.campaign_id = c.campaign_id and t.lo = c.text_lo"
        " where c.state = 'sending' and c.campaign_id in"
        "  (select campaign_id from progress where state = 'sending' and chunks > 0)"
        " order by c.campaign_id, c.lo",
    )
    return [LeftBehind(row["worker"], _as_claimed(db, row)) for row in chunks]


def _as_claimed(db: Database, row: dict[str, object]) -> ClaimedChunk:
    campaign_id, first_seq, end_seq = (int(str(row[name])) for name in ("campaign_id", "lo", "hi"))
    withheld = frozenset(withheld_in(db, campaign_id, first_seq, end_seq))
    numbers = json.loads(str(row["numbers"]))
    return ClaimedChunk(
        campaign_id,
        first_seq,
        end_seq,
        int(str(row["chunk"])),
        int(str(row["attempts"])),
        bool(row["unicode"]),
        str(row["text"]),
        tuple(str(number) for seq, number in enumerate(numbers, first_seq) if seq not in withheld),
        withheld,
    )
