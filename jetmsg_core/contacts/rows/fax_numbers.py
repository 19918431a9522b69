"""Rows whose only number is that of a fax machine or a pager, which nobody reads a message on.

A card of a phone says so of each number (`TEL;TYPE=FAX`), an address book in a column of its own
(`Home Fax`) or in one beside the number (`Phone 1 - Label`).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from jetmsg_core.contacts.columns.names import header_key
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.normalize import NumberColumn
from jetmsg_core.contacts.rows.number_cells import NumberCells
from jetmsg_core.contacts.rows.rejecting import rejected_at
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.characters import quoted

_FAX = re.compile(r"(?<![a-z])(?:fax|pager|telex)(?![a-z])", re.IGNORECASE)
_READ = re.compile(r"(?<![a-z])(?:mobile|cell|phone|whatsapp)(?![a-z])", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\D*\d){7}")
_SAME_ENDS = ("label", "type")
_LONGEST_QUOTE = 30


def reject_faxes(
    file: ContactFile, source: NumberCells, read: NumberColumn
) -> tuple[NumberColumn, dict[int, str]]:
    """Gives the numbers without those that the file calls a fax or a pager, and what is said of
    these rows, by position: also of rows that have such a number and no other."""
    labelled = np.array(sorted(_labelled(file, source)), dtype=np.int64)
    faxes = labelled[read.numbers[labelled] > 0]
    cells = source.texts(file.cells)
    sentences = {at: _sentence(str(cells.iloc[at])) for at in faxes.tolist()}
    read = rejected_at(read, faxes, Reason.NOT_MOBILE_SERIES)
    pairs = zip(read.rejections.positions.tolist(), read.rejections.codes, strict=True)
    empty = np.array([at for at, code in pairs if code is Reason.EMPTY], dtype=np.int64)
    return read, sentences | _of_columns(file.cells, empty)


def is_called_fax(name: str) -> bool:
    """Tells whether a column is named for faxes or pagers."""
    return _FAX.search(name) is not None


def _labelled(file: ContactFile, source: NumberCells) -> list[int]:
    """The positions of the rows in which a column beside the number calls it a fax."""
    positions: list[int] = []
    for index, column in enumerate(source.columns if source.at is not None else source.columns[:1]):
        for name in _labels_of(column, file.columns):
            cells = file.cells[name]
            labelled = [cell for cell in pd.unique(cells) if _FAX.search(cell)]
            here = cells.isin([cell for cell in labelled if not _READ.search(cell)]).to_numpy()
            if source.at is not None:
                here &= source.at == index
            positions += np.flatnonzero(here).tolist()
    return positions


def _labels_of(column: str, columns: tuple[str, ...]) -> list[str]:
    """The columns that say what kind of number stands in a column: `Phone 1 - Label` beside
    `Phone 1 - Value`, `Phone Type` beside `Phone`."""
    stem = header_key(column).removesuffix("value")
    keys = {stem + end for end in _SAME_ENDS}
    return [name for name in columns if header_key(name) in keys]


def _of_columns(cells: pd.DataFrame, empty: Integers) -> dict[int, str]:
    sentences: dict[int, str] = {}
    if not empty.size:
        return sentences
    for name in map(str, cells.columns):
        if is_called_fax(name):
            numbers = cells[name].iloc[empty].tolist()
            for position, number in zip(empty.tolist(), numbers, strict=True):
                if _DIGITS.match(number):
                    sentences.setdefault(position, _sentence(number))
    return sentences


def _sentence(number: str) -> str:
    short = number if len(number) <= _LONGEST_QUOTE else f"{number[:_LONGEST_QUOTE]}…"
    return (
        f"There is only the number of a fax or pager here, {quoted(short)}, and nobody reads a "
        "message on it. Ask for a mobile number."
    )
