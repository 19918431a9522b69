"""A sheet of an .xlsx, .xlsb, .xls or .ods file as rows of text, with what was noticed in it.

Which sheet holds the contacts is decided here; the file itself is opened by `spreadsheets`, in a
process of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from jetmsg_core.contacts.findings import GIVEN, FileFinding, Guess
from jetmsg_core.contacts.limits import MB, USUAL, Limits
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.errors import InputError
from jetmsg_core.spreadsheets import workbook_process
from jetmsg_core.spreadsheets.answers import SheetAnswer as Answer
from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.notes import NoteCode as Noted
from jetmsg_core.spreadsheets.notes import SheetNote
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError
from jetmsg_core.spreadsheets.refusals import WorkbookRefusal as Code

_HEAD_ROWS = 100
_UNPACKED_PER_BYTE = 10
"""How much larger than the largest file its contents may be; sheets of text shrink to a tenth."""
_MEMORY_PER_BYTE = 15

NO_ROWS = pa.table({})

_SAVE_AS_CSV = (
    "Open it in Excel, save the sheet with the contacts as CSV UTF-8, and upload that file."
)
_REFUSED = {
    Code.UNREADABLE: "This workbook could not be read: it may be damaged, protected by a "
    f"password, or ask for more memory than a list of contacts needs. {_SAVE_AS_CSV}",
    Code.TOO_SLOW: f"This workbook takes too long to read. {_SAVE_AS_CSV}",
    Code.NOT_NOW: "The workbook cannot be read just now: this machine has no room for one more "
    "process. Try again in a minute, or save the sheet as CSV UTF-8 and upload that.",
    Code.UNPACKS_TOO_LARGE: "Unpacked, this workbook takes more than {unpacked:,} MB. Save the "
    "one sheet that is needed as CSV UTF-8 and upload that, or raise JETMSG_MAX_FILE_MB.",
    Code.TOO_WIDE: "The sheet {sheet!r} has something in {where}, far from the rest (at most "
    "{columns:,} columns are read; JETMSG_MAX_COLUMNS raises it). Delete the rows and columns "
    "that are not needed, save it, and upload it again.",
    Code.TOO_FAR: "The sheet {sheet!r} has something in {where}, far from the rest, and would "
    "not fit into memory. Delete the rows and columns that are not needed, save it, and upload it "
    "again.",
    Code.TOO_MUCH_TEXT: "The cells of this workbook hold more than {characters:,} million "
    "characters, which is the most that is read at once. Delete the columns that are not needed, "
    "or raise JETMSG_MAX_FILE_MB.",
}
_NOTED = {
    Noted.ERRORS: "Cells that show an Excel error, such as {example}: {count:,}. In a message they "
    "would be sent as they stand.",
    Noted.HIDDEN_ROWS: "Rows hidden in Excel, perhaps by a filter: {count:,}. They were read like "
    "the others; delete them if they should get no message.",
    Noted.DATES: "Dates were written as DD-MM-YYYY. If they should read otherwise in a message, "
    "format their column as Text in Excel.",
    Noted.UNREADABLE_DURATIONS: "Rows that hold a number in the format of a time, which cannot be "
    "read: {count:,}. All cells of such a row show #NUM!. Give the number the format Number in "
    "Excel, save the workbook as .xlsx, and upload it again.",
}


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

    def head(self) -> list[list[str]]:
        """The first rows."""
        return head_of(self.table)


def read_sheet(data: bytes, *, sheet: str | None, limits: Limits = USUAL) -> Sheet:
    """One sheet as text. `sheet` names one; else the first with numbers is read. Raises
    InputError when there is no sheet of that name."""
    bounds = bounds_of(limits)
    try:
        found = workbook_process.find_sheet(data, sheet=sheet, wanted=_has_numbers, bounds=bounds)
    except RefusedWorkbookError as refused:
        return _blocked(refused, limits)
    if found.sheet is None:
        guess = Guess(found.names.every[0], "All sheets are empty.")
        return Sheet(guess, found.names.visible, NO_ROWS)
    guess = Guess(found.sheet.name, _why(found, chosen=sheet is not None))
    others = [name for name in found.names.visible if name != guess.value]
    warnings = [*_other_sheets(guess.value, others), *map(_warning, found.sheet.notes)]
    return Sheet(guess, found.names.visible, found.sheet.table, tuple(warnings))


def bounds_of(limits: Limits) -> Bounds:
    """What a process that reads a workbook may take, so that the largest file allowed is read."""
    most = limits.file_mb * MB
    usual = Bounds()
    return Bounds(
        columns=limits.columns,
        characters=most,
        unpacked=most * _UNPACKED_PER_BYTE,
        memory=max(usual.memory, most * _MEMORY_PER_BYTE),
    )


def head_of(table: pa.Table) -> list[list[str]]:
    columns = [column.to_pylist() for column in table.slice(0, _HEAD_ROWS).columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _has_numbers(sheet: Answer) -> bool:
    return any(
        isinstance(normalize(cell), Number)
        for row in head_of(sheet.table)
        for cell in row
        if cell != ""
    )


def _why(found: workbook_process.Found, *, chosen: bool) -> str:
    if chosen:
        return GIVEN
    if found.wanted:
        return "It is the first sheet with mobile numbers."
    return "It is the first sheet that is not empty."


def _blocked(refused: RefusedWorkbookError, limits: Limits) -> Sheet:
    if refused.code is Code.NO_SUCH_SHEET:
        names = ", ".join(refused.sheets)
        raise InputError(refused.code, f"There is no sheet {refused.sheet!r}. There are: {names}.")
    said = _REFUSED[refused.code].format(
        sheet=refused.sheet,
        where=refused.where,
        columns=limits.columns,
        characters=limits.file_mb,
        unpacked=limits.file_mb * _UNPACKED_PER_BYTE,
    )
    guess = Guess(refused.sheet, "It cannot be read.")
    return Sheet(guess, refused.sheets, NO_ROWS, blocker=FileFinding(refused.code.value, said))


def _warning(note: SheetNote) -> FileFinding:
    said = _NOTED[note.code].format(count=note.count, example=note.example)
    return FileFinding(note.code.value, said, note.row)


def _other_sheets(name: str, others: list[str]) -> list[FileFinding]:
    if not others:
        return []
    listed = ", ".join(repr(other) for other in others)
    return [FileFinding("other_sheets", f"Only the sheet {name!r} was read, not {listed}.")]
