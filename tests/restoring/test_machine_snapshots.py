"""A snapshot brings the mark back with the database. After long silence the balance is asked,
before anything leaves, whether calls left that the database does not know."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jetmsg_core.campaigns import control
from jetmsg_core.restoring import doubts
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, Hold
from jetmsg_core.store.database import open_database


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
    look_as_worker: Any, settings: Settings, times_sent: Any, cli_json: Any,
) -> None:  # fmt: skip
    made, folder = copied_midway(snapshot)
    put_machine_back(folder)
    look_as_worker()
    assert times_sent() == {1: 300}
    status = cli_json("campaign", "status", made)
    assert (status["held"], status["restored"]["kind"]) == ("restored", "unexplained")
    assert status["restored"]["balance"]["missing"] > 0


def test_credits_that_are_all_explained_hold_nobody(
    after_an_hour: None, start_gateway: Any, new_campaign: Any, look_as_worker: Any,
    settings: Settings, snapshot: Any, put_machine_back: Any, times_sent: Any, work_until: Any,
) -> None:  # fmt: skip
    """As after a power cut of hours: the worker did not end, and nothing left meanwhile."""
    start_gateway("--latency-ms", "20")
    look_as_worker()
    made = new_campaign(300, chunk_size=4)
    control.start(settings, made)
    stopped: list[Path] = []

    def is_under_way() -> bool:
        if control.status(settings, made).settled and not stopped:
            control.pause(settings, made)
        found = control.status(settings, made)
        if stopped or found.recipients["sending"]:
            return bool(stopped)
        stopped.append(snapshot())
        return True

    work_until(is_under_way, made)
    put_machine_back(stopped[0])
    control.resume(settings, made)
    done = work_until(lambda: control.status(settings, made).is_over, made)
    assert done.taken == 300
    assert times_sent() == {1: 300}


@pytest.mark.parametrize(
    ("clean", "held"),
    [
        pytest.param(True, None, id="a clean stop goes on"),
        pytest.param(False, Hold.RESTORED, id="no clean stop waits for a person"),
    ],
)
def test_where_the_balance_cannot_tell_the_way_the_worker_ended_decides(
    clean: bool, held: Hold | None, after_an_hour: None, start_gateway: Any, new_campaign: Any,
    settings: Settings, look_as_worker: Any, be_worker: Any, work_until: Any, times_sent: Any,
) -> None:  # fmt: skip
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
    found = work_until(lambda: bool(ended()), made)
    assert found.campaign.held is held
    assert times_sent() == ({} if held else {1: 2})


def test_a_crash_and_a_start_soon_after_ask_nobody(
    copied_midway: Any, snapshot: Any, put_machine_back: Any, start_gateway: Any,
    settings: Settings, work_until: Any, new_campaign: Any,
) -> None:  # fmt: skip
    """The files as a killed machine leaves them, a moment later: what was on its way is unknown,
    and the others go on without a question."""
    start_gateway("--latency-ms", "20")
    made = new_campaign(300, chunk_size=4)
    control.start(settings, made)
    taken: list[Path] = []

    def is_under_way() -> bool:
        if control.status(settings, made).settled and not taken:
            taken.append(snapshot())
        return bool(taken)

    work_until(is_under_way, made)
    put_machine_back(taken[0])
    done = work_until(
        lambda: (
            control.status(settings, made).is_over
            or control.status(settings, made).campaign.held is not None
        ),
        made,
    )
    assert done.campaign.held is None
    assert done.taken + done.recipients["unknown"] == 300
