"""A person taken out of lists: their contacts, the rows that were rejected, and the history."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa

from jetmsg_core.lists.open_blocks import OpenBlocks
from jetmsg_core.lists.tables import NUMBER
from jetmsg_core.people import spellings
from jetmsg_core.people.cells import rows_with, without_number
from jetmsg_core.people.kinds import PlaceKind
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.people import listed
from jetmsg_core.store.saved import lists


def erase_contacts(db: Database, number: int, now: str) -> Counter[PlaceKind]:
    """Takes the contacts with this number out of all lists, and cuts it out of the cells of
    others. A list that is changed has another version, so nobody sends what was previewed
    before."""
    went: Counter[PlaceKind] = Counter()
    for contact_list in lists.newest(db):
        if any(_holds(packed, number) for packed in lists.blocks(db, contact_list.id)):
            with transaction(db):
                went += _erase_from(db, contact_list.id, number, now)
    return went


def _holds(packed: bytes, number: int) -> bool:
    table = arrow_blocks.unpack_table([packed])
    return bool(_own_rows(table, number).any() or rows_with(table, number).any())


def _own_rows(table: pa.Table, number: int) -> Any:
    return table.column(NUMBER).to_numpy() == number


def _erase_from(db: Database, list_id: int, number: int, now: str) -> Counter[PlaceKind]:
    contact_list = lists.get(db, list_id)
    if contact_list is None:
        return Counter()
    others = 0
    for start in lists.block_starts(db, list_id):
        table = arrow_blocks.unpack_table([lists.block(db, list_id, start)])
        within = rows_with(table, number)
        if within.any():
            others += int((within & ~_own_rows(table, number)).sum())
            cut = without_number(table, number).combine_chunks()
            lists.put_block(db, list_id, start, arrow_blocks.pack_table(cut))
    blocks = OpenBlocks(db, contact_list)
    positions = np.flatnonzero(blocks.numbers() == number).tolist()
    for position in reversed(positions):
        blocks.take_out(position)
    blocks.write()
    lists.count_change(db, list_id, blocks.contacts, now)
    return Counter({PlaceKind.CONTACTS: len(positions), PlaceKind.CELLS_OF_OTHERS: others})


def erase_rejected(db: Database, number: int) -> int:
    """Removes the rejected rows of lists that have this number in any cell. Returns how many."""
    count = 0
    for list_id, start in listed.rejected_starts(db):
        with transaction(db):
            packed = listed.rejected_at(db, list_id, start)
            if packed is None:
                continue
            table = arrow_blocks.unpack_table([packed])
            within = rows_with(table, number)
            if not within.any():
                continue
            kept = table.filter(pa.array(~within))
            rest = arrow_blocks.pack_table(kept.combine_chunks()) if kept.num_rows else None
            listed.put_rejected(db, list_id, start, rest)
            count += int(within.sum())
    return count


def erase_changes(db: Database, number: int) -> int:
    """Removes this person from the history of lists: changes of their own contact go, and the
    number is cut out of those of others. Returns how many changes that were."""
    count = 0
    for change in listed.changes_fitting(db, spellings.fitting(number)):
        texts = (change["before"], change["after"])
        rest = [_without(text, number) for text in texts]
        if tuple(rest) == texts:
            continue
        # What is left without the person cannot be undone any more.
        if None in [after for before, after in zip(texts, rest, strict=True) if before]:
            rest = [None, None]
        listed.put_change(db, change["list_id"], change["version"], *rest)
        count += 1
    return count


def _without(text: str | None, number: int) -> str | None:
    """A contact as the history keeps it, None where it is the person's."""
    if text is None or (contact := json.loads(text)).get("number") == number:
        return None
    cells = contact.get("cells", {})
    cut = {name: spellings.without(cell, number) for name, cell in cells.items()}
    return text if cut == cells else json.dumps(contact | {"cells": cut}, ensure_ascii=False)
