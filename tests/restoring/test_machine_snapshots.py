"""A snapshot brings the mark back with the database. After long silence the balance is asked,
before anything leaves, whether calls left that the database does not know."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures import (
    BeWorker,
    LookAsWorker,
    NewCampaign,
    RunJson,
    StartGatedGateway,
    StartGateway,
    TimesSent,
    WorkUntil,
)

from jetmsg_core import worker
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.restoring import doubts
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, Hold
from jetmsg_core.store.database import open_database
from tests.campaigns.unknown_calls.losing_front import use_credits
from tests.gated_gateway import Gate


@pytest.fixture
def after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any silence counts as long."""
    monkeypatch.setattr(doubts, "SILENCE", timedelta(0))


@pytest.fixture
def snapshot(settings: Settings, tmp_path: Path) -> Callable[[], Path]:
    """The whole data folder, at any moment."""

    def take() -> Path:
        shutil.copytree(settings.data_dir, tmp_path / "snapshot")
        return tmp_path / "snapshot"

    return take


@pytest.fixture
def put_machine_back(settings: Settings) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        shutil.rmtree(settings.data_dir)
        shutil.copytree(folder, settings.data_dir)

    return put


def test_credits_that_nobody_here_took_hold_what_would_go_on(
    after_an_hour: None, copied_midway: Any, snapshot: Any, put_machine_back: Any,
    look_as_worker: LookAsWorker, settings: Settings, times_sent: TimesSent, cli_json: RunJson,
) -> None:  # fmt: skip
    made, folder = copied_midway(snapshot)
    put_machine_back(folder)
    look_as_worker()
    assert times_sent() == {1: 300}
    status = cli_json("campaign", "status", made)
    assert (status["held"], status["restored"]["kind"]) == ("restored", "unexplained")
    assert status["restored"]["balance"]["missing"] > 0


def test_credits_that_are_all_explained_hold_nobody(
    after_an_hour: None,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    look_as_worker: LookAsWorker,
    settings: Settings,
    snapshot: Any,
    put_machine_back: Any,
    times_sent: TimesSent,
    work_until: WorkUntil,
) -> None:
    """As after a power cut of hours: the worker did not end, and nothing left meanwhile."""
    start_gateway("--latency-ms", "20")
    look_as_worker()
    made = new_campaign(300, chunk_size=4)
    control.start(settings, made)
    stopped: list[Path] = []

    def is_under_way() -> bool:
        if control.status(settings, made).settled and not stopped:
            control.pause(settings, made)
        status = control.status(settings, made)
        if stopped or status.recipients["sending"]:
            return bool(stopped)
        stopped.append(snapshot())
        return True

    work_until(is_under_way, made)
    put_machine_back(stopped[0])
    control.resume(settings, made)
    done = work_until(lambda: control.status(settings, made).is_over, made)
    assert done.submitted == 300
    assert times_sent() == {1: 300}


@pytest.mark.parametrize(
    ("clean", "held"),
    [
        pytest.param(True, None, id="a clean stop goes on"),
        pytest.param(False, Hold.RESTORED, id="no clean stop waits for a person"),
    ],
)
def test_where_the_balance_cannot_tell_the_way_the_worker_ended_decides(
    clean: bool,
    held: Hold | None,
    after_an_hour: None,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    look_as_worker: LookAsWorker,
    be_worker: BeWorker,
    work_until: WorkUntil,
    times_sent: TimesSent,
) -> None:
    """WhatsApp takes no credits."""
    start_gateway()
    look_as_worker()
    made = new_campaign(2, channel=Channel.WHATSAPP, chunk_size=1)
    control.start(settings, made)
    if not clean:
        with open_database(settings.database_path) as db:
            be_worker(db)
    ended = lambda: (  # noqa: E731
        control.status(settings, made).is_over or control.status(settings, made).campaign.held
    )
    status = work_until(lambda: bool(ended()), made)
    assert status.campaign.held is held
    assert times_sent() == ({} if held else {1: 2})


