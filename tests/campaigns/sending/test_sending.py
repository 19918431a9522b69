"""Sending through the real ledger to the real sandbox; its journal is the witness."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures import NewCampaign, Send, StartGatedGateway, StartGateway
from gated_gateway import Gate

from jetmsg_core import settings as configuration
from jetmsg_core import worker
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.configuration import changing
from jetmsg_core.configuration import load as current_settings
from jetmsg_core.errors import StateError
from jetmsg_core.gateway.posters.chosen import posters_of
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, ChunkState, Hold, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.database import connect, open_database

Ledger = Callable[[int], list[dict[str, Any]]]
Journal = Callable[[], list[dict[str, Any]]]

NIGHT = datetime(2026, 5, 1, 20, 0, tzinfo=UTC)  # 01:30 IST
MORNING = datetime(2026, 5, 2, 4, 30, tzinfo=UTC)  # 10:00 IST


def test_every_recipient_is_submitted_once_with_the_gateways_own_id(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    ledger: Ledger,
    read_journal: Journal,
) -> None:
    start_gateway()
    made = new_campaign(1_000)
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    assert done.recipients[RecipientState.SUBMITTED] == 1_000
    journal = {(e["number"], e["text"], e["parts"], str(e["smsId"])) for e in read_journal()}
    assert len(read_journal()) == 1_000
    assert {(str(r["number"]), r["text"], r["parts"], r["sms_id"]) for r in ledger(made)} == journal


def test_a_call_never_holds_more_than_the_chunk_and_one_text(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: Journal
) -> None:
    start_gateway()
    send(new_campaign(300, chunk_size=40))
    calls = Counter(entry["call_number"] for entry in read_journal())
    texts: dict[int, set[str]] = {}
    for entry in read_journal():
        texts.setdefault(entry["call_number"], set()).add(entry["text"])
    assert max(calls.values()) == 40
    assert all(len(numbers) == 1 for numbers in texts.values())


def test_numbers_missing_from_a_reply_are_not_accepted_and_their_neighbours_keep_their_ids(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    ledger: Ledger,
    read_journal: Journal,
) -> None:
    start_gateway("--fault", "missing=1", "--seed", "5")
    made = new_campaign(200, "Hello", chunk_size=20)
    done: Status = send(made)
    journal = {entry["number"]: str(entry["smsId"]) for entry in read_journal()}
    assert 0 < len(journal) < 200
    assert done.recipients[RecipientState.NOT_ACCEPTED] == 200 - len(journal)
    for row in ledger(made):
        assert row["sms_id"] == journal.get(str(row["number"]))
        assert row["state"] == ("submitted" if str(row["number"]) in journal else "not_accepted")


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param("hang=1", id="the gateway takes it and never answers"),
        pytest.param("drop=1", id="the gateway takes it and closes"),
        pytest.param("reset=1", id="the connection is reset"),
        pytest.param("half=1", id="half a JSON"),
        pytest.param("http500=1", id="an error page"),
        pytest.param("html=1", id="a web page with status 200"),
        pytest.param("redirect=1", id="another address"),
        pytest.param("drip=1", id="a byte a second"),
    ],
)
def test_what_we_cannot_know_is_unknown_and_never_sent_again(
    fault: str,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    read_journal: Journal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway("--fault", fault)
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.5")
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "1000")
    made = new_campaign(30, "Hello", chunk_size=10)
    done: Status = send(made)
    assert done.recipients[RecipientState.UNKNOWN] == 30
    assert done.campaign.state is CampaignState.FINISHED
    assert done.chunks[ChunkState.UNKNOWN] == 3
    assert max(Counter(entry["number"] for entry in read_journal()).values(), default=1) == 1


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        pytest.param("sender=1", Hold.SENDER, id="sender refused"),
        pytest.param("credit=1", Hold.CREDIT, id="no credit"),
        pytest.param("key=1", Hold.KEY, id="key refused"),
    ],
)
def test_a_refusal_that_would_meet_every_call_puts_the_chunk_back_and_holds(
    fault: str,
    why: Hold,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    read_journal: Journal,
) -> None:
    start_gateway("--fault", fault)
    made = new_campaign(100, "Hello", chunk_size=10)
    held: Status = send(made)
    assert held.campaign.held is why
    assert held.campaign.held_detail
    assert held.recipients[RecipientState.QUEUED] == 100
    assert not read_journal()

    start_gateway()
    control.resume(configuration.load(), made)
    done: Status = send(made)
    assert done.recipients[RecipientState.SUBMITTED] == 100
    assert len({entry["number"] for entry in read_journal()}) == len(read_journal()) == 100


def test_credits_that_end_on_the_way_hold_the_rest_and_lose_nobody(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: Journal
) -> None:
    start_gateway("--balance", "tranx=45,promo=0,otp=0")
    held: Status = send(new_campaign(100, "Hello", chunk_size=10))
    assert held.campaign.held in (Hold.CREDIT, Hold.SHORT), "refused, or seen before"
    assert held.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 40
    assert held.recipients[RecipientState.QUEUED] == 60


def test_a_gateway_that_is_down_is_tried_again_by_itself_and_nothing_is_lost(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: Journal
) -> None:
    start_gateway("--fault", "refuse=0.2", "--seed", "1")
    done: Status = send(new_campaign(200, "Hello", chunk_size=10))
    counts = done.recipients
    # A call that had just left when the port closed is unknown: nothing proves that it did not.
    assert counts[RecipientState.SUBMITTED] + counts[RecipientState.UNKNOWN] == 200
    assert counts[RecipientState.SUBMITTED] == len({e["number"] for e in read_journal()}) >= 150


def test_a_pause_asked_for_by_the_gateway_is_kept_and_the_call_repeated(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: Journal
) -> None:
    start_gateway("--fault", "http429=0.3", "--seed", "2")
    done: Status = send(new_campaign(60, "Hello", chunk_size=10))
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 60


def test_failures_in_a_row_hold_the_campaign_instead_of_losing_it_all(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway("--fault", "http500=1")
    monkeypatch.setenv("JETMSG_SENDERS", "2")
    held: Status = send(new_campaign(1_000, "Hello", chunk_size=10))
    assert held.campaign.held is Hold.FAILURES
    assert held.chunks[ChunkState.UNKNOWN] <= 10
    assert held.recipients[RecipientState.QUEUED] >= 900


def test_pausing_stops_new_calls_and_resuming_sends_the_rest_once(
    start_gated_gateway: StartGatedGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: Journal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = start_gated_gateway(passing=10)
    monkeypatch.setenv("JETMSG_SENDERS", "2")
    made = new_campaign(400, "Hello", chunk_size=4)
    with ThreadPoolExecutor(1) as person:
        doing = person.submit(_do_while_calls_wait, gate, 12, lambda: control.pause(settings, made))
        paused: Status = send(made)
        doing.result()
    assert paused.campaign.state is CampaignState.PAUSED
    assert paused.recipients[RecipientState.SUBMITTED] == 12 * 4
    assert paused.recipients[RecipientState.SENDING] == 0
    control.resume(settings, made)
    done: Status = send(made)
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 400


def test_stopping_cancels_what_is_queued_and_keeps_what_was_sent(
    start_gated_gateway: StartGatedGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: Journal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = start_gated_gateway(passing=10)
    monkeypatch.setenv("JETMSG_SENDERS", "2")
    made = new_campaign(1_000, "Hello", chunk_size=2)
    with ThreadPoolExecutor(1) as person:
        doing = person.submit(_do_while_calls_wait, gate, 12, lambda: control.stop(settings, made))
        stopped: Status = send(made)
        doing.result()
    counts = stopped.recipients
    assert stopped.campaign.state is CampaignState.STOPPED
    assert counts[RecipientState.SUBMITTED] == len(read_journal()) == 12 * 2
    assert counts[RecipientState.CANCELLED] == 1_000 - 12 * 2


def _do_while_calls_wait(gate: Gate, count: int, act: Callable[[], object]) -> None:
    """Acts once that many calls arrived, of which the last wait, and only then lets them pass."""
    gate.wait_for_calls(count)
    try:
        act()
    finally:
        gate.open()


def test_two_campaigns_share_the_senders(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    read_journal: Journal,
) -> None:
    start_gateway("--latency-ms", "5")
    first, second = new_campaign(200, "First", chunk_size=2), new_campaign(100, "Second")
    control.start(settings, second)
    send(first)
    texts = [entry["text"] for entry in read_journal()]
    assert Counter(texts) == {"First": 200, "Second": 100}
    assert texts.index("Second") < 100


def test_the_rate_is_never_exceeded_in_any_second(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By when calls were let go: a busy machine may bunch them on their way to the gateway."""
    start_gateway()
    monkeypatch.setenv("JETMSG_RATE", "10")
    send(new_campaign(25, "Hello", chunk_size=1))
    with open_database(settings.database_path) as db:
        left = db.conn.execute("select sending_at from chunks order by sending_at").fetchall()
    times = [datetime.fromisoformat(at).timestamp() for (at,) in left]
    assert len(times) == 25
    within = [sum(start <= at < start + 0.95 for at in times) for start in times]
    assert max(within) <= 10


