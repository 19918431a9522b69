"""A campaign begins with one call, and again after every failure: a gateway that is down or says
nonsense costs few people. Calls are counted, and its list of calls and the journal are witness."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, Send, StartGateway
from read_back import read_recipients

from jetmsg_core import optouts
from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.campaigns.sending.slow_start import rounds
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel, ChunkState, Hold, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database

SENDERS = 16
LIMIT = 5


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param("drop=1", id="it takes them and closes"),
        pytest.param("http500=1", id="an error page"),
        pytest.param("html=1", id="a web page"),
        pytest.param("hang=1", id="it never answers"),
        pytest.param("half=1", id="half a reply"),
    ],
)
@pytest.mark.parametrize("senders", ["1", "8", "32"])
def test_a_gateway_that_is_down_costs_one_call_a_time_until_a_call_came_back_well(
    fault: str,
    senders: str,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    read_journal: ReadJournal,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each time is that of a new worker, after a person resumed."""
    start_gateway("--fault", fault)
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.4")
    monkeypatch.setenv("JETMSG_SENDERS", senders)
    made = new_campaign(100, "Hello", chunk_size=10)
    for times in (1, 2):
        held: Status = send(made)
        assert held.campaign.held is Hold.FAILURES
        assert held.campaign.held_detail
        assert held.chunks[ChunkState.UNKNOWN] == times
        assert held.recipients[RecipientState.QUEUED] == 100 - 10 * times
        assert len(read_journal()) <= 10 * times
        control.resume(settings, made)
    assert set(Counter(entry["number"] for entry in read_journal()).values()) <= {1}


@pytest.mark.parametrize("channel", list(Channel))
def test_the_largest_limit_never_holds_by_failures_in_a_row(
    channel: Channel,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: Any,
) -> None:
    start_gateway("--fault", "http500=1")
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "1000")
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "1000")
    done: Status = send(new_campaign(12, "Hello", channel=channel, chunk_size=1))
    assert done.campaign.state is CampaignState.FINISHED
    assert done.recipients[RecipientState.UNKNOWN] == 12


class Gateway:
    """Answers a call when the test says so, and how."""

    def __init__(self) -> None:
        self.calls = 0
        self.waiting: Counter[str] = Counter()
        self.to_answer: Counter[str] = Counter()
        self._answers: dict[
            str, queue.SimpleQueue[Callable[[Request], Answer | TransportFailure]]
        ] = {text: queue.SimpleQueue() for text in ("Hello", "Other")}
        self._lock = threading.Lock()

    def __call__(self, form: Request) -> Answer | TransportFailure:
        text = str(form.fields["Message"])
        with self._lock:
            self.calls += 1
            self.waiting[text] += 1
        answer = self._answers[text].get(timeout=200)
        with self._lock:
            self.waiting[text] -= 1
            self.to_answer[text] -= 1
        return answer(form)

    def answer(
        self, *answers: Callable[[Request], Answer | TransportFailure], text: str = "Hello"
    ) -> None:
        with self._lock:
            self.to_answer[text] += len(answers)
        for answer in answers:
            self._answers[text].put(answer)

    def is_quiet(self, text: str, waiting: int) -> bool:
        with self._lock:
            return not self.to_answer[text] and self.waiting[text] == waiting


def takes(form: Request) -> Answer:
    numbers = str(form.fields["MobileNo"]).split(",")
    entries = [{"smsId": f"7{n}", "MobileNo": f"91{n}", "Status": "SUBMITTED"} for n in numbers]
    return Answer(200, json.dumps({"success": True, "message": entries}), 0.01)


def loses(_: Request) -> TransportFailure:
    return TransportFailure(True, "Lost.", 0.01)


def refuses(_: Request) -> Answer:
    return Answer(200, '{"success": false, "message": "No"}', 0.01)


def refuses_its_number(form: Request) -> Answer:
    body = {"success": False, "message": f"Invalid Mobile Number {form.fields['MobileNo']}"}
    return Answer(200, json.dumps(body), 0.01)


