"""The pools of credits: which a campaign is paid from, and what a reading says of each."""

from __future__ import annotations

import pytest

from jetmsg_core.states import CAMPAIGN_POOLS, CREDIT_POOLS, Channel, Pool
from jetmsg_core.store.balances.samples import Sample


@pytest.mark.parametrize("pool", Pool)
def test_a_reading_gives_the_credits_of_every_pool_that_has_some(pool: Pool) -> None:
    sample = Sample("2026-05-01", tranx=10, promo=20, otp=30)
    expected = {Pool.TRANX: 10, Pool.PROMO: 20, Pool.OTP: 30, Pool.NONE: None}
    assert sample.credits_of(pool) == expected[pool]
    assert (pool in CREDIT_POOLS) == (expected[pool] is not None)


@pytest.mark.parametrize("pool", Pool)
def test_a_reading_that_failed_gives_none(pool: Pool) -> None:
    assert Sample("2026-05-01", None, None, None, "No answer.").credits_of(pool) is None


def test_no_campaign_is_paid_from_the_pool_of_one_time_codes() -> None:
    paid = {Pool.of(channel, route) for channel in Channel for route in (1, 2)}
    assert paid == CAMPAIGN_POOLS
    assert Pool.OTP not in paid
