"""A contact file that was read: its rows as text, and all that was noticed of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.headers import Row, header_key
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding, Guess, RowsAre
from jetmsg_core.contacts.looks import Looks
from jetmsg_core.primitives.arrays import Integers


@dataclass(frozen=True)
class ContactFile:
    """A file as text. With blockers it holds what could be read before them, perhaps nothing."""

    columns: tuple[str, ...] = ()
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Columns of dtype str without missing values; the index is the row as seen in Excel."""
    unreadable: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Positions (not rows) in `cells` of rows with bytes that could not be decoded, or with cells
    that may have shifted: no number in them is believed."""
    shifted_rows: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """The latter, by the row as seen in Excel."""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheet_column: str | None = None
    """The column that says which sheet each row is of, where several were read as one list."""
    sheets: tuple[str, ...] = ()
    """Those of a workbook, `sheet` among them unless it is hidden in Excel."""
    rows_are: RowsAre = RowsAre.ROWS
    number_column: Guess | None = None
    """The one that the format itself says holds the numbers to send to."""
    header_row: int | None = None
    header_rows: tuple[int, ...] = ()
    title_rows: int = 0
    refusal: str = ""
    """As in `Layout`."""
    blank_rows: int = 0
    blockers: tuple[FileFinding, ...] = ()
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()
    """What a person has to decide before anything is sent to the rows."""
    head: tuple[Row, ...] = ()
    """The first filled rows of the file, one of which may hold the column names."""
    looks: Looks = field(default_factory=Looks)
    """What a workbook shows where that is not what it holds. `cells` are what it holds."""
    guesses: dict[str, str] = field(default_factory=dict)
    """Why: `encoding` and `delimiter`, or `sheet`; `header_row`."""


def with_named_header(file: ContactFile, chosen: Sequence[str]) -> ContactFile:
    """Gives the file without the question whether the row of the names is a contact, where a person
    chose a column by a name in that row."""
    if set(map(header_key, chosen)).isdisjoint(map(header_key, file.columns)):
        return file
    asked = FileFindingCode.ASK_HEADER_ROW
    questions = tuple(
        question
        for question in file.questions
        if question.code is not asked or question.rows != (file.header_row,)
    )
    return replace(file, questions=questions)


def beside_hidden(file: ContactFile, blockers: list[FileFinding]) -> list[FileFinding]:
    """Gives the blockers of a file: where there are no contacts, they may be in a hidden sheet."""
    hidden = [
        warning.message
        for warning in file.warnings
        if warning.code is FileFindingCode.HIDDEN_SHEETS
    ]
    return [
        replace(blocker, message=" ".join([blocker.message, *hidden]))
        if blocker.code in (FileFindingCode.NO_CONTACTS, FileFindingCode.NO_NUMBER_COLUMN)
        else blocker
        for blocker in blockers
    ]
