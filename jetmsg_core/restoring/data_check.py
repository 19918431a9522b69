"""Whether the database holds what it should, all of it or as far as a moment goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jetmsg_core.acting import Permission, requires
from jetmsg_core.errors import NotFoundError
from jetmsg_core.primitives.progress import Steps, Tell, nobody_listens
from jetmsg_core.restoring import mark
from jetmsg_core.restoring.replacing import draft_of
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.errors import DatabaseDamaged, DatabaseUnusable, damaged
from jetmsg_core.store.integrity import contents, damage, sums
from jetmsg_core.store.integrity.damage import Damage, DamageKind
from jetmsg_core.store.restoring.replacing import bring_up, opened_alone

__all__ = ["Damage", "DamageKind", "DataCheck", "check", "damage_behind", "seen_at_start"]

START_SECONDS = 1.0
"""How long the dashboard looks at the pages of the file before it shows its own."""

Check = Callable[[Database], Iterator[Damage]]

CHECKS: tuple[tuple[Check, DamageKind, int], ...] = (
    (damage.damaged_pages, DamageKind.PAGES, 6),
    (damage.lost_references, DamageKind.REFERENCES, 2),
    (sums.wrong_sums, DamageKind.SUMS, 4),
    (sums.broken_chains, DamageKind.CHAINS, 1),
    (sums.broken_audit, DamageKind.CHAINS, 1),
    (contents.unreadable_blocks, DamageKind.BLOCKS, 4),
    (contents.unreadable_values, DamageKind.VALUES, 4),
)
"""Each with the kind of what it finds, and how much of the time it takes."""


@dataclass(frozen=True)
class DataCheck:
    """What was found in the database at `path`; nothing where it is whole."""

    path: Path
    faults: tuple[Damage, ...]

    @property
    def refusal(self) -> DatabaseUnusable | None:
        """Says that it is damaged, with the first of the faults; None where it is whole."""
        return damaged(self.path, self.faults[0].what) if self.faults else None


def check(settings: Settings, *, tell: Tell = nobody_listens) -> DataCheck:
    """Looks at all of the database and at the mark beside it. `tell` hears how far it is. Raises
    NotFoundError where there is no database; DatabaseUnusable for one that is locked, or newer
    than the program."""
    path = settings.database_path
    if not path.exists():
        raise NotFoundError("no_database", f"There is no database {path} yet.")
    faults = [*_damaged_mark(settings.data_dir)]
    try:
        with open_database(path) as db:
            faults += _faults(db, tell)
    except DatabaseDamaged as error:
        faults.append(Damage(DamageKind.PAGES, str(error)))
    return DataCheck(path, tuple(faults))


@requires(Permission.RESTORE)
def check_copy(
    settings: Settings, copy: Path, passphrase: str | None, *, tell: Tell = nobody_listens
) -> DataCheck:
    """Looks at all of a copy, decrypted where it is encrypted; the copy itself is only read, and
    what is decrypted lies in the data folder meanwhile. Raises NotFoundError where there is none,
    InputError for one that cannot be the database."""
    if not copy.is_file():
        raise NotFoundError("no_such_copy", f"There is no file {copy}.")
    settings.data_dir.mkdir(0o700, parents=True, exist_ok=True)
    with draft_of(copy, settings.data_dir, passphrase) as draft:
        with opened_alone(draft) as db, transaction(db):
            bring_up(db)
        with opened_alone(draft) as db:
            return DataCheck(copy, tuple(_faults(db, tell)))


def _faults(db: Database, tell: Tell) -> list[Damage]:
    faults: list[Damage] = []
    with Steps(tell, *(weight for _, _, weight in CHECKS)) as steps:
        for look, kind, _ in CHECKS:
            steps.begin()
            faults += damage.faults_of(look, kind, db)
    return faults


def damage_behind(settings: Settings) -> DatabaseUnusable | None:
    """Gives what to say, after an error that nobody expected, where the database is damaged; None
    where it is whole, and the mistake is ours."""
    try:
        return check(settings).refusal
    except DatabaseUnusable as refusal:
        return refusal
    except NotFoundError:
        return None


def seen_at_start(path: Path) -> DatabaseUnusable | None:
    """Gives what to say of the database at `path` in which a short look finds a damaged page; None
    where it finds none, or there is no database."""
    if not path.exists():
        return None
    what = damage.seen_quickly(path, START_SECONDS)
    return damaged(path, what) if what else None


def _damaged_mark(folder: Path) -> Iterator[Damage]:
    if (folder / mark.NAME).exists() and mark.read(folder) is None:
        yield Damage(
            DamageKind.CHAINS,
            f"{mark.NAME} in {folder} cannot be read. What may go on in the database is held "
            "when a worker starts.",
        )
