"""All sheets of a workbook as one list, where a person asks for it.

Each sheet is read as it would be alone. Columns of one name are one column, and another one says
from which sheet a row is. Row numbers run on: the first row of a sheet follows the last of the
sheet before, so that a number means one row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.consents.names import refusal_named
from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.files import file_of_sheet, read_contacts
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.limits import USUAL, Limits, too_many_columns, too_many_rows
from jetmsg_core.contacts.looks import Looks
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.contacts.reading.workbooks import (
    ALL_SHEETS,
    decoded_document,
    listed,
    read_every_sheet,
)
from jetmsg_core.contacts.sheet_lists import (
    aligned,
    are_lists,
    keys_of,
    main_list,
    number_columns,
    says_no,
)
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas

BRANCH = "Branch"
_EMPTY = frozenset({FileFindingCode.NO_CONTACTS})


def read_all_sheets(
    data: bytes, *, name: str, options: ReadOptions, limits: Limits = USUAL
) -> ContactFile:
    """Reads all sheets that a person sees in Excel and that are lists; any other file, and a
    workbook of one sheet, as `read_contacts`. The first sheet that cannot be read stands for all of
    them. Raises InputError as that does."""
    first = read_contacts(data, name=name, options=replace(options, sheet=None), limits=limits)
    if len(first.sheets) < 2:
        return first
    decoded = decoded_document(data, encoding=options.encoding)
    read = read_every_sheet(data if decoded is None else decoded.utf8, limits=limits)
    files: list[ContactFile] = []
    for sheet in read:
        file = file_of_sheet(sheet, decoded, options, limits)
        if {blocker.code for blocker in file.blockers} - _EMPTY:
            return replace(file, sheets=first.sheets)
        files.append(file)
    which_are_lists = are_lists(files)
    lists = [file for file, is_list in zip(files, which_are_lists, strict=True) if is_list]
    without = [
        file.sheet or ""
        for file, is_list in zip(files, which_are_lists, strict=True)
        if file.head and not is_list
    ]
    return first if not lists else _joined(lists, first, without, limits)


def _joined(
    files: list[ContactFile], first: ContactFile, without: list[str], limits: Limits
) -> ContactFile:
    files = aligned(files)
    columns = _columns(files)
    count = sum(len(file.cells) for file in files)
    too_much = too_many_rows(count, limits), too_many_columns(len(columns) + 1, limits)
    blockers = [*filter(None, too_much), *_strangers(files), *_contradicting(files)]
    if blockers:
        return ContactFile(sheets=first.sheets, blockers=tuple(blockers))
    spelled = tuple(dict.fromkeys(columns.values()))
    branch = _free_name([BRANCH, "Sheet", "Sheet of the workbook"], columns)
    refusing = [file.sheet or "" for file in files if says_no(file)]
    refusal = _free_name(["Opt out", "Opt out by list"], columns) if refusing else ""
    spelled = (*spelled, refusal) if refusing else spelled
    starts = _starts(files)
    moved = [
        _moved(file, spelled, _names(file, columns), (branch, refusal), start)
        for file, start in zip(files, starts, strict=True)
    ]
    offsets = np.cumsum([0, *(len(file.cells) for file in moved)])
    return ContactFile(
        columns=(branch, *spelled),
        cells=pd.concat([file.cells for file in moved]),
        unreadable=np.concatenate(
            [file.unreadable + offset for file, offset in zip(moved, offsets, strict=False)]
        ),
        shifted_rows=np.concatenate([file.shifted_rows for file in moved]),
        sheet_column=branch,
        sheets=first.sheets,
        header_row=main_list(files).header_row,
        blank_rows=sum(file.blank_rows for file in files),
        warnings=(
            _said(files, starts, branch),
            *_said_of(FileFindingCode.SHEETS_SAY_NO, refusing, refusal),
            *_said_of(FileFindingCode.SHEETS_WITHOUT_NUMBERS, without),
            *(
                warning
                for warning in first.warnings
                if warning.code is FileFindingCode.HIDDEN_SHEETS
            ),
            *(warning for file in moved for warning in file.warnings),
        ),
        questions=tuple(question for file in moved for question in file.questions),
        head=files[0].head,
        looks=_looks(moved),
        guesses=files[0].guesses | {"sheet": ALL_SHEETS},
    )


def _strangers(files: list[ContactFile]) -> list[FileFinding]:
    """A sheet that shares no column name with the first cannot be read as a part of its list, and
    one that says no has to share the numbers."""
    first = main_list(files)
    keys, numbers = set(keys_of(first)), set(map(header_key, number_columns(first)))
    for file in files:
        alike = (file.header_row is None) == (first.header_row is None)
        own = map(header_key, number_columns(file)) if says_no(file) else keys_of(file)
        if not (alike or says_no(file)) or (numbers if says_no(file) else keys).isdisjoint(own):
            code = FileFindingCode.SHEETS_DIFFER
            return [FileFinding.of(code, sheet=file.sheet, first=first.sheet)]
    return []


def _contradicting(files: list[ContactFile]) -> list[FileFinding]:
    """A column below words that leave open what yes means cannot be one with that of a sheet which
    has other words above it, or none."""
    asked = [_asked_columns(file) for file in files]
    for file, words_of in zip(files, asked, strict=True):
        for other, others in zip(files, asked, strict=True):
            for key in words_of.keys() & keys_of(other).keys():
                if words_of[key] != others.get(key):
                    column, first, sheet = keys_of(file)[key], file.sheet, other.sheet
                    code = FileFindingCode.CONSENTS_DIFFER
                    return [FileFinding.of(code, column=column, first=first, sheet=sheet)]
    return []


def _asked_columns(file: ContactFile) -> dict[str, str]:
    """The keys of the columns below such words, each with what is asked, whatever the row."""
    return {
        header_key(column): re.sub("[0-9]+", "", question.message)
        for question in file.questions
        if question.code is FileFindingCode.UNCLEAR_ABOVE_NAMES
        for column in question.columns
    }


def _columns(files: Iterable[ContactFile]) -> dict[str, str]:
    """The columns by their key, spelled as where they come first."""
    columns: dict[str, str] = {}
    for file in files:
        names = set(columns.values())
        for key, name in keys_of(file).items():
            if key not in columns:
                columns[key] = name if name not in names else f"{name} ({len(columns) + 1})"
                names.add(columns[key])
    return columns


def _names(file: ContactFile, columns: dict[str, str]) -> dict[str, str]:
    """The names in the list of a sheet's own columns."""
    return {name: columns[key] for key, name in keys_of(file).items()}


