"""A campaign's recipients as CSV: the original columns, then what became of each.

Opens right in Excel: a BOM, long numbers and ids as text, cells that a spreadsheet would take for
a formula neutralised. It is made a block of recipients at a time, in columns, from one snapshot
of the database, so however large and however busy the campaign, the states add up.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from jetmsg_core.campaigns.export_columns import OUR_COLUMNS, Block, Ledger
from jetmsg_core.campaigns.results import FAILED
from jetmsg_core.campaigns.spreadsheets import kept, kept_names
from jetmsg_core.contacts.tables import REASON_COLUMN, shielded
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from jetmsg_core.store import blocks, campaigns, recipients
from jetmsg_core.store.campaigns import Campaign
from jetmsg_core.store.database import Database, open_database, snapshot

WRITERS = 3


class Only(StrEnum):
    """`FAILED`: those who are known not to have it, in the form of a contact file, to be put
    right and sent again."""

    ALL = "all"
    FAILED = "failed"


def export(settings: Settings, campaign_id: int, out: IO[bytes], *, only: Only = Only.ALL) -> int:
    """Write the recipients to `out`, a piece at a time; returns how many."""
    with open_database(settings.database_path) as db, snapshot(db):
        campaign = campaigns.get(db, campaign_id)
        if campaign is None:
            raise NotFoundError("unknown_campaign", f"There is no campaign {campaign_id}.")
        written = 0
        out.write(codecs.BOM_UTF8 + _header(campaign, only))
        for rows, piece in _ahead(_tables(db, campaign, only)):
            written += rows
            out.write(piece)
    return written


def _ahead(blocks_read: Iterator[Callable[[], pa.Table]]) -> Iterator[tuple[int, pa.Buffer]]:
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


def _header(campaign: Campaign, only: Only) -> bytes:
    if only is Only.FAILED:
        ours = [REASON_COLUMN]
        names = [name for name in campaign.columns if name != REASON_COLUMN]
        theirs = shielded(pa.array(names, pa.string())).to_pylist()
    else:
        ours, theirs = list(OUR_COLUMNS), kept_names(campaign.columns)
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([*theirs, *ours])
    return line.getvalue().encode()


def _csv(made: Callable[[], pa.Table]) -> tuple[int, pa.Buffer]:
    table, sink = made(), pa.BufferOutputStream()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(table, sink, options)
    return table.num_rows, sink.getvalue()


def _tables(db: Database, campaign: Campaign, only: Only) -> Iterator[Callable[[], pa.Table]]:
    """Of each block of recipients what has been read, to be made a table of."""
    ledger = Ledger(db, campaign.id, reported=only is Only.FAILED)
    failed = ledger.outcomes.among(*FAILED)
    for lo in range(1, campaign.recipients + 1, recipients.BLOCK):
        hi = min(lo + recipients.BLOCK, campaign.recipients + 1)
        mask = failed[lo - 1 : hi - 1]
        if only is Only.FAILED and not mask.any():
            continue
        found = recipients.block(db, campaign.id, lo)
        assert found is not None
        if only is Only.FAILED:
            yield partial(_for_retry, ledger, lo, hi, found[1], mask)
        else:
            yield partial(_whole, ledger, ledger.read(lo, hi), found[1])


def _whole(ledger: Ledger, block: Block, packed: bytes) -> pa.Table:
    theirs = blocks.unpack_table([packed])
    return _named([kept(column) for column in theirs.columns] + ledger.columns(block))


def _for_retry(
    ledger: Ledger, lo: int, hi: int, packed: bytes, mask: npt.NDArray[np.bool_]
) -> pa.Table:
    theirs, chosen = blocks.unpack_table([packed]), pa.array(mask)
    columns = [
        shielded(theirs.column(name).filter(chosen))
        for name in theirs.column_names
        if name != REASON_COLUMN
    ]
    return _named([*columns, kept(ledger.reasons(lo, hi)).filter(chosen)])


def _named(columns: list[Any]) -> pa.Table:
    return pa.Table.from_arrays(columns, names=[str(place) for place in range(len(columns))])
