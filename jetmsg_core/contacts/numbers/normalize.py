"""A column of cells to numbers: plain spellings in Arrow and numpy, odd ones in Python.

`vectorized_numbers.read_plain` reads ordinary cells in a few passes over all rows (a tenth of the
time that reading the file takes); everything else goes to `normalize_cell.normalize`, one distinct
cell at a time. The quick way may leave a cell alone, never judge it differently: a property test
holds both to the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.findings.reasons import Caution, Reason, Repair
from jetmsg_core.contacts.numbers.cautions import Cautions, suspicious
from jetmsg_core.contacts.numbers.normalize_cell import Number, Rejection, normalize
from jetmsg_core.contacts.numbers.serials import rests_behind_serials
from jetmsg_core.contacts.numbers.vectorized_numbers import read_plain
from jetmsg_core.primitives.arrays import Integers

__all__ = ["Marks", "Number", "NumberColumn", "Rejection", "normalize", "normalize_column"]

Cells: TypeAlias = "pd.Series[str] | Sequence[str]"
Code = TypeVar("Code", Reason, Repair)


@dataclass(frozen=True)
class Marks(Generic[Code]):
    """Codes at positions of a column, ascending."""

    positions: Integers
    codes: tuple[Code, ...]

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class NumberColumn:
    """The outcome of every cell of a column."""

    numbers: Integers
    """Shape (n,): E.164 as an integer, 91XXXXXXXXXX if Indian; 0 where the cell was rejected."""
    rejections: Marks[Reason]
    repairs: Marks[Repair]
    cautions: Cautions


def normalize_column(cells: Cells, *, international: bool = False) -> NumberColumn:
    """Gives every cell's number or rejection, as `normalize` would give it one by one: of what
    stands behind a serial number, where the cells count up."""
    column = _one_array(cells)
    rests = _rests(column)
    if not rests:
        return _normalized(column, international=international)
    texts = [rests.get(at, cell) for at, cell in enumerate(column.to_pylist())]
    read = _normalized(pa.array(texts, pa.large_string()), international=international)
    return replace(read, repairs=_with_serials(read, sorted(rests)))


def behind_serials(cells: Cells) -> dict[int, str]:
    """Gives what stands behind the serial numbers of a column, by position; nothing where its cells
    do not count up."""
    return _rests(_one_array(cells))


def _rests(column: pa.LargeStringArray) -> dict[int, str]:
    return rests_behind_serials(column, _holds_numbers)


def _holds_numbers(cell: str) -> bool:
    read = normalize(cell)
    return isinstance(read, Number) or read.reason is Reason.MULTIPLE_NUMBERS


def _with_serials(read: NumberColumn, positions: list[int]) -> Marks[Repair]:
    """The repairs of a column, and those of the numbers at the positions of serial numbers, whose
    other repairs give way."""
    accepted = {at for at in positions if read.numbers[at] > 0}
    others = zip(read.repairs.positions.tolist(), read.repairs.codes, strict=True)
    kept = [(at, code) for at, code in others if at not in accepted]
    return _joined([_marks(kept), _marks([(at, Repair.SERIAL_NUMBER) for at in sorted(accepted)])])


def _normalized(column: pa.LargeStringArray, *, international: bool) -> NumberColumn:
    numbers = read_plain(column)
    repaired = [_read_damaged(column, numbers, damage) for damage in _USUAL_DAMAGE]
    odd = np.flatnonzero(numbers == 0)
    results = _each_once(column.take(odd), international=international)
    numbers[odd] = [result.value if isinstance(result, Number) else 0 for result in results]
    rejections, repairs = [], []
    by_spelling: dict[Caution, list[int]] = {caution: [] for caution in _OF_SPELLINGS}
    for position, result in zip(odd.tolist(), results, strict=True):
        if isinstance(result, Rejection):
            rejections.append((position, result.reason))
            continue
        if result.repair is not None:
            repairs.append((position, result.repair))
        for caution in _OF_SPELLINGS.intersection(result.cautions):
            by_spelling[caution].append(position)
    cautions = suspicious(numbers)
    cautions |= {
        caution: np.array(positions, dtype=np.int64) for caution, positions in by_spelling.items()
    }
    marked = _joined([*repaired, _marks(repairs)])
    return NumberColumn(numbers, _marks(rejections), marked, cautions)


@dataclass(frozen=True)
class _Damage:
    """What a file may have in all of its cells: undone in Arrow, then read as plain."""

    repair: Repair
    cells: str
    removed: str


_OF_SPELLINGS = frozenset({Caution.ROUNDED_BY_EXCEL, Caution.READ_AS_FOREIGN})
"""The cautions that a number does not show any more."""

_USUAL_DAMAGE = (
    _Damage(Repair.DECIMAL_TAIL, r"^\+?[0-9]{10,14}\.0{1,9}$", r"\.0+$"),
    _Damage(Repair.WRAPPED, r"^'[+0-9][+0-9 -]{9,19}$", "^'"),
    _Damage(Repair.WRAPPED, r"^p:\+[0-9]{10,14}$", "^p:"),
)


def _read_damaged(column: pa.LargeStringArray, numbers: Integers, damage: _Damage) -> Marks[Repair]:
    """Fill in the numbers of cells like `9876543210.0`, `'9876543210` or `p:+919876543210`."""
    odd = np.flatnonzero(numbers == 0)
    matches = pc.match_substring_regex(column.take(odd), damage.cells)
    positions = odd[matches.to_numpy(zero_copy_only=False)]
    whole: Any = pc.replace_substring_regex(column.take(positions), damage.removed, "")
    numbers[positions] = read_plain(whole)
    positions = positions[numbers[positions] > 0]
    return Marks(positions, (damage.repair,) * len(positions))


def _one_array(cells: Cells) -> pa.LargeStringArray:
    array: Any = pa.array(cells, type=pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _each_once(cells: pa.LargeStringArray, *, international: bool) -> list[Number | Rejection]:
    """`normalize` of each cell; equal cells (often empty ones) are read once."""
    distinct: Any = pc.dictionary_encode(cells)
    spellings = distinct.dictionary.to_pylist()
    readings = [normalize(cell, international=international) for cell in spellings]
    return [readings[index] for index in distinct.indices.to_pylist()]


def _marks(marks: list[tuple[int, Code]]) -> Marks[Code]:
    positions = np.fromiter((position for position, _ in marks), dtype=np.int64, count=len(marks))
    return Marks(positions, tuple(code for _, code in marks))


def _joined(marks: list[Marks[Repair]]) -> Marks[Repair]:
    """One after another by position."""
    positions = np.concatenate([mark.positions for mark in marks])
    codes = [code for mark in marks for code in mark.codes]
    order = np.argsort(positions, kind="stable")
    return Marks(positions[order], tuple(codes[index] for index in order.tolist()))
