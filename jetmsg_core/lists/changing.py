"""A saved list changed: cells edited, people removed, and any change taken back. (`adding` has the
people who come in.) Each change is written down with who made it; campaigns keep what they took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.contacts.numbers.written import are_foreign
from jetmsg_core.errors import InputError, NotFoundError, StateError
from jetmsg_core.lists import one_contact
from jetmsg_core.lists.listed_contact import ContactKey, ListedContact, as_json, from_json
from jetmsg_core.lists.open_blocks import OpenBlocks
from jetmsg_core.lists.tables import found_list
from jetmsg_core.names import LONGEST_NAME
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.saved import list_changes, lists, optouts
from jetmsg_core.store.saved.list_changes import StoredChange
from jetmsg_core.store.saved.lists import ContactList


@dataclass(frozen=True)
class Edit:
    """Other `cells` of a contact, by column, or another `number`. `before` are the cells that the
    person saw there."""

    key: ContactKey
    cells: Mapping[str, str]
    number: str | None = None
    before: Mapping[str, str] = field(default_factory=dict)


@requires(Permission.PREPARE)
def change(
    settings: Settings,
    list_id: int,
    edits: Sequence[Edit] = (),
    removals: Sequence[ContactKey] = (),
    *,
    by: str,
    international: bool = False,
    clock: Clock = utc_now,
) -> int:
    """Makes all of these changes or none, and gives how many there were: an edit that changes
    nothing is none. Raises InputError for what cannot be kept (`not_a_contact`, `duplicate`,
    `no_editor`, `unknown_column`), StateError where somebody was faster (`contact_gone`,
    `cell_changed`), NotFoundError."""
    by = checked_editor(by)
    with open_database(settings.database_path) as db, transaction(db):
        contact_list = found_list(db, list_id)
        writing = Writing(db, contact_list, by, stamp(clock()))
        opt_outs = optouts.numbers(db)
        done = [writing.edit(edit, opt_outs, international=international) for edit in edits]
        done += [writing.remove(key) for key in removals]
        writing.finish()
        if any(done):
            counts = {"changed": sum(done) - len(removals), "removed": len(removals)}
            record(db, Act.LIST_CHANGED, subject=contact_list.name, after=counts)
    return sum(done)


@requires(Permission.PREPARE)
def undo(
    settings: Settings, list_id: int, version: int, *, by: str, clock: Clock = utc_now
) -> None:
    """Takes the change that led to this version back; others stay. Raises NotFoundError
    (`unknown_change`), StateError where that was done already (`undone`) or the contact was changed
    since (`changed_since`), InputError where the number is in the list again (`duplicate`)."""
    by = checked_editor(by)
    with open_database(settings.database_path) as db, transaction(db):
        contact_list = found_list(db, list_id)
        stored = list_changes.get(db, list_id, version)
        if stored is None:
            raise NotFoundError(
                "unknown_change", f"There is no change {version} of {quoted(contact_list.name)}."
            )
        if version in list_changes.undone(db, list_id):
            raise StateError("undone", f"Change {version} was undone already.")
        writing = Writing(db, contact_list, by, stamp(clock()))
        writing.take_back(stored)
        writing.finish()
        undone = {"change": version}
        record(db, Act.LIST_CHANGE_UNDONE, subject=contact_list.name, before=undone)


def checked_editor(name: str) -> str:
    """Gives the name of whoever changes a list, as it is kept. Raises InputError (`no_editor`)."""
    name = " ".join(name.split())
    if not name:
        raise InputError("no_editor", "Write your name, so that others see who changed the list.")
    if len(name) > LONGEST_NAME:
        raise InputError("no_editor", f"Shorten your name to {LONGEST_NAME} characters.")
    return name


class Writing:
    """Changes of one list within a transaction; `finish` writes what they come to."""

    def __init__(self, db: Database, contact_list: ContactList, by: str, now: str) -> None:
        self._db, self._list, self._by, self._now = db, contact_list, by, now
        self.blocks = OpenBlocks(db, contact_list)
        self._has_foreign: bool | None = None

    def edit(self, edit: Edit, opt_outs: Integers, *, international: bool) -> bool:
        """Makes an edit. Returns whether anything differs after it."""
        position = self.blocks.find(edit.key)
        before = self.blocks.get(position)
        for name, text in edit.before.items():
            if before.cells.get(name) != text:
                raise StateError(
                    "cell_changed",
                    f"Somebody changed {quoted(name)} of +{before.number} meanwhile. Look at the "
                    "list again.",
                )
        after = one_contact.changed(
            self._list.columns,
            self._list.number_column,
            before,
            edit.cells,
            edit.number,
            international=international or self.has_foreign(),
            opt_outs=opt_outs,
        )
        if after == before:
            return False
        if after.number != before.number:
            self.refuse_duplicate(after.number)
        self.blocks.put(position, after)
        self._write_down(position, before, after)
        return True

    def remove(self, key: ContactKey) -> bool:
        """Takes a contact off the list."""
        position = self.blocks.find(key)
        before = self.blocks.get(position)
        self.blocks.take_out(position)
        self._write_down(position, before, None)
        return True

    def add(self, contacts: Sequence[ListedContact]) -> None:
        """Puts contacts at the end of the list, in this order."""
        first = self.blocks.contacts
        self.blocks.append(contacts)
        for position, contact in enumerate(contacts, first):
            self._write_down(position, None, contact)

    def take_back(self, stored: StoredChange) -> None:
        """Makes the opposite of a change, where the contact is still as it left it."""
        now, then = from_json(stored.after), from_json(stored.before)
        position = min(stored.position, self.blocks.contacts)
        if now is not None:
            position = self._place_of(stored, now)
        if then is not None and (now is None or now.number != then.number):
            self.refuse_duplicate(then.number)
        if then is None:
            self.blocks.take_out(position)
        elif now is None:
            self.blocks.put_in(position, then)
        else:
            self.blocks.put(position, then)
        self._write_down(position, now, then, undoes=stored.version)

    def refuse_duplicate(self, number: int) -> None:
        """Raises InputError for a number that somebody in the list has."""
        if (self.blocks.numbers() == number).any():
            raise InputError("duplicate", f"+{number} is in this list already.")

    def has_foreign(self) -> bool:
        """Tells whether the list has numbers of other countries."""
        if self._has_foreign is None:
            self._has_foreign = bool(are_foreign(self.blocks.numbers()).any())
        return self._has_foreign

    def finish(self) -> None:
        """Writes the blocks that were changed."""
        self.blocks.write()

    def _place_of(self, stored: StoredChange, contact: ListedContact) -> int:
        key = ContactKey(stored.position, contact.number, contact.row)
        position = self.blocks.find(key)
        if self.blocks.get(position) != contact:
            raise StateError(
                "changed_since",
                f"+{contact.number} was changed again since. Undo the later change first.",
            )
        return position

    def _write_down(
        self,
        position: int,
        before: ListedContact | None,
        after: ListedContact | None,
        undoes: int | None = None,
    ) -> None:
        version = lists.count_change(self._db, self._list.id, self.blocks.contacts, self._now)
        list_changes.insert(
            self._db,
            StoredChange(
                self._list.id,
                version,
                position,
                as_json(before),
                as_json(after),
                self._by,
                self._now,
                undoes,
            ),
        )
