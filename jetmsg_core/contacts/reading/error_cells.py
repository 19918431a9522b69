"""Cells that show the error of a formula, in a text or in a workbook. A message takes them for no
value. Pure.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.reading.scans import holds
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.error_values import ERROR_VALUES, NAMED_ERRORS

_ERRORS = pa.array(ERROR_VALUES, pa.large_string())
_NAMED = re.compile(b"|".join(re.escape(name.encode()) for name in NAMED_ERRORS))
_NUMBERED = b"Err:5"


def errors_of_text(table: pa.Table, rows: Integers, utf8: bytes | None) -> list[FileFinding]:
    """As `error_cells`, of a table read from a text, at the cost of a search where there are none;
    nothing for one of a workbook, whose errors are said where its sheet is read."""
    if utf8 is None:
        return []
    has_error = (b"#" in utf8 and _NAMED.search(utf8)) or holds(utf8, _NUMBERED)
    return error_cells(table, rows) if has_error else []


def error_cells(table: pa.Table, rows: Integers) -> list[FileFinding]:
    """Says how many cells show an error, with an example from the first row that has one. `rows`
    are those of the table as seen in Excel."""
    count, first = 0, len(rows)
    example = ""
    for column in table.columns:
        indices = np.flatnonzero(pc.is_in(column, _ERRORS).to_numpy())
        count += len(indices)
        if len(indices) and indices[0] < first:
            first = int(indices[0])
            example = column[first].as_py()
    if not count:
        return []
    code = FileFindingCode.EXCEL_ERRORS
    return [FileFinding.of(code, int(rows[first]), count=count, example=example)]
