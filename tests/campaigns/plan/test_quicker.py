"""What is said of a campaign that takes longer than an hour."""

from __future__ import annotations

import pytest

from jetmsg_core.campaigns.plan.quicker import QuickerWay, quicker_way


@pytest.mark.parametrize(
    ("calls", "senders", "rate", "way"),
    [
        pytest.param(200_000, 8, None, 16, id="twice as many are enough"),
        pytest.param(1_000_000, 8, None, 64, id="the fewest that make it an hour"),
        pytest.param(100_000_000, 8, None, 1024, id="not even the most make it an hour"),
        pytest.param(100_000, 16, None, None, id="half an hour"),
        pytest.param(1_000_000, 8, 100, 32, id="as many as a limit a second lets leave"),
        pytest.param(1_000_000, 8, 41, None, id="a limit a second that is nearly reached"),
        pytest.param(10**9, 1024, None, None, id="there are no more"),
    ],
)
def test_the_fewest_calls_at_once_that_end_it_within_the_hour_are_named(
    calls: int, senders: int, rate: float | None, way: int | None
) -> None:
    quicker = quicker_way(calls, senders=senders, call_seconds=0.2, rate=rate)
    assert (quicker.senders if quicker else None) == way


def test_it_says_how_long_it_takes_then() -> None:
    quicker = quicker_way(1_000_000, senders=8, call_seconds=0.2, rate=None)
    assert isinstance(quicker, QuickerWay)
    assert quicker.seconds == pytest.approx(1_000_000 * 0.2 / 64, rel=0.01)
