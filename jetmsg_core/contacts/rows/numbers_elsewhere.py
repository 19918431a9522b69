"""Rows that have no number in the chosen column, and one in another that is named for numbers."""

from __future__ import annotations

import numpy as np

from jetmsg_core.contacts.columns.names import HINT, number_likeness
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.normalize import NumberColumn, normalize_column
from jetmsg_core.contacts.rows.fax_numbers import is_called_fax
from jetmsg_core.contacts.rows.number_cells import NumberCells
from jetmsg_core.primitives.characters import quoted

_MOST_ROWS = 1_000
"""Rows that the finding lists."""


def numbers_elsewhere(file: ContactFile, source: NumberCells, read: NumberColumn) -> dict[int, str]:
    """Gives, by the position of the row, the first other column with a number. Without column
    names any may hold one."""
    pairs = zip(read.rejections.positions.tolist(), read.rejections.codes, strict=True)
    empty = np.array([at for at, code in pairs if code is Reason.EMPTY], dtype=np.int64)
    elsewhere: dict[int, str] = {}
    if not empty.size:
        return elsewhere
    for name in file.columns:
        if name in source.columns or is_called_fax(name):
            continue
        if file.header_row is not None and number_likeness(name) < HINT:
            continue
        numbers = normalize_column(file.cells[name].iloc[empty]).numbers
        for position in empty[numbers > 0].tolist():
            elsewhere.setdefault(position, name)
    return elsewhere


def elsewhere_sentence(source: NumberCells, other: str) -> str:
    """Says in a rejected row where its number stands."""
    return (
        f"There is no number in {quoted(source.columns[0])} in this row, but {quoted(other)} has "
        "one. Copy it there, or leave the row out."
    )


def elsewhere_finding(
    file: ContactFile, source: NumberCells, elsewhere: dict[int, str]
) -> list[FileFinding]:
    """Says in one warning which rows those are; nothing where there are none."""
    if not elsewhere:
        return []
    rows = file.cells.index[sorted(elsewhere)].to_numpy(dtype=np.int64)
    best, others = source.columns[0], list(dict.fromkeys(elsewhere.values()))
    finding = FileFinding.of(
        FileFindingCode.NUMBERS_ELSEWHERE,
        int(rows[0]),
        columns=(best, *others),
        rows=tuple(rows[:_MOST_ROWS].tolist()),
        best=best,
        others=", ".join(map(quoted, others)),
        count=len(rows),
    )
    return [finding]
