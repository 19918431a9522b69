"""Whether a machine slept: the clock on the wall went on, the steady one did not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jetmsg_core.restoring.sleeps import Sleeps

EVENING = datetime(2026, 1, 1, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on_the_wall", "steadily", "slept"),
    [
        pytest.param(timedelta(hours=8), 1.0, True, id="a night with the lid closed"),
        pytest.param(timedelta(hours=8), 8 * 3600.0, False, id="a night at work"),
        pytest.param(timedelta(seconds=30), 1.0, False, id="a clock that is corrected"),
        pytest.param(timedelta(hours=-8), 1.0, False, id="a clock set back"),
    ],
)
def test_sleep_is_time_that_only_the_clock_on_the_wall_knows(
    on_the_wall: timedelta, steadily: float, slept: bool
) -> None:
    sleeps = Sleeps(EVENING, 100.0)
    assert sleeps.since(EVENING + on_the_wall, 100.0 + steadily) == (EVENING if slept else None)
    assert sleeps.since(EVENING + on_the_wall, 100.0 + steadily) is None