def test_promotional_messages_wait_for_the_morning_and_go_then(
    turns: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    start_gateway: StartGateway,
    read_journal: Journal,
) -> None:
    start_gateway()
    made = new_campaign(10, "Sale", route=2)
    control.start(settings, made)
    now = [NIGHT]
    settings = configuration.load()
    turns(3, settings, clock=lambda: now[0])
    held = control.status(settings, made).campaign
    assert held.held is Hold.HOURS
    assert datetime.fromisoformat(held.retry_at or "") == MORNING
    assert not read_journal()
    now[0] = MORNING
    turns(5, settings)
    assert len(read_journal()) == 10


def test_a_campaign_keeps_the_hours_it_was_made_with_whatever_the_settings_say_later(
    turns: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    start_gateway: StartGateway,
    read_journal: Journal,
) -> None:
    start_gateway()
    before = new_campaign(3, "Sale", route=2)
    changing.change(settings, {"JETMSG_PROMO_STOPS": "19:00"}, by="Asha")
    settings = current_settings()
    after = new_campaign(4, "Sale", settings=settings, route=2)
    for made in (before, after):
        control.start(settings, made)
    turns(5, settings, clock=lambda: MORNING.replace(hour=14))  # 19:30 in India
    assert len(read_journal()) == 3
    assert control.status(settings, before).is_over
    assert control.status(settings, after).campaign.held is Hold.HOURS


