"""Recipients: frozen in one go, then read by range. Never updated.

Their original columns are kept as compressed Arrow blocks beside the numbers: a million rows of
seven columns are 20 blobs, read back in order by an export and one at a time by a page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.masking import readable
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.states import ASSUMED_SENT
from jetmsg_core.store.bulk import no_collection
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.ledger.chunks import MAX_PARAMETERS

BLOCK = 50_000
"""Recipients in one block of original columns."""


def insert(
    db: Database,
    campaign_id: int,
    numbers: Integers,
    row: Integers,
    *,
    tell: Tell = nobody_listens,
) -> None:
    """Writes a campaign's recipients: `numbers` in send order with the sheet `row` of each. `seq`
    counts from 1. `tell` hears rows written."""
    seq = np.arange(1, len(numbers) + 1, dtype=np.int64)
    cells = np.stack((seq, numbers, row), axis=1)
    _insert_integers(db, "recipients (campaign_id, seq, number, row)", campaign_id, cells, tell)


def _insert_integers(
    db: Database, into: str, campaign_id: int, cells: Integers, tell: Tell
) -> None:
    # Many rows a statement: a third of the time of executemany, a tenth of insert_all.
    width = MAX_PARAMETERS // cells.shape[1]
    mark = f"(?1{', ?' * cells.shape[1]})"
    with no_collection():
        for start in range(0, len(cells), width):
            block = cells[start : start + width]
            db.conn.execute(
                f"insert into {into} values {', '.join([mark] * len(block))}",
                [campaign_id, *block.ravel().tolist()],
            )
            tell(start + len(block), len(cells))


def insert_chunks(
    db: Database,
    campaign_id: int,
    ranges: Integers,
    texts: pa.LargeStringArray,
    *,
    tell: Tell = nobody_listens,
) -> None:
    """Writes a campaign's chunks: `ranges` holds first_seq, end_seq, chunk, text_seq, unicode and
    parts of each, a row a chunk; `texts` the text of each, null where another chunk keeps it. Texts
    become Python's a block at a time: a million of them at once take 100 MB. `tell` hears chunks
    written."""
    width = MAX_PARAMETERS // 7
    mark = "(?1, ?, ?, ?, ?, ?, ?, ?)"
    with no_collection():
        for start in range(0, len(ranges), width):
            block = ranges[start : start + width]
            # Column by column: a list of rows, made flat again, takes ten times as long.
            cells: list[object] = [None] * (7 * len(block))
            for column in range(6):
                cells[column::7] = block[:, column].tolist()
            cells[6::7] = texts.slice(start, width).to_pylist()
            db.conn.execute(
                "insert into chunks (campaign_id, lo, hi, chunk, text_lo, unicode, parts, text)"
                f" values {', '.join([mark] * len(block))}",
                [campaign_id, *cells],
            )
            tell(start + len(block), len(ranges))


def open_progress(db: Database, campaign_id: int) -> None:
    """Counts what has been planned; from here on the trigger keeps the counts."""
    db.conn.execute(
        "insert into progress"
        " (campaign_id, state, chunks, recipients, parts, submitted, submitted_parts)"
        " select ?1, 'planned', count(*), sum(hi - lo), sum(parts * (hi - lo)), 0, 0"
        " from chunks where campaign_id = ?1"
        " union all select ?1, value, 0, 0, 0, 0, 0 from json_each("
        '  \'["sending", "accepted", "refused", "unknown", "cancelled"]\')',
        (campaign_id,),
    )


def insert_block(db: Database, campaign_id: int, first_seq: int, contacts: bytes) -> None:
    """Writes the packed columns of the recipients from `first_seq` on."""
    db.conn.execute(
        "insert into recipient_blocks (campaign_id, lo, contacts) values (?, ?, ?)",
        (campaign_id, first_seq, contacts),
    )


def numbers(db: Database, campaign_id: int) -> Integers:
    """Gives the number of everybody in the campaign, in send order, whatever became of them."""
    selected = db.conn.execute(
        "select number from recipients where campaign_id = ? order by seq", (campaign_id,)
    )
    return np.fromiter((number for (number,) in selected), dtype=np.int64)


def seq_of_row(db: Database, campaign_id: int, row: int | None) -> int | None:
    """Gives the first recipient from this row of the sheet, or of all rows where `row` is None;
    None when there is none."""
    selected = rows(
        db,
        "select seq from recipients where campaign_id = ?1 and (?2 is null or row = ?2)"
        " order by row, seq limit 1",
        campaign_id,
        row,
    )
    return selected[0]["seq"] if selected else None


def block(db: Database, campaign_id: int, seq: int) -> tuple[int, bytes] | None:
    """Gives the block of columns that holds `seq`: the seq of its first row, and the packed bytes.
    None when there is no such recipient."""
    selected = rows(
        db,
        "select lo, contacts from recipient_blocks where campaign_id = ? and lo <= ?"
        " order by lo desc limit 1",
        campaign_id,
        seq,
    )
    return (selected[0]["lo"], selected[0]["contacts"]) if selected else None


# Nobody is assumed any more to be sent to once a report speaks of them.
_IS_ASSUMED = (
    f"c.state = 'accepted' and c.reason is '{ASSUMED_SENT}' and s.state = 'submitted'"
    " and d.counted is not 1"
)

_STATES = (
    "select r.seq, r.row, r.number, c.chunk, c.parts,"
    " case when s.state = 'cancelled' then coalesce(s.reason, 'opted_out') else c.reason end"
    "  as reason, c.detail,"
    f" {_IS_ASSUMED} as is_assumed,"
    " case when s.state = 'cancelled' then 'cancelled' when c.state = 'planned' then 'queued'"
    " when c.state = 'accepted' then case when s.state = 'submitted' and d.counted = 1"
    "  then coalesce(w.state, 'submitted') else coalesce(s.state, 'not_accepted') end"
    " else c.state end as state, s.sms_id,"
    # A call that went back was settled too, but of whoever is queued again nothing is over.
    " iif(c.state in ('planned', 'sending'), null, c.settled_at) as settled_at,"
    " coalesce(c.text, t.text) as text,"
    " w.state as reported, w.word, w.error, w.reason as report_reason,"
    " iif(d.at < 0, null, d.at) as reported_at"
    " from recipients r"
    " join chunks c on c.campaign_id = r.campaign_id and c.lo = ("
    "  select max(lo) from chunks where campaign_id = r.campaign_id and lo <= r.seq)"
    " join chunks t on t.campaign_id = c.campaign_id and t.lo = c.text_lo"
    " left join results s on s.campaign_id = r.campaign_id and s.seq = r.seq"
    " left join deliveries d on d.campaign_id = r.campaign_id and d.seq = r.seq"
    " left join report_words w on w.id = d.word_id"
)


def states(db: Database, campaign_id: int, *, after: int, limit: int) -> list[Row]:
    """Gives up to `limit` recipients that come `after`, each with its state, text, reason, parts
    and smsId, by key, and what a delivery report said, which changes the state only where the
    gateway took the message. A number that is no longer kept is below 0.

    A recipient's chunk is the last one that begins at or before it.
    """
    selected = rows(
        db,
        f"{_STATES} where r.campaign_id = ? and r.seq > ? order by r.seq limit ?",
        campaign_id,
        after,
        limit,
    )
    return [_readable(row) for row in selected]


def states_of(db: Database, campaign_id: int, seqs: Sequence[int]) -> list[Row]:
    """Gives the recipients with these seqs, with the same keys as `states`, in send order."""
    selected = rows(
        db,
        f"{_STATES} where r.campaign_id = ? and r.seq in (select value from json_each(?))"
        " order by r.seq",
        campaign_id,
        json.dumps(list(seqs)),
    )
    return [_readable(row) for row in selected]


def _readable(row: Row) -> Row:
    return row | {"text": readable(row["text"])}
