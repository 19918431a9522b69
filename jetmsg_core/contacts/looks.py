"""What the cells of a workbook show where that is not what they hold, and what is said of it, by
the names of their columns. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.reading.tables import unescape_table
from jetmsg_core.contacts.reading.workbooks import Sheet
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.spreadsheets.notes import LOOKS, NoteCode, SheetNote


@dataclass(frozen=True)
class Looks:
    """By column: `shown` are its cells as the sheet shows them, row by row as in the file, and
    `doubts` what is said of that. `warnings` are said of the columns whatever they are used for;
    `uncalculated` are those with formulas that nobody calculated."""

    shown: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[tuple[str, FileFinding], ...] = ()
    warnings: tuple[FileFinding, ...] = ()
    uncalculated: tuple[str, ...] = ()
    numbers: dict[str, pd.Series[str]] = field(default_factory=dict)
    """The columns of the numbers as the sheet shows them, by row as seen in Excel."""


def looks_of(sheet: Sheet, titles: Sequence[str], columns: Sequence[str], rows: Integers) -> Looks:
    """Gives the looks of a sheet whose columns are called `titles`; `columns` are the names of
    those that the file has, and `rows` its rows as seen in Excel."""
    names = {index: title for index, title in enumerate(titles) if title in columns}
    used = [note for note in sheet.notes if note.column - 1 in names]
    named = [(names[note.column - 1], note) for note in used]
    return Looks(
        _shown(sheet, names, rows),
        tuple((name, _said(name, note)) for name, note in named if note.code in LOOKS),
        (
            *_hidden([name for name, note in named if note.code is NoteCode.HIDDEN_COLUMNS]),
            *(_said(name, note) for name, note in named if note.code is NoteCode.NO_RESULTS),
        ),
        tuple(name for name, note in named if note.code is NoteCode.NO_RESULTS),
    )


def _shown(sheet: Sheet, names: dict[int, str], rows: Integers) -> dict[str, pa.LargeStringArray]:
    """The columns in which something differs in the rows of the file, without the shields of a file
    of ours."""
    indices = [index for index in names if index < sheet.table.num_columns]
    changed = [index for index in indices if index in sheet.shown]
    if not changed:
        return {}
    held = {index: sheet.table.column(index) for index in indices}
    plain = unescape_table(
        pa.table({names[index]: sheet.shown.get(index, held[index]) for index in indices}),
        sheet.guess.value,
    )
    positions = pa.array(rows - 1)
    displayed = {index: _taken(plain.column(indices.index(index)), positions) for index in changed}
    return {
        names[index]: cells
        for index, cells in displayed.items()
        if not cells.equals(_taken(held[index], positions))
    }


def _taken(column: pa.ChunkedArray, rows: pa.Array) -> pa.LargeStringArray:
    return column.take(rows).combine_chunks()


def _hidden(names: list[str]) -> list[FileFinding]:
    if not names:
        return []
    listed = ", ".join(map(quoted, names))
    return [FileFinding.of(FileFindingCode.HIDDEN_COLUMNS, listed=listed)]


def _said(name: str, note: SheetNote) -> FileFinding:
    code = FileFindingCode(note.code)
    return FileFinding.of(code, note.row, column=name, count=note.count, example=note.example)
