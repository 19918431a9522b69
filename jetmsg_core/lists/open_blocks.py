"""The blocks of one list while it is changed: only those that a change concerns are unpacked, and
only those are written again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jetmsg_core.errors import StateError
from jetmsg_core.lists.listed_contact import ContactKey, ListedContact, contact_at, rows_of
from jetmsg_core.lists.tables import NUMBER, REFUSES, ROW
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database
from jetmsg_core.store.saved import lists
from jetmsg_core.store.saved.lists import ContactList

FULLEST = 50_000
"""Contacts. Whoever comes after so many in the last block begins another."""


@dataclass(eq=False)
class _Block:
    """A block of the list as it will be: `stored_at` is where the stored one begins, None for a new
    one; `table` is None while nobody needs it."""

    stored_at: int | None
    size: int
    table: pa.Table | None = None
    is_changed: bool = False


class OpenBlocks:
    """The contacts of a list within a transaction: read, put, taken out and put in, and then
    written by `write`. Positions count from 0, in the order of the list as it is by then."""

    def __init__(self, db: Database, contact_list: ContactList) -> None:
        self._db, self._list_id = db, contact_list.id
        self.contacts = contact_list.contacts
        starts = lists.block_starts(db, contact_list.id)
        ends = [*starts[1:], contact_list.contacts]
        self._blocks = [_Block(start, end - start) for start, end in zip(starts, ends, strict=True)]

    def find(self, key: ContactKey) -> int:
        """Gives where a contact stands now. Raises StateError (`contact_gone`)."""
        same = (key.number, key.row)
        if 0 <= key.position < self.contacts:
            contact = self.get(key.position)
            if (contact.number, contact.row) == same:
                return key.position
        for first, block in self._with_starts():
            table = self._columns(block, [NUMBER, ROW])
            numbers, rows = (table.column(name).to_numpy() for name in (NUMBER, ROW))
            matches = np.flatnonzero((numbers == key.number) & (rows == key.row))
            if matches.size:
                return first + int(matches[0])
        raise StateError(
            "contact_gone",
            f"+{key.number} is not in this list any more: somebody changed it meanwhile. Look at "
            "the list again.",
        )

    def get(self, position: int) -> ListedContact:
        """Gives the contact at a position."""
        block, index = self._at(position)
        return contact_at(self._table(block), index)

    def put(self, position: int, contact: ListedContact) -> None:
        """Puts a contact in the place of the one that stands there."""
        block, index = self._at(position)
        self._splice(block, index, index + 1, [contact])

    def take_out(self, position: int) -> None:
        """Takes a contact out; those behind it move up."""
        block, index = self._at(position)
        self._splice(block, index, index + 1, [])

    def put_in(self, position: int, contact: ListedContact) -> None:
        """Puts a contact in before the one at a position, or at the end of the list."""
        if position >= self.contacts:
            self.append([contact])
            return
        block, index = self._at(position)
        self._splice(block, index, index, [contact])

    def append(self, contacts: Sequence[ListedContact]) -> None:
        """Puts contacts at the end of the list, in this order."""
        while contacts:
            block = self._last()
            room = FULLEST - block.size
            self._splice(block, block.size, block.size, contacts[:room])
            contacts = contacts[room:]

    def numbers(self) -> Integers:
        """Gives the numbers of all contacts, in order; shape (contacts,)."""
        return self._all(NUMBER)

    def next_row(self) -> int:
        """Gives a row that no contact and no rejected row of the list has: the one after all."""
        kept = lists.rejected_blocks(self._db, self._list_id)
        rejected = [
            arrow_blocks.unpack_table([block], [ROW]).column(0).to_numpy() for block in kept
        ]
        every = np.concatenate([self._all(ROW), *rejected])
        return 1 + int(every.max(initial=0))

    def write(self) -> None:
        """Writes what has changed, and where the blocks behind it begin."""
        kept = [block for block in self._blocks if block.size] or self._blocks[:1]
        for block in self._blocks:
            if block not in kept and block.stored_at is not None:
                lists.delete_block(self._db, self._list_id, block.stored_at)
        starts = np.cumsum([0, *(block.size for block in kept)])[:-1].tolist()
        moves = [
            (block.stored_at, start)
            for block, start in zip(kept, starts, strict=True)
            if block.stored_at not in (None, start)
        ]
        if moves:
            lists.move_blocks(self._db, self._list_id, moves)
        for block, start in zip(kept, starts, strict=True):
            if block.is_changed and block.table is not None:
                packed = arrow_blocks.pack_table(block.table.combine_chunks())
                lists.put_block(self._db, self._list_id, start, packed)

    def _with_starts(self) -> Iterator[tuple[int, _Block]]:
        start = 0
        for block in self._blocks:
            yield start, block
            start += block.size

    def _at(self, position: int) -> tuple[_Block, int]:
        """The block of a position, and the row within it."""
        for start, block in self._with_starts():
            if start <= position < start + block.size:
                return block, position - start
        raise IndexError(position)

    def _last(self) -> _Block:
        last = self._blocks[-1]
        if last.size < FULLEST:
            return last
        self._blocks.append(_Block(None, 0, self._table(last).slice(0, 0)))
        return self._blocks[-1]

    def _table(self, block: _Block) -> pa.Table:
        if block.table is None:
            block.table = self._columns(block, None)
        return block.table

    def _columns(self, block: _Block, names: list[str] | None) -> pa.Table:
        if block.table is not None:
            return block.table if names is None else block.table.select(names)
        assert block.stored_at is not None
        packed = lists.block(self._db, self._list_id, block.stored_at)
        return arrow_blocks.unpack_table([packed], names)

    def _all(self, name: str) -> Integers:
        columns = [self._columns(block, [name]).column(0).to_numpy() for block in self._blocks]
        return np.concatenate(columns)

    def _splice(
        self, block: _Block, first: int, beyond: int, contacts: Sequence[ListedContact]
    ) -> None:
        """Rows `[first, beyond)` of a block give way to contacts, or to nobody."""
        self._make_room_for_refusals(contacts)
        table = self._table(block)
        pieces = [table.slice(0, first), rows_of(contacts, table), table.slice(beyond)]
        block.table = pa.concat_tables(pieces)
        self.contacts += block.table.num_rows - block.size
        block.size, block.is_changed = block.table.num_rows, True

    def _make_room_for_refusals(self, contacts: Sequence[ListedContact]) -> None:
        """All blocks of a list have the same columns: the first who refuses a channel gives every
        block the column of that channel, in which nobody else does."""
        for channel in sorted({channel for contact in contacts for channel in contact.refuses}):
            for block in self._blocks:
                table = self._table(block)
                if REFUSES[channel] not in table.column_names:
                    nobody = pa.array(np.zeros(table.num_rows, np.bool_))
                    block.table = table.append_column(REFUSES[channel], nobody)
                    block.is_changed = True
