"""Posters, the worker and Redis killed and frozen at random moments, over a gateway that fails:
nobody twice, sums exact, nothing left *sending*. The sandbox's journal is the witness.

The seed is printed: give it as KILL_SEED to see the same moments again. FLEET_KILLS and
FLEET_RECIPIENTS make it longer: 300 and 20000.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import forked_poster
import pytest
from crash_witness import assert_nobody_twice_and_nobody_lost, wait_until
from fixtures import NewCampaign, ReadJournal, StartGateway
from fleet_protocols import StartPoster
from nursery import fork
from redis_servers import RedisServer

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.states import RecipientState

KILLS = int(os.environ.get("FLEET_KILLS", "40"))
RECIPIENTS = int(os.environ.get("FLEET_RECIPIENTS", "2400"))
SLOTS = 8
LONGEST = 0.4
"""Seconds between two of them, at most."""


@pytest.mark.slow
@pytest.mark.timeout(1_500)
def test_whoever_is_killed_or_frozen_nobody_is_sent_to_twice_and_nobody_is_lost(
    start_gateway: StartGateway,
    start_poster: StartPoster,
    fleet_redis: RedisServer,
    new_campaign: NewCampaign,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"KILL_SEED={seed}\n")
    chance = random.Random(seed)
    monkeypatch.setenv("JETMSG_TIMEOUT", "1")
    monkeypatch.setenv("JETMSG_SENDERS", str(2 * SLOTS))
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "1000")
    monkeypatch.setenv("JETMSG_FAILURE_PERCENT", "100")
    start_gateway("--latency-ms", "50", "--fault", "drop=0.02", "--fault", "hang=0.005")
    made = new_campaign(RECIPIENTS, "Hello {{name}}", chunk_size=1)
    settings = configuration.load()
    control.start(settings, made)
    posters = {name: start_poster(name, SLOTS) for name in ("north", "south")}
    workers = [_worker()]

    def replace_poster(name: str) -> None:
        posters[name].kill()
        posters[name].join()
        posters[name] = start_poster(name, SLOTS)

    def freeze_poster(name: str) -> None:
        _freeze(posters[name], chance.uniform(0.1, 8.0))

    def replace_worker(_: str) -> None:
        workers[-1].kill()
        workers[-1].join()
        workers.append(_worker())

    def freeze_redis(_: str) -> None:
        fleet_redis.freeze()
        time.sleep(chance.uniform(0.1, 4.0))
        fleet_redis.thaw()

    def restart_redis(_: str) -> None:
        fleet_redis.kill()
        fleet_redis.start()

    happenings: list[Callable[[str], None]] = [
        *[replace_poster] * 4,
        *[freeze_poster] * 3,
        *[replace_worker] * 3,
        freeze_redis,
        restart_redis,
    ]
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.0, LONGEST))
            chance.choice(happenings)(chance.choice(("north", "south")))
            assert sum(control.status(settings, made).recipients.values()) == RECIPIENTS
        wait_until(lambda: control.status(settings, made).is_over, 900)
    finally:
        workers[-1].terminate()
        workers[-1].join(60)
        workers[-1].kill()
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    counts = done.recipients
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.UNKNOWN] == RECIPIENTS
    assert counts[RecipientState.SUBMITTED] > 0
    sys.stdout.write(f"unknown: {counts[RecipientState.UNKNOWN]} of {RECIPIENTS}\n")


@pytest.mark.slow
def test_a_poster_that_stands_still_before_its_tickets_posts_nothing_when_it_wakes(
    start_gateway: StartGateway,
    start_poster: StartPoster,
    new_campaign: NewCampaign,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "1000")
    monkeypatch.setenv("JETMSG_TIMEOUT", "20")
    start_gateway()
    made = new_campaign(40, "Hello {{name}}", chunk_size=1)
    settings = configuration.load()
    frozen = start_poster("frozen", 4)
    control.start(settings, made)
    worker = _worker()
    wait_until(lambda: control.status(settings, made).recipients[RecipientState.SUBMITTED])
    assert frozen.pid is not None
    os.kill(frozen.pid, signal.SIGSTOP)
    start_poster("awake", 4)
    wait_until(lambda: control.status(settings, made).is_over)
    os.kill(frozen.pid, signal.SIGCONT)
    worker.terminate()
    worker.join(60)
    frozen.terminate()
    frozen.join(60)
    assert_nobody_twice_and_nobody_lost(settings, made, read_journal())


def _worker() -> BaseProcess:
    return fork(forked_poster.command, ("worker",), dict(os.environ))


def _freeze(process: BaseProcess, seconds: float) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGCONT)
