"""A copy that was put back sends to nobody by itself; after a person resumed, it goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fixtures import (
    BeWorker,
    LookAsWorker,
    NewCampaign,
    PutBack,
    ReadJournal,
    RunCommand,
    RunJson,
    Send,
    StartGateway,
    TimesSent,
    WorkUntil,
)

from jetmsg_core.backup import back_up
from jetmsg_core.campaigns.lifecycle import control, schedule
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.restoring import mark, replacing
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.ledger import chunks, transitions


@pytest.fixture
def copy(
    request: pytest.FixtureRequest, tmp_path: Path, cli_json: RunJson, copy_plainly: Any
) -> Callable[[], Path]:
    """Makes a copy of the kind the test is run with."""

    def back_up() -> Path:
        cli_json("backup", tmp_path / "copy.db")
        return tmp_path / "copy.db"

    return back_up if request.param == "backup" else copy_plainly


both = pytest.mark.parametrize("copy", ["backup", "plain copy"], indirect=True)


@both
def test_what_ran_waits_for_a_person_and_then_goes_on(
    copy: Any,
    copied_midway: Any,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    times_sent: TimesSent,
    settings: Settings,
    cli_json: RunJson,
    work_until: WorkUntil,
) -> None:
    made, path = copied_midway(copy)
    put_back(path)
    look_as_worker()
    assert times_sent() == {1: 300}
    status = cli_json("campaign", "status", made)
    assert (status["state"], status["held"]) == ("running", "restored")
    assert 0 < status["queued"] < 300
    cli_json("campaign", "resume", made)
    work_until(lambda: control.status(settings, made).is_over, made)
    assert times_sent() == {1: 300 - status["queued"], 2: status["queued"]}


@both
@pytest.mark.parametrize("reported", ["while it is held", "after it was resumed"])
def test_whoever_a_report_calls_delivered_gets_nothing_more(
    copy: Any,
    reported: str,
    copied_midway: Any,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    times_sent: TimesSent,
    settings: Settings,
    cli_json: RunJson,
    work_until: WorkUntil,
    read_journal: ReadJournal,
    tmp_path: Path,
) -> None:
    made, path = copied_midway(copy)
    everybody = [entry["number"] for entry in read_journal()]
    missing = everybody[-5:]
    delivered = [f"7{number},{number},DELIVRD" for number in everybody[:-5]]
    report = tmp_path / "report.csv"
    report.write_text("\n".join(["Sms Id,Mobile No,Status", *delivered]))
    put_back(path)
    look_as_worker()
    if reported == "while it is held":
        cli_json("report", "import", report)
    cli_json("campaign", "resume", made)
    if reported != "while it is held":
        cli_json("report", "import", report)
    done = work_until(lambda: control.status(settings, made).is_over, made)
    assert times_sent() == {1: 295, 2: 5}
    assert sorted(entry["number"] for entry in read_journal()[-5:]) == sorted(missing)
    assert sum(done.recipients.values()) == 300


@both
def test_what_was_scheduled_waits_for_a_person(
    copy: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    times_sent: TimesSent,
    settings: Settings,
    cli_json: RunJson,
    work_until: WorkUntil,
) -> None:
    """It was due, and was sent, after the copy was made."""
    start_gateway()
    made = new_campaign(30)
    control.schedule(settings, made, utc_now() + timedelta(minutes=5))
    path = copy()
    control.start(settings, made)
    work_until(lambda: control.status(settings, made).is_over, made)
    with pytest.MonkeyPatch.context() as patch:
        put_back(path)
        patch.setattr("jetmsg_core.worker.start_due", _as_if_due(settings))
        look_as_worker()
    assert times_sent() == {1: 30}
    status = cli_json("campaign", "status", made)
    assert (status["held"], status["queued"]) == ("restored", 30)
    assert cli_json("campaign", "resume", made)["state"] == "running"
    work_until(lambda: control.status(settings, made).is_over, made)
    assert times_sent() == {2: 30}


def _as_if_due(settings: Settings) -> Callable[..., object]:
    """The worker's look at the schedule, ten minutes on."""
    return lambda settings, db, now: schedule.start_due(settings, db, now + timedelta(minutes=10))


