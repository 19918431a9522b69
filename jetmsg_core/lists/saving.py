"""A checked file saved as a list; and what can be done to a list afterwards: rename and delete."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.contacts.audience import Audience
from jetmsg_core.contacts.exports import rejected_of
from jetmsg_core.contacts.reading.tables import table_of_text
from jetmsg_core.contacts.recipients import Contacts, RejectedRows
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import InputError
from jetmsg_core.lists.tables import NUMBER, REFUSES, ROW, found_list, theirs
from jetmsg_core.names import check_name
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.saved import lists

BLOCK = 50_000


def contacts_of(audience: Audience, source: str) -> Contacts:
    """Give the accepted contacts of a checked file. Raises InputError with the first blocker."""
    report = audience.report
    if report.blockers:
        raise InputError(report.blockers[0].code, report.blockers[0].message)
    left_out = {
        "rejected": report.rejected,
        "duplicate": report.duplicates,
        "opted_out": report.opted_out,
    }
    if report.declined:
        left_out["declined"] = report.declined
    return Contacts(
        source=source,
        number_column=audience.column or "",
        columns=audience.columns,
        numbers=audience.numbers,
        rows=audience.rows,
        cells=audience.contacts,
        left_out=left_out,
        refusing=audience.refusing,
        rejected=rejected_of(audience) if report.rejected else None,
    )


@requires(Permission.PREPARE)
def save(
    settings: Settings, contacts: Contacts, *, name: str, token: str, clock: Clock = utc_now
) -> int:
    """Save and return the list's id. The same token again returns the list it made before. Raises
    DiskNearlyFull when there is no room for it."""
    disk_room.require_room(settings, "The list was not saved")
    name = checked_name(name)
    if not len(contacts.numbers):
        raise InputError("no_contacts", "There is no contact to save: every row was left out.")
    ours = {NUMBER: pa.array(contacts.numbers), ROW: pa.array(contacts.rows)}
    ours |= {REFUSES[channel]: pa.array(mask) for channel, mask in contacts.refusing.items()}
    cells = table_of_text(contacts.cells)
    table = pa.table(ours | dict(zip(contacts.columns, cells.columns, strict=True)))
    with open_database(settings.database_path) as db, transaction(db):
        return insert(
            db,
            [table],
            name=name,
            token=token,
            source=contacts.source,
            number_column=contacts.number_column,
            findings=contacts.left_out,
            clock=clock,
            rejected=contacts.rejected,
        )


@requires(Permission.PREPARE)
def rename(settings: Settings, list_id: int, name: str) -> None:
    """Give a list another name. Raises InputError for one it may not have, NotFoundError."""
    name = checked_name(name)
    with open_database(settings.database_path) as db, transaction(db):
        former = found_list(db, list_id)
        lists.rename(db, list_id, name)
        if name != former.name:
            names = {"name": former.name}, {"name": name}
            record(db, Act.LIST_RENAMED, subject=former.name, before=names[0], after=names[1])


@requires(Permission.PREPARE)
def delete(settings: Settings, list_id: int) -> bool:
    """Delete a list; False when it was gone already. Campaigns keep the recipients they took from
    it."""
    with open_database(settings.database_path) as db, transaction(db):
        former = lists.get(db, list_id)
        if former is None:
            return False
        record(db, Act.LIST_DELETED, subject=former.name, before={"people": former.contacts})
        return lists.delete(db, list_id)


def checked_name(name: str) -> str:
    """Give the name of a list as it is kept. Raises as `check_name`."""
    return check_name(name, "list")


def insert(
    db: Database,
    tables: list[pa.Table],
    *,
    name: str,
    token: str,
    source: str,
    number_column: str,
    findings: dict[str, int],
    clock: Clock,
    rejected: RejectedRows | None = None,
) -> int:
    """Store tables of `NUMBER`, `ROW`, perhaps some of `REFUSES`, and the columns, one after
    another, as a new list, and return its id. The `rejected` rows are kept beside it. It is called
    within a transaction."""
    people = sum(table.num_rows for table in tables)
    if lists.id_of_token(db, token) is None:
        record(db, Act.LIST_SAVED, subject=name, after={"people": people, "source": source})
    return lists.insert(
        db,
        token,
        name=name,
        source=source,
        columns=tuple(theirs(tables[0].column_names)),
        number_column=number_column,
        contacts=people,
        findings=findings,
        blocks=_blocks(tables),
        rejected=() if rejected is None else _blocks([_with_rows(rejected)]),
        now=clock(),
    )


def _with_rows(rejected: RejectedRows) -> pa.Table:
    return rejected.cells.add_column(0, ROW, pa.array(rejected.rows))


def _blocks(tables: list[pa.Table]) -> Iterator[tuple[int, bytes]]:
    """Each with the position of its first row in the list."""
    position = 0
    for table in tables:
        for start in range(0, table.num_rows, BLOCK):
            piece = table.slice(start, BLOCK)
            yield position, arrow_blocks.pack_table(piece)
            position += piece.num_rows
