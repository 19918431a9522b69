"""Which cell of a row its number is read from: that of one column, of the first of several in which
there is a number, or of each of them. Pure.

Outlook has a mobile and a home phone beside each other, a shop the customer's own and that of the
address, a school one of each parent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.limits import Limits, too_many_rows
from jetmsg_core.contacts.numbers.normalize import NumberColumn, normalize_column
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.contacts.rows.shown_codes import are_shown_abroad
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.characters import quoted

_NAMED_ROWS = 100


@dataclass(frozen=True)
class NumberCells:
    """The cells that the rows' numbers are read from."""

    columns: tuple[str, ...]
    """The first is the column of the numbers; the others have those of some rows."""
    at: Integers | None = None
    """Which of the columns each row's number stands in, shape (rows,); None: all in the first."""

    def texts(self, cells: pd.DataFrame) -> pd.Series[str]:
        """Gives the cell of each row."""
        first = cells[self.columns[0]]
        if self.at is None:
            return first
        texts = first.to_numpy(dtype=object, copy=True)
        for index, name in enumerate(self.columns[1:], 1):
            here = self.at == index
            texts[here] = cells[name].to_numpy(dtype=object)[here]
        return pd.Series(pd.array(texts, dtype="str"), index=cells.index, name=first.name)

    def names(self, positions: Integers) -> list[str]:
        """Gives the name of the column in which the number of each of these rows stands."""
        if self.at is None:
            return [self.columns[0]] * len(positions)
        return [self.columns[index] for index in self.at[positions].tolist()]


def first_of(
    file: ContactFile, columns: tuple[str, ...], options: ReadOptions
) -> tuple[ContactFile, NumberCells]:
    """Takes each row's number from the first of the columns in which there is one that can be sent
    to, or several where cells are split; else its cell is the first with anything in it, which
    says what is wrong."""
    read = [
        normalize_column(file.cells[name], international=options.international) for name in columns
    ]
    good = np.array([column.numbers > 0 for column in read])
    if not options.international:
        good &= ~np.array([are_shown_abroad(file, name) for name in columns])
    if options.split:
        good |= np.array([_rejected(column, Reason.MULTIPLE_NUMBERS) for column in read])
    filled = np.array([_filled(column) for column in read])
    has_good = good.any(axis=0)
    at = np.where(has_good, good.argmax(axis=0), filled.argmax(axis=0)).astype(np.int64)
    from_others = np.flatnonzero(has_good & (at > 0))
    if not from_others.size:
        return file, NumberCells(columns, at)
    rows = file.cells.index[from_others[:_NAMED_ROWS]].tolist()
    finding = FileFinding.of(
        FileFindingCode.NUMBER_FROM_OTHER_COLUMN,
        rows[0],
        rows=tuple(rows),
        first=columns[0],
        others=_listed(columns[1:]),
        count=len(from_others),
    )
    return replace(file, warnings=(*file.warnings, finding)), NumberCells(columns, at)


def each_of(
    file: ContactFile, columns: tuple[str, ...], limits: Limits
) -> tuple[ContactFile, NumberCells]:
    """Repeats each row once for each of the columns in which something stands, all under its own
    row number; a row with nothing in any stays one. A file with too many rows then is blocked."""
    filled = np.array([_filled(normalize_column(file.cells[name])) for name in columns]).T
    filled[~filled.any(axis=1), 0] = True
    positions, at = (index.astype(np.int64) for index in np.nonzero(filled))
    if blocker := too_many_rows(len(positions), limits):
        return replace(file, blockers=(*file.blockers, blocker)), NumberCells(columns)
    finding = FileFinding.of(
        FileFindingCode.ROW_FOR_EACH_COLUMN,
        columns=columns,
        names=_listed(columns),
        more=len(positions) - len(file.cells),
    )
    return taken(file, positions, finding), NumberCells(columns, at)


def taken(file: ContactFile, positions: Integers, finding: FileFinding) -> ContactFile:
    """Gives the file with its rows at these positions, which may repeat, and what is said of it."""
    return replace(
        file,
        cells=file.cells.iloc[positions],
        unreadable=np.flatnonzero(np.isin(positions, file.unreadable)),
        warnings=(*file.warnings, finding),
    )


def _filled(column: NumberColumn) -> Booleans:
    """The mask is false where a cell stands for nothing: empty, or `NA` and the like."""
    return ~_rejected(column, Reason.EMPTY)


def _rejected(column: NumberColumn, reason: Reason) -> Booleans:
    mask = np.zeros(len(column.numbers), dtype=np.bool_)
    codes = [code is reason for code in column.rejections.codes]
    mask[column.rejections.positions[np.array(codes, dtype=np.bool_)]] = True
    return mask


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))
