"""The columns of a campaign's recipients as its blocks keep them: those of the file, and who of
these people says no to another channel than the campaign's.

The cells alone do not tell the second: another row of the file or another list may have said it, or
a person has kept somebody on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts.columns.consents.heard import consent_columns
from jetmsg_core.contacts.columns.consents.refusals import said_no
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.lists.tables import REFUSES, theirs
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.states import Channel
from jetmsg_core.store import arrow_blocks


def packed(contacts: Contacts, indices: Integers) -> bytes:
    """Packs the recipients at these places of the contacts, in this order, into one block."""
    cells = pa.Table.from_pandas(_cells_at(contacts.cells, indices), preserve_index=False)
    nobody = np.zeros(len(contacts.numbers), np.bool_)
    marks = {channel: contacts.refusing.get(channel, nobody)[indices] for channel in REFUSES}
    return arrow_blocks.pack_table(_with_marks(cells, marks))


def unpacked(block: bytes, channel: Channel) -> pa.Table:
    """Gives a block of a campaign through this channel: the columns of the file, and all of
    `REFUSES`. Where a campaign was frozen without those, the cells say what they can."""
    table = arrow_blocks.unpack_table([block])
    if set(REFUSES.values()).issubset(table.column_names):
        return table
    columns = tuple(consent_columns(table.to_pandas(), ()))
    marks = {other: np.zeros(table.num_rows, np.bool_) for other in Channel}
    for other in set(Channel) - {channel}:
        marks[other][said_no(columns, other, table.num_rows).positions] = True
    return _with_marks(table, marks)


def marks_of(block: bytes) -> dict[Channel, Booleans]:
    """Gives who refuses each channel, as the block was frozen with it; nothing where it was frozen
    without."""
    names = set(arrow_blocks.column_names(block))
    marks = {channel: name for channel, name in REFUSES.items() if name in names}
    if not marks:
        return {}
    table = arrow_blocks.unpack_table([block], [*marks.values()])
    return {channel: table.column(name).to_numpy() for channel, name in marks.items()}


def cells_of(block: bytes) -> pa.Table:
    """Gives the columns of the file alone."""
    return arrow_blocks.unpack_table([block], theirs(arrow_blocks.column_names(block)))


def _with_marks(cells: pa.Table, marks: Mapping[Channel, Booleans]) -> pa.Table:
    for channel, mask in marks.items():
        cells = cells.append_column(REFUSES[channel], pa.array(mask))
    return cells


def _cells_at(cells: pd.DataFrame, order: Integers) -> pd.DataFrame:
    """Neighbours in the file, as those of a static text are, are not copied."""
    first, last = int(order[0]), int(order[-1])
    if last - first + 1 == len(order) and bool((np.diff(order) == 1).all()):
        return cells.iloc[first : last + 1]
    return cells.iloc[order]
