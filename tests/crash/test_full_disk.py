"""A disk of a few megabytes that somebody else fills while a campaign runs: the worker obeys, and
what came back is written down, or unknown at worst, and nobody is sent to twice."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from crash_witness import (
    assert_everything_was_submitted,
    assert_nobody_twice_and_nobody_lost,
    wait_until,
)
from fixtures import NewCampaign, ReadJournal, StartGateway, StartWorker

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import Hold, RecipientState

FEW = {"JETMSG_SENDERS": "4"}


def test_a_worker_beside_a_disk_that_is_nearly_full_sends_nothing_and_ends_when_told_to(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    start_worker: StartWorker,
    read_journal: ReadJournal,
) -> None:
    """No disk has a terabyte free for a test."""
    start_gateway()
    made = new_campaign(10, "Hello")
    control.start(settings, made)
    worker = start_worker(JETMSG_MIN_FREE_MB="1000000")
    wait_until(lambda: control.status(settings, made).campaign.held is Hold.DISK)
    worker.terminate()
    assert worker.wait(120) == 0
    held = control.status(settings, made)
    assert held.recipients[RecipientState.QUEUED] == 10
    assert read_journal() == []


@pytest.mark.slow
def test_a_worker_told_to_stop_while_it_cannot_write_ends_and_the_next_says_what_is_unknown(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    start_worker: StartWorker,
    read_journal: ReadJournal,
    tmp_path: Path,
) -> None:
    start_gateway("--latency-ms", "50")
    made = new_campaign(400, "Hello", chunk_size=2)
    control.start(settings, made)
    worker = start_worker(**FEW)
    wait_until(lambda: len(read_journal()) > 20)
    wal = settings.database_path.with_name(settings.database_path.name + "-wal")
    resource.prlimit(
        worker.pid, resource.RLIMIT_FSIZE, (wal.stat().st_size, resource.RLIM_INFINITY)
    )
    log = tmp_path / "worker.log"
    wait_until(lambda: "does not answer" in log.read_text("utf-8"))
    worker.terminate()
    assert worker.wait(40) in (0, 1)
    assert "Traceback" not in log.read_text("utf-8")

    finishing = start_worker(**FEW)
    wait_until(lambda: control.status(settings, made).is_over)
    finishing.terminate()
    assert finishing.wait(120) == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    counts = done.recipients
    assert counts[RecipientState.UNKNOWN] <= 8
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.UNKNOWN] == 400


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder on a disk of its own of 24 MB, which the system has to allow."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this system lets the test mount no disk")
    monkeypatch.setenv("JETMSG_DATA_DIR", str(folder / "data"))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def ballast(small_disk: Path) -> Callable[[int], None]:
    """Fills the small disk, so that so many bytes are free."""

    def fill(left: int) -> None:
        path = small_disk / "ballast"
        path.unlink(missing_ok=True)
        # Others write meanwhile: the last pages are taken until there is none.
        with path.open("wb", buffering=0) as out, suppress(OSError):
            free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
            while free > left:
                free -= out.write(bytes(min(65_536, free - left)))
            while not left:
                out.write(bytes(4_096))

    return fill


@pytest.mark.slow
@pytest.mark.parametrize("limit", ["8", "0"], ids=["held before", "full at once"])
def test_a_real_disk_that_fills_holds_the_campaign_and_room_completes_it(
    limit: str,
    ballast: Callable[[int], None],
    small_disk: Path,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    start_worker: StartWorker,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("JETMSG_MIN_FREE_MB", limit)
    settings = configuration.load()
    start_gateway("--latency-ms", "20")
    made = new_campaign(400, "Hello", settings=settings, chunk_size=2)
    control.start(settings, made)
    worker = start_worker(**FEW)
    wait_until(lambda: len(read_journal()) > 20)
    ballast(4 << 20 if limit == "8" else 0)
    if limit == "8":
        wait_until(lambda: control.status(settings, made).campaign.held is Hold.DISK)
    else:
        wait_until(lambda: "does not answer" in (tmp_path / "worker.log").read_text("utf-8"))
    worker.terminate()
    assert worker.wait(40) in (0, 1)

    (small_disk / "ballast").unlink()
    finishing = start_worker(**FEW)
    wait_until(lambda: control.status(settings, made).is_over)
    finishing.terminate()
    assert finishing.wait(120) == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    if limit == "8":
        assert_everything_was_submitted(done)
    else:
        assert done.recipients[RecipientState.UNKNOWN] <= 8
