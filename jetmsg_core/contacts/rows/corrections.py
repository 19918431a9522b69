"""Rejected cells typed anew, put into the file before anything else is decided about its rows.

A correction knows the cell it was typed for. Under another reading of the file it is used only
where that very cell stands in the same row, sheet and column; else it is said that it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.reading.tables import table_of_text, unreadable_rows
from jetmsg_core.primitives.arrays import Integers


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


def corrected(
    file: ContactFile, columns: Sequence[str], corrections: Sequence[Correction]
) -> ContactFile:
    """Gives the file as if it had held the corrections in `columns`, those of the numbers, with a
    warning for each that does not fit."""
    targets = {correction: _place_of(file, columns, correction) for correction in corrections}
    fitting = {
        target: correction.after for correction, target in targets.items() if target is not None
    }
    warnings = [_not_used(correction) for correction, target in targets.items() if target is None]
    if not fitting:
        return replace(file, warnings=(*file.warnings, *warnings))
    cells = file.cells.assign(
        **{
            column: _with_typed(
                file.cells[column],
                {position: typed for (name, position), typed in fitting.items() if name == column},
            )
            for column in dict.fromkeys(name for name, _ in fitting)
        }
    )
    positions = np.unique([position for _, position in fitting])
    return replace(
        file,
        cells=cells,
        unreadable=_unreadable(file, cells, positions),
        warnings=(*file.warnings, *warnings),
    )


def _with_typed(column: pd.Series[str], typed: Mapping[int, str]) -> Any:
    texts = column.to_numpy(dtype=object, copy=True)
    for position, text in typed.items():
        texts[position] = _readable(text)
    return pd.array(texts, dtype="str")


def _place_of(
    file: ContactFile, columns: Sequence[str], correction: Correction
) -> tuple[str, int] | None:
    """The column and the position of its row, if the cell it was typed for is there."""
    if correction.sheet != file.sheet:
        return None
    named = [
        column
        for column in columns
        if column == correction.column or file.columns.index(column) == correction.column_index
    ]
    # A line with several numbers is several rows.
    positions = np.flatnonzero(file.cells.index == correction.row).tolist()
    same = (
        (name, position)
        for position in positions
        for name in named
        if file.cells[name].iloc[position] == correction.before
    )
    return next(same, None)


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
