"""Pools with fewer credits than the settings want: said on every page, and once for each fall to
a webhook. A webhook that did not take it is told again at the next reading."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from jetmsg_core.gateway import webhook
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CREDIT_POOLS, Pool
from jetmsg_core.store.balances import low_balance_alerts, samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database, transaction

log = logging.getLogger(__name__)

NAMES = {"tranx": "transactional", "promo": "promotional", "otp": "one-time code"}


@dataclass(frozen=True)
class LowPool:
    pool: str
    credits: int
    threshold: int


def low_pools(settings: Settings) -> list[LowPool]:
    """Gives the pools that were low at the last reading that succeeded."""
    if not any(_thresholds(settings).values()):
        return []
    with open_database(settings.database_path) as db:
        latest = samples.latest(db, settings.mode)
    return _low(settings, latest) if latest else []


def notify(settings: Settings, clock: Clock = utc_now) -> None:
    """Tells the webhook of pools that are low and of which it was not told. It is the worker's
    part."""
    if not settings.low_webhook_url:
        return
    for low_pool, latest in _claimed(settings):
        failure = webhook.notify(
            settings, settings.low_webhook_url, _message(settings, low_pool, latest)
        )
        if failure:
            log.warning("the webhook was not told that %s is low. %s", low_pool.pool, failure)
            continue
        with open_database(settings.database_path) as db:
            low_balance_alerts.notified(db, settings.mode, low_pool.pool, stamp(clock()))


def _claimed(settings: Settings) -> list[tuple[LowPool, Sample]]:
    with open_database(settings.database_path) as db:
        latest = samples.latest(db, settings.mode)
        if latest is None:
            return []
        low_pools = {low_pool.pool: low_pool for low_pool in _low(settings, latest)}
        told_up_to = low_balance_alerts.told_up_to(db, settings.mode)
        if told_up_to.keys() == low_pools.keys() and all(
            d >= latest.taken_at for d in told_up_to.values()
        ):
            return []  # looked at every second, and nearly always so
        with transaction(db):
            for pool in CREDIT_POOLS:
                if pool in low_pools:
                    low_balance_alerts.went_low(db, settings.mode, pool, latest.taken_at)
                else:
                    low_balance_alerts.came_back(db, settings.mode, pool)
            due = low_balance_alerts.claim_untold(db, settings.mode, latest.taken_at)
    return [(low_pools[pool], latest) for pool in due]


def _message(settings: Settings, low_pool: LowPool, latest: Sample) -> dict[str, object]:
    """`text` is what chat services show."""
    return {
        "event": "low_balance",
        "mode": settings.mode.value,
        "pool": low_pool.pool,
        "credits": low_pool.credits,
        "threshold": low_pool.threshold,
        "taken_at": latest.taken_at,
        "text": f"JetMsg: {NAMES[low_pool.pool]} credits left: {with_commas(low_pool.credits)}, "
        f"fewer than {with_commas(low_pool.threshold)} ({settings.mode} mode).",
    }


def _low(settings: Settings, latest: Sample) -> list[LowPool]:
    return [
        LowPool(pool, credits, threshold)
        for pool, threshold in _thresholds(settings).items()
        if threshold is not None
        and (credits := latest.credits_of(pool)) is not None
        and credits < threshold
    ]


def _thresholds(settings: Settings) -> dict[Pool, int | None]:
    return {
        Pool.TRANX: settings.low_tranx,
        Pool.PROMO: settings.low_promo,
        Pool.OTP: settings.low_otp,
    }
