"""When the balance is asked for, and what was read.

The number of balance calls a day is not documented; another API of the same company allows 48.
So in live mode a sample is taken every `balance_minutes`, and beside that only when a campaign
began or ended since, a call ended unknown, the sender doubts that the credits will do, or a person
asks, within a budget of 48 in any 24 hours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from jetmsg_core.acting import Permission, requires
from jetmsg_core.errors import StateError
from jetmsg_core.gateway.client import fetch_balance
from jetmsg_core.gateway.replies import Outcome
from jetmsg_core.primitives.masking import mask
from jetmsg_core.primitives.times import Clock, in_ist, parse, stamp, utc_now
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import campaigns, unknown_calls

__all__ = ["Budget", "Sample"]

CALLS_A_DAY = 48
ASK_AGAIN_SECONDS = {Mode.SANDBOX: 2, Mode.LIVE: 60}
"""Between two samples that a person asks for."""

READING_SECONDS = {Mode.SANDBOX: 0.5, Mode.LIVE: 5.0}
"""What a balance call takes at most, nearly always; when in it the pool was read is not known."""

KEPT_BACK = 8
"""Calls of a day's budget that calls of unknown end leave to persons, and to campaigns that begin
and end: what is read then is evidence too, if later."""

FAILED_AGAIN_SECONDS = 60
"""After a sample that failed, before the worker tries again; twice as long after each one more, up
to the usual time between two, so that an hour's outage does not use up the calls of a day."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Budget:
    """The calls that may be made: `calls_left` in 24 hours; `wait_seconds` until a person may ask
    again, `free_seconds` until there is a call again when none is left."""

    calls_left: int
    wait_seconds: float
    free_seconds: float = 0.0


def budget(settings: Settings, clock: Clock = utc_now) -> Budget:
    """Says how many calls are left, and how long a person has to wait for the next."""
    now = clock()
    polite = timedelta(seconds=ASK_AGAIN_SECONDS[settings.mode])
    with open_database(settings.database_path) as db:
        made = samples.count_since(db, settings.mode, now - DAY)
        recent = samples.since(db, settings.mode, now - polite)
        # The call whose passing out of the 24 hours makes room for one more.
        oldest = samples.newest_but(db, settings.mode, CALLS_A_DAY - 1)
    wait = (parse(recent[-1].taken_at) + polite - now).total_seconds() if recent else 0.0
    if settings.mode is Mode.SANDBOX or made < CALLS_A_DAY or oldest is None:
        left = CALLS_A_DAY - made if settings.mode is Mode.LIVE else CALLS_A_DAY
        return Budget(left, max(0.0, wait))
    free = (parse(oldest.taken_at) + DAY - now).total_seconds()
    return Budget(0, max(0.0, wait), max(0.0, free))


def usual_minutes(settings: Settings) -> float:
    """Gives the minutes between two samples of the worker: as set, but never so few that the calls
    of a day would be used up before the day is over."""
    least = DAY.total_seconds() / 60 / CALLS_A_DAY if settings.mode is Mode.LIVE else 0.0
    return max(settings.balance_minutes, least)


@requires(Permission.READ_BALANCE)
def ask(settings: Settings, clock: Clock = utc_now) -> Sample:
    """Takes the sample a person asks for. In live mode raises StateError when it was asked for just
    now, or the calls of a day are used up: a script that asks every minute must not take them
    all."""
    if settings.mode is Mode.LIVE:
        now = budget(settings, clock)
        if not now.calls_left:
            free = in_ist(clock() + timedelta(seconds=now.free_seconds))
            raise StateError(
                "balance_calls_used_up",
                f"All {CALLS_A_DAY} balance calls of 24 hours are used up. Ask again at {free} IST "
                "or later.",
            )
        if now.wait_seconds:
            raise StateError(
                "asked_just_now",
                f"The balance was asked for just now. Ask again in {math.ceil(now.wait_seconds)} "
                "seconds.",
            )
    return sample(settings, clock)


def sample(settings: Settings, clock: Clock = utc_now) -> Sample:
    """Asks the gateway now and keeps what it said, a failure too. Raises SettingsError when the
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
        failure = mask(verdict.sentence, settings.secrets)
        read = Sample(taken_at, None, None, None, failure)
    with open_database(settings.database_path) as db:
        samples.insert(db, settings.mode, read)
    return read


def sample_if_due(
    settings: Settings, clock: Clock = utc_now, *, asked_at: datetime | None = None
) -> Sample | None:
    """Takes the worker's sample; None when it is not time yet. `asked_at`: the sender wants one
    begun then or later."""
    return sample(settings, clock) if _is_due(settings, clock(), asked_at) else None


def latest(settings: Settings) -> Sample | None:
    """Gives the last sample that succeeded in this mode, None before there is one."""
    with open_database(settings.database_path) as db:
        return samples.latest(db, settings.mode)


def last_failed(settings: Settings) -> Sample | None:
    """Gives the last sample that failed in this mode, None where none did."""
    with open_database(settings.database_path) as db:
        return samples.last_failed(db, settings.mode)


def _is_due(settings: Settings, now: datetime, asked_at: datetime | None) -> bool:
    left = budget(settings, lambda: now).calls_left
    if left == 0:
        return False
    with open_database(settings.database_path) as db:
        tried = samples.last(db, settings.mode)
        turned = campaigns.last_turn(db)
        lost = unknown_calls.newest_unknown(db, settings.mode, now)
        failures = samples.failures_in_a_row(db, settings.mode)
    if tried is None:
        return True
    age = (now - parse(tried.taken_at)).total_seconds()
    usual = usual_minutes(settings) * 60
    news = max(turned or "", stamp(asked_at) if asked_at else "") > tried.taken_at
    if failures:
        wait = FAILED_AGAIN_SECONDS if news else FAILED_AGAIN_SECONDS * 2 ** min(failures - 1, 9)
        return age >= min(wait, max(usual, FAILED_AGAIN_SECONDS))
    if age >= usual or news:
        return True
    is_witness = (lost or "") > tried.taken_at and age >= ASK_AGAIN_SECONDS[settings.mode]
    return is_witness and left > KEPT_BACK
