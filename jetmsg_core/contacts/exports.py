"""Accepted and rejected rows as CSV files that open right in Excel (UTF-8 with a byte order mark).

The reject file can be mended and uploaded again as it is: `tables.restored` takes off what
`tables.shielded` put on.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from jetmsg_core.contacts.audience import Audience
from jetmsg_core.contacts.tables import REASON_COLUMN, shielded


def accepted_csv(audience: Audience) -> bytes:
    """`row,number` and the file's columns, for scripts: every value exactly as it was read.

    A column of the file itself called `row` or `number` becomes `row (file)` or `number (file)`.
    """
    names = [f"{name} (file)" if name in ("row", "number") else name for name in audience.columns]
    columns = [pa.array(audience.rows), pa.array(audience.numbers), *_texts(audience.contacts)]
    return csv_of(["row", "number", *names], columns)


def rejected_csv(audience: Audience) -> bytes:
    """The rejected rows with the file's own columns, and why; shielded from Excel."""
    kept = [place for place, name in enumerate(audience.columns) if name != REASON_COLUMN]
    columns = [shielded(column) for column in _texts(audience.rejected.iloc[:, kept])]
    reasons = pa.array(audience.rejected["message"].astype("str"), type=pa.large_string())
    names = shielded(pa.array([audience.columns[place] for place in kept], pa.string())).to_pylist()
    return csv_of([*names, REASON_COLUMN], [*columns, reasons])


def _texts(frame: pd.DataFrame) -> list[Any]:
    return [
        pa.array(frame.iloc[:, place], type=pa.large_string()) for place in range(frame.shape[1])
    ]


def csv_of(names: Sequence[str], columns: Sequence[Any]) -> bytes:
    """A CSV of Arrow columns, with the byte order mark Excel wants."""
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow(names)
    sink = io.BytesIO(codecs.BOM_UTF8 + header.getvalue().encode())
    sink.seek(0, io.SEEK_END)
    table = pa.Table.from_arrays(list(columns), names=[str(place) for place in range(len(columns))])
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(table, sink, options)
    return sink.getvalue()
