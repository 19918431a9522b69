"""Credits that do not cover the next call are seen before it is made; a top-up is noticed."""

from __future__ import annotations

import pytest
from fixtures import NewCampaign, ReadJournal, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.gateway.replies import BalanceVerdict, Outcome
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import Mode
from jetmsg_core.states import CampaignState, Hold, RecipientState
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database


def test_a_pool_that_is_all_but_empty_holds_before_any_call_is_made(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: ReadJournal
) -> None:
    start_gateway("--balance", "tranx=7,promo=0,otp=0")
    sampling.sample(configuration.load())
    made = new_campaign(100, "Hello", chunk_size=10)
    held: Status = send(made)
    assert held.campaign.held is Hold.SHORT
    assert held.campaign.held_detail.endswith("7 credits were left, and the next call takes 10.")
    assert held.recipients[RecipientState.QUEUED] == 100
    assert not read_journal()

    start_gateway()
    control.resume(configuration.load(), made)
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 100


def test_resuming_without_a_top_up_holds_again_and_calls_nobody(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: ReadJournal
) -> None:
    start_gateway("--balance", "tranx=7,promo=0,otp=0")
    sampling.sample(configuration.load())
    made = new_campaign(100, "Hello", chunk_size=10)
    send(made)
    control.resume(configuration.load(), made)
    held: Status = send(made)
    assert held.campaign.held is Hold.SHORT
    assert not read_journal()


def test_a_top_up_since_the_last_reading_is_noticed_before_anything_is_held(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: ReadJournal
) -> None:
    start_gateway()
    _read_before_a_top_up(tranx=7)
    done: Status = send(new_campaign(100, "Hello", chunk_size=10))
    assert done.campaign.state is CampaignState.FINISHED
    assert len(read_journal()) == 100


def test_the_other_pool_does_not_matter(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: ReadJournal
) -> None:
    start_gateway("--balance", "tranx=100,promo=0,otp=0")
    sampling.sample(configuration.load())
    done: Status = send(new_campaign(100, "Hello", chunk_size=10))
    assert done.campaign.state is CampaignState.FINISHED
    assert len(read_journal()) == 100


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.NOT_SENT])
def test_without_a_new_reading_the_gateway_decides(
    outcome: Outcome,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway("--balance", "tranx=45,promo=0,otp=0")
    _read_before_a_top_up(tranx=7)
    monkeypatch.setattr(sampling, "fetch_balance", lambda _: BalanceVerdict(outcome, "No."))
    held: Status = send(new_campaign(100, "Hello", chunk_size=10))
    assert held.campaign.held is Hold.CREDIT
    assert len(read_journal()) == held.recipients[RecipientState.SUBMITTED] == 40


def test_a_days_budget_that_is_used_up_does_not_keep_a_campaign_waiting(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway()
    _read_before_a_top_up(tranx=7)
    nothing_left = sampling.Budget(calls_left=0, wait_seconds=0.0)
    monkeypatch.setattr(sampling, "budget", lambda *_: nothing_left)
    done: Status = send(new_campaign(100, "Hello", chunk_size=10), 10)
    assert done.campaign.state is CampaignState.FINISHED
    assert len(read_journal()) == 100


def _read_before_a_top_up(tranx: int) -> None:
    settings = configuration.load()
    assert settings.mode is Mode.SANDBOX
    with open_database(settings.database_path) as db:
        samples.insert(db, "sandbox", Sample(stamp(utc_now()), tranx, 0, 0))
