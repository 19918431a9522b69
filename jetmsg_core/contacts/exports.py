"""Accepted and rejected rows as CSV files that open right in Excel (UTF-8 with a byte order mark).

Both can be uploaded again as they are: `reading.tables` takes off what is put on here.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.audience import Audience
from jetmsg_core.contacts.numbers.written import written
from jetmsg_core.contacts.reading.tables import ACCEPTED_COLUMNS, REASON_COLUMN
from jetmsg_core.files.csv_files import csv_of
from jetmsg_core.files.formula_escapes import escape_formula, escaped, texts, with_apostrophes


def accepted_csv(audience: Audience) -> bytes:
    """Gives `row,number` and the file's columns, for scripts: every value as it was read, but for
    an apostrophe before what a spreadsheet would calculate. +91 98765 43210 is not calculated.

    A column of the file itself called `row` or `number` becomes `row (file)` or `number (file)`.
    """
    names = [
        f"{name} (file)" if name in ACCEPTED_COLUMNS else escape_formula(name)
        for name in audience.columns
    ]
    columns = [pa.array(audience.rows), written(audience.numbers)]
    theirs = [_for_scripts(column) for column in _texts(audience.contacts)]
    return csv_of([*ACCEPTED_COLUMNS, *names], [*columns, *theirs])


def rejected_csv(audience: Audience) -> bytes:
    """Gives the rejected rows with the file's own columns, and why; shielded from Excel."""
    kept = [
        column_index for column_index, name in enumerate(audience.columns) if name != REASON_COLUMN
    ]
    columns = [with_apostrophes(column) for column in _texts(audience.rejected.iloc[:, kept])]
    reasons = texts(audience.rejected["message"].astype("str"))
    names = with_apostrophes(
        texts(audience.columns[column_index] for column_index in kept)
    ).to_pylist()
    return csv_of([*names, REASON_COLUMN], [*columns, escaped(reasons)])


def _for_scripts(column: Any) -> Any:
    numbers = pc.match_substring_regex(column, r"^\+[0-9][0-9 ]*$")
    return pc.if_else(numbers, column, escaped(column))


def _texts(frame: pd.DataFrame) -> list[Any]:
    return [
        pa.array(frame.iloc[:, column], type=pa.large_string()) for column in range(frame.shape[1])
    ]
