"""A ledger that goes back in time, with the gateway's journal as the witness."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures import NewCampaign, ReadJournal, StartGateway, WorkUntil

from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database

BESIDE = ("", "-wal", "-shm")


@pytest.fixture
def put_back(settings: Settings) -> Callable[[Path], None]:
    """As a person does it by hand: the database and what is beside it are put aside, and the copy
    (with its own -wal, if it has one) is put in its place."""
    turns = iter(range(100))

    def put(copy: Path) -> None:
        turn = next(turns)
        for end in BESIDE:
            path = settings.database_path.with_name(f"jetmsg.db{end}")
            if path.exists():
                path.rename(path.with_name(f"aside-{turn}.db{end}"))
            theirs = copy.with_name(copy.name + end)
            if theirs.exists():
                shutil.copy(theirs, path)

    return put


@pytest.fixture
def copy_plainly(settings: Settings, tmp_path: Path) -> Callable[[], Path]:
    """`cp jetmsg.db jetmsg.db-wal` into a folder of its own."""

    def copy() -> Path:
        folder = tmp_path / "plain"
        folder.mkdir()
        for end in ("", "-wal"):
            path = settings.database_path.with_name(f"jetmsg.db{end}")
            if path.exists():
                shutil.copy(path, folder / path.name)
        return folder / "jetmsg.db"

    return copy


@pytest.fixture
def copied_midway(
    settings: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    work_until: WorkUntil,
) -> Callable[[Callable[[], Path]], tuple[int, Path]]:
    """A campaign of 300 in calls of 4, copied while it runs, that then goes on to its end. The
    worker stops cleanly. The balance was read before: without that it tells nothing."""

    def make(copy: Callable[[], Path]) -> tuple[int, Path]:
        start_gateway("--latency-ms", "20")
        sampling.sample(configuration.load())
        made = new_campaign(300, chunk_size=4)
        control.start(settings, made)
        copies: list[Path] = []

        def is_over() -> bool:
            status = control.status(settings, made)
            if not copies and status.settled:
                copies.append(copy())
            return status.is_over

        assert work_until(is_over, made).submitted == 300
        return made, copies[0]

    return make


@pytest.fixture
def look_as_worker(
    settings: Settings, new_campaign: NewCampaign, work_until: WorkUntil
) -> Callable[[], None]:
    """A worker begins, looks at the database, and sends a campaign of one that is started only now:
    when that is over, everything that goes by itself has begun long ago."""

    def look() -> None:
        made = new_campaign(1, "The worker is here")
        begun = stamp(utc_now())

        def is_over() -> bool:
            with open_database(settings.database_path) as db:
                worker = processes.get(db, "worker")
            status = control.status(settings, made)
            if worker and worker.started_at >= begun and not status.campaign.started_at:
                control.start(settings, made)
            return status.is_over

        done: Status = work_until(is_over, made)
        assert done.is_over

    return look


@pytest.fixture
def times_sent(read_journal: ReadJournal) -> Callable[[], Counter[int]]:
    """How many people got a message how many times, without that of `look_as_worker`."""

    def count() -> Counter[int]:
        numbers = Counter(e["number"] for e in read_journal() if "worker is here" not in e["text"])
        return Counter(numbers.values())

    return count
