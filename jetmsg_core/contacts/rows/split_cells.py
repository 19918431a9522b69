"""Cells with several numbers to a row for each of them, once a person has asked for it.

A cell is split only if every piece of it is a number by itself: of `98765 43210/11` nobody can say
what the second number is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.limits import Limits, too_many_rows
from jetmsg_core.contacts.numbers.normalize import behind_serials, normalize_column
from jetmsg_core.contacts.numbers.normalize_cell import Number, is_landline, normalize
from jetmsg_core.contacts.numbers.number_breaks import pieces_of
from jetmsg_core.contacts.rows.number_cells import NumberCells, taken
from jetmsg_core.primitives.arrays import Integers


def numbers_in(cell: str, *, international: bool = False) -> tuple[str, ...]:
    """Gives the numbers of a cell that holds several, each as it is spelled there; else nothing. A
    landline stays with the mobile in front of it, so that it is said to be left out."""
    for pieces in pieces_of(cell):
        numbers: list[str] = []
        for piece in pieces:
            if numbers and is_landline(piece):
                numbers[-1] += f", {piece}"
            else:
                numbers.append(piece)
        read = (normalize(number, international=international) for number in numbers)
        if len(numbers) > 1 and all(isinstance(number, Number) for number in read):
            return tuple(numbers)
    return ()


def can_be_split(cells: Sequence[str]) -> int:
    """Counts how many of the cells rejected for several numbers would be split."""
    return sum(bool(numbers_in(cell)) for cell in cells)


def split_rows(
    file: ContactFile, source: NumberCells, limits: Limits, *, international: bool = False
) -> tuple[ContactFile, NumberCells]:
    """Repeats each row whose cell holds several numbers once for each of them, all under its own
    row number. A file with too many rows then is blocked."""
    unnumbered = _without_serials(file, source)
    pieces = _pieces(unnumbered, source, international=international)
    if not pieces:
        return file, source
    file = unnumbered
    times = np.ones(len(file.cells), dtype=np.int64)
    times[list(pieces)] = [len(numbers_of_cell) for numbers_of_cell in pieces.values()]
    positions = np.repeat(np.arange(len(file.cells)), times)
    if blocker := too_many_rows(len(positions), limits):
        return replace(file, blockers=(*file.blockers, blocker)), source
    more = len(positions) - len(file.cells)
    first = int(file.cells.index[min(pieces)])
    file = taken(file, positions, _said(len(pieces), more, first))
    if source.at is not None:
        source = replace(source, at=source.at[positions])
    is_split = np.flatnonzero(np.isin(positions, list(pieces)))
    apart = [piece for numbers_of_cell in pieces.values() for piece in numbers_of_cell]
    return replace(file, cells=_written(file.cells, source, is_split, apart)), source


def _without_serials(file: ContactFile, source: NumberCells) -> ContactFile:
    """The file without the serial numbers of the cells, which do not count up any more once some
    have several rows."""
    rests = behind_serials(source.texts(file.cells))
    if not rests:
        return file
    positions = np.array(list(rests), dtype=np.int64)
    return replace(file, cells=_written(file.cells, source, positions, list(rests.values())))


def _written(
    cells: pd.DataFrame, source: NumberCells, positions: Integers, pieces: Sequence[str]
) -> pd.DataFrame:
    """The cells with the pieces in place of the numbers of these rows, in the columns that those
    stand in."""
    columns = np.array(source.names(positions), dtype=object)
    apart = np.array(pieces, dtype=object)
    changed = {}
    for name in source.columns:
        here = columns == name
        if here.any():
            texts = cells[name].to_numpy(dtype=object, copy=True)
            texts[positions[here]] = apart[here]
            changed[name] = pd.array(texts, dtype="str")
    return cells.assign(**changed)


def _pieces(
    file: ContactFile, source: NumberCells, *, international: bool
) -> dict[int, tuple[str, ...]]:
    """By position, ascending. Rows with broken bytes are rejected as a whole, and stay whole."""
    texts = source.texts(file.cells)
    rejections = normalize_column(texts).rejections
    whole = set(file.unreadable.tolist())
    several = [
        position
        for position, code in zip(rejections.positions.tolist(), rejections.codes, strict=True)
        if code is Reason.MULTIPLE_NUMBERS and position not in whole
    ]
    cells = texts.iloc[several].tolist()
    pieces = {
        position: numbers_in(cell, international=international)
        for position, cell in zip(several, cells, strict=True)
    }
    return {position: numbers for position, numbers in pieces.items() if numbers}


def _said(cells: int, more: int, row: int) -> FileFinding:
    return FileFinding.of(FileFindingCode.CELLS_SPLIT, row, count=cells, more=more)
