"""What all of a list's parts know about its blocks."""

from __future__ import annotations

import pyarrow as pa

from jetmsg_core.errors import NotFoundError
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database
from jetmsg_core.store.saved import lists
from jetmsg_core.store.saved.lists import ContactList

NUMBER, ROW = "\u0001number", "\u0001row"
"""Names of our own columns in a block. No header of a file can begin so: control characters are
dropped from headers."""


def found_list(db: Database, list_id: int) -> ContactList:
    """Gives the list of this id. Raises NotFoundError (`unknown_list`)."""
    contact_list = lists.get(db, list_id)
    if contact_list is None:
        raise unknown_list(list_id)
    return contact_list


def unknown_list(list_id: int) -> NotFoundError:
    """Makes the error for a list that is not there."""
    return NotFoundError("unknown_list", f"There is no list {list_id}. It may have been deleted.")


def whole_table(db: Database, list_id: int) -> pa.Table:
    """Gives all contacts of a list: `NUMBER`, `ROW`, then its columns as large strings, in its
    order."""
    return arrow_blocks.unpack_table(lists.blocks(db, list_id))


def one_column(db: Database, list_id: int, name: str) -> pa.ChunkedArray:
    """Gives one column of a list, in its order."""
    return arrow_blocks.unpack_table(lists.blocks(db, list_id), [name]).column(0)


def numbers_of(db: Database, list_id: int) -> Integers:
    """Gives the numbers of a list, in its order."""
    numbers: Integers = one_column(db, list_id, NUMBER).to_numpy()
    return numbers
