"""All sheets of a workbook as one list, where a person asks for it.

Each sheet is read as it would be alone. Columns of one name are one column, and another one says
from which sheet a row is. Row numbers run on: the first row of a sheet follows the last of the
sheet before, so that a number means one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.contacts.files import ContactFile, read_contacts
from jetmsg_core.contacts.finding_codes import FileFindingCode
from jetmsg_core.contacts.findings import FileFinding
from jetmsg_core.contacts.limits import USUAL, Limits, too_many_rows
from jetmsg_core.contacts.looks import Looks
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.contacts.read_options import ReadOptions

BRANCH = "Branch"
_EMPTY = frozenset({FileFindingCode.NO_CONTACTS})
_LEFT_OUT = frozenset({FileFindingCode.OTHER_SHEETS})


def read_all_sheets(
    data: bytes, *, name: str, options: ReadOptions, limits: Limits = USUAL
) -> ContactFile:
    """Reads all sheets that a person sees in Excel and that hold a mobile number; any other file,
    and a workbook of one sheet, as `read_contacts`. The first sheet that cannot be read stands for
    all of them. Raises InputError as that does."""

    def read(sheet: str | None) -> ContactFile:
        return read_contacts(data, name=name, options=replace(options, sheet=sheet), limits=limits)

    first = read(None)
    if len(first.sheets) < 2:
        return first
    found: list[ContactFile] = []
    without: list[str] = []
    for sheet in first.sheets:
        file = first if sheet == first.sheet else read(sheet)
        codes = {blocker.code for blocker in file.blockers}
        if codes - _EMPTY:
            return replace(file, sheets=first.sheets)
        if _holds_number(file):
            found.append(file)
        elif file.head:
            without.append(sheet)
    return first if not found else _joined(found, first, without, limits)


def _holds_number(file: ContactFile) -> bool:
    return any((normalize_column(file.cells[name]).numbers > 0).any() for name in file.columns)


def _joined(
    files: list[ContactFile], first: ContactFile, without: list[str], limits: Limits
) -> ContactFile:
    count = sum(len(file.cells) for file in files)
    blockers = [*filter(None, [too_many_rows(count, limits)]), *_strangers(files)]
    if blockers:
        return ContactFile(sheets=first.sheets, blockers=tuple(blockers))
    columns = _columns(files)
    branch = _free_name([BRANCH, "Sheet", "Sheet of the workbook"], columns)
    starts = _starts(files)
    moved = [
        _moved(file, columns, branch, start) for file, start in zip(files, starts, strict=True)
    ]
    places = np.cumsum([0, *(len(file.cells) for file in moved)])
    return ContactFile(
        columns=(branch, *columns.values()),
        cells=pd.concat([file.cells for file in moved]),
        unreadable=np.concatenate(
            [file.unreadable + place for file, place in zip(moved, places, strict=False)]
        ),
        shifted_rows=np.concatenate([file.shifted_rows for file in moved]),
        sheets=first.sheets,
        header_row=files[0].header_row,
        blank_rows=sum(file.blank_rows for file in files),
        warnings=(
            _said(files, starts, branch),
            *_said_without(without),
            *(warning for file in moved for warning in file.warnings),
        ),
        questions=tuple(question for file in moved for question in file.questions),
        head=files[0].head,
        looks=_looks(moved),
        guesses=files[0].guesses | {"sheet": "All sheets are read, as you chose."},
    )


def _strangers(files: list[ContactFile]) -> list[FileFinding]:
    """A sheet that shares no column name with the first cannot be read as a part of its list."""
    first = files[0]
    known = set(map(header_key, first.columns))
    for file in files[1:]:
        alike = (file.header_row is None) == (first.header_row is None)
        if not alike or known.isdisjoint(map(header_key, file.columns)):
            code = FileFindingCode.SHEETS_DIFFER
            return [FileFinding.of(code, sheet=file.sheet, first=first.sheet)]
    return []


def _columns(files: Iterable[ContactFile]) -> dict[str, str]:
    """The columns by their key, spelled as where they come first."""
    columns: dict[str, str] = {}
    for file in files:
        for name in file.columns:
            columns.setdefault(header_key(name) or name, name)
    return columns


def _free_name(names: list[str], columns: dict[str, str]) -> str:
    free = (name for name in names if header_key(name) not in columns)
    return next(free, f"{names[-1]} ({len(columns) + 1})")


def _starts(files: list[ContactFile]) -> list[int]:
    """How many rows come before each sheet."""
    lasts = [int(file.cells.index.max()) for file in files]
    return [sum(lasts[:place]) for place in range(len(files))]


def _moved(file: ContactFile, columns: dict[str, str], branch: str, start: int) -> ContactFile:
    """A sheet with the names of the list, behind so many rows."""
    names = {name: columns[header_key(name) or name] for name in file.columns}
    cells = file.cells.rename(columns=names)
    for name in columns.values():
        if name not in cells.columns:
            cells[name] = pd.array([""] * len(cells), dtype="str")
    cells[branch] = pd.array([file.sheet] * len(cells), dtype="str")
    cells = cells[[branch, *columns.values()]]
    cells.index = pd.Index(cells.index.to_numpy() + start, name="row")
    say = _from(file.sheet or "", start)
    return replace(
        file,
        cells=cells,
        shifted_rows=file.shifted_rows + start,
        warnings=tuple(say(one) for one in file.warnings if one.code not in _LEFT_OUT),
        questions=tuple(map(say, file.questions)),
        looks=Looks(
            {names[name]: shown for name, shown in file.looks.shown.items()},
            tuple((names[name], say(doubt)) for name, doubt in file.looks.doubts),
        ),
    )


def _from(sheet: str, start: int) -> Callable[[FileFinding], FileFinding]:
    """What is said of a sheet names it, with the rows as they are numbered there; the row of the
    finding is that of the list."""
    return lambda finding: replace(
        finding,
        message=f"Sheet {sheet!r}: {finding.message}",
        row=None if finding.row is None else finding.row + start,
        rows=tuple(row + start for row in finding.rows),
    )


def _looks(files: list[ContactFile]) -> Looks:
    """A column is shown where one of the sheets shows it otherwise than it holds it."""
    names = dict.fromkeys(name for file in files for name in file.looks.shown)
    return Looks(
        {
            name: pd.concat(
                [pd.Series(file.looks.shown.get(name, file.cells[name])) for file in files]
            ).array
            for name in names
        },
        tuple(doubt for file in files for doubt in file.looks.doubts),
    )


def _said(files: list[ContactFile], starts: list[int], branch: str) -> FileFinding:
    ranges = ", ".join(
        f"{file.sheet!r} from row {start + 1:,}" for file, start in zip(files, starts, strict=True)
    )
    return FileFinding.of(FileFindingCode.SHEETS_JOINED, ranges=ranges, branch=branch)


def _said_without(sheets: list[str]) -> list[FileFinding]:
    if not sheets:
        return []
    listed = ", ".join(map(repr, sheets))
    return [FileFinding.of(FileFindingCode.SHEETS_WITHOUT_NUMBERS, sheets=listed)]
