"""Lists read back: as contacts to send to, or a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.campaigns.plan import Contacts
from jetmsg_core.contacts.searching import Search, parse_search
from jetmsg_core.lists.tables import NUMBER, ROW, found_list, whole_table
from jetmsg_core.settings import Settings
from jetmsg_core.store import blocks, lists, optouts
from jetmsg_core.store.database import open_database
from jetmsg_core.store.lists import ContactList

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Page:
    """Contacts of a list, in its order. All but `next_after` go row by row with `cells`."""

    numbers: Integers
    rows: Integers
    """In the file they came from."""
    opted_out: Booleans
    """Who opted out since the list was saved, and so is not sent to."""
    cells: pd.DataFrame
    next_after: int | None
    """Where the next page begins, None on the last one."""


def newest(settings: Settings) -> list[ContactList]:
    with open_database(settings.database_path) as db:
        return lists.newest(db)


def get(settings: Settings, list_id: int) -> ContactList:
    """Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        return found_list(db, list_id)


def read(settings: Settings, list_id: int) -> Contacts:
    """The list's contacts but for those who opted out since. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        found = found_list(db, list_id)
        table = whole_table(db, list_id)
        out = _opted_out(table, optouts.numbers(db))
    if out.any():
        table = table.filter(pa.array(~out))
    return Contacts(
        source=found.name,
        number_column=found.number_column,
        columns=found.columns,
        numbers=table.column(NUMBER).to_numpy(),
        rows=table.column(ROW).to_numpy(),
        cells=table.drop_columns([NUMBER, ROW]).to_pandas(),
        left_out=found.findings
        | {"opted_out": found.findings.get("opted_out", 0) + int(np.count_nonzero(out))},
    )


def page(
    settings: Settings, list_id: int, *, search: str = "", after: int = 0, limit: int = 50
) -> Page:
    """`after` is the `next_after` of the page before. `search` is a number in any spelling, or
    text of any column in any case. Raises NotFoundError."""
    wanted = parse_search(search)
    with open_database(settings.database_path) as db:
        found = found_list(db, list_id)
        pieces: list[pa.Table] = []
        next_after: int | None = None
        for lo, block in lists.blocks_from(db, list_id, after):
            table = blocks.unpack_table([block])
            places = _places(table, wanted)
            places = places[places + lo >= after][: limit + 1 - sum(map(len, pieces))]
            pieces.append(table.take(pa.array(places)))
            if sum(map(len, pieces)) > limit:
                next_after = lo + int(places[-1])
                break
        opt_outs = optouts.numbers(db)
    shown = pa.concat_tables(pieces).slice(0, limit)
    return Page(
        numbers=shown.column(NUMBER).to_numpy(),
        rows=shown.column(ROW).to_numpy(),
        opted_out=_opted_out(shown, opt_outs),
        cells=shown.select([*found.columns]).to_pandas(),
        next_after=next_after,
    )


def _places(table: pa.Table, wanted: Search | None) -> Integers:
    if wanted is None:
        return np.arange(table.num_rows)
    numbers = table.column(NUMBER)
    if wanted.number is not None:
        return np.flatnonzero(numbers.to_numpy() == wanted.number)
    matches = np.zeros(table.num_rows, dtype=np.bool_)
    for digits in wanted.digits:
        matches |= pc.match_substring(numbers.cast(pa.string()), digits).to_numpy()
    for name in table.column_names[2:]:
        cells = table.column(name)
        matches |= pc.match_substring(cells, wanted.text, ignore_case=True).to_numpy()
    return np.flatnonzero(matches)


def _opted_out(table: pa.Table, opt_outs: Integers) -> Booleans:
    numbers = pd.Series(table.column(NUMBER).to_numpy())
    out: Booleans = numbers.isin(opt_outs).to_numpy()
    return out
