"""The number of every row of a file, and tables of the rows that are not sent to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jetmsg_core.arrays import Integers
from jetmsg_core.contacts.files import ContactFile
from jetmsg_core.contacts.findings import FileFinding
from jetmsg_core.contacts.foreign_rows import tell_foreign
from jetmsg_core.contacts.numbers.normalize import NumberColumn, normalize_column
from jetmsg_core.contacts.numbers_elsewhere import (
    elsewhere_finding,
    elsewhere_sentence,
    numbers_elsewhere,
)
from jetmsg_core.contacts.partition import Partition
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.contacts.reasons import SHIFTED, Reason
from jetmsg_core.contacts.rejecting import rejected_at
from jetmsg_core.contacts.sentences import messages_of


@dataclass(frozen=True)
class Verdicts:
    """The numbers of all rows, why others have none, and what is said of it."""

    read: NumberColumn
    messages: pd.Categorical[str]
    """Why, in sentences: one for each of `read.rejections`."""
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()


def judge_rows(file: ContactFile, column: str | None, options: ReadOptions) -> Verdicts:
    """Gives the number of every row, or why it has none. Raises InputError for a column of
    countries that the file does not have."""
    read = read_numbers(file, column, international=options.international)
    if column is None:
        return Verdicts(read, messages_of([], read.rejections, {}))
    told = tell_foreign(file, column, read, options)
    elsewhere = numbers_elsewhere(file, column, told.read)
    said = {at: elsewhere_sentence(column, other) for at, other in elsewhere.items()}
    rejected = file.cells[column].iloc[told.read.rejections.positions].tolist()
    messages = messages_of(
        rejected, told.read.rejections, told.said | said, international=options.international
    )
    warnings = (*told.warnings, *elsewhere_finding(file, column, elsewhere))
    return Verdicts(told.read, messages, warnings, told.questions)


def read_numbers(
    file: ContactFile, column: str | None, *, international: bool = False
) -> NumberColumn:
    """Reads every row's number; rows with broken bytes anywhere are rejected as a whole. With
    `international` numbers of other countries are taken, too."""
    if column is None:
        return normalize_column([""] * len(file.cells))
    read = normalize_column(file.cells[column], international=international)
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


def problems_in(cells: pd.DataFrame, column: str | None, verdicts: Verdicts) -> pd.DataFrame:
    """Gives a table of the rejected cells, in file order: `row, column, value, code, message`."""
    rejections = verdicts.read.rejections
    rejected = cells.iloc[rejections.positions]
    return pd.DataFrame(
        {
            "row": rejected.index.to_numpy(dtype=np.int64),
            "column": column,
            "value": "" if column is None else rejected[column].array,
            "code": list(rejections.codes),
            "message": verdicts.messages,
        }
    )


def repairs_in(cells: pd.DataFrame, column: str | None, read: NumberColumn) -> pd.DataFrame:
    """Gives a table of the damaged cells whose number is believed, in file order: `row, value,
    number, code`."""
    sound = read.numbers[read.repairs.positions] > 0
    positions = read.repairs.positions[sound]
    repaired = cells.iloc[positions]
    return pd.DataFrame(
        {
            "row": repaired.index.to_numpy(dtype=np.int64),
            "value": "" if column is None else repaired[column].array,
            "number": read.numbers[positions],
            "code": [code for code, keep in zip(read.repairs.codes, sound, strict=True) if keep],
        }
    )
