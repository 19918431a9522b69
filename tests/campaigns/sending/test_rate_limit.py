"""Rate, back-off and promotional hours, with clocks passed in."""

from __future__ import annotations

import json
import math
import random
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from fixtures import NewCampaign
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.sending.rate_limit import RateLimit, back_off, promotional_opening
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.primitives.times import IST, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import Hold, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database

RATES = st.one_of(st.integers(1, 60).map(float), st.floats(1, 60), st.floats(0.2, 1))
LOOKS = st.lists(st.tuples(st.floats(0, 0.7), st.integers(0, 90)), min_size=1, max_size=60)
HAIR = 1e-6
"""Sums of floating seconds are this near to what they stand for."""


def times_left(rate: float, looks: list[tuple[float, int]]) -> list[float]:
    """When calls left: after each pause as many as are wanted and allowed."""
    limit, now, left = RateLimit(rate), 0.0, list[float]()
    for pause, wanted in looks:
        now += pause
        calls = limit.allowed(wanted, now)
        assert 0 <= calls <= wanted
        limit.record_sent(calls, now)
        left += [now] * calls
    return left


def most_within(left: list[float], seconds: float) -> int:
    """Of any window of so many seconds. The fullest begins with a call."""
    ends = [bisect_left(left, start + seconds - HAIR) for start in left]
    return max((end - bisect_left(left, left[i]) for i, end in enumerate(ends)), default=0)


@given(RATES, LOOKS)
def test_no_second_ever_holds_more_calls_than_the_rate(
    rate: float, looks: list[tuple[float, int]]
) -> None:
    assert most_within(times_left(rate, looks), 1.0) <= math.ceil(rate)


@given(RATES, LOOKS, st.integers(1, 6))
def test_no_window_of_tens_of_seconds_holds_more_than_the_rate_allows_in_it(
    rate: float, looks: list[tuple[float, int]], tens: int
) -> None:
    """Below one a second the first call may come at the window's very beginning."""
    spare = 0 if rate >= 1 else 1
    assert most_within(times_left(rate, looks), 10.0 * tens) <= 10 * tens * rate + spare + HAIR


@given(RATES)
def test_who_always_has_more_to_send_gets_all_of_the_rate(rate: float) -> None:
    """Asked every hundredth of a second for half a minute; each look may come that much late."""
    left = times_left(rate, [(0.01, 100)] * 3_000)
    whole = int(rate * 10) / 10 if rate >= 1 else rate
    assert most_within(left, 10.0) <= 10 * rate + (rate < 1)
    assert len(left) >= 30 * whole * 0.97 - 1


@given(RATES, st.floats(0, 5), st.integers(1, 90))
def test_a_call_is_held_back_only_by_calls_that_left(rate: float, at: float, wanted: int) -> None:
    """Fresh, or long idle, the limit lets a full second's calls go at once."""
    limit = RateLimit(rate)
    assert limit.allowed(wanted, at) == min(wanted, math.ceil(rate))
    limit.record_sent(min(wanted, math.ceil(rate)), at)
    assert limit.allowed(wanted, at + 10.1) == min(wanted, math.ceil(rate))


def test_a_rate_is_used_up_and_comes_back_a_second_later() -> None:
    limit = RateLimit(5)
    limit.record_sent(limit.allowed(9, 0.0), 0.0)
    assert limit.allowed(9, 0.5) == 0
    assert limit.allowed(9, 1.0) == 5


def test_no_rate_allows_everything() -> None:
    assert RateLimit(None).allowed(64, 0.0) == 64


def test_back_off_doubles_has_jitter_and_ends_at_a_minute() -> None:
    assert [back_off(n, lambda: 0.0).total_seconds() for n in (1, 2, 3, 7, 50)] == [1, 2, 4, 60, 60]
    assert back_off(3, lambda: 1.0) == timedelta(seconds=6)
    assert 4 <= back_off(3, random.Random(1).random).total_seconds() <= 6


