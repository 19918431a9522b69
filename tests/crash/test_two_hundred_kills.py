"""kill -9 of the worker at two hundred random moments, over five ways in which a gateway fails.

Each kill is that of a real worker process, every other at any moment from before it took the lock,
and those between within half a second of its being at work, however slow the machine is; the next
one begins at once. The seed is printed: give it as KILL_SEED to see the
same moments again.
"""

from __future__ import annotations

import os
import random
import sys
import time
from typing import Any

import pytest
from crash_witness import assert_nobody_twice_and_nobody_lost, wait_until
from fixtures import NewCampaign, ReadJournal, ReadLedger, StartGateway

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState
from jetmsg_core.store.processes import Process

KILLS = 40
LONGEST = 0.5
"""Seconds at work before a kill, at most."""

RECIPIENTS = 10_000
LATENCY_MS = 50
"""Four senders with five numbers a call take 25 seconds at the least: longer than all the kills, so
that each of them meets a campaign that runs."""

PATIENT = {
    "JETMSG_SENDERS": "4",
    "JETMSG_TIMEOUT": "0.4",
    "JETMSG_FAILURES_IN_A_ROW": "1000",
    "JETMSG_FAILURE_PERCENT": "100",
}
"""No hold ends the fun: what is tested is what a kill does."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["hang", "drop", "reset", "half", "http500"])
def test_a_worker_killed_forty_times_over_a_failing_gateway_sends_nobody_twice_and_loses_nobody(
    fault: str,
    start_gateway: StartGateway,
    fork_worker: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    worker_row: Any,
    ledger: ReadLedger,
    read_journal: ReadJournal,
    seed: int,
) -> None:
    start_gateway("--latency-ms", str(LATENCY_MS), "--fault", f"{fault}=0.15", "--seed", str(seed))
    chance = random.Random(f"{seed} {fault}")
    made = new_campaign(RECIPIENTS, "Hello", chunk_size=5)
    control.start(settings, made)
    for kill in range(KILLS):
        worker = fork_worker(**PATIENT)
        if kill % 2:
            wait_until(lambda pid=worker.pid: is_at_work(worker_row(), pid, settings, made))
        time.sleep(chance.uniform(0.0, LONGEST))
        assert worker.is_alive(), "it ended before it was killed"
        worker.kill()
        worker.join()
        counts = control.status(settings, made).recipients
        assert sum(counts.values()) == RECIPIENTS
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING

    worker = fork_worker(**PATIENT | {"JETMSG_SENDERS": "16"})
    wait_until(lambda: control.status(settings, made).is_over, 200)
    worker.terminate()
    worker.join(20)
    assert worker.exitcode == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    counts = done.recipients
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.UNKNOWN] == RECIPIENTS
    assert counts[RecipientState.SUBMITTED] > 0
    caught = [row for row in ledger(made) if row["reason"] == "worker_died"]
    assert len(caught) >= KILLS, "too few kills met calls on their way"


def is_at_work(
    announced: Process | None, pid: int | None, settings: Settings, campaign_id: int
) -> bool:
    """Calls of its own are on their way: those of the one before are unknown since it began."""
    is_there = announced is not None and announced.pid == pid
    return is_there and control.status(settings, campaign_id).recipients["sending"] > 0


@pytest.fixture
def seed() -> int:
    """Printed, so that a failure shows it."""
    number = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"KILL_SEED={number}\n")
    return number