@both
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(control.stop, id="stopped"),
        pytest.param(control.pause, id="paused"),
        pytest.param(control.unschedule, id="unscheduled"),
    ],
)
def test_what_a_person_ended_after_the_copy_does_not_come_back(
    change: Any,
    copy: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    times_sent: TimesSent,
    settings: Settings,
) -> None:
    """Nothing left since the copy was made, but what runs in it was ended."""
    start_gateway()
    made = new_campaign(30)
    if change is control.unschedule:
        control.schedule(settings, made, utc_now() + timedelta(minutes=5))
    else:
        control.start(settings, made)
    path = copy()
    change(settings, made)
    look_as_worker()
    put_back(path)
    look_as_worker()
    assert times_sent() == {}
    assert control.status(settings, made).campaign.held is Hold.RESTORED


@both
def test_what_was_paused_says_so(
    copy: Any,
    copied_midway: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    settings: Settings,
    times_sent: TimesSent,
    work_until: WorkUntil,
) -> None:
    start_gateway()
    made = new_campaign(30)
    control.start(settings, made)
    control.pause(settings, made)
    path = copy()
    control.resume(settings, made)
    work_until(lambda: control.status(settings, made).is_over, made)
    put_back(path)
    look_as_worker()
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.RUNNING, Hold.RESTORED)
    assert "30 people were waiting then" in campaign.held_detail
    assert campaign.held_detail.endswith("The campaign was paused.")
    assert times_sent() == {1: 30}


@both
def test_a_hold_that_ends_by_itself_does_not_end_in_a_copy(
    copy: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    settings: Settings,
    times_sent: TimesSent,
    work_until: WorkUntil,
) -> None:
    start_gateway()
    made = new_campaign(30)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        transitions.hold(db, made, Hold.UNREACHABLE, "", utc_now())
    path = copy()
    work_until(lambda: control.status(settings, made).is_over, made)
    put_back(path)
    look_as_worker()
    assert control.status(settings, made).campaign.held is Hold.RESTORED
    assert times_sent() == {1: 30}


@both
def test_a_copy_made_while_nothing_runs_restores_quietly(
    copy: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    settings: Settings,
    times_sent: TimesSent,
) -> None:
    start_gateway()
    finished, draft = new_campaign(30), new_campaign(20)
    send(finished)
    path = copy()
    look_as_worker()
    put_back(path)
    look_as_worker()
    states = [control.status(settings, made).campaign for made in (finished, draft)]
    assert [(state.state.value, state.held) for state in states] == [
        ("finished", None),
        ("draft", None),
    ]
    assert times_sent() == {1: 30}


@both
def test_what_ran_and_has_nobody_waiting_just_ends(
    copy: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    settings: Settings,
    times_sent: TimesSent,
    be_worker: BeWorker,
    work_until: WorkUntil,
) -> None:
    """Its last call was on its way: that one is unknown, as after any accident."""
    start_gateway()
    made = new_campaign(3, "Hello")
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        be_worker(db)
        with transaction(db):
            assert chunks.claim(db, made, worker="w", limit=1, now=utc_now())
    path = copy()
    put_back(path)
    work_until(lambda: control.status(settings, made).is_over, made)
    done = control.status(settings, made)
    assert done.recipients["unknown"] == 3
    assert times_sent() == {}


def test_run_does_not_go_on_for_a_person(
    tmp_path: Path,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    put_back: PutBack,
    settings: Settings,
    cli: RunCommand,
    cli_json: RunJson,
    times_sent: TimesSent,
) -> None:
    """`campaign run` stands in scripts; `resume` is what a person says."""
    start_gateway()
    made = new_campaign(30)
    control.start(settings, made)
    cli_json("backup", tmp_path / "copy.db")
    cli_json("campaign", "run", made)
    put_back(tmp_path / "copy.db")
    done = cli("campaign", "run", made, "--json")
    assert (done.returncode, done.stdout) == (3, "")
    assert "campaign resume" in done.stderr
    assert times_sent() == {1: 30}
    cli_json("campaign", "resume", made)
    cli_json("campaign", "run", made)
    assert times_sent() == {2: 30}


def test_a_campaign_resumed_in_a_copy_before_the_worker_begins_goes_on(
    copied_midway: Any,
    put_back: PutBack,
    settings: Settings,
    cli_json: RunJson,
    work_until: WorkUntil,
    tmp_path: Path,
) -> None:
    made, path = copied_midway(lambda: Path(str(cli_json("backup", tmp_path / "copy.db")["file"])))
    put_back(path)
    resumed = cli_json("campaign", "resume", made)
    assert resumed["restored"]["people"] > 0
    done = work_until(lambda: control.status(settings, made).is_over, made)
    assert done.campaign.state is CampaignState.FINISHED


