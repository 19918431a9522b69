"""kill -9 at random moments. The gateway's journal is the witness: nobody twice, nobody lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jetmsg_core.campaigns import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, ChunkState, RecipientState

ROOT = Path(__file__).parents[2]
SENDERS = 4
KILLS = 20


def start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "jetmsg_core", "worker"],
        cwd=ROOT,
        env=os.environ | {"JETMSG_SENDERS": str(SENDERS)},
        stderr=subprocess.DEVNULL,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)


def settled(settings: Settings, campaign_id: int) -> int:
    return control.status(settings, campaign_id).settled


@pytest.mark.slow
def test_a_worker_killed_twenty_times_sends_nobody_twice_and_loses_nobody(
    start_gateway: Any,
    new_campaign: Any,
    settings: Settings,
    ledger: Any,
    read_journal: Any,
) -> None:
    start_gateway("--latency-ms", "20")
    chance = random.Random(1)
    made = new_campaign(20_000, "Hello", chunk_size=10)
    control.start(settings, made)
    for _ in range(KILLS):
        before = settled(settings, made)
        worker = start_worker()
        wait_until(lambda before=before: settled(settings, made) > before)  # type: ignore[misc]
        time.sleep(chance.uniform(0, 0.3))
        kill(worker)
        now = control.status(settings, made)
        assert sum(now.recipients.values()) == 20_000
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING

    worker = start_worker()
    wait_until(lambda: control.status(settings, made).is_over, 120)
    worker.terminate()
    assert worker.wait(20) == 0

    done = control.status(settings, made)
    assert done.recipients[RecipientState.QUEUED] == 0
    assert done.recipients[RecipientState.SENDING] == 0
    assert 0 < done.chunks[ChunkState.UNKNOWN] <= SENDERS * KILLS
    assert_ledger_and_journal_agree(ledger(made), read_journal(), 20_000)


def assert_ledger_and_journal_agree(
    rows: list[dict[str, Any]], taken: list[dict[str, Any]], recipients: int
) -> None:
    """Nobody twice in the journal; every submitted recipient is there with its id; whoever is in
    the journal but not submitted is unknown."""
    ids = {entry["number"]: str(entry["smsId"]) for entry in taken}
    assert len(ids) == len(taken)
    assert len(rows) == recipients
    for row in rows:
        if row["state"] == "submitted":
            assert ids.pop(str(row["number"])) == row["sms_id"]
        else:
            assert row["state"] == "unknown"
            ids.pop(str(row["number"]), None)
    assert not ids


def test_a_worker_told_to_stop_finishes_its_calls_and_leaves_nothing_sending(
    start_gateway: Any, new_campaign: Any, settings: Settings
) -> None:
    start_gateway("--latency-ms", "100")
    made = new_campaign(2_000, "Hello", chunk_size=1)
    control.start(settings, made)
    worker = start_worker()
    wait_until(lambda: settled(settings, made) > 5)
    worker.terminate()
    assert worker.wait(20) == 0
    left = control.status(settings, made)
    assert left.recipients[RecipientState.SENDING] == left.recipients[RecipientState.UNKNOWN] == 0
    assert left.recipients[RecipientState.QUEUED] > 0


def test_a_second_worker_is_refused_in_words(start_gateway: Any, command: Any) -> None:
    start_gateway()
    worker = start_worker()
    try:
        time.sleep(1.5)
        second = command("worker")
    finally:
        worker.terminate()
        worker.wait(20)
    assert second.returncode == 1
    assert "Another worker is sending" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.slow
def test_a_frozen_campaign_is_whole_or_not_there_when_its_maker_is_killed(
    contact_file: Any, settings: Settings, ledger: Any
) -> None:
    path = contact_file(100_000)
    command = [sys.executable, "-m", "jetmsg_core", "campaign", "create", str(path)]
    chance = random.Random(3)
    for _ in range(6):
        maker = subprocess.Popen(
            [*command, "--name", "n", "--message", "Hi {{name}}"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.8, 2.0))
        kill(maker)
    for found in control.newest(settings):
        assert found.campaign.recipients == sum(found.recipients.values()) == 100_000
        assert len(ledger(found.campaign.id)) == 100_000
