"""What was changed in a list since it was saved: what, from what to what, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jetmsg_core.acting import Permission, requires
from jetmsg_core.lists.listed_contact import ListedContact, from_json
from jetmsg_core.lists.tables import found_list
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import list_changes
from jetmsg_core.store.saved.list_changes import StoredChange

NUMBER_SENT_TO = "Sent to"


class ChangeKind(StrEnum):
    """The kinds of changes of a list."""

    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"


@dataclass(frozen=True)
class CellChange:
    """A cell of `column` before and after; of `Sent to` the number with `+`."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ListChange:
    """A change. `version` is that of the list after it, by which it is undone; `changed_at` a stamp
    in UTC. `contact` is as it was left, or as it was before it was removed."""

    version: int
    kind: ChangeKind
    contact: ListedContact
    cells: tuple[CellChange, ...]
    """Those that differ; of whoever was added or removed, the filled ones."""
    changed_by: str
    changed_at: str
    undoes: int | None
    """The change that it takes back."""
    undone_by: int | None
    """The change that takes it back."""


@dataclass(frozen=True)
class HistoryPage:
    """Changes, the newest first."""

    changes: tuple[ListChange, ...]
    next_below: int | None
    """Where the next page begins, None on the last one."""


@requires(Permission.SEE_NUMBERS)
def history(
    settings: Settings, list_id: int, *, below: int | None = None, limit: int = 20
) -> HistoryPage:
    """Gives one page of the changes of a list, the newest first; `below` is the `next_below` of the
    page before. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        found_list(db, list_id)
        stored = list_changes.newest(db, list_id, below=below, limit=limit + 1)
        undone = list_changes.undone(db, list_id)
    page = stored[:limit]
    changes = tuple(_change(change, undone.get(change.version)) for change in page)
    return HistoryPage(changes, page[-1].version if len(stored) > limit else None)


def changes_since(settings: Settings, list_id: int, moment: str) -> int:
    """Counts the changes of a list after a moment, a stamp in UTC."""
    with open_database(settings.database_path) as db:
        return list_changes.count_since(db, list_id, moment)


def _change(stored: StoredChange, undone_by: int | None) -> ListChange:
    before, after = from_json(stored.before), from_json(stored.after)
    if before is None:
        kind = ChangeKind.ADDED
    else:
        kind = ChangeKind.REMOVED if after is None else ChangeKind.EDITED
    contact = after or before
    assert contact is not None
    return ListChange(
        stored.version,
        kind,
        contact,
        _cells(before, after),
        stored.changed_by,
        stored.changed_at,
        stored.undoes,
        undone_by,
    )


def _cells(before: ListedContact | None, after: ListedContact | None) -> tuple[CellChange, ...]:
    old, new = _texts(before), _texts(after)
    names = list(dict.fromkeys([*old, *new]))
    pairs = ((name, old.get(name, ""), new.get(name, "")) for name in names)
    return tuple(CellChange(*pair) for pair in pairs if pair[1] != pair[2])


def _texts(contact: ListedContact | None) -> dict[str, str]:
    if contact is None:
        return {}
    return {NUMBER_SENT_TO: f"+{contact.number}", **contact.cells}
