"""What campaigns were said to cost against the fall of the balance: pure, then over a real run."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest
from fixtures import NewCampaign, Send, StartGateway
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core import settings as configuration
from jetmsg_core.balances import matching, sampling
from jetmsg_core.balances.reconciliation import ReconciliationVerdict, Spender, reconcile
from jetmsg_core.balances.reconciliation_text import explain
from jetmsg_core.balances.sample_series import Readings
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.primitives.times import parse


def readings(*pairs: tuple[int, int]) -> Readings:
    return Readings(
        np.array([at for at, _ in pairs], np.int64), np.array([c for _, c in pairs], np.int64)
    )


def spender(start: int, end: int | None, submitted: int, number: int = 1, **more: int) -> Spender:
    name = f"Campaign {number}"
    return Spender(number, name, "tranx", start, end, submitted, submitted, **more)


LOST = {"unknown_calls": 1, "unknown_people": 100, "unknown_parts": 100}


@pytest.mark.parametrize(
    ("campaign", "pool_readings", "verdict", "words"),
    [
        pytest.param(
            spender(10, 20, 50), readings((5, 500), (25, 450)), "matches", "Matches.", id="matches"
        ),
        pytest.param(
            spender(10, 20, 50, **LOST),
            readings((5, 500), (25, 450)),
            *("matches", "So 1 unknown call to 100 people most likely did not go out."),
            id="unknown, not taken",
        ),
        pytest.param(
            spender(10, 20, 50, **LOST),
            readings((5, 500), (25, 350)),
            *("more", "100 more than submitted: exactly the cost of 1 unknown call to 100 people"),
            id="unknown, taken",
        ),
        pytest.param(
            spender(10, 20, 50, **LOST),
            readings((5, 500), (25, 447)),
            *("more", "3 more than submitted: part of 1 unknown call to 100 people may have been"),
            id="unknown, in part",
        ),
        pytest.param(
            spender(10, 20, 50, **LOST),
            readings((5, 500), (25, 447)),
            *("more", "may have been taken, or somebody else used these credits."),
            id="unknown in part, or somebody else",
        ),
        pytest.param(
            spender(10, 20, 50, **LOST, repeated_parts=100),
            readings((5, 500), (25, 350)),
            *("more", "may have been taken, and calls that were sent again may have been taken"),
            id="exactly what two explanations would cost",
        ),
        pytest.param(
            spender(10, 20, 50, **LOST),
            readings((5, 500), (25, 300)),
            *("more", "and that explains at most 100: somebody else may use these credits."),
            id="more than unknown",
        ),
        pytest.param(
            spender(10, 20, 50),
            readings((5, 500), (25, 440)),
            *("more", "10 more than submitted: somebody else may use these credits"),
            id="more",
        ),
        pytest.param(
            spender(10, 20, 50, assumed_parts=30),
            readings((5, 500), (25, 480)),
            *(
                "fewer",
                "30 fewer than submitted: calls without a clear answer that were assumed sent",
            ),
            id="assumed sent",
        ),
        pytest.param(
            spender(10, 20, 50, repeated_parts=30),
            readings((5, 500), (25, 420)),
            *("more", "30 more than submitted: calls that were sent again may have been taken"),
            id="sent again",
        ),
        pytest.param(
            spender(10, 20, 50),
            readings((5, 500), (25, 480)),
            *("fewer", "30 fewer than submitted"),
            id="fewer",
        ),
        pytest.param(
            spender(10, 20, 50),
            readings((5, 500), (15, 1480), (25, 1450)),
            *("topped_up", "Topped up meanwhile. If 1,000 credits came in, everything matches."),
            id="topped up",
        ),
        pytest.param(
            spender(10, 20, 50),
            readings((5, 500), (15, 1470), (25, 1450)),
            *("topped_up", "If 1,000 credits came in, everything matches."),
            id="topped up, some of it used before the next reading",
        ),
        pytest.param(
            spender(10, 20, 50, **LOST),
            readings((5, 500), (15, 1430), (25, 1400)),
            *("topped_up", "If 950 to 1,050 credits came in, everything matches. It depends on"),
            id="topped up, unknown",
        ),
        pytest.param(
            spender(10, 20, 50, **LOST),
            readings((5, 500), (15, 520), (25, 335)),
            *("topped_up", "the balance lost at least 35 credits more than submitted, even if"),
            id="topped up, and used by others",
        ),
        pytest.param(
            spender(10, 20, 50),
            readings((5, 500), (15, 520), (25, 335)),
            *("topped_up", "by 20 or more. But the balance lost at least 135 credits more than"),
            id="a rise smaller than what others used",
        ),
        pytest.param(
            spender(10, 20, 50),
            readings((15, 480), (25, 450)),
            *("no_reading_before", "No reading before the start"),
            id="no reading before",
        ),
        pytest.param(
            spender(10, 20, 50),
            readings((5, 500), (15, 480)),
            *("no_reading_after", "No reading since the end yet."),
            id="no reading after",
        ),
        pytest.param(
            spender(10, None, 50), readings((5, 500), (15, 480)), "not_over", "Not over", id="runs"
        ),
        pytest.param(spender(10, 20, 50), readings(), "no_reading_before", "No", id="none at all"),
    ],
)
def test_a_difference_is_explained(
    campaign: Spender, pool_readings: Readings, verdict: str, words: str
) -> None:
    judged = reconcile([campaign], pool_readings)[campaign.id]
    assert judged.verdict == verdict
    assert words in explain(judged, campaign.id)


@given(
    st.lists(st.integers(0, 500), min_size=2, max_size=6), st.integers(0, 200), st.integers(0, 200)
)
def test_nobody_is_told_that_less_than_nothing_was_added(
    credits: list[int], submitted: int, unknown: int
) -> None:
    known_spender = spender(
        10, 20, submitted, unknown_calls=1, unknown_people=unknown, unknown_parts=unknown
    )
    moments = [5, *range(11, 9 + len(credits)), 25]
    judged = reconcile([known_spender], readings(*zip(moments, credits, strict=True)))[1]
    words = explain(judged, 1)
    assert not re.search(r"-\d", words)
    if judged.verdict is ReconciliationVerdict.TOPPED_UP and "everything matches" in words:
        assert judged.risen is not None
        least = int(re.findall(r"If ([\d,]+)", words)[0].replace(",", ""))
        assert least >= judged.risen > 0


def test_campaigns_between_the_same_readings_are_reconciled_together() -> None:
    both = [spender(10, 20, 50), spender(22, 24, 30, 2)]
    by_id = reconcile(both, readings((5, 500), (25, 420)))
    assert by_id[1].verdict is ReconciliationVerdict.MATCHES
    assert by_id[1].fallen == 80
    assert "Together with “Campaign 2”, sent at the same time: matches." in explain(by_id[1], 1)
    assert "Campaign 1" in explain(by_id[2], 2)


def test_a_reading_between_two_campaigns_tells_them_apart() -> None:
    both = [spender(10, 20, 50), spender(22, 24, 30, 2)]
    by_id = reconcile(both, readings((5, 500), (21, 450), (25, 420)))
    assert [reconciled.fallen for reconciled in by_id.values()] == [50, 30]
    assert explain(by_id[1], 1) == "Matches."


def test_one_that_still_runs_keeps_those_beside_it_waiting() -> None:
    both = [spender(10, 20, 50), spender(15, None, 30, 2)]
    by_id = reconcile(both, readings((5, 500), (25, 420)))
    assert explain(by_id[1], 1).startswith("Waits for the end of “Campaign 2”: it was sent at")
    assert explain(by_id[2], 2) == "Not over yet."


@st.composite
def honest_gateway(draw: st.DrawFn) -> tuple[list[Spender], Readings, int]:
    """Campaigns that cost what they submitted, at some moment of their time, a part at a time;
    samples at any moments."""
    spenders, spent = [], []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        start, length = draw(st.integers(10, 1000)), draw(st.integers(0, 200))
        moments = draw(st.lists(st.integers(start, start + length), max_size=8))
        spenders.append(spender(start, start + length + 1, len(moments), number))
        spent += moments
    moments = sorted(draw(st.sets(st.integers(0, 1300), min_size=0, max_size=30)))
    credits = [10_000 - sum(moment < at for moment in spent) for at in moments]
    return spenders, readings(*zip(moments, credits, strict=True)), len(spent)


@given(honest_gateway())
def test_an_honest_gateway_always_matches_where_anything_can_be_told(
    world: tuple[list[Spender], Readings, int],
) -> None:
    spenders, read, _ = world
    judged = reconcile(spenders, read)
    assert judged.keys() == {spender.id for spender in spenders}
    verdicts = {
        ReconciliationVerdict.MATCHES,
        ReconciliationVerdict.NO_READING_BEFORE,
        ReconciliationVerdict.NO_READING_AFTER,
    }
    assert {reconciled.verdict for reconciled in judged.values()} <= verdicts
    for reconciled in judged.values():
        if reconciled.verdict is ReconciliationVerdict.MATCHES:
            assert reconciled.fallen == reconciled.submitted


def test_a_campaign_in_the_sandbox_matches_its_fall(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7")
    settings = configuration.load()
    made = new_campaign(5)
    assert matching.reconciled_campaign(settings, made) is None, "not started"
    sampling.sample(settings)
    send(made)
    reconciled = matching.reconciled_campaign(settings, made)
    assert reconciled is not None
    assert reconciled.verdict is ReconciliationVerdict.MATCHES
    assert reconciled.fallen == reconciled.submitted == 5


def test_a_call_that_was_taken_without_an_answer_is_seen_in_the_balance(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.5")
    start_gateway("--balance", "tranx=1000,promo=50,otp=7", "--fault", "drop=1")
    settings = configuration.load()
    made = new_campaign(3, "Hello")
    sampling.sample(settings)
    send(made)
    sampling.sample(settings)
    reconciled = matching.reconciled_campaign(settings, made)
    assert reconciled is not None
    assert reconciled.verdict is ReconciliationVerdict.MORE
    assert reconciled.difference == 3
    assert "exactly the cost of 1 unknown call to 3 people" in explain(reconciled, made)
    decisions.assume_sent(settings, made)
    settled = matching.reconciled_campaign(settings, made)
    assert settled is not None
    assert settled.verdict is ReconciliationVerdict.MATCHES
    assert settled.together[0].assumed_parts == 3


def test_whoever_ran_beside_it_is_found_though_it_began_before_the_range(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7")
    settings = configuration.load()
    sampling.sample(settings)
    first, second = new_campaign(300, "Hello", chunk_size=1), new_campaign(20)
    control.start(settings, first)
    time.sleep(0.01)
    started = parse(control.start(settings, second).campaign.started_at or "")
    send(first)
    ((spender, reconciled),) = matching.reconciled(settings, started, 10)
    assert spender.id == second
    assert {sharer.id for sharer in reconciled.together} == {first, second}
    assert reconciled.verdict is ReconciliationVerdict.MATCHES
    assert reconciled == matching.reconciled_campaign(settings, first)


def test_campaigns_before_and_after_are_left_alone(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=1000,promo=50,otp=7")
    settings = configuration.load()
    sampling.sample(settings)
    made = [new_campaign(count, "Hello") for count in (3, 4, 5)]
    for campaign_id in made:
        send(campaign_id)
    reconciled = matching.reconciled_campaign(settings, made[1])
    assert reconciled is not None
    assert [sharer.id for sharer in reconciled.together] == [made[1]]
    assert reconciled.fallen == 4