@pytest.mark.parametrize(
    ("local", "opens"),
    [
        pytest.param("2026-05-01 09:59", "2026-05-01 10:00", id="a minute early"),
        pytest.param("2026-05-01 10:00", None, id="on the hour"),
        pytest.param("2026-05-01 20:44", None, id="the last minute"),
        pytest.param("2026-05-01 20:45", "2026-05-02 10:00", id="too late to be delivered today"),
        pytest.param("2026-05-01 23:59", "2026-05-02 10:00", id="night"),
        pytest.param("2026-05-02 00:00", "2026-05-02 10:00", id="after midnight"),
        pytest.param("2026-12-31 22:00", "2027-01-01 10:00", id="the last night of the year"),
    ],
)
def test_promotional_messages_leave_between_ten_and_a_quarter_to_nine(
    local: str, opens: str | None
) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=IST)
    expected = datetime.fromisoformat(opens).replace(tzinfo=IST) if opens else None
    assert promotional_opening(now) == expected


class Gateway:
    """Answers each call as `answer` says, once it is let go."""

    def __init__(self) -> None:
        self.calls = 0
        self.answer: Callable[[Request], Answer | TransportFailure] = _busy
        self.lets_go = threading.Event()
        self.lets_go.set()

    def __call__(self, form: Request) -> Answer | TransportFailure:
        self.calls += 1
        answer = self.answer
        self.lets_go.wait(20)
        return answer(form)


def _busy(_: Request) -> Answer:
    return Answer(503, "", 0.01, retry_after=0)


def _takes(form: Request) -> Answer:
    numbers = str(form.fields["MobileNo"]).split(",")
    entries = [{"smsId": f"7{n}", "MobileNo": f"91{n}", "Status": "SUBMITTED"} for n in numbers]
    return Answer(200, json.dumps({"success": True, "message": entries}), 0.01)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def sender(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    """Eight senders to a gateway of the test's own."""
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("JETMSG_SENDERS", "8")
    settings = configuration.load()
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="a", pid=1, url=None, now=utc_now())
        new_sender = Sender(settings, db, "a", ThreadPosters(settings.senders, lambda: gateway))
        yield new_sender
        new_sender.close()


def take_turns(sender: Sender, until: Callable[[], object]) -> None:
    deadline = time.monotonic() + 200
    while not until():
        assert time.monotonic() < deadline
        sender.turn(wait=0.02)


def test_after_a_pause_one_call_tries_and_the_others_follow_once_it_came_back_well(
    sender: Sender, gateway: Gateway, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(200, "Hello", chunk_size=5)
    control.start(settings, made)
    take_turns(sender, lambda: control.status(settings, made).campaign.held and not sender.busy)
    assert control.status(settings, made).campaign.held is Hold.PAUSE_ASKED
    before = gateway.calls
    assert before == 1, "a campaign begins slowly"

    gateway.lets_go.clear()
    gateway.answer = _takes
    take_turns(sender, lambda: gateway.calls > before)
    for _ in range(10):
        sender.turn(wait=0.02)
    assert gateway.calls == before + 1, "one tries it out"
    gateway.lets_go.set()
    take_turns(sender, lambda: control.status(settings, made).is_over)
    done = control.status(settings, made)
    assert done.recipients[RecipientState.SUBMITTED] == 200
    assert gateway.calls == before + 40, "each call that was not sent went once more"


def test_a_trial_that_fails_is_followed_by_a_longer_pause_and_one_call_again(
    sender: Sender, gateway: Gateway, new_campaign: NewCampaign, settings: Settings
) -> None:
    """A gateway that is down for long is asked less and less often, and nobody is lost."""
    made = new_campaign(200, "Hello", chunk_size=5)
    control.start(settings, made)
    lengths, calls = [], []
    for _ in range(3):
        calls_before = gateway.calls
        take_turns(
            sender,
            lambda calls_before=calls_before: gateway.calls > calls_before and not sender.busy,
        )
        held = control.status(settings, made).campaign
        assert held.held is Hold.PAUSE_ASKED
        assert held.retry_at is not None
        lengths.append((datetime.fromisoformat(held.retry_at) - utc_now()).total_seconds())
        calls.append(gateway.calls - calls_before)
    assert calls[1:] == [1, 1]
    for least, length in zip((1, 2, 4), lengths, strict=True):
        assert length <= least * 1.5  # a busy machine looks late, never early
    assert control.status(settings, made).recipients[RecipientState.QUEUED] == 200