def _free_name(names: list[str], columns: dict[str, str]) -> str:
    free = (name for name in names if header_key(name) not in columns)
    return next(free, f"{names[-1]} ({len(columns) + 1})")


def _starts(files: list[ContactFile]) -> list[int]:
    """How many rows come before each sheet."""
    lasts = [int(file.cells.index.max()) for file in files]
    return [sum(lasts[:index]) for index in range(len(files))]


def _moved(
    file: ContactFile,
    columns: Sequence[str],
    names: dict[str, str],
    added: tuple[str, str],
    start: int,
) -> ContactFile:
    """A sheet with the names of the list, behind so many rows. `added` are the columns that say
    which sheet it is, and that it says no."""
    count, sheet = len(file.cells), file.sheet or ""
    own = {names[name]: file.cells[name].array for name in file.columns}
    empty = pd.array([""] * count, dtype="str")
    own[added[0]] = pd.array([sheet] * count, dtype="str")
    if says_no(file):
        own[added[1]] = pd.array([refusal_named(file.refusal or sheet)] * count, dtype="str")
    index = pd.Index(file.cells.index.to_numpy() + start, name="row")
    cells = pd.DataFrame({name: own.get(name, empty) for name in (added[0], *columns)}, index=index)
    say = _from(file.sheet or "", start)
    return replace(
        file,
        cells=cells,
        shifted_rows=file.shifted_rows + start,
        warnings=tuple(say(warning) for warning in file.warnings),
        questions=tuple(
            replace(say(asked), columns=tuple(names.get(name, name) for name in asked.columns))
            for asked in file.questions
        ),
        looks=Looks(
            {names[name]: cells for name, cells in file.looks.shown.items()},
            tuple((names[name], say(doubt)) for name, doubt in file.looks.doubts),
        ),
    )


def _from(sheet: str, start: int) -> Callable[[FileFinding], FileFinding]:
    """What is said of a sheet names it, with the rows as they are numbered there; the row of the
    finding is that of the list."""
    return lambda finding: replace(
        finding,
        message=f"Sheet {quoted(sheet)}: {finding.message}",
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
    ranges = listed(
        f"{quoted(file.sheet or '')} from row {with_commas(start + 1)}"
        for file, start in zip(files, starts, strict=True)
    )
    return FileFinding.of(FileFindingCode.SHEETS_JOINED, ranges=ranges, branch=branch)


def _said_of(code: FileFindingCode, sheets: list[str], column: str = "") -> list[FileFinding]:
    if not sheets:
        return []
    return [FileFinding.of(code, sheets=listed(map(quoted, sheets)), column=column)]
