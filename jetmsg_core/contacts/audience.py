"""A contact file to the numbers a campaign may be sent to, and what became of every other row.

Bad content never raises: it is counted, shown and can be mended. Each row ends in exactly one of
accepted, rejected, duplicate, opted out and declined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.all_sheets import read_all_sheets
from jetmsg_core.contacts.check_report import CheckReport, Listing
from jetmsg_core.contacts.columns.header_rows import Row
from jetmsg_core.contacts.columns.number_column import (
    Choice,
    choose_column,
    choose_known,
    find_column,
)
from jetmsg_core.contacts.contact_file import ContactFile, beside_hidden, with_named_header
from jetmsg_core.contacts.files import read_contacts
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding, Guess
from jetmsg_core.contacts.limits import USUAL, Limits
from jetmsg_core.contacts.numbers.cautions import caution_findings
from jetmsg_core.contacts.partition import Duplicates, Partition, partition_rows
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.contacts.reading.tables import filter_rows
from jetmsg_core.contacts.rows.consent_questions import (
    consent_questions,
    meanings_said,
    wholly_declined,
    without_answered,
)
from jetmsg_core.contacts.rows.corrections import Correction, corrected
from jetmsg_core.contacts.rows.declined_rows import (
    consent_findings,
    declined_rows,
    hear_consents,
    refusing,
)
from jetmsg_core.contacts.rows.number_cells import NumberCells, each_of, first_of
from jetmsg_core.contacts.rows.row_outcomes import (
    Verdicts,
    judge_rows,
    opted_out_rows,
    problems_in,
    rejected_rows,
    repairs_in,
    repeated_rows,
)
from jetmsg_core.contacts.rows.split_cells import split_rows
from jetmsg_core.contacts.shown_cells import as_shown
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.progress import Steps, Tell, nobody_listens
from jetmsg_core.states import Channel

__all__ = ["Audience", "Duplicates", "check_contacts", "check_rows"]


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
    declined: pd.DataFrame
    """Rows whose number says no to messages in the file itself: `row, number`, and `said_in`,
    `column`, `value`, `said`, where it does."""
    refusing: Mapping[Channel, Booleans]
    """Which of the accepted say no to a channel, where it is not the chosen one; shape (accepted,).
    A channel that nobody refuses is not in it."""
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
    tell: Tell = nobody_listens,
) -> Audience:
    """Gives the audience of a file, whose `name` may be empty.

    `corrections` are cells of the number column typed anew; `opt_outs` are canonical numbers, in
    any order; `tell` hears how far it is. Raises InputError for an option that cannot be followed
    (`unknown_column`, `ambiguous_column`, `contradicting_columns`, `unknown_encoding`,
    `unknown_delimiter`, `unknown_sheet`, `unknown_header_row`), never for what is in the file.
    """
    read_file = read_all_sheets if options.all_sheets else read_contacts
    with Steps(tell, 1, 1) as steps:  # reading takes half of the time
        steps.begin()
        file = read_file(data, name=name, options=options, limits=limits)
        return check_rows(
            file,
            options=options,
            corrections=corrections,
            opt_outs=opt_outs,
            limits=limits,
            tell=steps.begin(),
        )


def check_rows(
    file: ContactFile,
    *,
    options: ReadOptions = GUESSED,
    corrections: Sequence[Correction] = (),
    opt_outs: Integers | None = None,
    limits: Limits = USUAL,
    tell: Tell = nobody_listens,
) -> Audience:
    """Gives the audience of a file that was read. All else is as with `check_contacts`."""
    steps = Steps(tell, 2, 3)  # the numbers, and what follows from them
    file = without_answered(with_named_header(file, options.named_columns), options)
    steps.begin()
    choice = _choice(file, options)
    source: NumberCells | None = None
    if choice.guess is not None:
        file, source = _number_cells(file, choice.guess.value, options, corrections, limits)
    else:
        file = as_shown(file, ())
    verdicts = judge_rows(file, source, options)
    steps.begin()
    read = verdicts.read
    consents = hear_consents(file, source, options, meanings_said(file, options))
    partition = partition_rows(
        read.numbers,
        opt_outs,
        options.duplicates,
        consents.says_no,
        elsewhere=consents.says_no_elsewhere,
    )
    rows = file.cells.index.to_numpy(dtype=np.int64)
    rejected = rejected_rows(file, verdicts)
    declined = declined_rows(file.cells, read.numbers, partition, consents)
    about_consent = consent_findings(file.cells, partition, consents)
    file = replace(
        file,
        blockers=(*file.blockers, *wholly_declined(file, options)),
        questions=(
            *file.questions,
            *consent_questions(file, source, consents.columns, options),
        ),
    )
    report = replace(
        _report(file, choice, source, verdicts, partition, about_consent),
        consent_columns=tuple(column.name for column in consents.columns),
    )
    steps.end()
    return Audience(
        columns=file.columns,
        column=report.column,
        numbers=read.numbers[partition.accepted],
        rows=rows[partition.accepted],
        contacts=filter_rows(file.cells, partition.accepted),
        rejected=rejected,
        duplicates=repeated_rows(rows, read.numbers, partition),
        opted_out=opted_out_rows(rows, read.numbers, partition),
        declined=declined,
        refusing=refusing(partition, consents),
        report=report,
        head=file.head,
    )


def _choice(file: ContactFile, options: ReadOptions) -> Choice:
    if not file.columns:
        return Choice()
    if options.each_columns and options.else_columns:
        raise InputError(
            "contradicting_columns",
            "Choose either a row for each of several columns, or other columns where the first has "
            "no number, not both.",
        )
    column = options.each_columns[0] if options.each_columns else options.column
    if column is None and file.number_column is not None:
        choice = choose_known(file.cells, file.number_column)
    else:
        has_header = file.header_row is not None
        choice = choose_column(_sound_cells(file), column, has_header=has_header)
    return choice.without_others(_found(file, options.else_columns))


def _found(file: ContactFile, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(find_column(file.columns, name) for name in names))


def _number_cells(
    file: ContactFile,
    column: str,
    options: ReadOptions,
    corrections: Sequence[Correction],
    limits: Limits,
) -> tuple[ContactFile, NumberCells]:
    """The file as its sheet shows it, with the corrections in it and a row for each number that is
    asked for, and where the numbers stand."""
    chosen = options.each_columns or (column, *options.else_columns)
    columns = _found(file, chosen)
    source = NumberCells(columns)
    file = as_shown(file, columns)
    if corrections:
        file = corrected(file, columns, corrections)
    if options.each_columns:
        file, source = each_of(file, columns, limits)
    elif len(columns) > 1:
        file, source = first_of(file, columns, options)
    if options.split:
        return split_rows(file, source, limits, international=options.international)
    return file, source


def _sound_cells(file: ContactFile) -> pd.DataFrame:
    """Without the rows whose cells may stand in the wrong column, if there are others."""
    if not 0 < len(file.shifted_rows) < len(file.cells):
        return file.cells
    return file.cells[~np.isin(file.cells.index, file.shifted_rows)]


def _report(
    file: ContactFile,
    choice: Choice,
    source: NumberCells | None,
    verdicts: Verdicts,
    partition: Partition,
    about_consent: tuple[FileFinding, ...],
) -> CheckReport:
    guess, read = choice.guess, verdicts.read
    live = {
        code: positions[partition.accepted[positions]] for code, positions in read.cautions.items()
    }
    rows = file.cells.index.to_numpy(dtype=np.int64)
    cautions = caution_findings(live, rows)
    return CheckReport(
        encoding=file.encoding,
        delimiter=file.delimiter,
        header_row=file.header_row,
        rows_are=file.rows_are,
        column=None if source is None else source.columns[0],
        columns=file.columns,
        rows=len(file.cells),
        blank_rows=file.blank_rows,
        accepted=int(np.count_nonzero(partition.accepted)),
        rejected=len(read.rejections),
        duplicates=len(partition.repeats),
        opted_out=len(partition.opted_out),
        declined=len(partition.declined),
        blockers=(
            *beside_hidden(file, [*file.blockers]),
            *file.questions,
            *beside_hidden(file, _column_blockers(file, guess)),
            *choice.questions,
            *verdicts.questions,
        ),
        problems=Listing(problems_in(file.cells, source, verdicts)),
        repairs=Listing(repairs_in(file.cells, source, read)),
        warnings=(
            *file.warnings,
            *choice.warnings,
            *verdicts.warnings,
            *about_consent,
            *cautions,
        ),
        guesses=file.guesses | ({} if guess is None else {"column": guess.reason}),
        sheet=file.sheet,
        sheets=file.sheets,
        set_aside=int(np.isin(rows[read.rejections.positions], file.shifted_rows).sum()),
        header_rows=file.header_rows,
        title_rows=file.title_rows,
    )


def _column_blockers(file: ContactFile, guess: Guess | None) -> list[FileFinding]:
    if guess is not None or not len(file.cells):
        return []
    return [FileFinding.of(FileFindingCode.NO_NUMBER_COLUMN)]
