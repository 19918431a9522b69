"""A number among the recipients of campaigns: where it is, and what stands there afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlite_utils import Database

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.store import stand_ins
from jetmsg_core.store.bulk import integers
from jetmsg_core.store.database import Row, rows
from jetmsg_core.store.people.fitting import Fitting, fits

_OVER = (
    "state in ('finished', 'stopped') and not exists (select 1 from progress p"
    " where p.campaign_id = c.id and p.state in ('planned', 'sending') and p.chunks > 0)"
)
"""Of a campaign `c`: nothing of it leaves any more unless a person decides so."""


def over(db: Database) -> list[Row]:
    """Gives id, name and message of the campaigns that are over, with no call on its way."""
    return rows(db, f"select id, name, message from campaigns c where {_OVER} order by id")


def not_over(db: Database) -> list[Row]:
    """Gives id, name, message and state of all other campaigns."""
    selected = f"select id, name, message, state from campaigns c where not ({_OVER}) order by id"
    return rows(db, selected)


def in_unknown_call(db: Database, campaign_id: int, seqs: Sequence[int]) -> bool:
    """Tells whether any of these recipients is in a call without a clear answer."""
    selected = rows(
        db,
        "select 1 from chunks c join json_each(?2) j on j.value >= c.lo and j.value < c.hi"
        " where c.campaign_id = ?1 and c.state = 'unknown' limit 1",
        campaign_id,
        json.dumps(list(seqs)),
    )
    return bool(selected)


def block_starts(db: Database, campaign_id: int) -> list[int]:
    """Gives the first seq of each block of cells of a campaign, in order."""
    selected = db.conn.execute(
        "select lo from recipient_blocks where campaign_id = ? order by lo", (campaign_id,)
    )
    return [start for (start,) in selected]


def block_at(db: Database, campaign_id: int, start: int) -> bytes:
    """Gives the block of cells that begins at this seq."""
    packed: bytes = db.conn.execute(
        "select contacts from recipient_blocks where campaign_id = ? and lo = ?",
        (campaign_id, start),
    ).fetchone()[0]
    return packed


def put_block(db: Database, campaign_id: int, start: int, packed: bytes) -> None:
    """Writes the block of cells that begins at this seq anew."""
    db.conn.execute(
        "update recipient_blocks set contacts = ? where campaign_id = ? and lo = ?",
        (packed, campaign_id, start),
    )


def replace_number(db: Database, campaign_id: int, number: int, stand_in: int) -> int:
    """Puts the stand-in where a number is among the recipients of a campaign. Returns how many
    they were."""
    cursor = db.conn.execute(
        "update recipients set number = ? where campaign_id = ? and number = ?",
        (stand_in, campaign_id, number),
    )
    db.conn.execute(
        "update numbers set number = ? where campaign_id = ? and number = ?",
        (stand_in, campaign_id, number),
    )
    return int(cursor.rowcount)


def replace_own_texts(db: Database, campaign_id: int, seqs: Sequence[int]) -> int:
    """Puts its mark in the place of each text that these recipients got, and nobody whose number
    is kept. Returns how many texts they were."""
    selected = rows(
        db,
        # In this order: the other way round each recipient would be looked for in each chunk.
        "select distinct t.lo, t.text from json_each(?2) j cross join chunks c"
        " on c.campaign_id = ?1"
        " and c.lo = (select max(lo) from chunks where campaign_id = ?1 and lo <= j.value)"
        " cross join chunks t on t.campaign_id = ?1 and t.lo = c.text_lo"
        " where not exists (select 1 from chunks o cross join recipients r on r.campaign_id = ?1"
        "  and r.seq >= o.lo and r.seq < o.hi"
        "  where o.campaign_id = ?1 and o.text_lo = t.lo and r.number >= 0)",
        campaign_id,
        json.dumps(list(seqs)),
    )
    put_texts(db, campaign_id, [(row["lo"], row["text"]) for row in selected])
    return len(selected)


def put_texts(db: Database, campaign_id: int, texts: Sequence[tuple[int, str]]) -> None:
    """Puts its mark in the place of each of these texts, which the chunks that begin at these seqs
    keep."""
    marks = stand_ins.of_texts(db, [text for _, text in texts])
    db.conn.executemany(
        "update chunks set text = ? where campaign_id = ? and lo = ?",
        [(mark, campaign_id, start) for (start, _), mark in zip(texts, marks, strict=True)],
    )


def unmatched_numbers(db: Database) -> Integers:
    """Gives the numbers that unmatched rows of reports name, each once."""
    return integers(db, "number", "from (select distinct number from parked_reports)")[:, 0]


def texts_fitting(db: Database, campaign_id: int, fitting: Fitting) -> Iterator[tuple[int, str]]:
    """Gives the texts of a campaign that fit, each with the first seq of the chunk that keeps it,
    one by one: they may be millions."""
    yield from db.conn.execute(
        f"select lo, text from chunks where campaign_id = :campaign_id and {fits('text')}",
        fitting._asdict() | {"campaign_id": campaign_id},
    )


def texts(db: Database, campaign_id: int) -> Iterator[tuple[int, str]]:
    """Gives all texts of a campaign as `texts_fitting` does."""
    yield from db.conn.execute(
        "select lo, text from chunks where campaign_id = ? and text is not null", (campaign_id,)
    )


def put_text(db: Database, campaign_id: int, start: int, text: str) -> None:
    """Writes the text that the chunk which begins at this seq keeps."""
    db.conn.execute(
        "update chunks set text = ? where campaign_id = ? and lo = ?", (text, campaign_id, start)
    )
