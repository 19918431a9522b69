"""Lists: contacts kept under a name, ready to be sent to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from jetmsg_core.campaigns.plan import Contacts
from jetmsg_core.contacts.audience import Audience
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.settings import Settings
from jetmsg_core.store import blocks, lists
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.lists import ContactList
from jetmsg_core.times import Clock, utc_now

BLOCK = 50_000
NUMBER, ROW = "\u0001number", "\u0001row"
"""Names of our own columns in a block. No header of a file can begin so: control characters are
dropped from headers."""


def contacts_of(audience: Audience, source: str) -> Contacts:
    """The accepted contacts of a checked file. Raises InputError with the first blocker."""
    report = audience.report
    if report.blockers:
        raise InputError(report.blockers[0].code, report.blockers[0].message)
    left_out = {
        "rejected": report.rejected,
        "duplicate": report.duplicates,
        "opted_out": report.opted_out,
    }
    return Contacts(
        source=source,
        number_column=audience.column or "",
        columns=audience.columns,
        numbers=audience.numbers,
        rows=audience.rows,
        cells=audience.contacts,
        left_out=left_out,
    )


def save(
    settings: Settings, contacts: Contacts, *, name: str, token: str, clock: Clock = utc_now
) -> int:
    """Save and return the list's id. The same token again returns the list it made before."""
    if not name.strip():
        raise InputError("no_name", "Give the list a name, so that you find it again.")
    if not len(contacts.numbers):
        raise InputError("no_contacts", "There is no contact to save: every row was left out.")
    with open_database(settings.database_path) as db, transaction(db):
        return lists.insert(
            db,
            token,
            name=name.strip(),
            source=contacts.source,
            columns=contacts.columns,
            number_column=contacts.number_column,
            contacts=len(contacts.numbers),
            findings=contacts.left_out,
            blocks=_blocks(contacts),
            now=clock(),
        )


def newest(settings: Settings) -> list[ContactList]:
    with open_database(settings.database_path) as db:
        return lists.newest(db)


def read(settings: Settings, list_id: int) -> Contacts:
    """The list's contacts. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        found = lists.get(db, list_id)
        if found is None:
            raise NotFoundError("unknown_list", f"There is no list {list_id}.")
        frame = blocks.unpack(lists.blocks(db, list_id))
    return Contacts(
        source=found.name,
        number_column=found.number_column,
        columns=found.columns,
        numbers=frame.pop(NUMBER).to_numpy(np.int64),
        rows=frame.pop(ROW).to_numpy(np.int64),
        cells=frame,
        left_out=found.findings,
    )


def _blocks(contacts: Contacts) -> Iterator[tuple[int, bytes]]:
    for lo in range(0, len(contacts.numbers), BLOCK):
        within = slice(lo, lo + BLOCK)
        ours = pd.DataFrame({NUMBER: contacts.numbers[within], ROW: contacts.rows[within]})
        cells = contacts.cells.iloc[within].reset_index(drop=True)
        yield lo, blocks.pack(pd.concat([ours, cells], axis=1))
