"""A campaign's recipients as CSV: the original columns, then what became of each.

Opens right in Excel: a BOM, long numbers and ids as text, cells that a spreadsheet would take for
a formula neutralised. It is made a block of recipients at a time, in columns, from one snapshot
of the database, so however large and however busy the campaign, the states add up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from typing import IO, Any

import numpy as np
import pyarrow as pa

from jetmsg_core.campaigns.exports.columns import OUR_COLUMNS, Block, Ledger
from jetmsg_core.contacts.reading.tables import REASON_COLUMN
from jetmsg_core.errors import NotFoundError
from jetmsg_core.files.csv_files import begin_csv, rows_of
from jetmsg_core.files.formula_escapes import as_excel_text, texts, with_apostrophes
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database, open_database, snapshot
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.ledger.campaigns import Campaign

WRITERS = 3

Columns = list[Any]
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
    tell: Tell = lambda done, total: None,
) -> int:
    """Writes the recipients to `out`, a piece at a time. Returns how many. `tell` hears rows done
    of rows after each piece."""
    with open_database(settings.database_path) as db, snapshot(db):
        return write(db, campaign_id, out, only=only, tell=tell)


def write(db: Database, campaign_id: int, out: IO[bytes], *, only: Only, tell: Tell) -> int:
    """Writes the recipients as `export` does, from a snapshot that is open."""
    campaign = campaigns.get(db, campaign_id)
    if campaign is None:
        raise NotFoundError("unknown_campaign", f"There is no campaign {campaign_id}.")
    ledger = Ledger(db, campaign.id, reported=only is Only.FAILED)
    failed = ledger.outcomes.among(*FAILED)
    total = int(np.count_nonzero(failed)) if only is Only.FAILED else campaign.recipients
    written = 0
    out.write(begin_csv(_names(campaign, only)))
    for rows, piece in _ahead(_tables(db, campaign, only, ledger, failed)):
        written += rows
        out.write(piece)
        tell(written, total)
    return written


def _ahead(blocks_read: Iterator[Callable[[], Columns]]) -> Iterator[tuple[int, pa.Buffer]]:
    """Rows and CSV of each block in order, made in threads while the next is read from the
    database: some of them, since making a block takes half as long again as reading one."""
    with ThreadPoolExecutor(WRITERS) as writers:
        waiting: deque[Future[tuple[int, pa.Buffer]]] = deque()
        for table in blocks_read:
            waiting.append(writers.submit(_csv, table))
            if len(waiting) > WRITERS:
                yield waiting.popleft().result()
        for written in waiting:
            yield written.result()


def _names(campaign: Campaign, only: Only) -> list[str]:
    if only is Only.FAILED:
        names = [name for name in campaign.columns if name != REASON_COLUMN]
        return [*with_apostrophes(texts(names)).to_pylist(), REASON_COLUMN]
    return [*as_excel_text(texts(campaign.columns)).to_pylist(), *OUR_COLUMNS]


def _csv(made: Callable[[], Columns]) -> tuple[int, pa.Buffer]:
    columns = made()
    return len(columns[0]), rows_of(columns)


def _tables(
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
    return [as_excel_text(column) for column in theirs.columns] + ledger.columns(block)


def _for_retry(
    ledger: Ledger, first_seq: int, end_seq: int, packed: bytes, mask: Booleans
) -> Columns:
    theirs, chosen = arrow_blocks.unpack_table([packed]), pa.array(mask)
    columns = [
        with_apostrophes(theirs.column(name).filter(chosen))
        for name in theirs.column_names
        if name != REASON_COLUMN
    ]
    return [*columns, with_apostrophes(ledger.reasons(first_seq, end_seq).filter(chosen))]
