"""Gateways that misbehave for a while, clocks that jump, credits that end: afterwards nobody has it
twice, everybody is in a named state, and resuming completes the rest."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crash_witness import assert_everything_was_submitted, assert_nobody_twice_and_nobody_lost
from fixtures import NewCampaign, ReadJournal, ReadLedger, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.gateway.posters.chosen import posters_of
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, ChunkState, Hold, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.database import connect

NOON = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)  # in India


def gateway_answer(form: Request) -> Answer:
    """As a gateway that takes everybody."""
    numbers = str(form.fields["MobileNo"]).split(",")
    entries = [{"smsId": f"7{n}", "MobileNo": f"91{n}", "Status": "SUBMITTED"} for n in numbers]
    return Answer(200, json.dumps({"success": True, "message": entries}), 0.01)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Sender]]:
    """A sender with a clock and, if wanted, a gateway of the test's own."""
    senders: list[Sender] = []

    def make(clock: Any = utc_now, post: Any = None) -> Sender:
        if post:
            monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
        settings = configuration.load()
        db = connect(settings.database_path)
        processes.announce(db, "worker", holder="a", pid=1, url=None, now=utc_now())
        posters = ThreadPosters(8, lambda: post) if post else posters_of(settings)
        sender = Sender(settings, db, "a", posters, clock=clock)
        senders.append(sender)
        return sender

    yield make
    for sender in senders:
        sender.close()
        sender.db.close()


def take_turns(sender: Sender, until: Callable[[], object], seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        if not sender.turn(wait=0.02):
            time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["redirect", "drip", "http500", "half", "html"])
def test_a_gateway_that_loses_its_answers_for_a_while_is_survived_and_the_rest_completed(
    fault: str,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`redirect` is a 302 to a login page, which answers 200 with HTML to whoever follows."""
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.6")
    monkeypatch.setenv("JETMSG_SENDERS", "2")
    start_gateway("--fault", f"{fault}=1")
    made = new_campaign(400, "Hello", chunk_size=5)
    held: Status = send(made)
    assert held.campaign.held is Hold.FAILURES
    assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    lost = held.recipients[RecipientState.UNKNOWN]
    assert 0 < lost <= 60
    assert held.recipients[RecipientState.QUEUED] == 400 - lost

    start_gateway()
    control.resume(configuration.load(), made)
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert done.recipients[RecipientState.SUBMITTED] == 400 - lost
    assert done.recipients[RecipientState.UNKNOWN] == lost

    # Only a person sends again, and then once.
    settled = decisions.send_again(configuration.load(), made)
    again: Status = send(made)
    assert settled.recipients == lost
    assert_nobody_twice_and_nobody_lost(settings, made, read_journal(), again=lost)
    assert_everything_was_submitted(again)


def test_ten_minutes_of_http_500_cost_a_handful_of_calls_however_often_a_person_resumes(
    turns: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    """The clock is the test's: it goes on by a minute at a time, and at each the person tries."""
    now = [NOON]
    sent: list[str] = []

    def post(form: Request) -> Answer:
        sent.append(str(form.fields["MobileNo"]))
        if now[0] < NOON + timedelta(minutes=10):
            return Answer(500, "Internal Server Error", 0.01)
        return gateway_answer(form)

    made = new_campaign(2_000, "Hello", chunk_size=10)
    control.start(settings, made, lambda: now[0])
    sender = turns(clock=lambda: now[0], post=post)
    first = None
    for _ in range(10):
        take_turns(sender, lambda: control.status(settings, made).campaign.held)
        first = first or len(sent)
        held = control.status(settings, made)
        assert held.campaign.held is Hold.FAILURES
        assert held.chunks[ChunkState.SENDING] == 0
        for _ in range(5):  # nothing spins while it is held
            sender.turn(wait=0)
        assert len(sent) == held.chunks[ChunkState.UNKNOWN]
        now[0] += timedelta(minutes=1)
        control.resume(settings, made, lambda: now[0])
    # After the first hold one call at a time finds out that it is no better.
    assert len(sent) - (first or 0) <= 9
    take_turns(sender, lambda: control.status(settings, made).is_over)
    done = control.status(settings, made)
    assert sum(done.recipients.values()) == 2_000
    assert done.recipients[RecipientState.UNKNOWN] == 10 * done.chunks[ChunkState.UNKNOWN]
    assert done.recipients[RecipientState.SUBMITTED] == 2_000 - 10 * done.chunks[ChunkState.UNKNOWN]
    numbers = [number for call in sent for number in call.split(",")]
    assert len(numbers) == len(set(numbers)) == 2_000


@pytest.mark.usefixtures("soon_tried_again")
def test_a_clock_set_back_by_a_day_in_the_middle_of_a_run_neither_stops_nor_repeats_anything(
    turns: Any,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "10", "--fault", "http429=0.1", "--seed", "3")
    now = [NOON]
    made = new_campaign(300, "Hello", chunk_size=5)
    control.start(settings, made, lambda: now[0])
    sender = turns(clock=lambda: now[0])
    take_turns(sender, lambda: control.status(settings, made).settled >= 60)
    now[0] -= timedelta(days=1)
    take_turns(sender, lambda: control.status(settings, made).is_over, 60)
    done = assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)


