"""A campaign's recipients as a file: the original columns, then what became of each.

It is made a block of recipients at a time, in columns, from one snapshot of the database, so
however large and however busy the campaign, the states add up. As CSV it opens right in Excel; as a
workbook ids are texts, counts numbers and times dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from typing import IO

import numpy as np
import pyarrow as pa

from jetmsg_core.campaigns.exports.columns import OUR_COLUMNS, Block, Ledger
from jetmsg_core.contacts.reading.tables import REASON_COLUMN, without_reasons
from jetmsg_core.errors import NotFoundError
from jetmsg_core.files.columns import Column, Kind, ours_beside
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Written, write_table
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database, open_database, snapshot
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.ledger.campaigns import Campaign

Columns = list[Column]
Tell = Callable[[int, int], None]


class Only(StrEnum):
    """The recipients that a file has. `FAILED`: those who are known not to have the message, in the
    form of a contact file, to be put right and sent again."""

    ALL = "all"
    FAILED = "failed"


def export(
    settings: Settings,
    campaign_id: int,
    out: IO[bytes],
    *,
    only: Only = Only.ALL,
    form: FileFormat = FileFormat.CSV,
    tell: Tell = lambda done, total: None,
) -> Written:
    """Writes the recipients to `out`, a piece at a time. `tell` hears rows done of rows after each
    piece. Returns how many there are, and what a workbook could not hold."""
    with open_database(settings.database_path) as db, snapshot(db):
        return write(db, campaign_id, out, only=only, form=form, tell=tell)


def write(
    db: Database, campaign_id: int, out: IO[bytes], *, only: Only, form: FileFormat, tell: Tell
) -> Written:
    """Writes the recipients as `export` does, from a snapshot that is open."""
    campaign = campaigns.get(db, campaign_id)
    if campaign is None:
        raise NotFoundError("unknown_campaign", f"There is no campaign {campaign_id}.")
    ledger = Ledger(db, campaign.id, reported=only is Only.FAILED)
    failed = ledger.outcomes.among(*FAILED)
    total = int(np.count_nonzero(failed)) if only is Only.FAILED else campaign.recipients
    return write_table(
        out,
        _names(campaign, only),
        _blocks(db, campaign, only, ledger, failed),
        form=form,
        shield=Shield.UPLOAD if only is Only.FAILED else Shield.PERSON,
        title=SheetTitle.RECIPIENTS,
        tell=lambda done: tell(done, total),
    )


def _names(campaign: Campaign, only: Only) -> list[str]:
    if only is Only.FAILED:
        return [*without_reasons(campaign.columns), REASON_COLUMN]
    return [*campaign.columns, *ours_beside(campaign.columns, OUR_COLUMNS)]


def _blocks(
    db: Database, campaign: Campaign, only: Only, ledger: Ledger, failed: Booleans
) -> Iterator[Callable[[], Columns]]:
    """Of each block of recipients what has been read, to be made columns of."""
    for first_seq in range(1, campaign.recipients + 1, recipients.BLOCK):
        end_seq = min(first_seq + recipients.BLOCK, campaign.recipients + 1)
        mask = failed[first_seq - 1 : end_seq - 1]
        if only is Only.FAILED and not mask.any():
            continue
        block = recipients.block(db, campaign.id, first_seq)
        assert block is not None
        if only is Only.FAILED:
            yield partial(_for_retry, ledger, first_seq, end_seq, block[1], mask)
        else:
            yield partial(_whole, ledger, ledger.read(first_seq, end_seq), block[1])


def _whole(ledger: Ledger, block: Block, packed: bytes) -> Columns:
    theirs = arrow_blocks.unpack_table([packed])
    return [Column(Kind.CELL, column) for column in theirs.columns] + ledger.columns(block)


def _for_retry(
    ledger: Ledger, first_seq: int, end_seq: int, packed: bytes, mask: Booleans
) -> Columns:
    theirs, chosen = arrow_blocks.unpack_table([packed]), pa.array(mask)
    reasons = ledger.reasons(first_seq, end_seq).filter(chosen)
    columns = [
        Column(Kind.CELL, theirs.column(name).filter(chosen))
        for name in without_reasons(theirs.column_names)
    ]
    return [*columns, Column(Kind.TEXT, reasons)]
