"""kill -9 of a worker that makes a large file: the list says so, nothing of it can be fetched, and
asked for again it is made by the next worker."""

from __future__ import annotations

import csv
import time
from typing import Any

import pytest
from crash_witness import wait_until
from fixtures import NewCampaign, StartGateway

from jetmsg_core.campaigns.exports import jobs
from jetmsg_core.campaigns.exports.jobs import INTERRUPTED, Job, JobState
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import exports

RECIPIENTS = 120_000
KILLS = 4


@pytest.mark.slow
def test_a_file_whose_maker_is_killed_is_said_and_made_again(
    settings: Settings,
    new_campaign: NewCampaign,
    fork_worker: Any,
    finish: Any,
    start_gateway: StartGateway,
) -> None:
    start_gateway()
    made = new_campaign(RECIPIENTS, "Hello {{name}}")
    inside = 0
    for turn in range(KILLS):
        job = jobs.ask(settings, made, only=Only.ALL, name="c.csv")
        assert job.state is JobState.ASKED
        worker = fork_worker()
        wait_until(lambda token=job.token: _state(settings, token) != "asked")
        time.sleep(0.1 * turn)
        worker.kill()
        worker.join()
        if _state(settings, job.token) == "ready":
            break  # It was done before the kill, and asked for again it would be the same.
        inside += 1
        interrupted = _job(settings, made, job.token)
        assert interrupted.state is JobState.MAKING, "the last beat is a moment ago"
        _assert_interrupted_at_the_next_beat(settings, made, job.token, fork_worker)
    assert inside, "no kill met the making"

    last = jobs.ask(settings, made, only=Only.ALL, name="c.csv")
    finish(lambda: _state(settings, last.token) == "ready")
    with jobs.path_of(settings, last.token).open(encoding="utf-8-sig", newline="") as lines:
        assert sum(1 for _ in csv.reader(lines)) == RECIPIENTS + 1
    assert not list(jobs.folder_of(settings).glob("*.part"))


def _assert_interrupted_at_the_next_beat(
    settings: Settings, made: int, token: str, fork_worker: Any
) -> None:
    worker = fork_worker()
    wait_until(lambda: _job(settings, made, token).state is JobState.INTERRUPTED)
    worker.terminate()
    worker.join()
    assert _job(settings, made, token).problem == INTERRUPTED
    assert jobs.ready_file(settings, token) is None


def _job(settings: Settings, made: int, token: str) -> Job:
    return next(job for job in jobs.jobs(settings, made) if job.token == token)


def _state(settings: Settings, token: str) -> str:
    with open_database(settings.database_path) as db:
        row = exports.get(db, token)
    assert row is not None
    return str(row["state"])