def test_credits_that_end_on_the_way_hold_the_rest_and_a_top_up_completes_it(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--balance", "tranx=333,promo=0,otp=0")
    made = new_campaign(1_000, "Hello", chunk_size=10)
    held: Status = send(made)
    assert held.campaign.state is CampaignState.RUNNING
    assert held.campaign.held is not None
    assert held.recipients[RecipientState.QUEUED] == 670
    assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    start_gateway()
    control.resume(configuration.load(), made)
    done: Status = send(made)
    assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    assert_everything_was_submitted(done)


def test_numbers_missing_from_replies_stay_failed_and_nobody_is_sent_to_again(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--fault", "missing=0.5", "--seed", "9")
    made = new_campaign(600, "Hello", chunk_size=10)
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    assert_nobody_twice_and_nobody_lost(settings, made, read_journal())
    counts = done.recipients
    assert 0 < counts[RecipientState.NOT_ACCEPTED] < 300
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.NOT_ACCEPTED] == 600


@pytest.mark.usefixtures("never_held")
@pytest.mark.parametrize("sms_id", [None, "", "two words", {"id": 1}], ids=str)
def test_a_reply_without_a_usable_sms_id_is_unknown_and_its_neighbours_calls_go_on(
    sms_id: object, turns: Any, new_campaign: NewCampaign, settings: Settings, ledger: ReadLedger
) -> None:
    calls: list[str] = []

    def post(form: Request) -> Answer | TransportFailure:
        calls.append(str(form.fields["MobileNo"]))
        answer = gateway_answer(form)
        if len(calls) > 1:
            return answer
        data = json.loads(answer.body)
        data["message"][1]["smsId"] = sms_id
        return Answer(200, json.dumps(data), 0.01)

    made = new_campaign(50, "Hello", chunk_size=10)
    control.start(settings, made)
    sender = turns(post=post)
    take_turns(sender, lambda: control.status(settings, made).is_over)
    counts = control.status(settings, made).recipients
    assert (counts[RecipientState.SUBMITTED], counts[RecipientState.UNKNOWN]) == (40, 10)
    assert len(calls) == 5


def test_retry_after_is_kept_to_the_second_and_the_call_goes_once(
    turns: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    times: list[float] = []
    lock = threading.Lock()

    def post(form: Request) -> Answer:
        with lock:
            times.append(time.monotonic())
            first = len(times) == 1
        return Answer(503, "", 0.01, retry_after=2) if first else gateway_answer(form)

    made = new_campaign(30, "Hello", chunk_size=30)
    control.start(settings, made)
    sender = turns(post=post)
    take_turns(sender, lambda: control.status(settings, made).campaign.held)
    held = control.status(settings, made).campaign
    assert held.held is Hold.PAUSE_ASKED
    assert held.retry_at is not None
    take_turns(sender, lambda: control.status(settings, made).is_over)
    assert len(times) == 2
    assert times[1] - times[0] >= 2.0
    assert control.status(settings, made).recipients[RecipientState.SUBMITTED] == 30
