"""Sheets of .xlsx, .xls and .ods files as rows of text, by python-calamine.

A sheet's values have lost their display format. Whole floats become exact digits, because Excel
stores every number as one; a date is written as DD-MM-YYYY, and the user is told.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import python_calamine as calamine

from jetmsg_core.contacts.archives import SheetScan, scan_archive
from jetmsg_core.contacts.findings import GIVEN, Finding, Guess
from jetmsg_core.contacts.formats import ZIP
from jetmsg_core.contacts.limits import USUAL, Limits
from jetmsg_core.contacts.spellings import Number, normalize
from jetmsg_core.errors import InputError

_HEAD_ROWS = 100
_EXACT = 10**15  # beyond, Excel itself has put zeros for the last digits

UNREADABLE = Finding(
    "unreadable_workbook",
    "This workbook cannot be opened: it may be damaged or protected by a password. Open it in "
    "Excel, save it without a password, and upload it again.",
)


@dataclass(frozen=True)
class Sheet:
    """All rows of one sheet from Excel's row 1 on."""

    guess: Guess
    """The sheet's name, and why it was taken."""
    names: tuple[str, ...]
    """Of all sheets a person sees in Excel."""
    records: list[list[str]]
    warnings: tuple[Finding, ...] = ()


def read_sheet(data: bytes, *, sheet: str | None, limits: Limits = USUAL) -> Sheet | Finding:
    """One sheet as text, or what blocks. `sheet` names one; else the first with numbers is read."""
    scans = scan_archive(data, limits) if data.startswith(ZIP) else {}
    if scans is None or isinstance(scans, Finding):
        return scans or UNREADABLE
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not workbook.sheet_names:
            return UNREADABLE
        guess, values = _choose(workbook, sheet)
    except (calamine.CalamineError, OSError, ValueError):
        return UNREADABLE
    except BaseException as error:
        # A damaged .xls makes calamine panic: an exception of Rust's that is no `Exception`, and
        # whose class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return UNREADABLE
    names = tuple(_visible(workbook))
    others = [name for name in names if name != guess.value]
    records = [[_text(value) for value in row] for row in values]
    scan = scans.get(guess.value, SheetScan())
    warnings = [*_errors(records, scan), *_hidden(records, scan), *_dates(values)]
    return Sheet(guess, names, records, (*_other_sheets(guess.value, others), *warnings))


def _choose(
    workbook: calamine.CalamineWorkbook, sheet: str | None
) -> tuple[Guess, list[list[Any]]]:
    if sheet is not None:
        if sheet not in workbook.sheet_names:
            names = ", ".join(workbook.sheet_names)
            raise InputError("unknown_sheet", f"There is no sheet {sheet!r}. There are: {names}.")
        return Guess(sheet, GIVEN), _values(workbook, sheet)
    first: tuple[Guess, list[list[Any]]] | None = None
    for name in _visible(workbook):
        values = _values(workbook, name)
        if any(_has_number(row) for row in values[:_HEAD_ROWS]):
            return Guess(name, "It is the first sheet with mobile numbers."), values
        if first is None and values:
            first = Guess(name, "It is the first sheet that is not empty."), values
    return first or (Guess(workbook.sheet_names[0], "All sheets are empty."), [])


def _visible(workbook: calamine.CalamineWorkbook) -> list[str]:
    kinds, shown = calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible
    sheets = [entry for entry in workbook.sheets_metadata if entry.typ == kinds]
    return [entry.name for entry in sheets if entry.visible == shown]


def _values(workbook: calamine.CalamineWorkbook, name: str) -> list[list[Any]]:
    return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _has_number(row: list[Any]) -> bool:
    return any(isinstance(normalize(_text(value)), Number) for value in row if value != "")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.strftime("%d-%m-%Y" if value.time() == dt.time() else "%d-%m-%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d-%m-%Y")
    return value.strftime("%H:%M") if isinstance(value, dt.time) else str(value)


def _other_sheets(name: str, others: list[str]) -> list[Finding]:
    if not others:
        return []
    listed = ", ".join(repr(other) for other in others)
    return [Finding("other_sheets", f"Only the sheet {name!r} was read, not {listed}.")]


def _errors(records: list[list[str]], scan: SheetScan) -> list[Finding]:
    """Write into `records` the errors calamine leaves empty."""
    for (row, column), shown in scan.errors.items():
        records += [[] for _ in range(len(records), row)]
        record = records[row - 1]
        record += [""] * (column + 1 - len(record))
        record[column] = shown
    if not scan.errors:
        return []
    message = (
        f"Cells that show an Excel error, such as {next(iter(scan.errors.values()))}: "
        f"{len(scan.errors):,}. In a message they would be sent as they stand."
    )
    return [Finding("excel_errors", message, min(scan.errors)[0])]


def _hidden(records: list[list[str]], scan: SheetScan) -> list[Finding]:
    rows = [row for row in scan.hidden if 0 < row <= len(records) and any(records[row - 1])]
    if not rows:
        return []
    message = (
        f"Rows hidden in Excel, perhaps by a filter: {len(rows):,}. They were read like the "
        "others; delete them if they should get no message."
    )
    return [Finding("hidden_rows", message, rows[0])]


def _dates(values: list[list[Any]]) -> list[Finding]:
    for row, cells in enumerate(values, 1):
        if any(isinstance(cell, dt.date) for cell in cells):
            message = (
                "Dates were written as DD-MM-YYYY. If they should read otherwise in a message, "
                "format their column as Text in Excel."
            )
            return [Finding("dates_rewritten", message, row)]
    return []