def asks_for_a_pause(_: Request) -> Answer:
    """So long that no hold ends by itself here."""
    return Answer(503, "", 0.01, retry_after=3600)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def sender(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    """More senders than a campaign may use at first."""
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("JETMSG_SENDERS", str(SENDERS))
    settings = configuration.load()
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="a", pid=1, url=None, now=utc_now())
        new_sender = Sender(settings, db, "a", ThreadPosters(settings.senders, lambda: gateway))
        yield new_sender
        while new_sender.busy:  # or their threads would wait on
            for text, waiting in list(gateway.waiting.items()):
                gateway.answer(*[takes] * (waiting - gateway.to_answer[text]), text=text)
            new_sender.turn(wait=0.02, claiming=False)
        new_sender.close()


def settle(sender: Sender, gateway: Gateway, waiting: int, text: str = "Hello") -> None:
    """Turns until all answers were given and so many calls wait for theirs; no others leave."""
    deadline = time.monotonic() + 200
    while not gateway.is_quiet(text, waiting) or len(in_flight(sender)) != gateway.waiting.total():
        assert time.monotonic() < deadline, f"{gateway.waiting[text]} calls, not {waiting}"
        sender.turn(wait=0.01)
    for _ in range(5):
        sender.turn(wait=0.01)
        assert gateway.waiting[text] == waiting


def in_flight(sender: Sender) -> dict[Any, Any]:
    """Those whose outcome is not recorded yet, too."""
    return sender._calls.in_flight


@pytest.fixture
def going(
    sender: Sender, gateway: Gateway, new_campaign: NewCampaign, settings: Settings
) -> Callable[..., int]:
    """A running campaign of one person a call, all of whose senders are busy."""

    def go(text: str = "Hello", *, at_full_speed: bool = True) -> int:
        made: int = new_campaign(200, text, chunk_size=1)
        control.start(settings, made)
        settle(sender, gateway, 1, text)
        if at_full_speed:
            gateway.answer(takes, text=text)
            settle(sender, gateway, 4, text)
            gateway.answer(*[takes] * 4, text=text)
            settle(sender, gateway, SENDERS, text)
        return made

    return go


def test_a_campaign_begins_with_one_call_and_every_round_is_four_times_the_last(
    going: Any, sender: Sender, gateway: Gateway
) -> None:
    going(at_full_speed=False)
    for now, then in ((1, 4), (4, 16), (16, 16)):
        gateway.answer(*[takes] * now)
        settle(sender, gateway, then)


def test_each_call_that_comes_back_well_lets_more_leave_without_waiting_for_its_round(
    going: Any, sender: Sender, gateway: Gateway
) -> None:
    going(at_full_speed=False)
    gateway.answer(takes)
    settle(sender, gateway, 4)
    gateway.answer(takes)
    settle(sender, gateway, 7)


def test_a_gateway_that_goes_down_on_the_way_costs_the_calls_in_flight(
    going: Any, sender: Sender, gateway: Gateway, settings: Settings
) -> None:
    made = going()
    before = gateway.calls
    gateway.answer(*[loses] * SENDERS)
    settle(sender, gateway, 0)
    held = control.status(settings, made)
    assert held.campaign.held is Hold.FAILURES
    assert held.chunks[ChunkState.UNKNOWN] == SENDERS
    assert gateway.calls == before


def test_after_a_failure_one_call_tries_alone_though_those_that_left_before_came_back_well(
    going: Any, sender: Sender, gateway: Gateway
) -> None:
    going()
    gateway.answer(loses)
    settle(sender, gateway, SENDERS - 1)
    gateway.answer(*[takes] * (SENDERS - 2))
    settle(sender, gateway, 1)
    gateway.answer(takes)
    settle(sender, gateway, 1)  # the first that left since
    gateway.answer(takes)
    settle(sender, gateway, 4)


def test_a_refusal_is_an_answer_and_slows_nobody_down(
    going: Any, sender: Sender, gateway: Gateway
) -> None:
    going()
    gateway.answer(refuses)
    settle(sender, gateway, SENDERS)


def test_calls_are_counted_one_by_one_and_one_that_went_well_begins_anew(
    going: Any, sender: Sender, gateway: Gateway, settings: Settings
) -> None:
    made = going()
    gateway.answer(*[loses] * (LIMIT - 1), takes, *[loses] * (LIMIT - 1))
    settle(sender, gateway, SENDERS - 2 * LIMIT + 1)
    status = control.status(settings, made)
    lost = status.chunks[ChunkState.UNKNOWN]
    assert (status.campaign.held, lost) == (None, 2 * LIMIT - 2)


