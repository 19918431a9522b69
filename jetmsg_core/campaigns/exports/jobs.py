"""Exports too large to be made while a page waits: asked for by the dashboard, made by the worker
(`make_files`) into a file in the data folder, and kept for a day under a name nobody can guess.

What was asked for is in the database, so it outlives a reload and a restart. Asked for again while
nothing has changed, a file is not made again.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.exports.recipient_file import Only, people_of
from jetmsg_core.disk import room as disk_room
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.primitives.times import Clock, parse, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import Database, Row, open_database, transaction
from jetmsg_core.store.saved import exports

KEPT = timedelta(days=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")

GONE = "The file is no longer there. Make it again."
INTERRUPTED = "Making the file was interrupted. Make it again."


class JobState(StrEnum):
    """The states of a file that was asked for."""

    ASKED = "asked"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Job:
    """A file that was asked for. `done` of `total` rows are written, `total` is 0 until it is
    known. `size` in bytes, `as_of` and `made_at` are of one that is ready; `problem` says why
    there is none. `waits` is one that is asked for while no worker is there to make it."""

    token: str
    campaign_id: int
    only: Only
    form: FileFormat
    name: str
    state: JobState
    done: int
    total: int
    asked_at: str
    size: int = 0
    as_of: str | None = None
    made_at: str | None = None
    problem: str = ""
    waits: bool = False
    unsettled: bool = False
    """It may still change by itself: also one that only seems to be interrupted, since a worker
    that was starved for a while goes on."""

    @property
    def goes_on(self) -> bool:
        """Tells whether it is still asked for or being made."""
        return self.state in (JobState.ASKED, JobState.MAKING)

    @property
    def kept_until(self) -> datetime:
        """Gives when the file is removed."""
        return parse(self.made_at or self.asked_at) + KEPT


@requires(Permission.EXPORT)
def ask(
    settings: Settings,
    campaign_id: int,
    *,
    only: Only,
    name: str,
    form: FileFormat = FileFormat.CSV,
    clock: Clock = utc_now,
) -> Job:
    """Gives the job of these recipients in this format: the one that goes on, else the file that is
    ready if nothing has changed since its rows were read, else a new one. Raises DiskNearlyFull
    where there is no room for a new one."""
    with open_database(settings.database_path) as db:
        mark = exports.mark(db, campaign_id)
        with transaction(db):
            _end_interrupted(db, campaign_id, clock())
            wish = wish_of(only, form)
            job = _known(settings, db, campaign_id, wish, mark, clock())
            if job is None:
                disk_room.require_room(settings, "No file is made")
                token = secrets.token_urlsafe(24)
                now = stamp(clock())
                exports.insert(db, token, campaign_id, only=wish, name=name, now=now)
                job = exports.get(db, token)
        assert job is not None
        return _job(settings, job, worker=processes.get(db, "worker"), now=clock())


def jobs(settings: Settings, campaign_id: int, clock: Clock = utc_now) -> tuple[Job, ...]:
    """Gives the files of a campaign that are not a day old, the newest first."""
    with open_database(settings.database_path) as db:
        rows, worker = exports.of_campaign(db, campaign_id), processes.get(db, "worker")
    now = clock()
    listed = (_job(settings, row, worker=worker, now=now) for row in rows)
    return tuple(job for job in listed if job.kept_until > now)


@requires(Permission.EXPORT)
def ready_file(settings: Settings, token: str, clock: Clock = utc_now) -> tuple[Path, str] | None:
    """Gives the file and the name to save it under; None when there is none. It is for a route:
    anybody may ask for anything."""
    if not _TOKEN.fullmatch(token):
        return None
    with open_database(settings.database_path) as db:
        row = exports.get(db, token)
        if row is None:
            return None
        job = _job(settings, row, worker=None, now=clock())
        if job.state is not JobState.READY or job.kept_until <= clock():
            return None
        with transaction(db):
            subject = people_of(job.campaign_id, job.only)
            record(db, Act.FILE_TAKEN, campaign=job.campaign_id, subject=subject)
    return path_of(settings, token, job.form), job.name


def path_of(settings: Settings, token: str, form: FileFormat = FileFormat.CSV) -> Path:
    """Gives where the file of a job is, or will be."""
    return folder_of(settings) / f"{token}{form.ending}"


def folder_of(settings: Settings) -> Path:
    """Gives the folder of all files."""
    return settings.data_dir / "exports"


def wish_of(only: Only, form: FileFormat) -> str:
    """Gives what is kept of a wish: the recipients, and behind a full stop a format that is not
    CSV. So files of two formats are two wishes."""
    return only.value if form is FileFormat.CSV else f"{only}.{form}"


def wanted_in(wish: str) -> tuple[Only, FileFormat]:
    """Gives the recipients and the format of a wish that was kept."""
    only, _, form = wish.partition(".")
    return Only(only), FileFormat(form or FileFormat.CSV)


def _known(
    settings: Settings, db: Database, campaign_id: int, wish: str, mark: str, now: datetime
) -> Row | None:
    """The row that answers the wish, if there is one."""
    for row in exports.of_campaign(db, campaign_id):
        job = _job(settings, row, worker=None, now=now)
        good = job.state is JobState.READY and job.kept_until > now and row["mark"] == mark
        if row["only"] == wish and (row["state"] in ("asked", "making") or good):
            return row
    return None


def _end_interrupted(db: Database, campaign_id: int, now: datetime) -> None:
    worker = processes.get(db, "worker")
    for row in exports.going_on(db, campaign_id):
        if row["state"] == "making" and not _is_at_it(row, worker, now):
            exports.interrupt(db, row["token"], row["maker"])


def _is_at_it(row: Row, worker: processes.Process | None, now: datetime) -> bool:
    return worker is not None and worker.holder == row["maker"] and worker.is_alive(now)


def _job(settings: Settings, row: Row, *, worker: processes.Process | None, now: datetime) -> Job:
    state, problem, size = JobState(row["state"]), row["problem"], 0
    only, form = wanted_in(row["only"])
    if state is JobState.MAKING and not _is_at_it(row, worker, now):
        state = JobState.INTERRUPTED
    if state is JobState.INTERRUPTED:
        problem = INTERRUPTED
    if state is JobState.READY:
        try:
            size = path_of(settings, row["token"], form).stat().st_size
        except OSError:
            state, problem = JobState.FAILED, GONE
    return Job(
        token=row["token"],
        campaign_id=row["campaign_id"],
        only=only,
        form=form,
        name=row["name"],
        state=state,
        done=row["done"],
        total=row["total"],
        asked_at=row["asked_at"],
        size=size,
        as_of=row["as_of"],
        made_at=row["made_at"],
        problem=problem,
        unsettled=row["state"] in ("asked", "making"),
        waits=state is JobState.ASKED and not (worker is not None and worker.is_alive(now)),
    )
