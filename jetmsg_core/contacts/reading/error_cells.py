"""Cells that show the error of a formula, in a text or in a workbook, whoever wrote it: Excel,
LibreOffice (`Err:502`) or Google Sheets (`#ERROR!`). In a message they would be sent as they stand.
Pure.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.arrays import Integers
from jetmsg_core.contacts.finding_codes import FileFindingCode
from jetmsg_core.contacts.findings import FileFinding

_NAMES = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#ERROR!"),
    *("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"),
    "#GETTING_DATA",
)
_ERRORS = pa.array([*_NAMES, *(f"Err:{code}" for code in range(500, 541))], pa.large_string())
_MARKS = (b"#", b"Err:5")


def may_hold_errors(utf8: bytes) -> bool:
    """Tells whether a text can have such cells, at the cost of a search."""
    if not any(mark in utf8 for mark in _MARKS):
        return False
    return any(name.encode() in utf8 for name in (*_NAMES, "Err:5"))


def error_cells(table: pa.Table, rows: Integers) -> list[FileFinding]:
    """Says how many cells show an error, with an example from the first row that has one. `rows`
    are those of the table as seen in Excel."""
    count, first = 0, len(rows)
    example = ""
    for column in table.columns:
        places = np.flatnonzero(pc.is_in(column, _ERRORS).to_numpy())
        count += len(places)
        if len(places) and places[0] < first:
            first = int(places[0])
            example = column[first].as_py()
    if not count:
        return []
    code = FileFindingCode.EXCEL_ERRORS
    return [FileFinding.of(code, int(rows[first]), count=count, example=example)]
