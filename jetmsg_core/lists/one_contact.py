"""One contact of a list as it is typed, read by the rules by which a file is: its number, and what
its cells say of messages and of countries. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jetmsg_core.contacts.audience import Audience, check_rows
from jetmsg_core.contacts.columns.number_column import find_column
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.reasons import Reason
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.contacts.reading.tables import table_of_text, unreadable_rows
from jetmsg_core.errors import InputError
from jetmsg_core.lists.listed_contact import ListedContact
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.states import Channel

NUMBER_NAME = "Mobile number"
"""The column of the number where the list itself has none."""
LONGEST_CELL = 32_767
"""Characters, as in a cell of Excel."""
_NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True)
class Reading:
    """What a file of this one contact would come to: its `number`, or why nothing is sent to it,
    in a sentence."""

    number: int | None
    refuses: frozenset[Channel] = frozenset()
    why_not: str = ""


def column_of_number(
    columns: Sequence[str], number_column: str, contact: ListedContact | None
) -> str | None:
    """Gives the column that holds the number of a contact, or of whoever is added: that of the
    list, else one whose cell is read as this number. None where no column is."""
    named = number_column if number_column in columns else None
    if contact is None or (named and _reads_as(contact.cells[named], contact.number)):
        return named
    holding = [name for name in columns if _reads_as(contact.cells[name], contact.number)]
    return holding[0] if holding else named


def read_new(
    columns: Sequence[str],
    number_column: str,
    cells: Mapping[str, str],
    number: str,
    *,
    international: bool,
    opt_outs: Integers,
) -> tuple[Reading, dict[str, str]]:
    """Gives the reading of a contact that is added, and its cells; `number` is put in the column of
    the numbers where that has nothing. Raises InputError for a column that is not there."""
    filled = _filled(columns, cells)
    column = column_of_number(columns, number_column, None)
    if column is not None and number.strip() and not filled[column].strip():
        filled[column] = _clean(number)
    text = filled[column] if column is not None else number
    return _read(filled, column, text, international, opt_outs), filled


def changed(
    columns: Sequence[str],
    number_column: str,
    before: ListedContact,
    cells: Mapping[str, str],
    number: str | None,
    *,
    international: bool,
    opt_outs: Integers,
) -> ListedContact:
    """Gives a contact with these `cells` in place of its own, and another number where one is
    given, or typed in the cell that holds it. Whoever said no to a channel still does. Raises
    InputError for a number that cannot be sent to, and for cells that say no to messages."""
    column = column_of_number(columns, number_column, before)
    after = dict(before.cells) | {
        find_column(tuple(columns), name): _clean(text) for name, text in cells.items()
    }
    if number is not None and column is not None:
        after[column] = _clean(number)
    old = f"+{before.number}" if column is None else before.cells[column]
    new = (number if number is not None else old) if column is None else after[column]
    if new.strip() == old.strip():
        reading = _read(after, column, new, True, _NOBODY)
        if reading.number is None:
            # What was so before the change stays so: the number may stand in a column that no rule
            # for one contact finds, and somebody may be kept on purpose.
            had = _read(before.cells, column, old, True, _NOBODY)
            if reading.why_not != had.why_not:
                raise InputError("not_a_contact", reading.why_not)
        return ListedContact(before.number, before.row, after, before.refuses | reading.refuses)
    reading = _read(after, column, new, international, opt_outs)
    if reading.number is None:
        raise InputError("not_a_contact", reading.why_not)
    return ListedContact(reading.number, before.row, after, before.refuses | reading.refuses)


def _filled(columns: Sequence[str], cells: Mapping[str, str]) -> dict[str, str]:
    given = {find_column(tuple(columns), name): _clean(text) for name, text in cells.items()}
    return {name: given.get(name, "") for name in columns}


def _clean(typed: str) -> str:
    text = typed.encode("utf-8", "replace").decode().replace("\0", "")
    if len(text) > LONGEST_CELL:
        raise InputError(
            "cell_too_long",
            f"A cell has {with_commas(len(text))} characters, and at most "
            f"{with_commas(LONGEST_CELL)} are allowed. Shorten it.",
        )
    return text


def _reads_as(cell: str, number: int) -> bool:
    read = normalize(cell, international=True)
    return isinstance(read, Number) and read.value == number


def _read(
    cells: Mapping[str, str], column: str | None, text: str, international: bool, opt_outs: Integers
) -> Reading:
    name = column or _free_name(cells)
    frame = pd.DataFrame({**cells, name: text}, index=pd.Index([1], name="row"), dtype="str")
    file = ContactFile(
        columns=tuple(frame.columns),
        cells=frame,
        unreadable=unreadable_rows(table_of_text(frame), None),
        header_row=1,
    )
    options = ReadOptions(column=name, international=international)
    audience = check_rows(file, options=options, opt_outs=opt_outs)
    why_not = _why_not(audience, text)
    if why_not:
        return Reading(None, why_not=why_not)
    refuses = (channel for channel, mask in audience.refusing.items() if mask.any())
    return Reading(int(audience.numbers[0]), frozenset(refuses))


def _free_name(names: Mapping[str, str]) -> str:
    return next(
        name
        for name in (
            NUMBER_NAME,
            *(f"{NUMBER_NAME} ({count})" for count in range(2, len(names) + 3)),
        )
        if name not in names
    )


def _why_not(audience: Audience, text: str) -> str:
    if len(audience.declined):
        refusal = audience.declined.iloc[0]
        return (
            f"{refusal['column']} says {quoted(refusal['value'])} for +{refusal['number']}: this "
            "person wants no messages. Leave them out of the list."
        )
    for problem in audience.report.problems:
        if problem["code"] == Reason.EMPTY:
            return "There is no number. Write the mobile number of this person."
        return f"{quoted(text.strip())}: {problem['message']}"
    if len(audience.opted_out):
        number = audience.opted_out.iloc[0]["number"]
        return (
            f"+{number} has opted out and gets no message. Take the number off the opt-outs first, "
            "if the person has asked for messages again."
        )
    blockers = audience.report.blockers
    return blockers[0].message if blockers else ""
