"""Rate, back-off and promotional hours, with clocks passed in."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.campaigns.pacing import RateLimit, back_off, promotional_opening
from jetmsg_core.times import IST


@given(
    st.floats(0.2, 50),
    st.lists(st.tuples(st.floats(0, 0.7), st.integers(0, 12)), min_size=1, max_size=60),
)
def test_no_window_ever_holds_more_calls_than_the_rate(
    rate: float, looks: list[tuple[float, int]]
) -> None:
    limit, now, left = RateLimit(rate), 0.0, list[float]()
    for pause, wanted in looks:
        now += pause
        calls = limit.allowed(wanted, now)
        assert 0 <= calls <= wanted
        limit.left(calls, now)
        left += [now] * calls
    most, window = max(1, int(rate)), max(1, int(rate)) / rate
    for start in left:
        assert sum(start <= at < start + window - 1e-9 for at in left) <= most


def test_a_rate_is_used_up_and_comes_back_a_second_later() -> None:
    limit = RateLimit(5)
    limit.left(limit.allowed(9, 0.0), 0.0)
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
