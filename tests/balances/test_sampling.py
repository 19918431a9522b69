"""When the balance is asked for: the interval, the budget, and what a campaign cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from fixtures import BeWorker, NewCampaign, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core.balances import pool_status, sampling
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.errors import StateError
from jetmsg_core.gateway.replies import BalanceVerdict, Outcome
from jetmsg_core.primitives.times import parse, stamp
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import chunks

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def gateway(start_gateway: StartGateway) -> Settings:
    start_gateway("--balance", "tranx=100,promo=200,otp=300")
    return configuration.load()


def at(minutes: float) -> Any:
    return lambda: NOON + timedelta(minutes=minutes)


def test_the_first_sample_is_due_at_once_and_the_next_after_the_interval(gateway: Settings) -> None:
    first = sampling.sample_if_due(gateway, at(0))
    assert first is not None
    assert (first.tranx, first.promo, first.otp) == (100, 200, 300)
    assert sampling.sample_if_due(gateway, at(29)) is None
    assert sampling.sample_if_due(gateway, at(30)) is not None
    assert len(pool_status.series_since(gateway, NOON)) == 2


def test_a_failed_sample_is_kept_with_its_reason_and_tried_again_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    settings = configuration.load()
    failed = sampling.sample_if_due(settings, at(0))
    assert failed is not None
    assert "could not be reached" in (failed.failure or "")
    assert failed.tranx is None
    assert sampling.latest(settings) is None
    assert sampling.sample_if_due(settings, at(0.5)) is None
    assert sampling.sample_if_due(settings, at(1)) is not None


def test_a_campaign_that_ends_while_a_sample_is_on_its_way_is_sampled_again(
    gateway: Settings, new_campaign: NewCampaign, send: Send
) -> None:
    made = new_campaign(5)
    send(made)
    finished = control.status(gateway, made).campaign.finished_at
    assert finished is not None
    latest = sampling.latest(gateway)
    assert latest is not None
    assert latest.tranx == 95
    assert parse(latest.taken_at) >= parse(finished)


def test_a_sample_says_the_moment_before_its_call(gateway: Settings) -> None:
    moments = iter([NOON, NOON + timedelta(minutes=5)])
    assert sampling.sample(gateway, lambda: next(moments)).taken_at == stamp(NOON)


def test_live_calls_have_a_daily_budget_and_the_sandbox_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    live = configuration.load()
    with open_database(settings.database_path) as db:
        for minute in range(sampling.CALLS_A_DAY):
            for mode in ("live", "sandbox"):
                samples.insert(db, mode, Sample(stamp(at(minute)()), 1, 2, 3))
    assert sampling.budget(live, at(600)).calls_left == 0
    assert sampling.budget(settings, at(600)).calls_left > 0
    assert sampling.sample_if_due(live, at(600)) is None


@pytest.mark.parametrize(
    ("readings", "asked", "code", "words"),
    [
        pytest.param(48, 600, "balance_calls_used_up", "02 May 2026, 17:30 IST", id="used up"),
        pytest.param(1, 0.5, "asked_just_now", "Ask again in 30 seconds", id="just now"),
    ],
)
def test_live_asking_is_refused_before_a_call_is_made(
    monkeypatch: pytest.MonkeyPatch, readings: int, asked: float, code: str, words: str
) -> None:
    """A call would fail the test: it may reach loopback only."""
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    live = configuration.load()
    with open_database(live.database_path) as db:
        for minute in range(readings):
            samples.insert(db, "live", Sample(stamp(at(minute)()), 1, 2, 3))
    with pytest.raises(StateError, match=words) as refused:
        sampling.ask(live, at(asked))
    assert refused.value.code == code


def test_in_the_sandbox_one_may_ask_as_often_as_one_likes(gateway: Settings) -> None:
    assert [sampling.ask(gateway, at(0)).tranx for _ in range(3)] == [100, 100, 100]


def test_used_up_calls_say_when_there_is_one_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    live = configuration.load()
    with open_database(settings.database_path) as db:
        for minute in range(-30, sampling.CALLS_A_DAY):
            samples.insert(db, "live", Sample(stamp(at(minute)()), 1, 2, 3))
    assert sampling.budget(live, at(600)).free_seconds == (1440 - 600) * 60
    assert sampling.budget(live, at(1440.5)).calls_left == 1


def test_short_times_between_samples_are_kept_in_the_sandbox_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_BALANCE_MINUTES", "5")
    assert sampling.usual_minutes(configuration.load()) == 5
    monkeypatch.setenv("JETMSG_MODE", "live")
    assert sampling.usual_minutes(configuration.load()) == 30, "else a morning takes 48 calls"
    monkeypatch.setenv("JETMSG_BALANCE_MINUTES", "90")
    assert sampling.usual_minutes(configuration.load()) == 90


def test_a_long_outage_is_tried_less_and_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    settings = configuration.load()
    tried = [
        minute for minute in range(120) if sampling.sample_if_due(settings, at(minute)) is not None
    ]
    assert tried == [0, 1, 3, 7, 15, 31, 61, 91]


def test_samples_of_the_sandbox_are_never_shown_as_live(
    gateway: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sampling.sample(gateway)
    monkeypatch.delenv("JETMSG_SANDBOX_URL")
    monkeypatch.setenv("JETMSG_MODE", "live")
    assert sampling.latest(configuration.load()) is None


def test_asking_again_at_once_says_how_long_to_wait(gateway: Settings) -> None:
    assert sampling.budget(gateway, at(0)).wait_seconds == 0
    sampling.sample(gateway, at(0))
    assert sampling.budget(gateway, at(0.01)).wait_seconds == pytest.approx(1.4)


def test_a_call_of_unknown_end_is_followed_by_one_reading(
    gateway: Settings, new_campaign: NewCampaign, be_worker: BeWorker
) -> None:
    _lose_a_call(gateway, new_campaign, be_worker, at(5))
    assert sampling.sample_if_due(gateway, at(5.005)) is None, "the last was a moment ago"
    assert sampling.sample_if_due(gateway, at(5.1)) is not None
    assert sampling.sample_if_due(gateway, at(5.2)) is None


def test_what_was_decided_about_needs_no_reading(
    gateway: Settings, new_campaign: NewCampaign, be_worker: BeWorker
) -> None:
    made = _lose_a_call(gateway, new_campaign, be_worker, at(5))
    decisions.assume_sent(gateway, made)
    assert sampling.sample_if_due(gateway, at(5.1)) is None


@pytest.mark.parametrize(("made_today", "is_read"), [(39, True), (40, False)])
def test_calls_of_unknown_end_leave_some_of_the_days_budget_to_others(
    made_today: int, is_read: bool, new_campaign: NewCampaign, be_worker: BeWorker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    read = BalanceVerdict(Outcome.ACCEPTED, pools={"tranx": 100, "promo": 200, "otp": 300})
    monkeypatch.setattr(sampling, "fetch_balance", lambda settings: read)
    live = configuration.load()
    _lose_a_call(live, partial(new_campaign, settings=live), be_worker, at(600))
    with open_database(live.database_path) as db:
        for minute in range(made_today - 1):
            samples.insert(db, "live", Sample(stamp(at(minute)()), 1, 2, 3))
    assert (sampling.sample_if_due(live, at(602)) is not None) == is_read


def _lose_a_call(settings: Settings, new_campaign: Any, be_worker: Any, when: Any) -> int:
    """A reading two seconds before one call is lost and one is left to be sent."""
    made: int = new_campaign(4, "Hello", chunk_size=2)
    control.start(settings, made, at(0))
    with open_database(settings.database_path) as db:
        be_worker(db)
        sampled = stamp(when() - timedelta(seconds=1.5))
        samples.insert(db, settings.mode, Sample(sampled, 100, 200, 300))
        chunks.claim(db, made, worker="w", limit=1, now=when())
        chunks.recover(db, now=when())
    assert sampling.sample_if_due(settings, lambda: when() - timedelta(seconds=0.5)) is None
    return made
