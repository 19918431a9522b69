"""A contact file to the numbers a campaign may be sent to, and what became of every other row.

Bad content never raises: it is counted, shown and can be mended. Each row ends in exactly one of
accepted, rejected, duplicate and opted out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from jetmsg_core.contacts.files import ContactFile, read_contacts
from jetmsg_core.contacts.findings import Finding, Guess
from jetmsg_core.contacts.number_column import choose_column
from jetmsg_core.contacts.numbers import Marks, NumberColumn, normalize_column
from jetmsg_core.contacts.reasons import SENTENCES, Caution, Reason
from jetmsg_core.contacts.reports import Listing, Report
from jetmsg_core.contacts.tables import kept

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

_CAUTIONS_SHOWN = 100
"""Rows warned about one by one, for each kind of caution; the rest is only counted."""


class Duplicates(StrEnum):
    """What to do with rows of the same number."""

    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True)
class Audience:
    """The accepted rows of a file. Nothing may be sent while `report.blockers` has entries."""

    columns: tuple[str, ...]
    column: str | None
    """The column of the numbers."""
    numbers: Integers
    """Accepted numbers, 91XXXXXXXXXX, in file order; shape (accepted,)."""
    rows: Integers
    """Their rows as seen in Excel; shape (accepted,)."""
    contacts: pd.DataFrame
    """The file's columns as text, one row for each of `numbers`."""
    rejected: pd.DataFrame
    """Index `row`; the file's columns, then `code` and `message`. A column of the file with one of
    these names is called `code (file)` here; it keeps its place."""
    duplicates: pd.DataFrame
    """Dropped rows: `row, number, first_row`, the last being the row that was kept."""
    opted_out: pd.DataFrame
    """Rows of people who do not want messages: `row, number`."""
    report: Report


def check_contacts(
    data: bytes,
    *,
    name: str = "",
    column: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    sheet: str | None = None,
    duplicates: Duplicates = Duplicates.FIRST,
    opt_outs: Integers | None = None,
) -> Audience:
    """The audience of a file. `None` leaves a choice to a guess.

    `opt_outs` are canonical numbers, in any order. Raises InputError for an override that cannot
    be followed (`unknown_column`, `ambiguous_column`, `unknown_encoding`, `unknown_delimiter`,
    `unknown_sheet`).
    """
    file = read_contacts(
        data, name=name, delimiter=delimiter, encoding=encoding, header=header, sheet=sheet
    )
    guess, warnings = choose_column(file.cells, column) if file.columns else (None, [])
    read = _read_numbers(file, guess)
    sorting = _sort(read.numbers, opt_outs, duplicates)
    rows = file.cells.index.to_numpy(dtype=np.int64)
    repeats, suppressed = sorting.repeats, sorting.suppressed
    return Audience(
        columns=file.columns,
        column=None if guess is None else guess.value,
        numbers=read.numbers[sorting.accepted],
        rows=rows[sorting.accepted],
        contacts=kept(file.cells, sorting.accepted),
        rejected=_rejected(file.cells, read.rejections),
        duplicates=pd.DataFrame(
            {
                "row": rows[repeats],
                "number": read.numbers[repeats],
                "first_row": rows[sorting.firsts],
            }
        ),
        opted_out=pd.DataFrame({"row": rows[suppressed], "number": read.numbers[suppressed]}),
        report=_report(file, guess, read, sorting, warnings),
    )


@dataclass(frozen=True)
class _Sorting:
    """Which rows are sent to, and which good numbers are not."""

    accepted: Booleans
    """A mask; the others are positions."""
    suppressed: Integers
    repeats: Integers
    firsts: Integers
    """For each of `repeats`, the row kept in its place."""


def _sort(numbers: Integers, opt_outs: Integers | None, duplicates: Duplicates) -> _Sorting:
    suppressed = _members(numbers, opt_outs)
    repeats, firsts = _repeats(numbers, suppressed, duplicates)
    accepted = numbers > 0
    accepted[suppressed] = False
    accepted[repeats] = False
    return _Sorting(accepted, suppressed, repeats, firsts)


def _report(
    file: ContactFile,
    guess: Guess | None,
    read: NumberColumn,
    sorting: _Sorting,
    warnings: list[Finding],
) -> Report:
    cautions = _cautions(read.cautions, sorting.accepted, file.cells.index.to_numpy(dtype=np.int64))
    return Report(
        encoding=file.encoding,
        delimiter=file.delimiter,
        header_row=file.header_row,
        column=None if guess is None else guess.value,
        columns=file.columns,
        rows=len(file.cells),
        blank_rows=file.blank_rows,
        accepted=int(np.count_nonzero(sorting.accepted)),
        rejected=len(read.rejections),
        duplicates=len(sorting.repeats),
        opted_out=len(sorting.suppressed),
        blockers=(*file.blockers, *_column_blockers(file, guess)),
        problems=_problems(file, guess, read),
        repairs=_repairs(file, guess, read),
        warnings=(*file.warnings, *warnings, *cautions),
        guesses=file.guesses | ({} if guess is None else {"column": guess.reason}),
    )