def test_a_snapshot_put_back_at_once_is_found_by_the_balance(
    copied_midway: Any, snapshot: Any, put_machine_back: Any, look_as_worker: LookAsWorker,
    times_sent: TimesSent, cli_json: RunJson,
) -> None:  # fmt: skip
    """As before an upgrade that is taken back: no hour of silence gives it away."""
    made, folder = copied_midway(snapshot)
    put_machine_back(folder)
    look_as_worker()
    assert times_sent() == {1: 300}
    status = cli_json("campaign", "status", made)
    assert (status["held"], status["restored"]["kind"]) == ("restored", "unexplained")


def test_a_crash_and_a_start_soon_after_ask_nobody(
    snapshot: Any,
    put_machine_back: Any,
    start_gated_gateway: StartGatedGateway,
    settings: Settings,
    work_until: WorkUntil,
    new_campaign: NewCampaign,
    times_sent: TimesSent,
) -> None:
    """The files as a killed machine leaves them: what was on its way is unknown, whether it arrived
    or not, and the others go on without a question."""
    gate = start_gated_gateway(passing=10)
    made = new_campaign(300, chunk_size=4)
    control.start(settings, made)
    imported: list[Path] = []

    def is_under_way() -> bool:
        if gate.arrived == 10 + settings.senders and not imported:
            control.pause(settings, made)  # nothing is claimed between the copy and the end
            imported.append(snapshot())
        return bool(imported)

    work_until(is_under_way, made, stopping=gate.open)
    put_machine_back(imported[0])
    control.resume(settings, made)
    done = work_until(
        lambda: (
            control.status(settings, made).is_over
            or control.status(settings, made).campaign.held is not None
        ),
        made,
    )
    assert done.campaign.held is None
    assert done.recipients["unknown"]
    assert done.submitted + done.recipients["unknown"] == 300
    assert times_sent() == {1: 300}


def test_a_machine_that_wakes_up_goes_on_when_the_balance_explains_all(
    start_gated_gateway: StartGatedGateway,
    settings: Settings,
    work_until: WorkUntil,
    new_campaign: NewCampaign,
    monkeypatch: pytest.MonkeyPatch,
    times_sent: TimesSent,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gate = start_gated_gateway(passing=10)
    made = new_campaign(300, chunk_size=4)
    control.start(settings, made)
    put_to_sleep = sleeping(monkeypatch, settings, made, gate)
    done = work_until(lambda: put_to_sleep() and control.status(settings, made).is_over, made)
    assert done.submitted == 300
    assert times_sent() == {1: 300}
    assert "this machine slept" in caplog.text


def test_a_worker_put_back_with_its_memory_is_held_when_credits_are_missing(
    start_gated_gateway: StartGatedGateway,
    settings: Settings,
    work_until: WorkUntil,
    new_campaign: NewCampaign,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = start_gated_gateway(passing=10)
    made = new_campaign(300, chunk_size=4)
    control.start(settings, made)
    is_held = lambda: control.status(settings, made).campaign.held is not None  # noqa: E731
    put_to_sleep = sleeping(
        monkeypatch, settings, made, gate, lambda: use_credits(gate.behind, 150)
    )
    status = work_until(lambda: put_to_sleep() and is_held(), made)
    assert status.campaign.held is Hold.RESTORED


def sleeping(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, made: int, gate: Gate,
    meanwhile: Callable[[], None] = lambda: None,
) -> Callable[[], bool]:  # fmt: skip
    """Puts the machine to sleep for two hours once every sender waits at the gate: the steady
    clock of the worker stays behind the one on the wall. True when it woke up."""
    slept: list[float] = []
    monkeypatch.setattr(worker, "steady_clock", lambda: time.monotonic() - sum(slept))

    def put_to_sleep() -> bool:
        if not slept and gate.arrived == 10 + settings.senders:
            meanwhile()
            slept.append(7200.0)
            gate.open()
        return bool(slept)

    return put_to_sleep
