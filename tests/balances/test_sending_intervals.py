"""Campaigns as the intervals in which they sent, against readings that take a while."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.balances.reconciliation import ReconciliationVerdict, Spender, reconcile
from jetmsg_core.balances.reconciliation_text import explain
from jetmsg_core.balances.sample_series import Readings
from jetmsg_core.balances.sending_intervals import OPEN, sending_intervals
from jetmsg_core.states import CampaignState
from jetmsg_core.store.readings.call_times import CallTimes

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
READING = 5 * SECOND

Call = tuple[int, int, int]
"""Sent, ended, parts."""


def campaign(
    number: int,
    *calls: Call,
    state: CampaignState = CampaignState.FINISHED,
    held: bool = False,
    repeated: int = 0,
) -> list[Spender]:
    whole = Spender(
        number,
        f"Campaign {number}",
        "tranx",
        started=min(sent for sent, _, _ in calls) - READING,
        ended=max(ended for _, ended, _ in calls) if state is CampaignState.FINISHED else None,
        predicted=sum(parts for _, _, parts in calls),
        submitted=sum(parts for _, _, parts in calls),
        repeated_parts=repeated,
        state=state,
        is_held=held,
    )
    return sending_intervals(whole, times_of(*calls), reading=READING)


def times_of(*calls: Call) -> CallTimes:
    nothing = np.zeros(len(calls), np.int64)
    sent, ended, submitted = np.array(calls, np.int64).T
    return CallTimes(sent, ended, submitted, nothing, nothing, nothing, nothing)


def readings(*pairs: tuple[int, int]) -> Readings:
    at, credits = zip(*pairs, strict=True)
    return Readings(np.array(at, np.int64), np.array(credits, np.int64))


def test_calls_less_than_a_minute_apart_are_one_interval() -> None:
    first, second = campaign(
        1, (HOUR, HOUR + 9, 2), (HOUR + 59 * SECOND, HOUR + MINUTE, 3), (2 * HOUR, 2 * HOUR + 9, 4)
    )
    assert (first.ended, first.submitted) == (HOUR + MINUTE, 5)
    assert (second.started, second.submitted) == (2 * HOUR - READING, 4)


def test_whoever_sent_while_another_rested_is_told_apart_before_and_after_it_went_on() -> None:
    """One sends at 1 and at 5 o'clock, the other at 3."""
    balance = readings((0, 1000), (2 * HOUR, 900), (4 * HOUR, 870), (6 * HOUR, 820))
    early, late = (HOUR, HOUR + MINUTE, 100), (5 * HOUR, 5 * HOUR + MINUTE, 50)
    beside = campaign(2, (3 * HOUR, 3 * HOUR + MINUTE, 30))
    resting = reconcile([*campaign(1, early, state=CampaignState.PAUSED), *beside], balance)
    assert explain(resting[1], 1) == "So far: matches."
    for rest in (campaign(1, early, late, state=CampaignState.RUNNING), campaign(1, early, late)):
        judged = reconcile([*rest, *beside], balance)
        assert explain(judged[2], 2) == explain(resting[2], 2) == "Matches."
    assert judged[1].fallen == 150
    assert judged[1].verdict is ReconciliationVerdict.MATCHES


def test_what_is_missing_in_one_of_two_intervals_is_said_once_for_both() -> None:
    balance = readings((0, 1000), (2 * HOUR, 893), (6 * HOUR, 843))
    resting = campaign(1, (HOUR, HOUR + 9, 100), (5 * HOUR, 5 * HOUR + 9, 50))
    judged = reconcile(resting, balance)[1]
    assert (judged.fallen, judged.difference, judged.submitted) == (157, 7, 150)
    assert [spender.id for spender in judged.together] == [1]


def test_one_interval_without_a_reading_leaves_the_whole_untold() -> None:
    balance = readings((0, 1000), (2 * HOUR, 900))
    resting = campaign(1, (HOUR, HOUR + 9, 100), (5 * HOUR, 5 * HOUR + 9, 50))
    assert reconcile(resting, balance)[1].verdict is ReconciliationVerdict.NO_READING_AFTER


def test_a_call_on_its_way_keeps_those_beside_it_waiting_and_says_why() -> None:
    balance = readings((0, 1000), (2 * HOUR, 900))
    waits = campaign(1, (HOUR, OPEN, 0), state=CampaignState.PAUSED)
    judged = reconcile([*waits, *campaign(2, (HOUR, HOUR + 9, 100))], balance)
    assert explain(judged[2], 2) == (
        "Waits for the end of “Campaign 1”, which is paused: it was sent at the same time."
    )
    assert explain(judged[1], 1) == "Not over yet."


def test_calls_that_were_made_twice_leave_a_campaign_whole() -> None:
    """When they were made the first time is not kept, so any reading in between may show it."""
    calls = ((HOUR, HOUR + 9, 2), (9 * HOUR, 9 * HOUR + 9, 3))
    (over,) = campaign(1, *calls, repeated=3)
    assert (over.started, over.ended) == (HOUR - READING, 9 * HOUR + 9)
    (rests,) = campaign(1, *calls, repeated=3, state=CampaignState.RUNNING, held=True)
    assert rests.ended is None


@st.composite
def honest_gateway(draw: st.DrawFn) -> tuple[list[Spender], Readings]:
    """Campaigns that are over or rest, whose calls cost what they submitted at some moment of
    their time; readings that show the pool at some moment of theirs."""
    pieces, spent = [], []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        calls = []
        for _ in range(draw(st.integers(1, 6))):
            sent = draw(st.integers(10 * SECOND, 30 * MINUTE))
            ended = sent + draw(st.integers(1, 90 * SECOND))
            parts = draw(st.integers(0, 9))
            calls.append((sent, ended, parts))
            spent.append((draw(st.integers(sent, ended - 1)), parts))
        pieces += campaign(
            number,
            *calls,
            state=draw(st.sampled_from([CampaignState.FINISHED, CampaignState.PAUSED])),
        )
    moments = sorted(draw(st.sets(st.integers(0, 35 * MINUTE), min_size=1, max_size=30)))
    # One is asked for after the other, so none shows an earlier moment than the one before.
    read_at = accumulate((at + draw(st.integers(0, READING - 1)) for at in moments), max)
    credits = [10_000 - sum(parts for at, parts in spent if at < moment) for moment in read_at]
    return pieces, readings(*zip(moments, credits, strict=True))


@given(honest_gateway())
def test_an_honest_gateway_matches_interval_by_interval(
    world: tuple[list[Spender], Readings],
) -> None:
    pieces, read = world
    judged = reconcile(pieces, read)
    assert judged.keys() == {piece.id for piece in pieces}
    verdicts = {
        ReconciliationVerdict.MATCHES,
        ReconciliationVerdict.NO_READING_BEFORE,
        ReconciliationVerdict.NO_READING_AFTER,
    }
    assert {reconciled.verdict for reconciled in judged.values()} <= verdicts
    for reconciled in judged.values():
        if reconciled.verdict is ReconciliationVerdict.MATCHES:
            assert reconciled.fallen == reconciled.submitted
