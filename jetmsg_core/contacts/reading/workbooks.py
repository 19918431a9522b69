"""A sheet of an .xlsx, .xlsb, .xls or .ods file as rows of text, with what was noticed in it.

Which sheet holds the contacts is decided here; the file itself is opened by `spreadsheets`, in a
process of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from jetmsg_core.contacts.finding_codes import FINDINGS, FileFindingCode
from jetmsg_core.contacts.findings import GIVEN, FileFinding, Guess
from jetmsg_core.contacts.limits import MB, USUAL, Limits
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.contacts.reading.error_cells import error_cells
from jetmsg_core.errors import InputError
from jetmsg_core.spreadsheets import workbook_process
from jetmsg_core.spreadsheets.answers import SheetAnswer as Answer
from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_HEAD_ROWS = 100
_UNPACKED_PER_BYTE = 10
"""How much larger than the largest file its contents may be; sheets of text shrink to a tenth."""
_MEMORY_PER_BYTE = 15

NO_ROWS = pa.table({})


@dataclass(frozen=True)
class Sheet:
    """All rows of one sheet from Excel's row 1 on."""

    guess: Guess
    """The sheet's name, and why it was taken."""
    names: tuple[str, ...]
    """Of all sheets a person sees in Excel."""
    table: pa.Table
    """Columns `0`, `1`, … of large strings without nulls."""
    warnings: tuple[FileFinding, ...] = ()
    blocker: FileFinding | None = None
    """Why there are no rows."""
    shown: dict[int, pa.LargeStringArray] = field(default_factory=dict)
    """By column, from 0: its cells as the sheet shows them, where any differs from the table."""
    notes: tuple[SheetNote, ...] = ()
    """Those about single columns."""

    def head(self) -> list[list[str]]:
        """Gives the cells of the first rows, as `head_of`."""
        return head_of(self.table)


def read_sheet(data: bytes, *, sheet: str | None, limits: Limits = USUAL) -> Sheet:
    """Reads one sheet as text. `sheet` names one; else the first with numbers is read. Raises
    InputError when there is no sheet of that name."""
    bounds = bounds_of(limits)
    try:
        answer = workbook_process.find_sheet(data, sheet=sheet, wanted=_has_numbers, bounds=bounds)
    except RefusedWorkbookError as refused:
        return _blocked(refused, limits)
    if answer.sheet is None:
        guess = Guess(answer.names.every[0], "All sheets are empty.")
        return Sheet(guess, answer.names.visible, NO_ROWS)
    guess = Guess(answer.sheet.name, _why(answer, chosen=sheet is not None))
    others = [name for name in answer.names.visible if name != guess.value]
    found = answer.sheet
    errors = error_cells(found.table, np.arange(1, len(found.table) + 1))
    known = {NoteCode.ERRORS} if errors else set()
    about_all = [
        _warning(note) for note in found.notes if not note.column and note.code not in known
    ]
    return Sheet(
        guess,
        answer.names.visible,
        found.table,
        (*_other_sheets(guess.value, others), *errors, *about_all),
        shown=found.shown,
        notes=tuple(note for note in found.notes if note.column),
    )


def bounds_of(limits: Limits) -> Bounds:
    """Gives what a process that reads a workbook may take, so that the largest file allowed is
    read."""
    most = limits.file_mb * MB
    usual = Bounds()
    return Bounds(
        columns=limits.columns,
        characters=most,
        unpacked=most * _UNPACKED_PER_BYTE,
        memory=max(usual.memory, most * _MEMORY_PER_BYTE),
    )


def head_of(table: pa.Table) -> list[list[str]]:
    """Gives the cells of the first hundred rows of a table, row by row."""
    columns = [column.to_pylist() for column in table.slice(0, _HEAD_ROWS).columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _has_numbers(sheet: Answer) -> bool:
    return any(
        isinstance(normalize(cell), Number)
        for row in head_of(sheet.table)
        for cell in row
        if cell != ""
    )


def _why(answer: workbook_process.Found, *, chosen: bool) -> str:
    if chosen:
        return GIVEN
    if answer.wanted:
        return "It is the first sheet with mobile numbers."
    return "It is the first sheet that is not empty."


def _blocked(refused: RefusedWorkbookError, limits: Limits) -> Sheet:
    if refused.code is WorkbookRefusal.NO_SUCH_SHEET:
        names = ", ".join(refused.sheets)
        raise InputError(refused.code, f"There is no sheet {refused.sheet!r}. There are: {names}.")
    code = FileFindingCode(refused.code)
    rule = FINDINGS[code]
    message = (rule.of_a_sheet or rule.sentence).format(
        sheet=refused.sheet,
        where=refused.where,
        most=limits.columns,
        millions=limits.file_mb,
        unpacked=limits.file_mb * _UNPACKED_PER_BYTE,
    )
    guess = Guess(refused.sheet, "It cannot be read.")
    return Sheet(guess, refused.sheets, NO_ROWS, blocker=FileFinding(code, message))


def _warning(note: SheetNote) -> FileFinding:
    code = FileFindingCode(note.code)
    return FileFinding.of(code, note.row, count=note.count, example=note.example)


def _other_sheets(name: str, others: list[str]) -> list[FileFinding]:
    if not others:
        return []
    listed = ", ".join(repr(other) for other in others)
    return [FileFinding.of(FileFindingCode.OTHER_SHEETS, sheet=name, others=listed)]