@pytest.mark.parametrize(
    "last", [pytest.param(loses, id="lost"), pytest.param(asks_for_a_pause, id="asked for a pause")]
)
def test_after_a_hold_it_begins_slowly_again(
    last: Callable[[Request], Answer | TransportFailure],
    going: Any,
    sender: Sender,
    gateway: Gateway,
    settings: Settings,
) -> None:
    made = going()
    gateway.answer(*[last] * LIMIT)
    settle(sender, gateway, SENDERS - LIMIT)
    assert control.status(settings, made).campaign.held is not None
    gateway.answer(*[takes] * (SENDERS - LIMIT))
    settle(sender, gateway, 0)
    control.resume(settings, made)
    settle(sender, gateway, 1)
    gateway.answer(takes)
    settle(sender, gateway, 4)


def test_after_a_pause_it_begins_slowly_again(
    going: Any, sender: Sender, gateway: Gateway, settings: Settings
) -> None:
    made = going()
    control.pause(settings, made)
    gateway.answer(takes)
    settle(sender, gateway, SENDERS - 1)
    look(sender, made, running=False)
    control.resume(settings, made)
    look(sender, made, running=True)
    gateway.answer(*[takes] * (SENDERS - 1))
    settle(sender, gateway, 1)
    gateway.answer(takes)
    settle(sender, gateway, 4)


def look(sender: Sender, made: int, *, running: bool) -> None:
    """Until the sender has seen it."""
    deadline = time.monotonic() + 200
    while (made in {campaign.id for campaign in sender._claiming.known_running}) is not running:
        assert time.monotonic() < deadline
        sender.turn(wait=0.01)


def test_campaigns_that_run_together_begin_slowly_each_by_itself(
    going: Any, sender: Sender, gateway: Gateway, settings: Settings
) -> None:
    first = going(at_full_speed=False)
    gateway.answer(takes)
    settle(sender, gateway, 4)
    other = going("Other", at_full_speed=False)
    assert gateway.waiting["Hello"] == 4
    gateway.answer(takes, text="Other")
    settle(sender, gateway, 4, "Other")
    gateway.answer(loses, takes, takes, takes, text="Other")
    settle(sender, gateway, 1, "Other")
    gateway.answer(takes)
    settle(sender, gateway, 7)
    assert gateway.waiting["Other"] == 1
    assert control.status(settings, first).chunks[ChunkState.UNKNOWN] == 0
    assert control.status(settings, other).chunks[ChunkState.UNKNOWN] == 1


def test_whatsapp_begins_slowly_too(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    read_journal: ReadJournal,
    monkeypatch: Any,
) -> None:
    start_gateway("--fault", "drop=1")
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "1000")
    held: Status = send(new_campaign(30, "Hello", channel=Channel.WHATSAPP, chunk_size=1))
    assert held.campaign.held is Hold.FAILURES
    assert held.recipients[RecipientState.UNKNOWN] == len(read_journal()) == 1


def test_what_left_before_a_hold_neither_closes_nor_opens_it_again(
    going: Any, sender: Sender, gateway: Gateway, settings: Settings
) -> None:
    made = going()
    gateway.answer(*[loses] * LIMIT)
    settle(sender, gateway, SENDERS - LIMIT)
    control.resume(settings, made)
    gateway.answer(loses, takes)
    settle(sender, gateway, SENDERS - LIMIT - 2)
    assert control.status(settings, made).campaign.held is None
    gateway.answer(*[takes] * (SENDERS - LIMIT - 2))
    settle(sender, gateway, 1)
    gateway.answer(loses)  # the first that left since
    settle(sender, gateway, 0)
    held = control.status(settings, made)
    assert held.campaign.held is Hold.FAILURES
    assert held.chunks[ChunkState.UNKNOWN] == LIMIT + 2


