"""One contact of a list: out of its block and back, and as the history of the list keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from jetmsg_core.lists.tables import NUMBER, REFUSES, ROW, theirs
from jetmsg_core.states import Channel


@dataclass(frozen=True)
class ContactKey:
    """What a contact is found by: its `position` in the list, from 0, where it is still there, else
    its number and its row of the file."""

    position: int
    number: int
    row: int


@dataclass(frozen=True)
class ListedContact:
    """A contact of a list. `number` is canonical, `row` that of the file it came from; `refuses`
    are the channels that the file says no to for it."""

    number: int
    row: int
    cells: Mapping[str, str]
    refuses: frozenset[Channel] = frozenset()

    @property
    def name(self) -> str:
        """Gives the first filled cells that are not the number, for a sentence about the
        contact."""
        others = (cell.strip() for cell in self.cells.values() if str(self.number)[-4:] not in cell)
        return ", ".join([cell for cell in others if cell][:2])


def contact_at(table: pa.Table, index: int) -> ListedContact:
    """Gives the contact in a row of a block, which is counted from 0."""
    values = {name: table.column(name)[index].as_py() for name in table.column_names}
    refuses = (channel for channel, name in REFUSES.items() if values.get(name))
    return ListedContact(
        values[NUMBER],
        values[ROW],
        {name: values[name] for name in theirs(table.column_names)},
        frozenset(refuses),
    )


def rows_of(contacts: Sequence[ListedContact], block: pa.Table) -> pa.Table:
    """Gives contacts as a table with the columns of a block of their list. The block has a column
    for each channel that any of them refuses."""
    values = [
        {NUMBER: contact.number, ROW: contact.row, **contact.cells}
        | {name: channel in contact.refuses for channel, name in REFUSES.items()}
        for contact in contacts
    ]
    arrays = [
        pa.array([value[field.name] for value in values], field.type) for field in block.schema
    ]
    return pa.Table.from_arrays(arrays, schema=block.schema)


def as_json(contact: ListedContact | None) -> str | None:
    """Gives a contact as the history keeps it; None for none."""
    if contact is None:
        return None
    kept = {
        "number": contact.number,
        "row": contact.row,
        "cells": dict(contact.cells),
        "refuses": sorted(contact.refuses),
    }
    return json.dumps(kept, ensure_ascii=False)


def from_json(text: str | None) -> ListedContact | None:
    """Gives the contact that `as_json` made this of."""
    if text is None:
        return None
    kept = json.loads(text)
    refuses = frozenset(Channel(channel) for channel in kept["refuses"])
    return ListedContact(kept["number"], kept["row"], kept["cells"], refuses)
