"""What all of a list's parts know about its blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from jetmsg_core.errors import NotFoundError, StateError
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.states import Channel
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database
from jetmsg_core.store.saved import lists
from jetmsg_core.store.saved.lists import ContactList

NUMBER, ROW = "\u0001number", "\u0001row"
"""Names of our own columns in a block. No header of a file can begin so: control characters are
dropped from headers."""
REFUSES: Mapping[Channel, str] = {channel: f"\u0001no {channel}" for channel in Channel}
"""Names of columns that are true for who says no to a channel in the file that a list was made of.
A list may be without them: nobody does then."""
_OURS = frozenset((NUMBER, ROW, *REFUSES.values()))


def found_list(db: Database, list_id: int) -> ContactList:
    """Gives the list of this id. Raises NotFoundError (`unknown_list`)."""
    contact_list = lists.get(db, list_id)
    if contact_list is None:
        raise unknown_list(list_id)
    return contact_list


def unknown_list(list_id: int) -> NotFoundError:
    """Makes the error for a list that is not there."""
    return NotFoundError("unknown_list", f"There is no list {list_id}. It may have been deleted.")


def require_version(db: Database, list_id: int, version: int) -> ContactList:
    """Gives the list of this id, which must still have this version. Raises NotFoundError
    (`unknown_list`), StateError (`list_changed`) where somebody changed it since."""
    contact_list = found_list(db, list_id)
    if contact_list.version != version:
        raise list_changed(contact_list.name)
    return contact_list


def list_changed(name: str) -> StateError:
    """Makes the error for a list that somebody changed while somebody else looked at it."""
    return StateError(
        "list_changed",
        f"Somebody changed the list {quoted(name)} meanwhile, so nothing was done. Look at it "
        "again.",
    )


def theirs(names: Iterable[str]) -> list[str]:
    """Gives, of the columns of a block, those of the file."""
    return [name for name in names if name not in _OURS]


def refusing(db: Database, list_id: int, channel: Channel) -> Booleans | None:
    """Gives which contacts of a list say no to a channel, in its order; None where nobody does."""
    _, first = next(lists.blocks_from(db, list_id, 0))
    if REFUSES[channel] not in arrow_blocks.column_names(first):
        return None
    return np.asarray(one_column(db, list_id, REFUSES[channel]))


def refusing_of(table: pa.Table, *, without: Channel) -> dict[Channel, Booleans]:
    """Gives, of contacts with their columns of `REFUSES`, who says no to each channel that any of
    them refuses, `without` the one that they are sent to through."""
    return {
        channel: mask
        for channel, name in REFUSES.items()
        if channel is not without and name in table.column_names
        if (mask := table.column(name).to_numpy()).any()
    }


def whole_table(db: Database, list_id: int) -> pa.Table:
    """Gives all contacts of a list: `NUMBER`, `ROW`, those of `REFUSES` that it has, then its
    columns as large strings, in its order."""
    return arrow_blocks.unpack_table(lists.blocks(db, list_id))


def one_column(db: Database, list_id: int, name: str) -> pa.ChunkedArray:
    """Gives one column of a list, in its order."""
    return arrow_blocks.unpack_table(lists.blocks(db, list_id), [name]).column(0)


def numbers_of(db: Database, list_id: int) -> Integers:
    """Gives the numbers of a list, in its order."""
    numbers: Integers = one_column(db, list_id, NUMBER).to_numpy()
    return numbers
