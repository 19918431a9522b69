"""Lists read back: what there is, and a list a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from jetmsg_core.acting import Permission, requires
from jetmsg_core.acting.personal import refuse_search, sees_people
from jetmsg_core.contacts.findings.reasons import SENTENCES
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.contacts.partition import are_among
from jetmsg_core.contacts.search import Search, parse_search
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.lists.finding import rows_with
from jetmsg_core.lists.listed_contact import ContactKey
from jetmsg_core.lists.tables import NUMBER, ROW, found_list, numbers_of, one_column, theirs
from jetmsg_core.lists.tables import refusing as refusing_mask
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.masking import LAST_DIGITS
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import open_database, snapshot
from jetmsg_core.store.saved import lists, optouts
from jetmsg_core.store.saved.lists import ContactList


@dataclass(frozen=True)
class ContactPage:
    """Contacts of a list, in its order. All but `next_after` go row by row with `cells`."""

    numbers: Integers
    rows: Integers
    """In the file they came from."""
    opted_out: Booleans
    """Who opted out since the list was saved, and so is not sent to."""
    cells: pd.DataFrame
    next_after: int | None
    """Where the next page begins, None on the last one."""
    positions: Integers
    """In the list, from 0."""

    def key(self, index: int) -> ContactKey:
        """Gives what the contact at an index of the page is found by."""
        return ContactKey(
            int(self.positions[index]), int(self.numbers[index]), int(self.rows[index])
        )


def newest(settings: Settings) -> list[ContactList]:
    with open_database(settings.database_path) as db:
        return lists.newest(db)


def get(settings: Settings, list_id: int) -> ContactList:
    """Gives a list by its id. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        return found_list(db, list_id)


def opted_out(settings: Settings, list_id: int) -> int:
    """Counts the list's contacts who opted out since it was saved. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        found_list(db, list_id)
        opt_outs = optouts.numbers(db)
        if not len(opt_outs):
            return 0
        return int(np.count_nonzero(are_among(numbers_of(db, list_id), opt_outs)))


def refusing(settings: Settings, list_id: int) -> dict[Channel, int]:
    """Counts the list's contacts who say no to one channel in the file they came from, where any
    does. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        found_list(db, list_id)
        masks = {channel: refusing_mask(db, list_id, channel) for channel in Channel}
    counts = {
        channel: int(np.count_nonzero(mask)) for channel, mask in masks.items() if mask is not None
    }
    return {channel: count for channel, count in counts.items() if count}


def page(
    settings: Settings, list_id: int, *, search: str = "", after: int = 0, limit: int = 50
) -> ContactPage:
    """Gives one page of contacts. `after` is the `next_after` of the page before. `search` is a
    number in any spelling, or text of any column in any case. Raises NotFoundError. Whoever may not
    see numbers gets their last four digits and no cells, and NotAllowed for a search."""
    refuse_search(search)
    wanted = parse_search(search)
    with open_database(settings.database_path) as db:
        contact_list = found_list(db, list_id)
        pieces: list[pa.Table] = []
        selected: list[int] = []
        next_after: int | None = None
        for start, block in lists.blocks_from(db, list_id, after):
            most = limit + 1 - sum(map(len, pieces))
            positions = _places(block, wanted, max(after - start, 0), most)
            if positions or not pieces:
                pieces.append(
                    arrow_blocks.unpack_table([block]).take(pa.array(positions, pa.int64()))
                )
                selected += [start + position for position in positions]
            if len(positions) == most:
                next_after = start + positions[-1]
                break
        opt_outs = optouts.numbers(db)
    contacts = pa.concat_tables(pieces).slice(0, limit)
    numbers, columns = contacts.column(NUMBER).to_numpy(), contact_list.columns
    if not sees_people():
        numbers, columns = numbers % LAST_DIGITS, ()
    return ContactPage(
        numbers=numbers,
        rows=contacts.column(ROW).to_numpy(),
        opted_out=_opted_out(contacts, opt_outs),
        cells=contacts.select([*columns]).to_pandas(),
        next_after=next_after,
        positions=np.array(selected[:limit], np.int64),
    )


@requires(Permission.SEE_NUMBERS)
def with_number(
    settings: Settings, list_id: int, number: str, *, row: int | None = None
) -> ContactKey:
    """Gives the contact who has this number, in any spelling; of several the one of that row of the
    file. Raises InputError for what is no number (`wrong_number`) and for one of several contacts
    (`ambiguous_contact`), NotFoundError (`unknown_contact`, `unknown_list`)."""
    read = normalize(number, international=True)
    if not isinstance(read, Number):
        raise InputError("wrong_number", f"{quoted(number.strip())}: {SENTENCES[read.reason]}")
    with open_database(settings.database_path) as db, snapshot(db):
        contact_list = found_list(db, list_id)
        numbers, rows = numbers_of(db, list_id), one_column(db, list_id, ROW).to_numpy()
    positions = np.flatnonzero((numbers == read.value) & ((rows == row) | (row is None)))
    if not positions.size:
        where = "" if row is None else f" in row {with_commas(row)}"
        raise NotFoundError(
            "unknown_contact", f"+{read.value} is not in {quoted(contact_list.name)}{where}."
        )
    if positions.size > 1:
        of = ", ".join(f"{with_commas(row)}" for row in rows[positions].tolist())
        raise InputError(
            "ambiguous_contact", f"+{read.value} is in several rows: {of}. Say which with --row."
        )
    position = int(positions[0])
    return ContactKey(position, read.value, int(rows[position]))


def _places(block: bytes, wanted: Search | None, first: int, most: int) -> list[int]:
    """Of the rows wanted in a block, from `first` on and at most `most`."""
    if wanted is not None and wanted.number is None:
        return _places_with_text(arrow_blocks.unpack_table([block]), wanted, first, most)
    numbers = arrow_blocks.unpack_table([block], [NUMBER]).column(NUMBER).to_numpy()
    if wanted is None:
        return [*range(first, len(numbers))][:most]
    positions = np.flatnonzero(numbers == wanted.number)
    return [position for position in positions.tolist() if position >= first][:most]


def _places_with_text(table: pa.Table, wanted: Search, first: int, most: int) -> list[int]:
    """Unpacking is most of the time, so each column is unpacked once."""
    columns = [(table.column(name), wanted.text) for name in theirs(table.column_names)]
    if wanted.digits:
        numbers = table.column(NUMBER).cast(pa.large_string())
        columns += [(numbers, digits) for digits in wanted.digits]
    matches = {
        position
        for cells, text in columns
        for position in rows_with(cells, text, first=first, most=most)
    }
    return sorted(matches)[:most]


def _opted_out(table: pa.Table, opt_outs: Integers) -> Booleans:
    return are_among(table.column(NUMBER).to_numpy(), opt_outs)