def test_promotional_hours_that_end_on_the_way_hold_the_next_call_and_the_rest_goes_next_morning(
    turns: Any,
    new_campaign: NewCampaign,
    start_gateway: StartGateway,
    settings: Settings,
    read_journal: Journal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway()
    monkeypatch.setenv("JETMSG_SENDERS", "1")
    made = new_campaign(20, "Sale", route=2, chunk_size=2)
    control.start(settings, made)
    now = [MORNING.replace(hour=15, minute=14)]  # 20:44 in India
    settings = configuration.load()
    turns(5, settings, clock=lambda: now[0])
    now[0] += timedelta(minutes=1)
    turns(3, settings)
    held = control.status(settings, made)
    sent = len(read_journal())
    assert held.campaign.held is Hold.HOURS
    assert 0 < sent < 20
    assert held.recipients[RecipientState.QUEUED] == 20 - sent
    assert datetime.fromisoformat(held.campaign.retry_at or "") == MORNING + timedelta(days=1)
    now[0] = MORNING + timedelta(days=1)
    turns(15, settings)
    assert control.status(settings, made).is_over
    assert Counter(Counter(entry["number"] for entry in read_journal()).values()) == {1: 20}


@pytest.mark.parametrize(
    ("rate", "percent", "held"),
    [
        pytest.param("0.5", "20", True, id="more than the ratio"),
        pytest.param("0.1", "60", False, id="less"),
    ],
)
def test_a_share_of_failures_among_the_last_calls_holds_though_never_many_are_in_a_row(
    rate: str,
    percent: str,
    held: bool,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway("--fault", f"http500={rate}", "--seed", "4")
    for name, value in (("SENDERS", "2"), ("FAILURES_IN_A_ROW", "1000")):
        monkeypatch.setenv(f"JETMSG_{name}", value)
    monkeypatch.setenv("JETMSG_FAILURE_PERCENT", percent)
    done: Status = send(new_campaign(200, "Hello", chunk_size=1))
    counts = done.recipients
    assert sum(counts.values()) == 200
    if held:
        assert done.campaign.held is Hold.FAILURES
        assert 20 < counts[RecipientState.UNKNOWN] <= 24
        assert counts[RecipientState.QUEUED] > 100
    else:
        assert done.is_over
        assert 5 < counts[RecipientState.UNKNOWN] < 50


def test_live_mode_without_a_key_holds_and_makes_no_call(
    turns: Any, new_campaign: NewCampaign, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    monkeypatch.setenv("JETMSG_MODE", "live")
    made = new_campaign(10, settings=configuration.load())
    control.start(configuration.load(), made)
    monkeypatch.delenv("JETMSG_AUTH_KEY")
    turns(3, configuration.load())
    held = control.status(settings, made).campaign
    assert held.held is Hold.SETTINGS
    assert "JETMSG_AUTH_KEY" in held.held_detail


def test_what_was_tried_in_the_sandbox_never_goes_out_because_the_mode_was_changed(
    turns: Any,
    new_campaign: NewCampaign,
    settings: Settings,
    start_gateway: StartGateway,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway()
    made = new_campaign(10)
    control.start(settings, made)
    sent: list[Request] = []

    def note(form: Request) -> Answer:
        sent.append(form)
        return Answer(200, "{}", 0.01)

    monkeypatch.delenv("JETMSG_SANDBOX_URL")
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    live = configuration.load()
    turns(5, live, post=note)
    assert not sent
    control.pause(live, made)
    with pytest.raises(StateError, match="made in sandbox mode"):
        control.resume(live, made)


def test_a_worker_that_was_replaced_claims_nothing_and_records_nothing(
    turns: Any, new_campaign: NewCampaign, settings: Settings, start_gateway: StartGateway
) -> None:
    start_gateway()
    made = new_campaign(10, "Hello", chunk_size=5)
    control.start(settings, made)
    settings = configuration.load()
    turns(0, settings)
    with_other = connect(settings.database_path)
    processes.announce(with_other, "worker", holder="b", pid=1, url=None, now=utc_now())
    with_other.close()
    turns(3, settings)
    assert control.status(settings, made).recipients[RecipientState.QUEUED] == 10


def test_an_answer_in_no_known_form_is_unknown_and_its_text_is_kept_masked(
    turns: Any, new_campaign: NewCampaign, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key-1234")
    made = new_campaign(2, "Hello")
    control.start(settings, made)
    body = json.dumps({"echo": "key not-a-real-key-1234 and aaaaaa-bbbbbb-cccccc-dddddd-eeeeee"})
    turns(5, configuration.load(), post=lambda form: Answer(200, body, 0.01))
    (call,) = decisions.needs(settings, made)
    assert "echo" in call.reply
    assert "1234" not in call.reply
    assert "bbbbbb" not in call.reply


def test_a_gateway_that_quotes_the_key_it_refuses_does_not_bring_it_into_the_ledger(
    turns: Any, new_campaign: NewCampaign, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key-1234")
    made = new_campaign(2, "Hello")
    control.start(settings, made)
    body = json.dumps({"success": False, "error": "AuthKey not-a-real-key-1234 is wrong"})
    turns(5, configuration.load(), post=lambda form: Answer(200, body, 0.01))
    held = control.status(settings, made).campaign
    assert held.held is Hold.KEY
    assert held.held_detail == "AuthKey ••• is wrong"


def test_an_error_of_our_own_before_the_call_left_is_not_sent(
    turns: Any, new_campaign: NewCampaign, settings: Settings
) -> None:
    """No sandbox is running, so not even the address is known."""
    made = new_campaign(2, "Hello")
    control.start(settings, made)
    turns(3, settings)
    status = control.status(settings, made)
    assert status.recipients[RecipientState.QUEUED] == 2
    assert status.campaign.held is Hold.UNREACHABLE


def test_a_call_that_outlives_every_timeout_is_given_up_as_unknown(
    turns: Any, new_campaign: NewCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.1")
    monkeypatch.setattr("jetmsg_core.campaigns.sending.call_pool.GRACE_SECONDS", 0.2)
    settings = configuration.load()
    made = new_campaign(2, "Hello")
    control.start(settings, made)
    answer = threading.Event()

    def stuck(form: Request) -> Answer | TransportFailure:
        answer.wait(30)
        return Answer(200, '{"success": true, "message": []}', 1.0)

    turns(10, settings, post=stuck)
    assert control.status(settings, made).recipients[RecipientState.UNKNOWN] == 2
    answer.set()
    turns(3, settings)
    assert control.status(settings, made).recipients[RecipientState.UNKNOWN] == 2


def test_only_one_worker_runs_at_a_time(settings: Settings) -> None:
    with worker.worker_lock(settings), pytest.raises(Exception, match="Another worker"):
        worker.run(settings, threading.Event())


@pytest.fixture
def turns() -> Iterator[Callable[..., None]]:
    """Lets a sender take some turns; the same settings give the same sender."""
    senders: dict[int, Sender] = {}

    def take(count: int, settings: Settings, clock: Any = utc_now, post: Any = None) -> None:
        if id(settings) not in senders:
            db = connect(settings.database_path)
            processes.announce(db, "worker", holder="a", pid=1, url=None, now=utc_now())
            posters = ThreadPosters(8, lambda: post) if post else posters_of(settings)
            senders[id(settings)] = Sender(settings, db, "a", posters, clock=clock)
        for _ in range(count):
            senders[id(settings)].turn(wait=0.1)

    yield take
    for sender in senders.values():
        sender.close()
        sender.db.close()
