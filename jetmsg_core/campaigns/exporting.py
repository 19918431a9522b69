"""A campaign's recipients as CSV: the original columns, then what became of each.

Opens right in Excel: a BOM, long numbers and ids as text, cells that a spreadsheet would take for
a formula neutralised. It is made a block of recipients at a time, in columns, from one snapshot
of the database, so however large and however busy the campaign, the states add up.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from jetmsg_core.campaigns.export_columns import OUR_COLUMNS, Ledger
from jetmsg_core.campaigns.results import FAILED
from jetmsg_core.campaigns.spreadsheets import kept, kept_names
from jetmsg_core.contacts.tables import REASON_COLUMN, shielded
from jetmsg_core.errors import NotFoundError
from jetmsg_core.settings import Settings
from jetmsg_core.store import blocks, campaigns, recipients
from jetmsg_core.store.campaigns import Campaign
from jetmsg_core.store.database import Database, open_database, snapshot


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
        for table, piece in _ahead(_tables(db, campaign, only)):
            written += table.num_rows
            out.write(piece)
    return written


def _ahead(tables: Iterator[pa.Table]) -> Iterator[tuple[pa.Table, bytes]]:
    """Each block's CSV is written in a thread while the next is read."""
    with ThreadPoolExecutor(1) as writer:
        waiting: tuple[pa.Table, Future[bytes]] | None = None
        for table in tables:
            coming = (table, writer.submit(_csv, table))
            if waiting is not None:
                yield waiting[0], waiting[1].result()
            waiting = coming
        if waiting is not None:
            yield waiting[0], waiting[1].result()


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


def _csv(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(table, sink, options)
    return bytes(sink.getvalue())


def _tables(db: Database, campaign: Campaign, only: Only) -> Iterator[pa.Table]:
    ledger = Ledger(db, campaign.id)
    failed = ledger.outcomes.among(*FAILED)
    for lo in range(1, campaign.recipients + 1, recipients.BLOCK):
        hi = min(lo + recipients.BLOCK, campaign.recipients + 1)
        mask = failed[lo - 1 : hi - 1]
        if only is Only.FAILED and not mask.any():
            continue
        found = recipients.block(db, campaign.id, lo)
        assert found is not None
        theirs = blocks.unpack_table([found[1]])
        if only is Only.FAILED:
            yield _for_retry(theirs, ledger.reasons(lo, hi), mask)
        else:
            yield _named([kept(column) for column in theirs.columns] + ledger.columns(lo, hi))


def _for_retry(theirs: pa.Table, reasons: Any, mask: npt.NDArray[np.bool_]) -> pa.Table:
    chosen = pa.array(mask)
    columns = [
        shielded(theirs.column(name).filter(chosen))
        for name in theirs.column_names
        if name != REASON_COLUMN
    ]
    return _named([*columns, reasons.filter(chosen)])


def _named(columns: list[Any]) -> pa.Table:
    return pa.Table.from_arrays(columns, names=[str(place) for place in range(len(columns))])
