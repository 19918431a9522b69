"""What a file itself says of who wants no messages: columns such as *Accepts SMS marketing*, *DND*
or *Opt out*, in both senses of wording, and remarks such as *Unsubscribed*.

A cell that says neither yes nor no leaves its row alone, and is said. A column about another number
of the same people, such as *Alt DND* beside *Alt Mobile*, counts where that number is sent to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.columns.consent_words import (
    ConsentReading,
    ConsentSense,
    consent_sense,
    reading_of,
    whose,
)
from jetmsg_core.contacts.columns.names import LONGER, number_likeness
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.primitives.arrays import Integers

_NAMED_ROWS = 100


@dataclass(frozen=True)
class ConsentColumn:
    """A column in which somebody says no, or something unclear, by position among the rows."""

    name: str
    says_no: Integers
    unclear: Integers
    example: str
    """The first unclear cell; empty without one."""


@dataclass(frozen=True)
class SaidNo:
    """The rows that say no to messages: their positions, ascending, and for each the first column
    that says it."""

    positions: Integers
    columns: tuple[str, ...]

    def columns_at(self, positions: Integers) -> list[str]:
        """Gives the column that says it in each of these rows, which must be among them."""
        places = np.searchsorted(self.positions, positions)
        return [self.columns[place] for place in places.tolist()]


def consent_columns(cells: pd.DataFrame, numbers: Sequence[str]) -> Iterator[ConsentColumn]:
    """Gives the columns, but those of the `numbers`, in which anybody says no, or something that is
    neither yes nor no. Each different cell is read once."""
    for name in map(str, cells.columns):
        sense = consent_sense(name)
        if sense is None or name in numbers or _is_of_another(name, cells, numbers):
            continue
        column = _read_column(name, sense, cells[name])
        if column.says_no.size or column.unclear.size:
            yield column


def _is_of_another(name: str, cells: pd.DataFrame, numbers: Sequence[str]) -> bool:
    """Whether it speaks of a number in a column that is there, and is not one of the `numbers`."""
    its = whose(name)
    owners = [
        column
        for column in map(str, cells.columns)
        if its and whose(column) == its and number_likeness(column) >= LONGER
    ]
    return bool(owners) and not set(owners).intersection(numbers)


def _read_column(name: str, sense: ConsentSense, cells: pd.Series[str]) -> ConsentColumn:
    texts: Any = pa.array(cells, type=pa.large_string())
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded: Any = pc.dictionary_encode(texts)
    distinct = encoded.dictionary.to_pylist()
    readings = np.array([reading_of(cell, sense) for cell in distinct], dtype=np.object_)
    codes = np.asarray(encoded.indices)
    says_no, unclear = (
        np.flatnonzero(np.isin(codes, np.flatnonzero(readings == reading)))
        for reading in (ConsentReading.NO, ConsentReading.UNCLEAR)
    )
    example = str(distinct[int(codes[unclear[0]])]) if unclear.size else ""
    return ConsentColumn(name, says_no, unclear, example)


def said_no(columns: Sequence[ConsentColumn]) -> SaidNo:
    """Gives the rows that say no in any of the columns."""
    first: dict[int, str] = {}
    for column in columns:
        for position in column.says_no.tolist():
            first.setdefault(position, column.name)
    positions = np.array(sorted(first), dtype=np.int64)
    return SaidNo(positions, tuple(first[position] for position in positions.tolist()))


def declined_findings(
    said: SaidNo, positions: Integers, rows: Integers, *, kept: bool
) -> list[FileFinding]:
    """Gives what is said of the rows at these positions, which are left out for it or `kept` on
    purpose; nothing without any."""
    if not positions.size:
        return []
    named = tuple(dict.fromkeys(rows[positions[:_NAMED_ROWS]].tolist()))
    code = FileFindingCode.DECLINED_KEPT if kept else FileFindingCode.DECLINED
    columns = ", ".join(map(repr, dict.fromkeys(said.columns)))
    return [FileFinding.of(code, named[0], rows=named, names=columns, count=len(positions))]


def uncalculated_findings(names: Sequence[str]) -> list[FileFinding]:
    """Says which of the columns with formulas that nobody calculated are about consent: who said no
    cannot be known then, and nobody is sent to."""
    code = FileFindingCode.CONSENT_NOT_CALCULATED
    return [FileFinding.of(code, column=name) for name in names if consent_sense(name)]


def unclear_findings(columns: Sequence[ConsentColumn], rows: Integers) -> list[FileFinding]:
    """Gives a warning for each column with cells that say neither yes nor no. `rows` are those of
    all positions, as seen in Excel."""
    return [
        FileFinding.of(
            FileFindingCode.CONSENT_UNCLEAR,
            int(rows[column.unclear[0]]),
            rows=tuple(rows[column.unclear[:_NAMED_ROWS]].tolist()),
            column=column.name,
            example=column.example[:40],
            count=len(column.unclear),
        )
        for column in columns
        if column.unclear.size
    ]
