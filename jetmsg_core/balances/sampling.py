"""When the balance is asked for, and what was read.

The number of balance calls a day is not documented; another API of the same company allows 48.
So in live mode a sample is taken every `balance_minutes`, and beside that only when a campaign
began or ended since, a call ended unknown, the sender doubts that the credits will do, or a person
asks, within a budget of 48 in any 24 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jetmsg_core.gateway.client import fetch_balance
from jetmsg_core.gateway.replies import Outcome
from jetmsg_core.masking import mask
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.store import attention, campaigns, samples
from jetmsg_core.store.database import open_database
from jetmsg_core.store.samples import Sample
from jetmsg_core.times import Clock, parse, stamp, utc_now

CALLS_A_DAY = 48
ASK_AGAIN_SECONDS = {Mode.SANDBOX: 2, Mode.LIVE: 60}
"""Between two samples that a person asks for."""

KEPT_BACK = 8
"""Calls of a day's budget that calls of unknown end leave to persons, and to campaigns that begin
and end: what is read then is evidence too, if later."""

FAILED_AGAIN_SECONDS = 60
"""After a sample that failed, before the worker tries again."""


@dataclass(frozen=True)
class Budget:
    """`calls_left` today; `wait_seconds` until a person may ask again."""

    calls_left: int
    wait_seconds: float


def budget(settings: Settings, clock: Clock = utc_now) -> Budget:
    now = clock()
    polite = timedelta(seconds=ASK_AGAIN_SECONDS[settings.mode])
    with open_database(settings.database_path) as db:
        made = samples.count_since(db, settings.mode, now - timedelta(days=1))
        recent = samples.since(db, settings.mode, now - polite)
    left = CALLS_A_DAY - made if settings.mode is Mode.LIVE else CALLS_A_DAY
    wait = (parse(recent[-1].taken_at) + polite - now).total_seconds() if recent else 0.0
    return Budget(max(0, left), max(0.0, wait))


def sample(settings: Settings, clock: Clock = utc_now) -> Sample:
    """Ask the gateway now and keep what it said, a failure too. Raises SettingsError when the
    settings do not allow a call."""
    settings.require_live_ready()
    # As of before the call: a campaign that ends while it is on its way is sampled once more.
    taken_at = stamp(clock())
    verdict = fetch_balance(settings)
    if verdict.outcome is Outcome.ACCEPTED:
        pools = verdict.pools
        read = Sample(taken_at, pools["tranx"], pools["promo"], pools["otp"])
    else:
        # A gateway may quote the key it refuses.
        said = mask(verdict.sentence, settings.secrets)
        read = Sample(taken_at, None, None, None, said)
    with open_database(settings.database_path) as db:
        samples.insert(db, settings.mode, read)
    return read


def sample_if_due(
    settings: Settings, clock: Clock = utc_now, *, asked_at: datetime | None = None
) -> Sample | None:
    """The worker's sample; None when it is not time yet. `asked_at`: the sender wants one begun
    then or later."""
    return sample(settings, clock) if _is_due(settings, clock(), asked_at) else None


def latest(settings: Settings) -> Sample | None:
    with open_database(settings.database_path) as db:
        return samples.latest(db, settings.mode)


def last_failed(settings: Settings) -> Sample | None:
    with open_database(settings.database_path) as db:
        return samples.last_failed(db, settings.mode)


def _is_due(settings: Settings, now: datetime, asked_at: datetime | None) -> bool:
    left = budget(settings, lambda: now).calls_left
    if left == 0:
        return False
    with open_database(settings.database_path) as db:
        tried = samples.last(db, settings.mode)
        turned = campaigns.last_turn(db)
        lost = attention.newest_unknown(db, settings.mode, now)
    if tried is None:
        return True
    age = (now - parse(tried.taken_at)).total_seconds()
    if tried.failure is not None:
        return age >= FAILED_AGAIN_SECONDS
    if age >= settings.balance_minutes * 60 or (turned or "") > tried.taken_at:
        return True
    if asked_at is not None and stamp(asked_at) > tried.taken_at:
        return True
    is_witness = (lost or "") > tried.taken_at and age >= ASK_AGAIN_SECONDS[settings.mode]
    return is_witness and left > KEPT_BACK
