"""The bytes of a report to arrays: for each row whose it is, what it says and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.files import read_contacts
from jetmsg_core.contacts.limits import USUAL, Limits
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.reports.reading.columns import (
    NOTHING,
    ReportColumns,
    check_columns,
    guess_columns,
)
from jetmsg_core.reports.reading.ids import read_ids
from jetmsg_core.reports.reading.times import read_times
from jetmsg_core.reports.reading.words import Mapped, ReportedStatus, read_words

_OF_CONTACTS = (
    ("not a list of contacts", "not a delivery report"),
    ("Choose the file with your contacts.", "Export it from your panel again."),
    ("no row below the column names to send to", "no row below the column names"),
)
"""What the reader of contact files says, for somebody who has uploaded a report."""


@dataclass(frozen=True)
class ReportRows:
    """The rows of a report, in arrays of one length. `ids` are text, empty where there is none;
    `numbers` 0 where there is none; `status_of` indexes `statuses`; `at` is in seconds, -1 where no
    time was read."""

    columns: ReportColumns
    names: tuple[str, ...]
    rows: Integers
    ids: Any
    numbers: Integers
    status_of: Integers
    statuses: tuple[ReportedStatus, ...]
    at: Integers
    shortened_ids: int
    """Ids that a spreadsheet has rounded, as 1.76E+14: nobody can say which they were."""

    def __len__(self) -> int:
        return len(self.status_of)


def open_report(data: bytes, *, name: str = "", limits: Limits = USUAL) -> ContactFile:
    """Gives the file as columns of text. Raises InputError where it cannot be read whole."""
    file = read_contacts(data, name=name, limits=limits)
    if file.blockers:
        message = file.blockers[0].message
        for ours, theirs in _OF_CONTACTS:
            message = message.replace(ours, theirs)
        raise InputError(file.blockers[0].code, message)
    return file


def read_report(
    file: ContactFile, chosen: Mapping[str, str | None] = NOTHING, mapped: Mapped | None = None
) -> ReportRows:
    """Gives the rows of a report. `chosen` names columns by their part, the others are guessed;
    `mapped` is what a person said words mean.
    Raises InputError for columns the file does not have, and for a file that says too little."""
    columns = guess_columns(file.cells, mapped, chosen)
    check_columns(columns, file.columns)
    count = len(file.cells)
    ids, shortened = read_ids(_text(file.cells, columns.id).combine_chunks())
    status_of, statuses = _statuses(file.cells, columns.status, columns.error, mapped or {})
    return ReportRows(
        columns=columns,
        names=file.columns,
        rows=file.cells.index.to_numpy(np.int64),
        ids=ids,
        numbers=_numbers(file.cells, columns.number),
        status_of=status_of,
        statuses=statuses,
        at=read_times(_moments(file.cells, columns))
        if columns.time
        else np.full(count, -1, np.int64),
        shortened_ids=shortened,
    )


def _text(cells: pd.DataFrame, name: str | None) -> Any:
    if name is None:
        return pa.chunked_array([pa.repeat(pa.scalar("", pa.large_string()), len(cells))])
    column = pa.array(cells[name], type=pa.large_string())
    return column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])


def _moments(cells: pd.DataFrame, columns: ReportColumns) -> Any:
    days = _text(cells, columns.time)
    if columns.clock is None:
        return days
    return pc.binary_join_element_wise(
        days, _text(cells, columns.clock), pa.scalar(" ", pa.large_string())
    )


def _numbers(cells: pd.DataFrame, name: str | None) -> Integers:
    if name is None:
        return np.zeros(len(cells), np.int64)
    return normalize_column(_text(cells, name).combine_chunks()).numbers


def _statuses(
    cells: pd.DataFrame, status: str | None, error: str | None, mapped: Mapped
) -> tuple[Integers, tuple[ReportedStatus, ...]]:
    """Each distinct pair of status and error code is read once."""
    first, first_of = _encoded(_text(cells, status))
    second, second_of = _encoded(_text(cells, error))
    pair_of, pairs = pd.factorize(first * max(len(second_of), 1) + second, sort=True)
    words = [
        read_words(first_of[pair // len(second_of)], second_of[pair % len(second_of)], mapped)
        for pair in pairs.tolist()
    ]
    return pair_of.astype(np.int64), tuple(words)


def _encoded(cells: Any) -> tuple[Integers, Sequence[str]]:
    encoded = pc.dictionary_encode(cells).combine_chunks()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_pylist()
