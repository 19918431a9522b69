"""Rejected cells typed anew, put into the file before anything else is decided about its rows.

A correction knows the cell it was typed for. Under another reading of the file it is used only
where that very cell stands in the same row, sheet and column; else it is said that it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jetmsg_core.arrays import Integers
from jetmsg_core.contacts.files import ContactFile
from jetmsg_core.contacts.finding_codes import FileFindingCode
from jetmsg_core.contacts.findings import FileFinding
from jetmsg_core.contacts.reading.tables import table_of_text, unreadable_rows


@dataclass(frozen=True)
class Correction:
    """A value that a person typed in place of a cell of the number column."""

    row: int
    """As seen in Excel."""
    sheet: str | None
    """Of a workbook."""
    column: str
    column_index: int
    """The column's place in the file, from 0. A column keeps it when the first row turns out to be
    a contact, and its name does not."""
    before: str
    after: str


def corrected(file: ContactFile, column: str, corrections: Sequence[Correction]) -> ContactFile:
    """Gives the file as if it had held the corrections in `column`, with a warning for each that
    does not fit."""
    positions_of = {
        correction: _position_of(file, column, correction) for correction in corrections
    }
    fitting = {
        position: correction.after
        for correction, position in positions_of.items()
        if position is not None
    }
    warnings = [
        _not_used(correction) for correction, position in positions_of.items() if position is None
    ]
    if not fitting:
        return replace(file, warnings=(*file.warnings, *warnings))
    positions = np.array(sorted(fitting))
    numbers = file.cells[column].to_numpy(dtype=object, copy=True)
    numbers[positions] = [_readable(fitting[position]) for position in positions.tolist()]
    cells = file.cells.assign(**{column: pd.array(numbers, dtype="str")})
    return replace(
        file,
        cells=cells,
        unreadable=_unreadable(file, cells, positions),
        warnings=(*file.warnings, *warnings),
    )


def _position_of(file: ContactFile, column: str, correction: Correction) -> int | None:
    """The position of its row, if the cell it was typed for is there."""
    if correction.sheet != file.sheet or correction.row not in file.cells.index:
        return None
    if correction.column != column and file.columns.index(column) != correction.column_index:
        return None
    position = file.cells.index.get_loc(correction.row)
    assert isinstance(position, int), "rows are split after they were corrected"
    return position if file.cells[column].iloc[position] == correction.before else None


def _readable(typed: str) -> str:
    return typed.encode("utf-8", "replace").decode().replace("\0", "")


def _unreadable(file: ContactFile, cells: pd.DataFrame, positions: Integers) -> Integers:
    """Corrected rows are looked at again: a number typed anew has no broken letters, but another
    cell of its row may have, or stand in the wrong column."""
    others = np.setdiff1d(file.unreadable, positions)
    still = positions[unreadable_rows(table_of_text(cells.iloc[positions]), None)]
    shifted = np.flatnonzero(np.isin(file.cells.index, file.shifted_rows))
    return np.union1d(np.union1d(others, still), shifted)


def _not_used(correction: Correction) -> FileFinding:
    return FileFinding.of(FileFindingCode.CORRECTION_NOT_USED, correction.row)