def test_a_refusal_at_the_beginning_is_an_answer_and_holds_nothing(
    going: Any, sender: Sender, gateway: Gateway, settings: Settings
) -> None:
    made = going(at_full_speed=False)
    gateway.answer(refuses)
    settle(sender, gateway, 1)
    assert control.status(settings, made).campaign.held is None
    gateway.answer(loses)
    settle(sender, gateway, 0)
    assert control.status(settings, made).campaign.held is Hold.FAILURES


def test_a_refusal_of_a_number_proves_the_gateway_as_well_as_a_yes(
    sender: Sender, gateway: Gateway, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(20, "Hello", chunk_size=1)
    control.start(settings, made)
    settle(sender, gateway, 1)
    gateway.answer(refuses_its_number)
    settle(sender, gateway, 4)
    gateway.answer(loses)
    settle(sender, gateway, 3)
    assert control.status(settings, made).campaign.held is None


def came(
    moment: float, answer: Callable[[Request], Answer | TransportFailure]
) -> Callable[..., Any]:
    """As one that was complete so many seconds after another, whenever it is told."""
    return lambda form: replace(answer(form), came=moment)


def test_a_row_is_one_in_the_order_in_which_the_answers_came(
    going: Any, sender: Sender, gateway: Gateway, settings: Settings
) -> None:
    """A no is looked at for a while, and good answers overtake it: all good ones are told first."""
    made = going()
    begun = time.monotonic()
    good = [came(begun + index, takes) for index in range(1, 6)]
    lost = [came(begun + position + 0.5, refuses) for position in range(1, 6)]
    gateway.answer(*good)
    settle(sender, gateway, SENDERS)
    gateway.answer(*lost)
    settle(sender, gateway, SENDERS)
    status = control.status(settings, made)
    assert (status.campaign.held, status.chunks[ChunkState.REFUSED]) == (None, LIMIT)
    gateway.answer(*[came(begun + 0.5, refuses)] * LIMIT)  # all before the first good one
    deadline = time.monotonic() + 200
    while control.status(settings, made).campaign.held is not Hold.FAILURES:
        assert time.monotonic() < deadline
        sender.turn(wait=0.01)


def test_chunks_that_opted_out_as_a_whole_take_no_place_and_no_wait(
    sender: Sender, gateway: Gateway, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(200, "Hello", chunk_size=1)
    out = [row["number"] for row in read_recipients(settings, made, limit=200)][:150]
    optouts.add(settings, [f"+{number}" for number in out], source="test")
    control.start(settings, made)
    turns = 0
    while not in_flight(sender):
        assert sender.turn(wait=0), "it would wait though there is more to do"
        turns += 1
    assert turns <= 8
    assert len(in_flight(sender)) == 1
    settle(sender, gateway, 1)
    status = control.status(settings, made).recipients
    assert (status[RecipientState.CANCELLED], status[RecipientState.SENDING]) == (150, 1)


def test_a_window_is_filled_although_many_in_between_opted_out(
    sender: Sender, gateway: Gateway, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(60, "Hello", chunk_size=1)
    people = [row["number"] for row in read_recipients(settings, made, limit=60)]
    out = [f"+{number}" for index, number in enumerate(people) if index % 3]
    optouts.add(settings, out, source="test")
    control.start(settings, made)
    settle(sender, gateway, 1)
    gateway.answer(takes)
    while not sender.posters._back.qsize():
        time.sleep(0.001)
    sender.turn(wait=0)
    assert len(in_flight(sender)) == 4


@pytest.mark.parametrize("calls", [1, 2, 5, 6, 13, 14, 40])
@pytest.mark.parametrize("senders", [1, 2, 8, 32])
def test_the_estimate_counts_the_rounds_a_campaign_takes(calls: int, senders: int) -> None:
    left, at_once, counted = calls, 1, 0
    while left > 0:
        left -= min(at_once, senders)
        at_once = min(senders, 4 * at_once)
        counted += 1
    assert rounds(calls, senders) == counted


def test_everybody_is_sent_to_once_all_the_same(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, read_journal: ReadJournal
) -> None:
    start_gateway("--fault", "http429=0.2", "--seed", "2")
    done: Status = send(new_campaign(200, "Hello", chunk_size=10))
    assert done.campaign.state is CampaignState.FINISHED
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 200
