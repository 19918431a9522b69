"""A sheet of a workbook, or a table of a document, as rows of text, with what was noticed in it.

Which sheet holds the contacts is decided here; the file itself is opened by `spreadsheets`, in a
process of its own. So are web pages, JSON and the like, whose tables are sheets here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import GIVEN, FileFinding, Guess, filled
from jetmsg_core.contacts.findings.rules import FINDINGS
from jetmsg_core.contacts.limits import MB, USUAL, Limits
from jetmsg_core.contacts.reading.encodings import Decoded, decode
from jetmsg_core.contacts.reading.error_cells import error_cells
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.spreadsheets import workbook_process
from jetmsg_core.spreadsheets.answers import SheetAnswer, SheetNames
from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.document_kinds import DocumentKind, declared_encoding, document_kind
from jetmsg_core.spreadsheets.notes import NoteCode, SheetNote
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_HEAD_ROWS = 100
_DIGITS = re.compile(r"\b\d{4,}\b")
"""Of a row or column that the reader names, which knows nothing of how people write them."""
_UNPACKED_PER_BYTE = 10
"""How much larger than the largest file its contents may be; sheets of text shrink to a tenth."""
_MEMORY_PER_BYTE = 15
_NAMED_SHEETS = 10
"""In one sentence. A web page may have hundreds of tables."""
ALL_SHEETS = "All sheets are read, as you chose."
_PAGES = (DocumentKind.WEB_PAGE, DocumentKind.WEB_ARCHIVE)
_LEAST_ROWS = 2
"""Of a table in a page without numbers. Pages put single cells anywhere on the screen."""

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


@dataclass(frozen=True)
class Weighing:
    """What a sheet weighs by its name and its head, and from where on it is `enough`, and is read
    `surely`, for `workbook_process.find_sheet`."""

    weigh: Callable[[str, list[list[str]]], int]
    enough: int
    surely: int


def read_sheet(
    data: bytes,
    *,
    sheet: str | None,
    how: Weighing,
    limits: Limits = USUAL,
) -> Sheet:
    """Reads one sheet as text. `sheet` names one; else `workbook_process.find_sheet` finds it by
    what names and heads weigh. Raises InputError when there is no sheet of that name."""
    try:
        answer = workbook_process.find_sheet(
            data,
            sheet=sheet,
            weigh=lambda answer: how.weigh(answer.name, head_of(answer.table)),
            enough=how.enough,
            surely=how.surely,
            bounds=bounds_of(limits),
        )
    except RefusedWorkbookError as refused:
        return _blocked(refused, limits)
    if sheet is None and _is_page_without_list(data, answer):
        return _blocked(RefusedWorkbookError(WorkbookRefusal.NO_TABLE), limits)
    read = "" if answer.sheet is None else answer.sheet.name
    hidden = [] if document_kind(data) in _PAGES else _hidden_sheets(answer.names, but=read)
    if answer.sheet is None:
        guess = Guess(answer.names.every[0], "All sheets are empty.")
        return Sheet(guess, answer.names.visible, NO_ROWS, tuple(hidden))
    guess = Guess(read, _why(answer, chosen=sheet is not None))
    others = [name for name in answer.names.visible if name != read]
    chosen = _sheet_of(answer.sheet, guess, answer.names.visible)
    return replace(chosen, warnings=(*_other_sheets(read, others), *hidden, *chosen.warnings))


def read_every_sheet(data: bytes, *, limits: Limits = USUAL) -> list[Sheet]:
    """Reads all sheets that a person sees, one alone with a blocker where one cannot be read."""
    try:
        names, answers = workbook_process.every_sheet(data, bounds=bounds_of(limits))
    except RefusedWorkbookError as refused:
        return [_blocked(refused, limits)]
    return [_sheet_of(answer, Guess(answer.name, ALL_SHEETS), names.visible) for answer in answers]


def _sheet_of(answer: SheetAnswer, guess: Guess, names: tuple[str, ...]) -> Sheet:
    errors = error_cells(answer.table, np.arange(1, len(answer.table) + 1))
    codes = {NoteCode.ERRORS} if errors else set()
    about_all = [
        _warning(note) for note in answer.notes if not note.column and note.code not in codes
    ]
    return Sheet(
        guess,
        names,
        answer.table,
        (*errors, *about_all),
        shown=answer.shown,
        notes=tuple(note for note in answer.notes if note.column),
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


def decoded_document(data: bytes, *, encoding: str | None) -> Decoded | None:
    """Gives the text of a document that is read like a workbook, None for a workbook and for a web
    archive, whose pages say it each for itself. Raises InputError for an unknown encoding.

    Good UTF-8 is UTF-8, whatever the document says; many panels say otherwise.
    """
    if document_kind(data) in (None, DocumentKind.WEB_ARCHIVE):
        return None
    decoded = decode(data, encoding=encoding)
    declared = declared_encoding(data)
    if encoding is not None or declared is None or decoded.encoding.value.startswith("utf"):
        return decoded
    redecoded = decode(data, encoding=declared)
    return replace(redecoded, encoding=Guess(declared, "The file says so itself."))


def head_of(table: pa.Table) -> list[list[str]]:
    """Gives the cells of the first hundred rows of a table, row by row."""
    columns = [column.to_pylist() for column in table.slice(0, _HEAD_ROWS).columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _is_page_without_list(data: bytes, answer: workbook_process.Found) -> bool:
    """Whether it is a web page that only looks like a table: a form, a menu, a notice."""
    rows = 0 if answer.sheet is None else answer.sheet.table.num_rows
    return not answer.weight and rows < _LEAST_ROWS and document_kind(data) in _PAGES


def _why(answer: workbook_process.Found, *, chosen: bool) -> str:
    if chosen:
        return GIVEN
    if answer.passed_over:
        return "Of the sheets with mobile numbers it has the most; one before it has few."
    if answer.weight:
        return "It is the first sheet with mobile numbers."
    return "It is the first sheet that is not empty."


def _blocked(refused: RefusedWorkbookError, limits: Limits) -> Sheet:
    if refused.code is WorkbookRefusal.NO_SUCH_SHEET:
        names = ", ".join(refused.sheets)
        raise InputError(
            refused.code, f"There is no sheet {quoted(refused.sheet)}. There are: {names}."
        )
    code = FileFindingCode(refused.code)
    rule = FINDINGS[code]
    message = filled(
        rule.of_a_sheet or rule.sentence,
        sheet=refused.sheet,
        where=_DIGITS.sub(lambda digits: with_commas(int(digits[0])), refused.where),
        most=limits.columns,
        millions=limits.file_mb,
        unpacked=limits.file_mb * _UNPACKED_PER_BYTE,
        kind="JSON without a list of people",
        advice="Upload a CSV or Excel file",
    )
    guess = Guess(refused.sheet, "It cannot be read.")
    return Sheet(guess, refused.sheets, NO_ROWS, blocker=FileFinding(code, message))


def _warning(note: SheetNote) -> FileFinding:
    code = FileFindingCode(note.code)
    return FileFinding.of(code, note.row, count=note.count, example=note.example)


def _other_sheets(name: str, others: list[str]) -> list[FileFinding]:
    if not others:
        return []
    code = FileFindingCode.OTHER_SHEETS
    return [FileFinding.of(code, sheet=name, others=listed(map(quoted, others)))]


def _hidden_sheets(names: SheetNames, *, but: str) -> list[FileFinding]:
    hidden = [name for name in names.every if name not in names.visible and name != but]
    if not hidden:
        return []
    return [FileFinding.of(FileFindingCode.HIDDEN_SHEETS, sheets=listed(map(quoted, hidden)))]


def listed(names: Iterable[str]) -> str:
    """Gives some names in a row, and how many more there are."""
    every = list(names)
    more = len(every) - _NAMED_SHEETS
    return ", ".join(every[:_NAMED_SHEETS]) + (f" and {with_commas(more)} more" if more > 0 else "")
