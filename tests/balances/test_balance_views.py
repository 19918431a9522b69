"""What the balance page shows of the pools, before anything is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from jetmsg_core.balances import views
from jetmsg_core.balances.pool_status import EVER
from jetmsg_core.balances.sample_series import Gap, Readings
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database


def keep(settings: Settings, *readings: tuple[float, int | None]) -> None:
    """Hours ago and the transactional credits, None for one that failed."""
    with open_database(settings.database_path) as db:
        for hours, tranx in readings:
            at = stamp(utc_now() - timedelta(hours=hours))
            failed = Sample(at, None, None, None, "No answer.")
            samples.insert(db, "sandbox", failed if tranx is None else Sample(at, tranx, 9, 9))


def test_without_a_reading_there_is_no_pool_but_failures_are_counted(settings: Settings) -> None:
    keep(settings, (2, None), (1, None))
    view = views.balance_since(settings, EVER)
    assert view.pools is None
    assert (view.samples, view.failures, view.readings) == (2, 2, 0)


def test_the_reading_before_the_time_is_drawn_and_not_counted(settings: Settings) -> None:
    keep(settings, (30, 100), (2, 90), (1, None))
    view = views.balance_since(settings, utc_now() - timedelta(days=1))
    assert (view.samples, view.failures, view.drawn, view.readings) == (2, 1, 3, 2)


def test_a_rise_before_the_time_is_marked_and_not_summed(settings: Settings) -> None:
    keep(settings, (60, 10), (59, 500), (30, 400), (2, 900))
    view = views.balance_since(settings, utc_now() - timedelta(hours=70))
    assert view.pools is not None
    assert [rise.amount for rise in view.pools["tranx"].top_ups] == [490, 500]
    late = views.balance_since(settings, utc_now() - timedelta(hours=10))
    assert late.pools is not None
    assert [rise.amount for rise in late.pools["tranx"].top_ups] == [500]
    assert not late.pools["promo"].top_ups


def test_a_week_is_not_told_twice(settings: Settings) -> None:
    keep(settings, (300, 1000), (200, 700), (100, 400), (0.1, 100))
    for days, is_a_week in ((7, True), (1, False), (30, False)):
        view = views.balance_since(settings, utc_now() - timedelta(days=days))
        assert view.pools is not None
        assert view.pools["tranx"].is_a_week is is_a_week
        assert view.pools["tranx"].used_per_day == pytest.approx(72, rel=0.05)


def test_a_threshold_is_said_of_a_pool_under_it_alone(settings: Settings) -> None:
    keep(settings, (1, 100))
    watched = replace(settings, low_tranx=101, low_promo=9)
    view = views.balance_since(watched, EVER)
    assert view.pools is not None
    assert {pool: pool_view.under for pool, pool_view in view.pools.items()} == {
        "tranx": 101,
        "promo": None,
        "otp": None,
    }


def test_a_line_breaks_after_the_last_reading_before_a_gap() -> None:
    readings = Readings(np.array([0, 10, 500, 900]), np.array([4, 3, 2, 1]))
    line = views.pool_line(readings, [Gap(10, 500, 0), Gap(500, 900, 1)])
    assert np.nan_to_num(line.credits, nan=-1).tolist() == [4, 3, -1, 2, -1, 1]
    assert line.at.tolist() == [0, 10, 11, 500, 501, 900]
    assert line.is_alone.tolist() == [False, False, False, True, False, True]
