"""`restore COPY`: a copy takes the place of the database, which is put aside and never deleted.

The copy itself is only read. A draft of it in the data folder is looked at, held, told what the
present database knows, and only then gets the name; until that moment nothing has changed. Call it
under the worker's lock: whoever starts meanwhile waits for it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import recording
from jetmsg_core.backup import give_name
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.files import encrypted
from jetmsg_core.primitives.times import Clock, for_file_names, stamp, utc_now
from jetmsg_core.private_files import make_once
from jetmsg_core.restoring.mark import open_mark, sync_folder
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.accounts import sessions
from jetmsg_core.store.audit import acts
from jetmsg_core.store.audit.end_mark import EndMark
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.people import erasures
from jetmsg_core.store.restoring import generations, kept, replacing, restorations
from jetmsg_core.store.restoring.generations import GenerationEvent
from jetmsg_core.store.restoring.replacing import Unfit
from jetmsg_core.store.restoring.restorations import HeldCampaign, RestorationKind
from jetmsg_core.store.stand_ins import KEY_FILE

UNFIT = {
    Unfit.DAMAGED: "{copy} is damaged: its pages do not fit together. Nothing was changed. Use "
    "another copy.",
    Unfit.NOT_OURS: "{copy} is a database, but not one of this program. Nothing was changed.",
    Unfit.NEWER: "{copy} was written by a newer version of this program. Nothing was changed. "
    "Restore it with that version.",
}


@dataclass(frozen=True)
class Restoration:
    """What `restore` did and found. `since` is where the copy ends; `aside` the database that was
    there before, None if there was none. `opt_outs` and `templates` are newer than the copy and
    wait to be taken back; `missing` campaigns are only in the one put aside; who was `erased` since
    the copy is erased again by the worker. They are None, with a warning, where it could not be
    read."""

    aside: Path | None
    since: str
    held: tuple[HeldCampaign, ...]
    opt_outs: int | None = 0
    templates: int | None = 0
    missing: int | None = 0
    warnings: tuple[str, ...] = ()
    erased: int | None = 0


@dataclass(frozen=True)
class _Newer:
    """What the present database has that the copy has not."""

    opt_outs: int | None = 0
    templates: int | None = 0
    missing: int | None = 0
    warnings: tuple[str, ...] = ()
    erased: int | None = 0


@requires(Permission.RESTORE)
def restore(
    settings: Settings, copy: Path, clock: Clock = utc_now, *, passphrase: str | None = None
) -> Restoration:
    """Puts a copy in the place of the database, and puts that aside. An encrypted one is decrypted
    with the `passphrase`. Raises InputError for a copy that cannot be used, StateError while a
    dashboard runs or another program has the database open."""
    path, now = settings.database_path, clock()
    if not copy.is_file():
        raise InputError("no_such_copy", f"There is no file {copy}.")
    if path.exists() and path.samefile(copy):
        raise InputError("same_file", f"{copy} is the database in use, not a copy of it.")
    _refuse_while_used(path, now)
    generation = secrets.token_hex(8)
    with draft_of(copy, settings.data_dir, passphrase) as draft:
        with replacing.opened_alone(draft) as db:
            since, newer = _prepare(db, path, generation, now)
            held = tuple(restorations.held(db))
            warnings = (*newer.warnings, *_without_key(db, settings.data_dir))
            with transaction(db):
                end = _record(db, settings.data_dir, copy, since, held)
        aside = _swap(draft, path, now)
        recording.note_end(settings.data_dir, end)
    with open_mark(settings.data_dir) as mark:
        mark.begin(generation, now)
    return Restoration(
        *(aside, since, held, newer.opt_outs, newer.templates, newer.missing, warnings),
        newer.erased,
    )


def is_encrypted(copy: Path) -> bool:
    """Tells whether a copy is encrypted; False for one that is not there."""
    try:
        with copy.open("rb") as sealed:
            return encrypted.is_encrypted(sealed.read(encrypted.HEADER))
    except OSError:
        return False


@contextmanager
def draft_of(copy: Path, folder: Path, passphrase: str | None) -> Iterator[Path]:
    """Gives the copy, decrypted where it is encrypted, under a name of its own in the data folder,
    with what SQLite left beside it; gone afterwards, unless it was given another name. Raises
    InputError for one that cannot be the database."""
    draft = folder / f".jetmsg-{secrets.token_hex(8)}.part"
    ends = ("", "-wal", "-journal")
    try:
        if is_encrypted(copy):
            _decrypt(copy, draft, passphrase)
        else:
            _copy_plain(copy, draft, ends)
        with replacing.opened_alone(draft) as db:
            unfit = replacing.why_unfit(db)
        if unfit is not None:
            raise InputError(f"copy_{unfit}", UNFIT[unfit].format(copy=copy))
        yield draft
    except sqlite3.DatabaseError as error:
        raise InputError(
            "copy_damaged",
            f"{copy} is damaged, or is no database ({error}). Nothing was changed.",
        ) from None
    finally:
        for end in (*ends, "-shm"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def _copy_plain(copy: Path, draft: Path, ends: Sequence[str]) -> None:
    for end in ends:
        theirs = copy.with_name(copy.name + end)
        if theirs.exists():
            shutil.copyfile(theirs, draft.with_name(draft.name + end))


def _decrypt(copy: Path, draft: Path, passphrase: str | None) -> None:
    if passphrase is None:
        raise InputError(
            "passphrase_missing",
            f"{copy} is encrypted. Give its passphrase on standard input, or as "
            "JETMSG_BACKUP_PASSPHRASE.",
        )
    make_once(draft)
    with copy.open("rb") as sealed, draft.open("wb") as out:
        encrypted.decrypt(sealed, out, passphrase, name=str(copy))


def _prepare(db: Database, path: Path, generation: str, now: datetime) -> tuple[str, _Newer]:
    """The draft as it may be used: up to date, held, and told what the present database knows."""
    with transaction(db):
        replacing.bring_up(db)
        sessions.end_all(db)
        since = restorations.take_up_copy(db, now)
        if since is None:
            since = generations.last_sign(db) or stamp(now)
            restorations.hold_all(db, RestorationKind.OLDER, since=since, found_at=now)
        for name in ("worker", "sandbox"):
            processes.forget(db, name)
        generations.begin(db, generation, GenerationEvent.RESTORED, now)
    if not path.exists():
        return since, _Newer()
    try:
        with replacing.beside(db, path), transaction(db):
            return since, _learn(db, since, now)
    except sqlite3.DatabaseError as error:
        return since, _Newer(
            *(None, None, None),
            (
                f"The database that was there could not be read ({error}), so opt-outs and "
                "templates that are newer than the copy could not be looked for in it, nor people "
                "who were erased since: erase them again.",
            ),
            None,
        )


def _without_key(db: Database, folder: Path) -> Iterator[str]:
    """A copy that comes to another machine may come without the key of its stand-ins."""
    if erasures.any_stand_in(db) and not (folder / KEY_FILE).exists():
        yield (
            f"{KEY_FILE} is not in the data folder {folder}. Copy it from the old one before "
            "you start the dashboard: without it, people whose numbers are no longer kept are not "
            "known again, and may get a text twice."
        )


def _record(
    db: Database, folder: Path, copy: Path, since: str, held: Sequence[HeldCampaign]
) -> EndMark:
    """What is done, in the copy that is about to be the database, and how its audit ends then."""
    members = [(campaign.campaign_id, campaign.name, campaign.state) for campaign in held]
    recording.record_restored(db, folder, copy.name, before={"ends": since}, held=members)
    return acts.end(db)


def _learn(db: Database, since: str, now: datetime) -> _Newer:
    replacing.keep_users(db)
    if started := replacing.started_since(db):
        restorations.hold_all(
            db, RestorationKind.OLDER, since=since, found_at=now, only=(), started=started
        )
    for campaign in restorations.held(db):
        people = replacing.went(db, campaign)
        if people is not None:
            restorations.set_went(db, campaign.campaign_id, people)
    erased = kept.keep_erasures(db, stamp(now))
    return _Newer(
        kept.keep_opt_outs(db), kept.keep_templates(db), replacing.made_since(db), erased=erased
    )


def _refuse_while_used(path: Path, now: datetime) -> None:
    if not path.exists():
        return
    try:
        with replacing.opened_as_is(path) as db:
            sandbox = processes.get(db, "sandbox")
    except sqlite3.DatabaseError:
        return  # A damaged one is what a copy is for.
    if sandbox is not None and sandbox.is_alive(now):
        raise StateError(
            "dashboard_running",
            "A dashboard is running on this data folder, or was seconds ago. Stop it, wait ten "
            "seconds, then restore.",
        )
    left = path.with_name(f"{path.name}-wal")
    if left.exists() and left.stat().st_size:
        raise StateError(
            "database_in_use",
            f"Another program has {path} open (a dashboard, a backup tool, a database browser). "
            "Close it, then restore.",
        )


def _swap(draft: Path, path: Path, now: datetime) -> Path | None:
    """The draft becomes the database; what was there is put aside first, with what SQLite left
    beside it, as it does only where the file is damaged. Raises OSError."""
    aside = None
    if path.exists():
        aside = _unused(path.with_name(f"jetmsg-aside-{for_file_names(now)}.db"))
        for end in ("-wal", "-shm"):
            left = path.with_name(path.name + end)
            if left.exists():
                left.rename(aside.with_name(aside.name + end))
        # A second name for the file, so that at no moment there is no database.
        give_name(path, aside)
    draft.replace(path)
    sync_folder(path.parent)
    return aside


def _unused(path: Path) -> Path:
    tries = (path.with_stem(f"{path.stem}-{turn}") for turn in range(2, 1000))
    return next(candidate for candidate in (path, *tries) if not os.path.lexists(candidate))
