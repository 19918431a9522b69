"""A worker that is killed holds nobody: what was on its way is unknown, and the next one goes on. A
copy taken in the same run, put back after the kill, is held."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from crash_witness import assert_nobody_twice_and_nobody_lost, wait_until
from fixtures import NewCampaign, ReadJournal, RunJson, StartGateway, StartWorker

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import Hold


def test_a_kill_asks_nobody(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    start_worker: StartWorker,
    finish: Any,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "50")
    made = new_campaign(400, "Hello", chunk_size=2)
    control.start(settings, made)
    for kills in range(1, 4):
        worker = start_worker()
        wait_until(lambda kills=kills: len(read_journal()) >= 40 * kills)
        worker.kill()
        worker.wait()
    finish(lambda: control.status(settings, made).is_over)
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert done.campaign.held is None
    assert done.submitted + done.recipients["unknown"] == 400


def test_a_copy_of_the_same_life_is_found_after_a_kill(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    start_worker: StartWorker,
    finish: Any,
    read_journal: ReadJournal,
    tmp_path: Path,
) -> None:
    """No worker began or ended between the copy and the kill: only a claim tells them apart."""
    start_gateway("--latency-ms", "50")
    made = new_campaign(400, "Hello", chunk_size=2)
    control.start(settings, made)
    worker = start_worker()
    wait_until(lambda: len(read_journal()) >= 40)
    names = ("jetmsg.db", "jetmsg.db-wal")
    for name in names:
        shutil.copy(settings.data_dir / name, tmp_path / name)
    copied = len(read_journal())
    wait_until(lambda: len(read_journal()) > copied + 20)
    worker.kill()
    worker.wait()
    sent = len(read_journal())
    (settings.data_dir / "jetmsg.db-shm").unlink()
    for name in names:
        shutil.copy(tmp_path / name, settings.data_dir / name)
    finish(lambda: control.status(settings, made).campaign.held)
    assert control.status(settings, made).campaign.held is Hold.RESTORED
    assert len(read_journal()) == sent


def test_a_worker_whose_database_is_replaced_ends(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    start_worker: StartWorker,
    cli_json: RunJson,
    read_journal: ReadJournal,
    tmp_path: Path,
) -> None:
    """Somebody puts a copy back and does not stop it first."""
    start_gateway("--latency-ms", "50")
    made = new_campaign(2000, "Hello", chunk_size=1)
    control.start(settings, made)
    worker = start_worker(JETMSG_SENDERS="2")
    wait_until(lambda: len(read_journal()) >= 10)
    cli_json("backup", tmp_path / "copy.db")
    for end in ("", "-wal", "-shm"):
        path = settings.data_dir / f"jetmsg.db{end}"
        path.rename(path.with_name(f"aside.db{end}"))
    (tmp_path / "copy.db").replace(settings.database_path)
    assert worker.wait(60) == 0
    assert "another database was put in the place" in (tmp_path / "worker.log").read_text()