def test_the_newer_database_in_turn_is_held_when_it_comes_back(
    copied_midway: Any,
    copy_plainly: Any,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
    settings: Settings,
    new_campaign: NewCampaign,
    times_sent: TimesSent,
    work_until: WorkUntil,
) -> None:
    """Both went on from the same moment, and neither knows what the other sent."""
    _, path = copied_midway(copy_plainly)
    newer = new_campaign(20, "Newer")
    control.start(settings, newer)
    put_back(path)
    look_as_worker()
    put_back(settings.data_dir / "aside-0.db")
    look_as_worker()
    assert control.status(settings, newer).campaign.held is Hold.RESTORED


def test_a_lost_mark_holds_what_waits(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    look_as_worker: LookAsWorker,
    settings: Settings,
    times_sent: TimesSent,
) -> None:
    start_gateway()
    look_as_worker()
    made = new_campaign(30)
    control.start(settings, made)
    (settings.data_dir / "jetmsg.mark").unlink()
    look_as_worker()
    assert control.status(settings, made).campaign.held is Hold.RESTORED
    assert times_sent() == {}


def test_a_mark_that_is_behind_holds_nobody(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    look_as_worker: LookAsWorker,
    settings: Settings,
    times_sent: TimesSent,
    work_until: WorkUntil,
) -> None:
    """As after a power cut that took the last second of it."""
    start_gateway()
    look_as_worker()
    file = settings.data_dir / "jetmsg.mark"
    before = file.read_bytes()
    look_as_worker()
    file.write_bytes(before)
    made = new_campaign(30)
    control.start(settings, made)
    work_until(lambda: control.status(settings, made).is_over, made)
    assert times_sent() == {1: 30}


def test_a_database_from_before_there_were_marks_goes_on(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    times_sent: TimesSent,
    work_until: WorkUntil,
) -> None:
    start_gateway()
    made = new_campaign(30)
    control.start(settings, made)
    work_until(lambda: control.status(settings, made).is_over, made)
    assert times_sent() == {1: 30}


def test_a_copy_from_before_there_were_marks_is_found_by_its_age(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    times_sent: TimesSent,
    be_worker: BeWorker,
    look_as_worker: LookAsWorker,
) -> None:
    """Its worker did not end and was last heard of long ago."""
    start_gateway()
    made = new_campaign(30)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        be_worker(db)
        db.conn.execute("update processes set beat_at = ?", (stamp(utc_now() - timedelta(days=1)),))
    look_as_worker()
    assert control.status(settings, made).campaign.held is Hold.RESTORED
    assert times_sent() == {}


def test_who_begins_anew_and_leaves_the_mark_is_asked_nothing(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    look_as_worker: LookAsWorker,
    times_sent: TimesSent,
    work_until: WorkUntil,
) -> None:
    start_gateway()
    look_as_worker()
    for end in ("", "-wal", "-shm"):
        settings.database_path.with_name(f"jetmsg.db{end}").unlink(missing_ok=True)
    _make_the_mark_older(settings)
    made = new_campaign(30)
    control.start(settings, made)
    work_until(lambda: control.status(settings, made).is_over, made)
    assert times_sent() == {1: 30}


def _make_the_mark_older(settings: Settings) -> None:
    """By an hour, since a test does not wait."""
    noted = mark.read(settings.data_dir)
    assert noted is not None
    with mark.open_mark(settings.data_dir) as mark_file:
        mark_file.begin(noted.generation, utc_now() - timedelta(hours=1))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(control.pause, id="pause"),
        pytest.param(control.unschedule, id="take off the schedule"),
        pytest.param(
            lambda settings, made: control.schedule(settings, made, utc_now() + timedelta(hours=9)),
            id="schedule",
        ),
    ],
)
def test_nothing_but_resume_or_stop_ends_the_question(
    change: Any, new_campaign: NewCampaign, settings: Settings, tmp_path: Path
) -> None:
    """Paused and resumed, or scheduled, it would go on as if nobody had to be asked."""
    made = new_campaign(3)
    control.schedule(settings, made, utc_now() + timedelta(hours=5))
    back_up(settings, tmp_path / "copy.db")
    replacing.restore(settings, tmp_path / "copy.db")
    with pytest.raises(StateError, match="is held because its database was restored"):
        change(settings, made)
    assert control.status(settings, made).campaign.held is Hold.RESTORED
    control.resume(settings, made)
    assert control.pause(settings, made).campaign.state is CampaignState.PAUSED
