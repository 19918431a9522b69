"""The number of every row of a file, and tables of the rows that are not sent to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import SHIFTED, Reason
from jetmsg_core.contacts.numbers.normalize import NumberColumn, normalize_column
from jetmsg_core.contacts.partition import Partition
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.contacts.rows.fax_numbers import reject_faxes
from jetmsg_core.contacts.rows.foreign_rows import tell_foreign
from jetmsg_core.contacts.rows.number_cells import NumberCells
from jetmsg_core.contacts.rows.numbers_elsewhere import (
    elsewhere_finding,
    elsewhere_sentence,
    numbers_elsewhere,
)
from jetmsg_core.contacts.rows.rejecting import rejected_at
from jetmsg_core.contacts.rows.rejection_sentences import messages_of
from jetmsg_core.primitives.arrays import Integers


@dataclass(frozen=True)
class Verdicts:
    """The numbers of all rows, why others have none, and what is said of it."""

    read: NumberColumn
    messages: pd.Categorical[str]
    """Why, in sentences: one for each of `read.rejections`."""
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()


def judge_rows(file: ContactFile, source: NumberCells | None, options: ReadOptions) -> Verdicts:
    """Gives the number of every row, or why it has none. Raises InputError for a column of
    countries that the file does not have."""
    read = read_numbers(file, source, international=options.international)
    if source is None:
        return Verdicts(read, messages_of([], read.rejections, {}))
    foreign = tell_foreign(file, source, read, options)
    read, fax_sentences = reject_faxes(file, source, foreign.read)
    elsewhere = numbers_elsewhere(file, source, read)
    sentences = {at: elsewhere_sentence(source, other) for at, other in elsewhere.items()}
    rejected = source.texts(file.cells).iloc[read.rejections.positions].tolist()
    messages = messages_of(
        rejected,
        read.rejections,
        foreign.sentences | fax_sentences | sentences,
        international=options.international,
    )
    warnings = (*foreign.warnings, *elsewhere_finding(file, source, elsewhere))
    return Verdicts(read, messages, warnings, foreign.questions)


def read_numbers(
    file: ContactFile, source: NumberCells | None, *, international: bool = False
) -> NumberColumn:
    """Reads every row's number; rows with broken bytes anywhere are rejected as a whole. With
    `international` numbers of other countries are taken, too."""
    if source is None:
        return normalize_column([""] * len(file.cells))
    read = normalize_column(source.texts(file.cells), international=international)
    broken = file.unreadable[read.numbers[file.unreadable] > 0]
    return rejected_at(read, broken, Reason.BAD_CHARACTER)


def repeated_rows(rows: Integers, numbers: Integers, partition: Partition) -> pd.DataFrame:
    """Gives a table of the rows that were dropped: `row`, `number`, and `first_row`, which was
    kept."""
    repeats = partition.repeats
    return pd.DataFrame(
        {"row": rows[repeats], "number": numbers[repeats], "first_row": rows[partition.firsts]}
    )


def opted_out_rows(rows: Integers, numbers: Integers, partition: Partition) -> pd.DataFrame:
    """Gives a table of the rows of people who opted out: `row` and `number`."""
    return pd.DataFrame({"row": rows[partition.opted_out], "number": numbers[partition.opted_out]})


def rejected_rows(file: ContactFile, verdicts: Verdicts) -> pd.DataFrame:
    """Gives the rejected rows with the file's own columns, then `code` and `message`; the index is
    the row as seen in Excel. Both are categories, since a file may have a million of them."""
    cells, rejections, messages = file.cells, verdicts.read.rejections, verdicts.messages
    own = {name: f"{name} (file)" for name in ("code", "message") if name in cells.columns}
    codes = pd.Categorical([str(code) for code in rejections.codes], [str(code) for code in Reason])
    rejected = cells.iloc[rejections.positions].rename(columns=own)
    if file.shifted_rows.size:
        messages = messages.add_categories([SHIFTED])
        messages[np.isin(rejected.index, file.shifted_rows)] = SHIFTED
    return rejected.assign(code=codes, message=messages)


def problems_in(
    cells: pd.DataFrame, source: NumberCells | None, verdicts: Verdicts
) -> pd.DataFrame:
    """Gives a table of the rejected cells, in file order: `row, column, value, code, message`."""
    rejections = verdicts.read.rejections
    positions = rejections.positions
    return pd.DataFrame(
        {
            "row": cells.index[positions].to_numpy(dtype=np.int64),
            "column": None if source is None else source.names(positions),
            "value": _values(cells, source, positions),
            "code": list(rejections.codes),
            "message": verdicts.messages,
        }
    )


def repairs_in(cells: pd.DataFrame, source: NumberCells | None, read: NumberColumn) -> pd.DataFrame:
    """Gives a table of the damaged cells whose number is believed, in file order: `row, value,
    number, code`."""
    sound = read.numbers[read.repairs.positions] > 0
    positions = read.repairs.positions[sound]
    return pd.DataFrame(
        {
            "row": cells.index[positions].to_numpy(dtype=np.int64),
            "value": _values(cells, source, positions),
            "number": read.numbers[positions],
            "code": [code for code, keep in zip(read.repairs.codes, sound, strict=True) if keep],
        }
    )


def _values(cells: pd.DataFrame, source: NumberCells | None, positions: Integers) -> Any:
    return "" if source is None else source.texts(cells).iloc[positions].array
