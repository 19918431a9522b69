"""Reconciliation over real runs in the sandbox: campaigns that rest, overlap, are stopped on the
way; one-time codes, top-ups and other users of the account beside them."""

from __future__ import annotations

import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, Send, StartGateway, WorkUntil

from jetmsg_core import settings as configuration
from jetmsg_core.balances import matching, sampling
from jetmsg_core.balances.reconciliation import Reconciled, ReconciliationVerdict
from jetmsg_core.balances.reconciliation_text import explain
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.gateway.client import OtpOptions
from jetmsg_core.otp import console
from jetmsg_core.otp.orders import Api, OtpOrder
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from jetmsg_core.store.balances.samples import Sample

SLOW = ("--latency-ms", "60")


def judged(campaign_id: int) -> Reconciled:
    reconciled = matching.reconciled_campaign(configuration.load(), campaign_id)
    assert reconciled is not None
    return reconciled


def read() -> Sample:
    return sampling.sample(configuration.load())


def words(campaign_id: int) -> str:
    return explain(judged(campaign_id), campaign_id)


def is_quiet(settings: Settings, *campaigns: int) -> bool:
    counts = [control.status(settings, campaign_id).recipients for campaign_id in campaigns]
    return not any(count[RecipientState.SENDING] for count in counts)


def somebody_else_sends(url: str, messages: int) -> None:
    fields = {
        "AuthKey": "any",
        "SenderId": "OTHERS",
        "MobileNo": ",".join(str(9_800_000_000 + number) for number in range(messages)),
        "Message": "Hello",
        "route": "1",
        "type": "text",
    }
    form = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(f"{url}/api/v1/sendsms.php", form, timeout=120) as reply:
        assert b'"success": true' in reply.read().replace(b'":true', b'": true')


@pytest.fixture
def send_some(
    settings: Settings, read_journal: ReadJournal, work_until: WorkUntil
) -> Callable[..., None]:
    """Starts campaigns and lets the worker go on until so many messages were taken; the campaigns
    are paused then, and nothing is on its way."""

    def send(*campaigns: int, messages: int) -> None:
        for campaign_id in campaigns:
            control.start(settings, campaign_id)

        def enough() -> bool:
            if len(read_journal()) < messages:
                return False
            for campaign_id in campaigns:
                control.pause(settings, campaign_id)
            return is_quiet(settings, *campaigns)

        work_until(enough, campaigns[0])

    return send


def test_one_that_is_held_before_its_first_call_keeps_nobody_waiting(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=100,promo=50,otp=7")
    read()
    held = new_campaign(150, "Hello", chunk_size=150)
    status = send(held)
    assert status.campaign.held is not None
    assert words(held) == "Nothing was sent yet."
    beside = new_campaign(5)
    send(beside)
    assert words(beside) == "Matches."
    assert judged(beside).fallen == 5
    control.stop(configuration.load(), held)
    assert words(held) == "Nothing was sent, so nothing was used."


def test_one_that_rests_after_sending_some_keeps_nobody_waiting(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    send_some: Any,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7", *SLOW)
    read()
    rests = new_campaign(300, "Hello", chunk_size=1)
    send_some(rests, messages=10)
    sent = len(read_journal())
    read()
    beside = new_campaign(5)
    send(beside)
    assert words(beside) == "Matches."
    assert judged(beside).fallen == 5
    assert words(rests) == "So far: matches."
    assert judged(rests).fallen == sent


def test_calls_that_end_after_a_campaign_was_stopped_are_counted(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    read_journal: ReadJournal,
    work_until: WorkUntil,
    settings: Settings,
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7", "--latency-ms", "700")
    read()
    made = new_campaign(200, "Hello", chunk_size=5)
    control.start(settings, made)

    def stopped_on_the_way() -> bool:
        if is_quiet(settings, made):
            return control.status(settings, made).is_over
        control.stop(settings, made)
        read()
        return False

    work_until(stopped_on_the_way, made)
    read()
    assert len(read_journal()) > 0
    assert words(made) == "Matches."
    assert judged(made).fallen == len(read_journal())


def test_codes_and_a_top_up_beside_two_campaigns_are_told_as_far_as_they_can_be(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    send_some: Any,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=70", *SLOW)
    read()
    both = [new_campaign(60, "Hello", chunk_size=1), new_campaign(70, "Hello", chunk_size=1)]
    send_some(*both, messages=20)
    for last in range(3):
        order = OtpOrder(Api.V3, f"987654321{last}", options=OtpOptions(template_id="1007"))
        assert console.send(configuration.load(), order).success
    before = read()
    assert before.otp == 67, "codes have credits of their own"
    assert before.tranx is not None
    start_gateway("--balance", f"tranx={before.tranx + 500},promo=50,otp=67", *SLOW)
    for campaign_id in both:
        control.resume(configuration.load(), campaign_id)
    for campaign_id in both:
        send(campaign_id)
    read()
    for campaign_id in both:
        assert judged(campaign_id).verdict is ReconciliationVerdict.TOPPED_UP
        assert {spender.id for spender in judged(campaign_id).together} == set(both)
        assert "If 500 credits came in, everything matches." in words(campaign_id)


def test_what_others_send_with_the_same_account_is_seen_and_not_explained_away(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, send_some: Any
) -> None:
    sandbox = start_gateway("--balance", "tranx=1000,promo=50,otp=7", *SLOW)
    read()
    both = [new_campaign(60, "Hello", chunk_size=1), new_campaign(70, "Hello", chunk_size=1)]
    send_some(*both, messages=20)
    somebody_else_sends(sandbox.url, 13)
    for campaign_id in both:
        control.resume(configuration.load(), campaign_id)
    for campaign_id in both:
        send(campaign_id)
    read()
    for campaign_id in both:
        assert judged(campaign_id).difference == 13
        assert "13 more than submitted: somebody else may use these credits" in words(campaign_id)


def test_after_a_top_up_what_others_sent_cannot_be_known_and_that_is_said(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, send_some: Any
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7", *SLOW)
    read()
    made = new_campaign(40, "Hello", chunk_size=1)
    send_some(made, messages=10)
    before = read()
    assert before.tranx is not None
    topped_up = start_gateway("--balance", f"tranx={before.tranx + 500},promo=50,otp=7", *SLOW)
    read()
    somebody_else_sends(topped_up.url, 13)
    control.resume(configuration.load(), made)
    send(made)
    time.sleep(0.01)
    read()
    assert "by 500 or more. But the balance lost at least 13 credits more than" in words(made)


def test_a_clock_that_was_set_back_during_a_campaign_breaks_nothing(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7")
    read()
    made, beside = new_campaign(5), new_campaign(3)
    settings = configuration.load()
    control.start(settings, made, lambda: utc_now() + timedelta(hours=1))
    send(made)
    send(beside)
    read()
    assert judged(made).verdict is ReconciliationVerdict.NO_READING_AFTER
    assert {spender.id for spender, _ in matching.reconciled(settings, utc_now(), 10)} == {made}
    since = utc_now() - timedelta(hours=1)
    assert {campaign.id for campaign, _ in matching.reconciled(settings, since, 10)} == {
        made,
        beside,
    }
