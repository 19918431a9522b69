"""Accepted and rejected rows as files that open right in Excel.

Both can be uploaded again as they are: `reading.tables` takes off what CSV puts on.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts.audience import Audience
from jetmsg_core.contacts.columns.consents.written import refusal_column, refusal_names
from jetmsg_core.contacts.numbers.written import written
from jetmsg_core.contacts.reading.tables import ACCEPTED_COLUMNS, REASON_COLUMN, without_reasons
from jetmsg_core.contacts.recipients import RejectedRows
from jetmsg_core.files.columns import Column, Kind, ours_beside
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, file_of


def accepted_file(audience: Audience, form: FileFormat = FileFormat.CSV) -> bytes:
    """Gives a file of the accepted rows (`accepted_table`)."""
    return file_of(accepted_table(audience), form)


def rejected_file(audience: Audience, form: FileFormat = FileFormat.CSV) -> bytes:
    """Gives a file of the rejected rows (`rejected_table`)."""
    return file_of(rejected_table(audience), form)


def accepted_table(audience: Audience) -> Table:
    """Gives `row,number` and the file's columns, for scripts: every value as it was read, but for
    an apostrophe before what a spreadsheet would calculate. +91 98765 43210 is not calculated. If
    any of the numbers refuse a channel that was not asked about, a last column says which do, such
    as `WhatsApp opt out`.

    The first two are ours whatever they are called: where a column of the file itself is called
    `row` or `Number`, ours is `row (JetMsg)` or `number (JetMsg)`, as in every file of ours.
    """
    names = list(audience.columns)
    columns = [
        Column(Kind.NUMBER, pa.array(audience.rows)),
        Column(Kind.PHONE, written(audience.numbers)),
        *_cells(audience.contacts),
        *map(refusal_column, audience.refusing.values()),
    ]
    refusals = refusal_names(audience.refusing, names)
    ours = ours_beside([*names, *refusals], ACCEPTED_COLUMNS)
    return Table([*ours, *names, *refusals], columns, Shield.SCRIPT, SheetTitle.ACCEPTED)


def rejected_table(audience: Audience) -> Table:
    """Gives the rejected rows with the file's own columns, and why; shielded from Excel."""
    return table_of_rejected(rejected_of(audience))


def rejected_of(audience: Audience) -> RejectedRows:
    """Gives the rejected rows as a list keeps them."""
    names = without_reasons(audience.columns)
    kept = [index for index, name in enumerate(audience.columns) if name in names]
    columns = [column.values for column in _cells(audience.rejected.iloc[:, kept])]
    reasons = pa.array(audience.rejected["message"].astype("str"), pa.large_string())
    cells = pa.Table.from_arrays([*columns, reasons], [*names, REASON_COLUMN])
    return RejectedRows(audience.rejected.index.to_numpy(np.int64), cells)


def table_of_rejected(rejected: RejectedRows) -> Table:
    """Gives rejected rows as a table to be put right and uploaded again."""
    *cells, reasons = (column.combine_chunks() for column in rejected.cells.columns)
    columns = [Column(Kind.CELL, column) for column in cells]
    return Table(
        list(rejected.cells.column_names),
        [*columns, Column(Kind.TEXT, reasons)],
        Shield.UPLOAD,
        SheetTitle.REJECTED,
    )


def _cells(frame: pd.DataFrame) -> list[Column]:
    return [
        Column(Kind.CELL, pa.array(frame.iloc[:, index], type=pa.large_string()))
        for index in range(frame.shape[1])
    ]
