"""Who was erased is erased again where a copy from before was put back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from jetmsg_core.audit import Act, record
from jetmsg_core.errors import StateError
from jetmsg_core.lists.tables import NUMBER
from jetmsg_core.people import spellings
from jetmsg_core.people.asked import refuse_open
from jetmsg_core.people.cells import texts_in
from jetmsg_core.people.erasing import erase_all, receipt_name
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import arrow_blocks, stand_ins
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.ledger import recipients
from jetmsg_core.store.people import erasures, ledger, listed, wiping, words
from jetmsg_core.store.people.erasures import Erasure
from jetmsg_core.store.saved import lists


@dataclass
class BroughtBack:
    """Whom a copy brought back, by stand-in, as one look through all of it saw them. A campaign
    that is not over may keep them from being erased for days, and the look takes long."""

    ids: frozenset[int] = frozenset()
    numbers: dict[int, int] = field(default_factory=dict)

    def look(self, db: Database, pending: Collection[Erasure]) -> None:
        """Looks for whoever has to be erased again, unless that was done."""
        ids = frozenset(erasure.id for erasure in pending)
        if ids <= self.ids:
            return
        wanted = np.array([erasure.stand_in for erasure in pending], np.int64)
        for numbers in _every_number(db):
            hidden = stand_ins.of_numbers(db, numbers)
            mask = np.isin(hidden, wanted)
            self.numbers |= dict(zip(hidden[mask].tolist(), numbers[mask].tolist(), strict=True))
        self.ids |= ids


def erase_again(
    settings: Settings, clock: Clock = utc_now, brought_back: BroughtBack | None = None
) -> int:
    """Erases again whom a copy that was put back has brought back, as soon as they may be
    (`asked.refuse_open`). Their numbers are those in it, in any cell or text, whose stand-in was
    erased. Returns how many were done."""
    count = 0
    brought_back = brought_back or BroughtBack()
    with open_database(settings.database_path) as db:
        pending = erasures.to_be_done_again(db)
        if not pending:
            return 0
        brought_back.look(db, pending)
        for erasure in pending:
            number = brought_back.numbers.get(erasure.stand_in)
            try:
                if number is not None:
                    refuse_open(db, number)
                    erase_all(settings, db, number, clock)
            except StateError:
                continue
            with transaction(db):
                erasures.finish_again(db, erasure.id)
                if number is not None:
                    record(db, Act.PERSON_ERASED_AGAIN, subject=receipt_name(erasure.id))
            count += 1
        wiping.cut_log(db)
    return count


def _every_number(db: Database) -> Iterator[Integers]:
    """Each more than once, in parts."""
    for row in (*ledger.over(db), *ledger.not_over(db)):
        yield np.unique(recipients.numbers(db, row["id"]))
        for start in ledger.block_starts(db, row["id"]):
            yield _numbers_in_cells(
                arrow_blocks.unpack_table([ledger.block_at(db, row["id"], start)])
            )
        yield _numbers_in(text for _, text in ledger.texts(db, row["id"]))
    for contact_list in lists.newest(db):
        for packed in lists.blocks(db, contact_list.id):
            table = arrow_blocks.unpack_table([packed])
            yield np.unique(table.column(NUMBER).to_numpy())
            yield _numbers_in_cells(table)
    for list_id, start in listed.rejected_starts(db):
        rejected = listed.rejected_at(db, list_id, start)
        if rejected is not None:
            yield _numbers_in_cells(arrow_blocks.unpack_table([rejected]))
    yield ledger.unmatched_numbers(db)
    yield listed.opted_out_numbers(db)
    yield _numbers_in(listed.contacts_changed(db))
    for table_name, column in words.WORDS:
        yield _numbers_in(words.texts_of(db, table_name, column))


def _numbers_in_cells(table: pa.Table) -> Integers:
    return _numbers_in(text for column in texts_in(table) for text in column)


def _numbers_in(texts: Iterator[str]) -> Integers:
    numbers: set[int] = set()
    for text in texts:
        numbers |= spellings.numbers_in(text)
    return np.array(sorted(numbers), np.int64)
