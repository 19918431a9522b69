"""People added to a saved list: one that is typed, or those of pasted lines or a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.contacts.audience import Audience
from jetmsg_core.contacts.columns.headers import header_key
from jetmsg_core.contacts.partition import are_among
from jetmsg_core.errors import InputError
from jetmsg_core.lists import one_contact
from jetmsg_core.lists.changing import Writing, checked_editor
from jetmsg_core.lists.listed_contact import ListedContact
from jetmsg_core.lists.tables import found_list, numbers_of
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import optouts
from jetmsg_core.store.saved.lists import ContactList

MOST = 10_000
"""People who can be added at once; each has an entry in the history. More are a list of their own,
to be merged with this one."""


@requires(Permission.PREPARE)
def add_person(
    settings: Settings,
    list_id: int,
    cells: Mapping[str, str],
    *,
    number: str = "",
    by: str,
    international: bool = False,
    clock: Clock = utc_now,
) -> int:
    """Adds one person at the end of the list and gives the number that is sent to. Raises
    InputError for a number that cannot be sent to (`not_a_contact`) or is there (`duplicate`), an
    unknown column, and without a name of who adds it (`no_editor`); NotFoundError."""
    by = checked_editor(by)
    with open_database(settings.database_path) as db, transaction(db):
        contact_list = found_list(db, list_id)
        writing = Writing(db, contact_list, by, stamp(clock()))
        reading, filled = one_contact.read_new(
            contact_list.columns,
            contact_list.number_column,
            cells,
            number,
            international=international or writing.has_foreign(),
            opt_outs=optouts.numbers(db),
        )
        if reading.number is None:
            raise InputError("not_a_contact", reading.why_not)
        writing.refuse_duplicate(reading.number)
        row = writing.blocks.next_row()
        writing.add([ListedContact(reading.number, row, filled, reading.refuses)])
        writing.finish()
        record(db, Act.LIST_ADDED_TO, subject=contact_list.name, after={"people": 1})
    return reading.number


@dataclass(frozen=True)
class Joining:
    """What adding the accepted people of a file comes to. `columns` has for each column of the file
    that the list has too its name there; cells of the others are not taken."""

    columns: Mapping[str, str]
    left_over: tuple[str, ...]
    """The columns of the file that the list does not have."""
    new: Booleans
    """Which of the accepted are not in the list yet."""

    @property
    def already(self) -> int:
        """Gives how many are in the list already."""
        return int(np.count_nonzero(~self.new))


@requires(Permission.PREPARE)
def look(settings: Settings, list_id: int, audience: Audience) -> Joining:
    """Tells what `add_people` would add. Raises InputError for a file with a blocker,
    NotFoundError."""
    report = audience.report
    if report.blockers:
        raise InputError(report.blockers[0].code, report.blockers[0].message)
    with open_database(settings.database_path) as db:
        contact_list = found_list(db, list_id)
        listed = numbers_of(db, list_id)
    columns = _same_columns(contact_list, audience)
    left_over = tuple(name for name in audience.columns if name not in columns)
    return Joining(columns, left_over, ~are_among(audience.numbers, listed))


@requires(Permission.PREPARE)
def add_people(
    settings: Settings, list_id: int, audience: Audience, *, by: str, clock: Clock = utc_now
) -> int:
    """Adds the accepted people of a file who are not in the list yet, and gives how many they are.
    Raises as `look`, and InputError for more than `MOST` (`too_many_people`) and without a name of
    who adds them (`no_editor`)."""
    by = checked_editor(by)
    joining = look(settings, list_id, audience)
    if joining.new.sum() > MOST:
        raise InputError(
            "too_many_people",
            f"You can add at most {with_commas(MOST)} people here, and these are "
            f"{with_commas(int(joining.new.sum()))}. Save them as a list, then merge the two "
            "lists.",
        )
    with open_database(settings.database_path) as db, transaction(db):
        contact_list = found_list(db, list_id)
        writing = Writing(db, contact_list, by, stamp(clock()))
        listed = set(writing.blocks.numbers().tolist())
        first = writing.blocks.next_row()
        people = [
            person
            for person in _people(contact_list, audience, joining, first)
            if person.number not in listed
        ]
        writing.add(people)
        writing.finish()
        if people:
            added = {"people": len(people)}
            record(db, Act.LIST_ADDED_TO, subject=contact_list.name, after=added)
    return len(people)


def _people(
    contact_list: ContactList, audience: Audience, joining: Joining, first_row: int
) -> Iterator[ListedContact]:
    for row, index in enumerate(np.flatnonzero(joining.new).tolist(), first_row):
        cells = dict.fromkeys(contact_list.columns, "")
        for name, column in joining.columns.items():
            cells[column] = str(audience.contacts[name].iloc[index])
        refuses = (channel for channel, mask in audience.refusing.items() if mask[index])
        yield ListedContact(int(audience.numbers[index]), row, cells, frozenset(refuses))


def _same_columns(contact_list: ContactList, audience: Audience) -> dict[str, str]:
    """By their names, and the two columns of the numbers."""
    free = {header_key(column): column for column in reversed(contact_list.columns)}
    same: dict[str, str] = {}
    if contact_list.number_column in contact_list.columns and audience.column is not None:
        same[audience.column] = contact_list.number_column
    for name in audience.columns:
        column = free.get(header_key(name))
        if name not in same and column is not None and column not in same.values():
            same[name] = column
    return same
