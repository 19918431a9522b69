"""The worker as a process: told to stop, and begun a second time."""

from __future__ import annotations

from typing import Any

from crash_witness import (
    assert_everything_was_submitted,
    assert_nobody_twice_and_nobody_lost,
    wait_until,
)
from fixtures import NewCampaign, ReadJournal, RunCommand, StartGateway, StartWorker

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState


def test_a_worker_told_to_stop_finishes_its_calls_and_leaves_nothing_sending(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    start_worker: StartWorker,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "100")
    made = new_campaign(2_000, "Hello", chunk_size=1)
    control.start(settings, made)
    worker = start_worker(JETMSG_SENDERS="4")
    wait_until(lambda: control.status(settings, made).settled > 5)
    worker.terminate()
    assert worker.wait(20) == 0
    left = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert left.recipients[RecipientState.UNKNOWN] == 0
    assert left.recipients[RecipientState.QUEUED] > 0


def test_a_second_worker_is_refused_in_words(
    start_gateway: StartGateway, command: RunCommand, start_worker: StartWorker, worker_row: Any
) -> None:
    start_gateway()
    start_worker()
    wait_until(worker_row)
    second = command("worker")
    assert second.returncode == 1
    assert "Another worker is sending" in second.stderr
    assert "Traceback" not in second.stderr


def test_run_takes_over_when_the_worker_it_watched_is_gone(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    start_worker: StartWorker,
    worker_row: Any,
    fork_command: Any,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "50")
    made = new_campaign(300, "Hello", chunk_size=1)
    worker = start_worker(JETMSG_SENDERS="2")
    wait_until(worker_row)
    run = fork_command("campaign", "run", str(made))
    wait_until(lambda: len(read_journal()) > 20)
    assert run.is_alive()
    worker.terminate()
    assert worker.wait(20) == 0
    run.join(60)
    assert run.exitcode == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)
