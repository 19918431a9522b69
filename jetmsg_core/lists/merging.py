"""Two lists to a new one, each number once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.acting import Permission, requires
from jetmsg_core.contacts.columns.headers import header_key
from jetmsg_core.contacts.partition import are_among
from jetmsg_core.errors import InputError
from jetmsg_core.lists.saving import checked_name, insert
from jetmsg_core.lists.tables import NUMBER, REFUSES, ROW, found_list, theirs, whole_table
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import lists
from jetmsg_core.store.saved.lists import ContactList


@requires(Permission.PREPARE)
def merge(
    settings: Settings,
    first_id: int,
    second_id: int,
    *,
    name: str,
    token: str,
    clock: Clock = utc_now,
) -> int:
    """Makes a new list and gives its id: the first list, then those only in the second.

    Columns whose names differ only by case, spaces, `_` and `-` become one, and so do the two
    number columns, if the first list has one (failures of a campaign may have none). Who is in
    both keeps the cells of the first list, and gains those of columns only the second one has. Who
    says no to a channel in one of them says no to it in the new list.
    The same token again returns the list it made before. Raises InputError (`no_name`,
    `same_list`), NotFoundError.
    """
    name = checked_name(name)
    if first_id == second_id:
        raise InputError("same_list", "Choose two different lists to merge.")
    with open_database(settings.database_path) as db:
        if (made_before := lists.id_of_token(db, token)) is not None:
            return made_before
        first, second = found_list(db, first_id), found_list(db, second_id)
        table = _merged(
            _each_once(whole_table(db, first_id)),
            _each_once(whole_table(db, second_id)),
            _same_columns(first, second),
        )
        with transaction(db):
            return insert(
                db,
                [table],
                name=name,
                token=token,
                source=f"{first.name} + {second.name}",
                number_column=first.number_column,
                findings={},
                clock=clock,
            )


def _same_columns(first: ContactList, second: ContactList) -> dict[str, str]:
    """For each column of the second list, its name in the new one."""
    free = {header_key(column): column for column in reversed(first.columns)}
    used_names = set(first.columns)
    names: dict[str, str] = {}
    pairs = [(column, free.get(header_key(column))) for column in second.columns]
    if first.number_column in used_names and all(same != first.number_column for _, same in pairs):
        pairs = [
            (column, first.number_column if column == second.number_column and not same else same)
            for column, same in pairs
        ]
    for column, same in pairs:
        if same is None or same in names.values():
            same = _free_name(column, used_names)
        names[column] = same
        used_names.add(same)
    return names


def _free_name(column: str, used_names: set[str]) -> str:
    numbered = (f"{column} ({count})" for count in range(2, len(used_names) + 3))
    return next(name for name in (column, *numbered) if name not in used_names)


def _each_once(table: pa.Table) -> pa.Table:
    repeated = pd.Series(table.column(NUMBER).to_numpy()).duplicated().to_numpy()
    return table.filter(pa.array(~repeated)) if repeated.any() else table


def _merged(first: pa.Table, second: pa.Table, names: dict[str, str]) -> pa.Table:
    marks = [
        (name, _refusing(first, second, name))
        for name in REFUSES.values()
        if name in (*first.column_names, *second.column_names)
    ]
    first, second = (
        table.select([NUMBER, ROW, *theirs(table.column_names)]) for table in (first, second)
    )
    second = second.rename_columns([NUMBER, ROW, *names.values()])
    for name in second.column_names:
        if name not in first.column_names:
            first = first.append_column(name, _looked_up(first, second, name))
    is_in_first = are_among(second.column(NUMBER).to_numpy(), first.column(NUMBER).to_numpy())
    added = second.filter(pa.array(~is_in_first))
    for name in first.column_names:
        if name not in added.column_names:
            added = added.append_column(name, pa.array([""] * len(added), pa.large_string()))
    merged = pa.concat_tables([first, added.select(first.column_names)])
    for name, refusing in marks:
        refuses = are_among(merged.column(NUMBER).to_numpy(), refusing)
        merged = merged.append_column(name, pa.array(refuses))
    return merged


def _refusing(first: pa.Table, second: pa.Table, name: str) -> Integers:
    """The numbers of who says no in one of two lists."""
    marked = [
        table.filter(table.column(name)).column(NUMBER).to_numpy()
        for table in (first, second)
        if name in table.column_names
    ]
    return np.concatenate(marked)


def _looked_up(first: pa.Table, second: pa.Table, name: str) -> pa.ChunkedArray:
    """The second list's cells for the first list's numbers, empty where it does not have them."""
    index = pd.Index(second.column(NUMBER).to_numpy())
    positions = index.get_indexer(first.column(NUMBER).to_numpy())
    return pc.fill_null(second.column(name).take(pa.array(positions, mask=positions < 0)), "")
