"""kill -9 of the dashboard in the middle of a campaign: its children end without doubling or losing
anybody, and a new dashboard goes on where they were."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from crash_witness import (
    assert_everything_was_submitted,
    assert_nobody_twice_and_nobody_lost,
    wait_until,
)
from fixtures import NewCampaign, ReadJournal, ReadLedger, StartGateway

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.processes import health
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState

ROOT = Path(__file__).parents[2]
RECIPIENTS = 1_200


@pytest.fixture
def start_dashboard(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with (tmp_path / "dashboard.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
                cwd=ROOT,
                env=os.environ | {"JETMSG_SENDERS": "4"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        wait_until(lambda: _answers(port))
        return process

    yield start
    for process in started:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@pytest.mark.slow
def test_killing_the_dashboard_neither_doubles_nor_loses_and_a_new_one_takes_over(
    start_gateway: StartGateway,
    start_dashboard: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    worker_row: Any,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "60")
    made = new_campaign(RECIPIENTS, "Hello", chunk_size=2)
    control.start(settings, made)
    holders: list[str] = []
    for _ in range(2):
        dashboard = start_dashboard()
        wait_until(lambda: worker_row() and worker_row().holder not in holders)
        before = len(read_journal())
        wait_until(lambda before=before: len(read_journal()) > before + 20)  # type: ignore[misc]
        holders.append(worker_row().holder)
        dashboard.kill()
        dashboard.wait()
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING
    # The worker sees that its parent is gone, finishes the calls in flight and leaves.
    wait_until(lambda: worker_row() is None)
    left = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert left.recipients[RecipientState.UNKNOWN] == 0
    assert left.recipients[RecipientState.QUEUED] > 0

    start_dashboard()
    wait_until(lambda: control.status(settings, made).is_over)
    assert health(settings).worker
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)


@pytest.mark.slow
def test_killing_the_dashboard_with_its_worker_and_sandbox_at_once_is_survived_too(
    start_dashboard: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    worker_row: Any,
    ledger: ReadLedger,
) -> None:
    """The sandbox here is the dashboard's own, which dies with it: it keeps no journal, so what
    tells is the smsIds, each given out once."""
    made = new_campaign(RECIPIENTS, "Hello", chunk_size=1)
    dashboard = start_dashboard()
    wait_until(worker_row)
    control.start(settings, made)
    wait_until(lambda: control.status(settings, made).settled > 20)
    worker = worker_row().pid
    for pid in (dashboard.pid, worker):
        os.kill(pid, signal.SIGKILL)
    dashboard.wait()
    counts = control.status(settings, made).recipients
    assert sum(counts.values()) == RECIPIENTS
    assert counts[RecipientState.QUEUED] > 0

    start_dashboard()
    wait_until(lambda: control.status(settings, made).is_over)
    done = control.status(settings, made).recipients
    assert done[RecipientState.SUBMITTED] + done[RecipientState.UNKNOWN] == RECIPIENTS
    assert done[RecipientState.UNKNOWN] <= 4
    ids = [row["sms_id"] for row in ledger(made) if row["state"] == "submitted"]
    assert len(set(ids)) == len(ids)
