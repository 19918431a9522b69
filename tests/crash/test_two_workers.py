"""Several workers begun at once: one sends, the others are refused in words, nobody gets it twice.

The lock is the system's. Were it lost (somebody deletes the file, a network folder without locks),
the fence in the ledger still lets one of them claim.
"""

from __future__ import annotations

from typing import Any

import pytest
from crash_witness import (
    assert_everything_was_submitted,
    assert_nobody_twice_and_nobody_lost,
    wait_until,
)
from fixtures import NewCampaign, ReadJournal, StartGateway

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState


@pytest.mark.slow
def test_of_six_workers_begun_at_once_one_sends(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    fork_worker: Any,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "20")
    made = new_campaign(600, "Hello", chunk_size=2)
    control.start(settings, made)
    workers = [fork_worker() for _ in range(6)]
    wait_until(lambda: len(read_journal()) > 20)
    wait_until(lambda: sum(worker.is_alive() for worker in workers) == 1)
    (sending,) = [worker for worker in workers if worker.is_alive()]
    assert sorted(worker.exitcode for worker in workers if worker is not sending) == [1] * 5
    wait_until(lambda: control.status(settings, made).is_over)
    sending.terminate()
    sending.join(30)
    assert sending.exitcode == 0
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)


@pytest.mark.slow
def test_a_worker_whose_lock_was_deleted_is_replaced_and_stops_claiming(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    fork_worker: Any,
    worker_row: Any,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "100")
    made = new_campaign(600, "Hello", chunk_size=2)
    control.start(settings, made)
    first = fork_worker(JETMSG_SENDERS="4")
    wait_until(lambda: len(read_journal()) > 20)
    holder = worker_row().holder
    (settings.data_dir / "worker.lock").unlink()
    second = fork_worker(JETMSG_SENDERS="4")
    wait_until(lambda: worker_row() is not None and worker_row().holder != holder)
    # The first sees at its next beat that another has taken over, and leaves.
    first.join(30)
    assert first.exitcode == 0
    wait_until(lambda: control.status(settings, made).is_over)
    second.terminate()
    second.join(30)
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    counts = done.recipients
    # What the first had in flight when it was replaced is unknown: nobody but it could tell.
    assert counts[RecipientState.UNKNOWN] <= 8
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.UNKNOWN] == 600
