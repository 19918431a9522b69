"""How many calls at the same time are found by themselves, against gateways that answer so many
well and are slower, or ask for a pause, beyond."""

from __future__ import annotations

import heapq
import json
import time
from collections.abc import Callable

import pytest
from examples import examples
from fixtures import NewCampaign
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.sending.found_slots import FIRST, FoundSlots
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Answer, Request
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.processes import calls_at_once
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database

MOST = 256
Answers = Callable[[int], float | None]
"""By how many calls are on their way, the seconds that one takes; None for a pause asked for."""


def run(slots: FoundSlots, answer: Answers, calls: int, available: int = MOST) -> list[int]:
    """Makes calls, as many at once as it says and no more than are `available`, and gives the
    number after each."""
    now, on_their_way, numbers = 0.0, [], []
    for _ in range(calls):
        while len(on_their_way) < min(slots.at_once, available):
            seconds = answer(len(on_their_way) + 1)
            comes_at = now + (0.2 if seconds is None else seconds)
            heapq.heappush(on_their_way, (comes_at, now, seconds is not None))
        now, left_at, is_well = heapq.heappop(on_their_way)
        if is_well:
            slots.answered(left_at, now - left_at, now)
        else:
            slots.slowed(left_at, now)
        numbers.append(slots.at_once)
    return numbers


def serving(desks: int, seconds: float = 0.2) -> Answers:
    """A gateway that works on so many at once; the others wait."""
    return lambda waiting: seconds * max(1.0, waiting / desks)


@pytest.mark.parametrize("seconds", [0.005, 0.2, 2.0])
def test_a_gateway_that_stays_quick_gets_all_that_is_allowed(seconds: float) -> None:
    slots = FoundSlots(MOST)
    assert slots.at_once == FIRST
    assert run(slots, lambda _: seconds, 3000)[-1] == MOST


@pytest.mark.parametrize("desks", [4, 16, 64, 150])
def test_it_stays_near_what_the_gateway_works_on_at_once(desks: int) -> None:
    last = run(FoundSlots(MOST), serving(desks), 20_000)[-2000:]
    assert desks * 0.8 <= sorted(last)[len(last) // 2] <= desks * 2.5


@pytest.mark.parametrize("limit", [5, 20, 100])
def test_it_stays_below_what_a_gateway_asks_a_pause_for(limit: int) -> None:
    numbers = run(FoundSlots(MOST), lambda waiting: None if waiting > limit else 0.2, 20_000)
    assert max(numbers[-2000:]) <= limit * 1.5 + 1
    assert sum(numbers[-2000:]) / 2000 >= limit / 2


def test_a_crowd_of_calls_that_fail_together_halves_it_once() -> None:
    slots = FoundSlots(MOST)
    run(slots, lambda _: 0.2, 3000)
    for _ in range(MOST):
        slots.slowed(left_at=10_000.0, now=10_001.0)
    assert slots.at_once == MOST // 2


def test_calls_too_few_to_fill_it_make_it_no_larger() -> None:
    assert set(run(FoundSlots(MOST), lambda _: 0.2, 500, available=2)) == {FIRST}


def test_a_gateway_that_became_slower_for_all_is_not_taken_for_a_full_one() -> None:
    slots = FoundSlots(MOST)
    run(slots, lambda _: 0.1, 3000)
    run(slots, lambda _: 0.5, 20_000)
    assert slots.at_once == MOST


@given(
    most=st.integers(1, MOST),
    ends=st.lists(
        st.tuples(st.booleans(), st.floats(0, 100), st.floats(0, 60)), min_size=1, max_size=200
    ),
)
@examples(100)
def test_whatever_comes_it_is_from_one_to_what_is_allowed(
    most: int, ends: list[tuple[bool, float, float]]
) -> None:
    slots, now = FoundSlots(most), 0.0
    for is_well, left_ago, elapsed in ends:
        now += elapsed
        before = slots.at_once
        if is_well:
            slots.answered(now - left_ago, elapsed, now)
        else:
            slots.slowed(now - left_ago, now)
            assert slots.at_once in (before, max(1, before // 2))
        assert 1 <= slots.at_once <= most


def test_a_sender_finds_the_number_and_halves_it_when_the_gateway_asks_for_a_pause(
    new_campaign: NewCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("JETMSG_SENDERS", "auto")
    settings = configuration.load()
    is_full = False

    def post(form: Request) -> Answer:
        if is_full:
            return Answer(429, "", elapsed=0.2, retry_after=0.0)
        entry = {"smsId": "1", "MobileNo": f"91{form.fields['MobileNo']}", "Status": "SUBMITTED"}
        return Answer(200, json.dumps({"success": True, "message": [entry]}), elapsed=0.2)

    made = new_campaign(400, "Hello", chunk_size=1)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="a", pid=1, url=None, now=utc_now())
        sender = Sender(settings, db, "a", ThreadPosters(32, lambda: post))
        take_turns(sender, lambda: (sender.found_slots or 0) > 2 * FIRST)
        at_once = sender.found_slots or 0
        processes.beat(db, "worker", holder="a", now=utc_now(), calls_at_once=at_once)
        assert calls_at_once(settings) == at_once
        is_full = True
        take_turns(sender, lambda: (sender.found_slots or 0) < at_once)
        assert sender.found_slots == at_once // 2
        while sender.busy:
            sender.turn(wait=0.02, claiming=False)
        sender.close()


def take_turns(sender: Sender, until: Callable[[], object]) -> None:
    deadline = time.monotonic() + 200
    while not until():
        assert time.monotonic() < deadline
        sender.turn(wait=0.02)
