"""A person taken out of campaigns that are over: a stand-in for the number, empty cells, a mark for
each text that nobody else got. States, counts and smsIds stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from jetmsg_core.people import spellings
from jetmsg_core.people.asked import messages_to
from jetmsg_core.people.cells import rows_with, with_blank, without_number
from jetmsg_core.people.kinds import PlaceKind
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database, Row, transaction
from jetmsg_core.store.people import ledger


def erase_messages(db: Database, number: int, stand_in: int) -> Counter[PlaceKind]:
    """Takes this person out of every campaign that is over, and cuts the number out of the cells
    and texts of others there. A campaign is changed in one transaction."""
    went: Counter[PlaceKind] = Counter()
    own = messages_to(db, number)
    for campaign in ledger.over(db):
        campaign_id = campaign["id"]
        seqs = own.get(campaign_id, [])
        if seqs:
            with transaction(db):
                went += _erase_own(db, campaign_id, seqs, number, stand_in)
        went[PlaceKind.CELLS_OF_OTHERS] += _cut_cells(db, campaign_id, number)
        went[PlaceKind.TEXTS_OF_OTHERS] += _cut_texts(db, campaign, number)
    return +went


def named_in_open(db: Database, number: int) -> list[int]:
    """Gives the campaigns that are not over and have the number in cells or texts of others."""
    return [
        campaign["id"]
        for campaign in ledger.not_over(db)
        if _texts_with(db, campaign, number)
        or any(
            rows_with(_block(db, campaign["id"], start), number).any()
            for start in ledger.block_starts(db, campaign["id"])
        )
    ]


def _erase_own(
    db: Database, campaign_id: int, seqs: Sequence[int], number: int, stand_in: int
) -> Counter[PlaceKind]:
    for start in ledger.block_starts(db, campaign_id):
        table = _block(db, campaign_id, start)
        rows = np.zeros(table.num_rows, np.bool_)
        rows[[seq - start for seq in seqs if start <= seq < start + table.num_rows]] = True
        if rows.any():
            blank = with_blank(table, rows).combine_chunks()
            ledger.put_block(db, campaign_id, start, arrow_blocks.pack_table(blank))
    messages = ledger.replace_number(db, campaign_id, number, stand_in)
    texts = ledger.replace_own_texts(db, campaign_id, seqs)
    return Counter({PlaceKind.MESSAGES: messages, PlaceKind.TEXTS: texts})


def _block(db: Database, campaign_id: int, start: int) -> pa.Table:
    return arrow_blocks.unpack_table([ledger.block_at(db, campaign_id, start)])


def _cut_cells(db: Database, campaign_id: int, number: int) -> int:
    """Out of rows that are not the person's own. Returns how many."""
    count = 0
    for start in ledger.block_starts(db, campaign_id):
        table = _block(db, campaign_id, start)
        within = rows_with(table, number)
        if within.any():
            cut = without_number(table, number).combine_chunks()
            ledger.put_block(db, campaign_id, start, arrow_blocks.pack_table(cut))
            count += int(within.sum())
    return count


def _cut_texts(db: Database, campaign: Row, number: int) -> int:
    texts = list(_texts_with(db, campaign, number))
    for start, text in texts:
        ledger.put_text(db, campaign["id"], start, spellings.without(text, number))
    return len(texts)


def _texts_with(db: Database, campaign: Row, number: int) -> Sequence[tuple[int, str]]:
    """What the sender wrote for all is the sender's own, such as a number to call back."""
    if spellings.names(campaign["message"], number):
        return ()
    fitting = ledger.texts_fitting(db, campaign["id"], spellings.fitting(number))
    return [(start, text) for start, text in fitting if spellings.names(text, number)]
