"""A campaign put off to a later time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, Send, StartGateway, WorkUntil

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control, schedule
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.primitives.times import IST
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.store.database import open_database

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def start_due(settings: Settings) -> Callable[..., list[int]]:
    """What the worker does once a second, so many minutes after noon."""

    def look(minutes: float, settings: Settings = settings) -> list[int]:
        with open_database(settings.database_path) as db:
            return schedule.start_due(settings, db, NOON + timedelta(minutes=minutes))

    return look


@pytest.fixture
def scheduled(settings: Settings, new_campaign: Callable[..., int]) -> Callable[..., int]:
    """A campaign to be sent ten minutes after noon."""

    def make(recipients: int = 2, **brief: Any) -> int:
        made = new_campaign(recipients, **brief)
        control.schedule(settings, made, NOON + timedelta(minutes=10), lambda: NOON)
        return made

    return make


def test_a_campaign_is_scheduled_put_off_and_taken_off_the_schedule(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    made = new_campaign(2)
    for hours in (1, 2):
        at = NOON + timedelta(hours=hours)
        campaign = control.schedule(settings, made, at, lambda: NOON).campaign
        assert (campaign.state, campaign.scheduled_at) == (
            CampaignState.SCHEDULED,
            f"2026-05-01T{12 + hours}:00:00.000+00:00",
        )
    campaign = control.unschedule(settings, made).campaign
    assert (campaign.state, campaign.scheduled_at) == (CampaignState.DRAFT, None)


def test_a_time_that_has_passed_is_refused_in_words(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    with pytest.raises(InputError, match="17:30 IST has passed"):
        control.schedule(settings, new_campaign(2), NOON, lambda: NOON)


def test_a_campaign_that_runs_cannot_be_scheduled(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    made = new_campaign(2)
    control.start(settings, made)
    with pytest.raises(StateError, match="running and cannot be scheduled"):
        control.schedule(settings, made, NOON + timedelta(days=400), lambda: NOON)


def test_it_starts_at_its_time_and_not_before(
    settings: Settings, scheduled: Any, start_due: Any
) -> None:
    made = scheduled()
    assert start_due(9.9) == []
    assert control.status(settings, made).campaign.state is CampaignState.SCHEDULED
    assert start_due(10.0) == [made]
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.RUNNING, None)
    assert campaign.started_at == "2026-05-01T12:10:00.000+00:00"
    assert start_due(11) == []


def test_half_an_hour_late_is_still_sent(
    settings: Settings, scheduled: Any, start_due: Any
) -> None:
    made = scheduled()
    assert start_due(40) == [made]
    assert control.status(settings, made).campaign.held is None


def test_a_start_missed_by_more_is_held_until_a_person_says_now(
    settings: Settings, scheduled: Any, start_due: Any, start_gateway: StartGateway, send: Send,
    read_journal: ReadJournal,
) -> None:  # fmt: skip
    start_gateway()
    made = scheduled()
    assert start_due(40.1) == [made]
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.RUNNING, Hold.MISSED_START)
    assert "17:40 IST" in campaign.held_detail
    assert campaign.started_at is None
    send(made)
    assert read_journal() == []
    control.resume(settings, made)
    send(made)
    assert len(read_journal()) == 2
    assert control.status(settings, made).campaign.started_at is not None


@pytest.mark.parametrize("put_off", [True, False])
def test_a_missed_campaign_is_given_another_time_or_none(
    put_off: bool, settings: Settings, scheduled: Any, start_due: Any
) -> None:
    made = scheduled()
    start_due(60)
    if put_off:
        at = NOON + timedelta(minutes=90)
        campaign = control.schedule(settings, made, at, lambda: NOON).campaign
        assert (campaign.state, campaign.held) == (CampaignState.SCHEDULED, None)
        assert start_due(90) == [made]
        assert control.status(settings, made).campaign.held is None
    else:
        campaign = control.unschedule(settings, made).campaign
        assert (campaign.state, campaign.scheduled_at) == (CampaignState.DRAFT, None)


def test_caps_are_checked_when_it_starts_and_once_more_when_a_person_resumes(
    settings: Settings, scheduled: Any, start_due: Any
) -> None:
    made = scheduled(5)
    capped = replace(settings, max_campaign_credits=4)
    start_due(10, capped)
    campaign = control.status(settings, made).campaign
    assert campaign.held is Hold.SETTINGS
    assert "The limit for one campaign is 4" in campaign.held_detail
    with pytest.raises(StateError, match="limit for one campaign is 4"):
        control.resume(capped, made)
    assert control.resume(settings, made).campaign.held is None


def test_the_days_cap_counts_what_started_a_moment_ago(
    settings: Settings, scheduled: Any, start_due: Any
) -> None:
    first, second = scheduled(5), scheduled(5)
    start_due(10, replace(settings, max_day_credits=9))
    held = [control.status(settings, made).campaign.held for made in (first, second)]
    assert held == [None, Hold.SETTINGS]


def test_live_mode_without_a_key_holds_at_the_time(
    settings: Settings, new_campaign: NewCampaign, start_due: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    live = configuration.load()
    made = new_campaign(2, settings=live)
    control.schedule(live, made, NOON + timedelta(minutes=10), lambda: NOON)
    assert start_due(10, settings) == [], "made in the other mode"
    start_due(10, replace(live, auth_key=""))
    campaign = control.status(settings, made).campaign
    assert campaign.held is Hold.SETTINGS
    assert "JETMSG_AUTH_KEY" in campaign.held_detail


def test_a_worker_that_comes_back_starts_what_is_due_and_no_other(
    settings: Settings,
    new_campaign: NewCampaign,
    start_gateway: StartGateway,
    send: Send,
    read_journal: ReadJournal,
    work_until: WorkUntil,
) -> None:
    start_gateway()
    now = datetime.now(UTC)
    due, later = new_campaign(3, "Due"), new_campaign(3, "Later")
    before = now - timedelta(minutes=5)
    control.schedule(settings, due, now - timedelta(minutes=2), lambda: before)
    control.schedule(settings, later, now + timedelta(hours=1))
    work_until(lambda: control.status(settings, due).is_over, due)
    assert {entry["text"] for entry in read_journal()} == {"Due"}
    assert control.status(settings, later).campaign.state is CampaignState.SCHEDULED


@pytest.mark.parametrize("text", ["2026-11-25 10:30", "2026-11-25T10:30", " 2026-11-25 10:30 "])
def test_a_time_is_read_as_indian_time(text: str) -> None:
    assert schedule.read_time(text) == datetime(2026, 11, 25, 10, 30, tzinfo=IST)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "25-11-2026 10:30", "2026-11-25", "2026-02-30 10:00"]
)
def test_what_is_no_time_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError, match="2026-11-25 10:30"):
        schedule.read_time(text)