def _read_numbers(file: ContactFile, guess: Guess | None) -> NumberColumn:
    """Every row's number; rows with broken bytes anywhere are rejected as a whole."""
    if guess is None:
        return normalize_column([""] * len(file.cells))
    read = normalize_column(file.cells[guess.value])
    broken = file.unreadable[read.numbers[file.unreadable] > 0]
    if not broken.size:
        return read
    read.numbers[broken] = 0
    positions = np.concatenate([read.rejections.positions, broken])
    codes = (*read.rejections.codes, *[Reason.BAD_CHARACTER] * broken.size)
    order = np.argsort(positions, kind="stable")
    rejections = Marks(positions[order], tuple(codes[place] for place in order))
    return NumberColumn(read.numbers, rejections, read.repairs, read.cautions)


def _members(numbers: Integers, opt_outs: Integers | None) -> Integers:
    """Positions of accepted numbers that are opted out."""
    if opt_outs is None or not len(opt_outs):
        return np.empty(0, dtype=np.int64)
    members = pd.Series(numbers).isin(np.asarray(opt_outs, dtype=np.int64)).to_numpy()
    return np.flatnonzero(members & (numbers > 0))


def _repeats(
    numbers: Integers, suppressed: Integers, duplicates: Duplicates
) -> tuple[Integers, Integers]:
    """Positions of rows that repeat an earlier number, and the position of each one's first."""
    nothing = np.empty(0, dtype=np.int64)
    if duplicates is Duplicates.ALL:
        return nothing, nothing
    live = numbers > 0
    live[suppressed] = False
    places = np.flatnonzero(live)
    remaining = numbers[places]
    repeated = pd.Series(remaining).duplicated().to_numpy()
    if not repeated.any():
        return nothing, nothing
    repeats = remaining[repeated]
    first = pd.Series(remaining).isin(repeats).to_numpy() & ~repeated
    order = np.argsort(remaining[first])
    found = np.searchsorted(remaining[first][order], repeats)
    return places[repeated], places[first][order][found]


def _rejected(cells: pd.DataFrame, rejections: Marks[Reason]) -> pd.DataFrame:
    own = {name: f"{name} (file)" for name in ("code", "message") if name in cells.columns}
    codes = pd.Categorical([str(code) for code in rejections.codes], [str(code) for code in Reason])
    messages = codes.rename_categories({str(code): SENTENCES[code] for code in Reason})
    rejected = cells.iloc[rejections.positions].rename(columns=own)
    return rejected.assign(code=codes, message=messages)


def _column_blockers(file: ContactFile, guess: Guess | None) -> list[Finding]:
    if guess is not None or not len(file.cells):
        return []
    message = (
        "No column with mobile numbers was found. Choose the column, or check that this is the "
        "right file."
    )
    return [Finding("no_number_column", message)]


def _problems(file: ContactFile, guess: Guess | None, read: NumberColumn) -> Listing:
    positions = read.rejections.positions
    cells = file.cells.iloc[positions]
    return Listing(
        pd.DataFrame(
            {
                "row": cells.index.to_numpy(dtype=np.int64),
                "column": None if guess is None else guess.value,
                "value": "" if guess is None else cells[guess.value].array,
                "code": list(read.rejections.codes),
            }
        )
    )


def _repairs(file: ContactFile, guess: Guess | None, read: NumberColumn) -> Listing:
    sound = read.numbers[read.repairs.positions] > 0
    positions = read.repairs.positions[sound]
    cells = file.cells.iloc[positions]
    return Listing(
        pd.DataFrame(
            {
                "row": cells.index.to_numpy(dtype=np.int64),
                "value": "" if guess is None else cells[guess.value].array,
                "number": read.numbers[positions],
                "code": [
                    code for code, keep in zip(read.repairs.codes, sound, strict=True) if keep
                ],
            }
        )
    )


def _cautions(cautions: Marks[Caution], accepted: Booleans, rows: Integers) -> list[Finding]:
    """A warning a row, up to a limit for each code, then one that counts the rest."""
    shown: dict[Caution, list[Finding]] = {code: [] for code in Caution}
    left_out = dict.fromkeys(Caution, 0)
    for position, code in zip(cautions.positions.tolist(), cautions.codes, strict=True):
        if not accepted[position]:
            continue
        if len(shown[code]) < _CAUTIONS_SHOWN:
            shown[code].append(Finding(code, SENTENCES[code], int(rows[position])))
        else:
            left_out[code] += 1
    for code, count in left_out.items():
        if count:
            message = f"{SENTENCES[code]} The same holds for {count} rows more."
            shown[code].append(Finding(code, message))
    return [finding for findings in shown.values() for finding in findings]
