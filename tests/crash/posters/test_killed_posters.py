"""Processes that post, and their worker, killed and frozen at random moments while a campaign of a
call for each person is sent over a gateway that fails: the sandbox's journal is the witness.

The seed is printed: give it as KILL_SEED to see the same moments again.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from crash_witness import assert_nobody_twice_and_nobody_lost, wait_until
from fixtures import NewCampaign, ReadJournal, ReadLedger, StartGateway

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.gateway.posters.child_process import CUT_OFF
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from jetmsg_core.store.database import open_database, rows

RECIPIENTS = int(os.environ.get("POSTER_RECIPIENTS", "3000"))
SENDERS = 24
PROCESSES = 3
DISASTERS = int(os.environ.get("POSTER_KILLS", "6"))
LONGEST_FREEZE = 16.0
"""Seconds: some processes wake before their calls are given up, and some are killed for it."""

PATIENT = {
    "JETMSG_SENDERS": str(SENDERS),
    "JETMSG_SENDER_PROCESSES": str(PROCESSES),
    "JETMSG_TIMEOUT": "2",
    "JETMSG_FAILURES_IN_A_ROW": "1000",
    "JETMSG_FAILURE_PERCENT": "100",
}
"""No hold ends it: what is tested is what a disaster does."""


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", ["hang", "drop", "half"])
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked up in /proc")
def test_posters_and_workers_killed_and_frozen_at_random_send_nobody_twice_and_lose_nobody(
    fault: str,
    start_gateway: StartGateway,
    fork_worker: Callable[..., BaseProcess],
    new_campaign: NewCampaign,
    settings: Settings,
    ledger: ReadLedger,
    read_journal: ReadJournal,
    seed: int,
) -> None:
    start_gateway("--latency-ms", "20", "--fault", f"{fault}=0.02", "--seed", str(seed))
    chance = random.Random(f"{seed} {fault}")
    made = new_campaign(RECIPIENTS, "Hello", chunk_size=1)
    control.start(settings, made)
    worker, posters_killed, workers_killed = fork_worker(**PATIENT), 0, 0
    with thawing() as freeze:
        for _ in range(DISASTERS):
            wait_until(lambda pid=worker.pid: len(posters_of(pid)) == PROCESSES)
            time.sleep(chance.uniform(0.0, 1.0))
            victim = chance.choice(posters_of(worker.pid) or [worker.pid])
            match chance.choice(["kill", "kill", "freeze", "freeze", "worker"]):
                case "kill":
                    os.kill(victim, signal.SIGKILL)
                    posters_killed += 1
                case "freeze":
                    freeze(victim, chance.uniform(0.0, LONGEST_FREEZE))
                case "worker":
                    worker.kill()
                    worker.join()
                    workers_killed += 1
                    worker = fork_worker(**PATIENT)
            counts = control.status(settings, made).recipients
            assert sum(counts.values()) == RECIPIENTS
    wait_until(lambda: control.status(settings, made).is_over, 1200)
    worker.terminate()
    worker.join(30)
    assert worker.exitcode == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    counts = done.recipients
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.UNKNOWN] == RECIPIENTS
    died = [row for row in ledger(made) if row["reason"] == "worker_died"]
    assert len(died) <= workers_killed * SENDERS
    assert cut_off(settings, made) <= (posters_killed + DISASTERS) * SENDERS // PROCESSES


@contextlib.contextmanager
def thawing() -> Iterator[Callable[[int, float], None]]:
    """Freezes processes, and wakes each after its time, all of them at the end."""
    frozen: dict[int, float] = {}

    def wake(until: float) -> None:
        for pid in [pid for pid, wakes_at in frozen.items() if wakes_at <= until]:
            del frozen[pid]
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def freeze(pid: int, seconds: float) -> None:
        wake(time.monotonic())
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            frozen[pid] = time.monotonic() + seconds

    try:
        yield freeze
    finally:
        wake(float("inf"))


def posters_of(worker: int | None) -> list[int]:
    """The processes that this worker has started and that have not ended."""
    running = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == worker and state not in "ZX":
                running.append(int(status.parent.name))
    return sorted(running)


def cut_off(settings: Settings, campaign_id: int) -> int:
    """How many calls ended as unknown because their process did."""
    with open_database(settings.database_path) as db:
        [row] = rows(
            db,
            "select count(*) as calls from replies where campaign_id = ? and failure = ?",
            campaign_id,
            CUT_OFF,
        )
    return int(row["calls"])


@pytest.fixture
def seed() -> int:
    """Printed, so that a failure shows it."""
    number = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"KILL_SEED={number}\n")
    return number
