"""A contact file to the numbers a campaign may be sent to, and what became of every other row.

Bad content never raises: it is counted, shown and can be mended. Each row ends in exactly one of
accepted, rejected, duplicate and opted out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jetmsg_core.arrays import Integers
from jetmsg_core.contacts.all_sheets import read_all_sheets
from jetmsg_core.contacts.check_report import CheckReport, Listing
from jetmsg_core.contacts.columns.header_rows import Row
from jetmsg_core.contacts.columns.number_column import Choice, choose_column
from jetmsg_core.contacts.corrections import Correction, corrected
from jetmsg_core.contacts.files import ContactFile, read_contacts
from jetmsg_core.contacts.finding_codes import FileFindingCode
from jetmsg_core.contacts.findings import FileFinding, Guess
from jetmsg_core.contacts.limits import USUAL, Limits
from jetmsg_core.contacts.numbers.cautions import caution_findings
from jetmsg_core.contacts.numbers.normalize import NumberColumn
from jetmsg_core.contacts.partition import Duplicates, Partition, partition_rows
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.contacts.reading.tables import filter_rows
from jetmsg_core.contacts.row_outcomes import (
    opted_out_rows,
    problems_in,
    read_numbers,
    rejected_rows,
    repairs_in,
    repeated_rows,
)
from jetmsg_core.contacts.shown_cells import as_shown
from jetmsg_core.contacts.split_cells import split_rows

__all__ = ["Audience", "Duplicates", "check_contacts"]


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
    report: CheckReport
    head: tuple[Row, ...] = ()
    """The first filled rows of the file, one of which may hold the column names."""


def check_contacts(
    data: bytes,
    *,
    name: str = "",
    options: ReadOptions = GUESSED,
    corrections: Sequence[Correction] = (),
    opt_outs: Integers | None = None,
    limits: Limits = USUAL,
) -> Audience:
    """Gives the audience of a file, whose `name` may be empty.

    `corrections` are cells of the number column typed anew; `opt_outs` are canonical numbers, in
    any order. Raises InputError for an option that cannot be followed (`unknown_column`,
    `ambiguous_column`, `unknown_encoding`, `unknown_delimiter`, `unknown_sheet`,
    `unknown_header_row`), never for what is in the file.
    """
    read_file = read_all_sheets if options.all_sheets else read_contacts
    file = read_file(data, name=name, options=options, limits=limits)
    choice = _choice(file, options.column)
    named = None if choice.guess is None else choice.guess.value
    file = as_shown(file, () if named is None else (named,))
    if corrections and named is not None:
        file = corrected(file, named, corrections)
    if options.split and named is not None:
        file = split_rows(file, named, limits)
    read = read_numbers(file, named)
    partition = partition_rows(read.numbers, opt_outs, options.duplicates)
    rows = file.cells.index.to_numpy(dtype=np.int64)
    rejected = rejected_rows(file, read.rejections)
    report = _report(file, choice, read, partition)
    return Audience(
        columns=file.columns,
        column=named,
        numbers=read.numbers[partition.accepted],
        rows=rows[partition.accepted],
        contacts=filter_rows(file.cells, partition.accepted),
        rejected=rejected,
        duplicates=repeated_rows(rows, read.numbers, partition),
        opted_out=opted_out_rows(rows, read.numbers, partition),
        report=report,
        head=file.head,
    )


def _choice(file: ContactFile, column: str | None) -> Choice:
    if not file.columns:
        return Choice()
    return choose_column(_sound_cells(file), column, has_header=file.header_row is not None)


def _sound_cells(file: ContactFile) -> pd.DataFrame:
    """Without the rows whose cells may stand in the wrong column, if there are others."""
    if not 0 < len(file.shifted_rows) < len(file.cells):
        return file.cells
    return file.cells[~np.isin(file.cells.index, file.shifted_rows)]


def _report(
    file: ContactFile, choice: Choice, read: NumberColumn, partition: Partition
) -> CheckReport:
    guess = choice.guess
    named = None if guess is None else guess.value
    live = {
        code: positions[partition.accepted[positions]] for code, positions in read.cautions.items()
    }
    cautions = caution_findings(live, file.cells.index.to_numpy(dtype=np.int64))
    return CheckReport(
        encoding=file.encoding,
        delimiter=file.delimiter,
        header_row=file.header_row,
        column=named,
        columns=file.columns,
        rows=len(file.cells),
        blank_rows=file.blank_rows,
        accepted=int(np.count_nonzero(partition.accepted)),
        rejected=len(read.rejections),
        duplicates=len(partition.repeats),
        opted_out=len(partition.opted_out),
        blockers=(
            *file.blockers,
            *file.questions,
            *_column_blockers(file, guess),
            *choice.questions,
        ),
        problems=Listing(problems_in(file.cells, named, read.rejections)),
        repairs=Listing(repairs_in(file.cells, named, read)),
        warnings=(*file.warnings, *choice.warnings, *cautions),
        guesses=file.guesses | ({} if guess is None else {"column": guess.reason}),
        sheet=file.sheet,
        sheets=file.sheets,
    )


def _column_blockers(file: ContactFile, guess: Guess | None) -> list[FileFinding]:
    if guess is not None or not len(file.cells):
        return []
    return [FileFinding.of(FileFindingCode.NO_NUMBER_COLUMN)]
