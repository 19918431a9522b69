"""What readings say about use and top-ups, and how long credits last. Pure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.balances.forecast import DAY, FEWEST_DAYS, burn, forecast, top_ups
from jetmsg_core.balances.sample_series import Readings, SampleSeries
from jetmsg_core.states import CREDIT_POOLS

HOUR = DAY // 24


def readings(*credits: int, every: int = HOUR) -> Readings:
    at = np.arange(len(credits), dtype=np.int64) * every
    return Readings(at, np.array(credits, np.int64))


@st.composite
def any_readings(draw: st.DrawFn) -> Readings:
    steps = draw(st.lists(st.integers(1, 3 * DAY), min_size=0, max_size=60))
    at = np.cumsum([0, *steps]).astype(np.int64)
    credits = draw(st.lists(st.integers(0, 10**9), min_size=len(at), max_size=len(at)))
    return Readings(at, np.array(credits, np.int64))


@given(any_readings())
def test_falls_and_top_ups_together_are_the_whole_change(pool_readings: Readings) -> None:
    used = burn(pool_readings).credits
    added = sum(change.amount for change in top_ups(pool_readings))
    assert pool_readings.credits[0] + added - used == pytest.approx(
        pool_readings.credits[-1], abs=1e-3
    )


@given(any_readings(), st.data())
def test_use_in_two_halves_is_the_use_of_the_whole(
    pool_readings: Readings, data: st.DataObject
) -> None:
    last = int(pool_readings.at[-1])
    middle = data.draw(st.integers(0, last))
    halves = [burn(pool_readings, 0, middle), burn(pool_readings, middle, last)]
    whole = burn(pool_readings, 0, last)
    assert sum(half.credits for half in halves) == pytest.approx(whole.credits, abs=1e-3)
    assert sum(half.time for half in halves) == pytest.approx(whole.time)


@given(any_readings())
def test_the_days_left_lie_in_their_band_and_nothing_is_negative(pool_readings: Readings) -> None:
    forecasted = forecast(pool_readings)
    if forecasted.days_left is None:
        assert forecasted.days_low is None
        assert forecasted.days_high is None
        return
    assert forecasted.burn_per_day is not None
    assert forecasted.burn_per_day > 0
    assert forecasted.days_left >= 0
    if forecasted.days_low is not None:
        assert forecasted.days_seen >= FEWEST_DAYS
        assert 0 <= forecasted.days_low <= forecasted.days_left * (1 + 1e-9)
    if forecasted.days_high is not None:
        assert forecasted.days_high >= forecasted.days_left * (1 - 1e-9)


@given(any_readings(), st.integers(1, 10**6))
def test_a_top_up_changes_what_is_left_and_not_what_is_used(
    pool_readings: Readings, added: int
) -> None:
    before = forecast(pool_readings)
    credits = np.append(pool_readings.credits, pool_readings.credits[-1] + added)
    # In no time at all, so that the four weeks looked back on are the same.
    topped_up = Readings(np.append(pool_readings.at, pool_readings.at[-1] + 1), credits)
    after = forecast(topped_up)
    assert top_ups(topped_up)[-1].amount == added
    if before.burn_per_day is not None:
        assert after.burn_per_day == pytest.approx(before.burn_per_day, rel=1e-3, abs=1e-3)


def test_a_steady_use_has_hardly_a_band() -> None:
    forecasted = forecast(readings(*range(10_000, 10_000 - 24 * 7 * 10, -10)))
    assert forecasted.burn_per_day == pytest.approx(240)
    assert forecasted.days_left == pytest.approx(forecasted.days_low)
    assert forecasted.days_left == pytest.approx(forecasted.days_high)


def test_the_more_days_differ_the_wider_the_band() -> None:
    calm = forecast(readings(*(10_000 - 100 * day for day in range(15)), every=DAY))
    wild = forecast(readings(*(10_000 - 100 * (day - day % 2) for day in range(15)), every=DAY))
    assert calm.days_left == pytest.approx(wild.days_left, rel=0.1)
    assert calm.days_low is not None
    assert wild.days_low is not None
    assert wild.days_low < calm.days_low - 5


@pytest.mark.parametrize(
    ("pool_readings", "burn_per_day"),
    [
        pytest.param(readings(), None, id="no reading"),
        pytest.param(readings(500), None, id="one reading"),
        pytest.param(readings(500, 900), None, id="only a top-up"),
        pytest.param(readings(500, 500, 500), 0, id="nothing used"),
        pytest.param(readings(500, 400), 100, id="an hour counts as a day"),
        pytest.param(readings(500, 400, 900, 800, every=DAY), 100, id="top-up left out"),
        pytest.param(readings(500, 400, every=10 * DAY), 10, id="over a gap, evenly"),
    ],
)
def test_use_per_day(pool_readings: Readings, burn_per_day: float | None) -> None:
    forecasted = forecast(pool_readings)
    assert forecasted.burn_per_day == burn_per_day
    assert (forecasted.days_left is None) == (not burn_per_day)


def test_only_the_last_four_weeks_count() -> None:
    long_ago = readings(*range(100_000, 0, -1000), every=DAY)
    quiet = np.full(28, long_ago.credits[-1])
    at = np.arange(len(long_ago) + 28, dtype=np.int64) * DAY
    forecasted = forecast(Readings(at, np.append(long_ago.credits, quiet)))
    assert forecasted.burn_per_day == 0


def test_few_days_have_no_band() -> None:
    assert forecast(readings(1000, 900, 800, every=DAY)).days_low is None
    assert forecast(readings(1000, 900, 800, 700, every=DAY)).days_low is not None


def series(*samples: int | None, every: int = HOUR) -> SampleSeries:
    """None is a sample that failed."""
    failed = np.array([credits is None for credits in samples], np.bool_)
    credits = np.array([credits or 0 for credits in samples], np.int64)
    at = np.arange(len(samples), dtype=np.int64) * every
    return SampleSeries(at, failed, dict.fromkeys(CREDIT_POOLS, credits))


def test_failed_samples_are_no_readings() -> None:
    samples = series(500, None, None, 400)
    assert samples.failures == 2
    assert list(samples.readings("tranx").credits) == [500, 400]
    assert not top_ups(samples.readings("tranx"))


def test_gaps_say_how_long_and_how_many_samples_failed() -> None:
    samples = series(500, None, None, 400, 300)
    (gap,) = samples.gaps(2 * HOUR)
    assert (gap.start, gap.end, gap.failures) == (0, 3 * HOUR, 2)
    assert not samples.gaps(3 * HOUR)


@given(st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=400))
def test_a_thinned_series_keeps_its_ends_and_its_top_ups(samples: list[int | None]) -> None:
    whole = series(*samples)
    thin = whole.thinned(50)
    assert thin.at[0] == whole.at[0]
    assert thin.at[-1] == whole.at[-1]
    rises = np.flatnonzero(np.diff(whole.credits["tranx"]) > 0) + 1
    if len(rises) <= 50:
        assert set(whole.at[rises]) <= set(thin.at)
