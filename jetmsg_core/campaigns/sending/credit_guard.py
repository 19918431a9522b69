"""Credits that do not cover the next call, seen before it is made and not by a refusal.

What is left is the last reading of the pool less what was submitted since. Where that is too
little, the account may have been topped up meanwhile, or a reply may have overtaken the reading. So
the campaign first lets its calls come back, and the balance is read once more: that reading
decides. Where there is none, for the gateway does not tell or the day's readings are used up, the
campaign goes on, and the gateway decides.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from jetmsg_core.balances import sampling
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, clock_in_ist, stamp
from jetmsg_core.settings import Settings
from jetmsg_core.states import Pool
from jetmsg_core.store.balances import samples, spending
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import chunks
from jetmsg_core.store.ledger.campaigns import Campaign

LOOK_SECONDS = 1.0
"""Between two looks at what is left for a campaign."""

TRUSTED_SECONDS = 60.0
"""Without a reading the campaign goes on for as long before it is asked about again."""

PATIENCE_SECONDS = 5.0
"""A reading that is not there so long after its time-out will not come."""


class CreditDecision(Enum):
    """The answer whether a campaign may make its next call, or has to wait for calls or a
    reading."""

    PROCEED = "go"
    WAIT = "wait"


@dataclass(frozen=True)
class NotEnoughCredits:
    """The next call takes more than the pool holds."""

    sentence: str


@dataclass
class CreditDoubt:
    """A campaign that waits for a reading of the balance begun at `since` or later, until
    `until`."""

    since: datetime
    until: float
    """By the steady clock."""


@dataclass
class CreditGuard:
    """Decides whether the credits cover a campaign's next call. While `asked_at` is set, a reading
    is wanted that was begun then or later."""

    settings: Settings
    clock: Clock
    asked_at: datetime | None = None
    _doubts: dict[int, CreditDoubt] = field(default_factory=dict)
    _look_at: dict[int, float] = field(default_factory=dict)

    def look(
        self, db: Database, campaign: Campaign, *, is_quiet: bool
    ) -> CreditDecision | NotEnoughCredits:
        """Decides about the next call of a campaign, within the turn's transaction. `is_quiet`: no
        call of the campaign is on its way."""
        now = time.monotonic()
        if campaign.pool is Pool.NONE or now < self._look_at.get(campaign.id, 0.0):
            return CreditDecision.PROCEED
        need = chunks.next_parts(db, campaign.id)
        left = _left(db, self.settings.mode, campaign.pool)
        if left is None or need <= left:
            return self._go(campaign.id, LOOK_SECONDS)
        if not is_quiet:
            return CreditDecision.WAIT
        return self._doubted(db, campaign, need, left)

    def _go(self, campaign_id: int, seconds: float) -> CreditDecision:
        self._doubts.pop(campaign_id, None)
        self._look_at[campaign_id] = time.monotonic() + seconds
        return CreditDecision.PROCEED

    def _doubted(
        self, db: Database, campaign: Campaign, need: int, left: int
    ) -> CreditDecision | NotEnoughCredits:
        doubt = self._doubts.get(campaign.id) or self._begin(campaign.id)
        tried = samples.last(db, self.settings.mode)
        if tried is not None and tried.failure is not None:
            return self._go(campaign.id, TRUSTED_SECONDS)
        if tried is not None and tried.taken_at >= stamp(doubt.since):
            del self._doubts[campaign.id]
            return NotEnoughCredits(_sentence(need, left, tried.taken_at))
        if time.monotonic() > doubt.until or not sampling.budget(self.settings).calls_left:
            return self._go(campaign.id, TRUSTED_SECONDS)
        return CreditDecision.WAIT

    def _begin(self, campaign_id: int) -> CreditDoubt:
        patience = self.settings.timeout + PATIENCE_SECONDS
        self.asked_at = self.clock()
        doubt = self._doubts[campaign_id] = CreditDoubt(self.asked_at, time.monotonic() + patience)
        return doubt


def _left(db: Database, mode: str, pool: Pool) -> int | None:
    """None while the pool was never read."""
    latest = samples.latest(db, mode)
    credits = latest.credits_of(pool) if latest else None
    sent = samples.sent_at_latest(db, mode).get(pool)
    if credits is None or sent is None:
        return None
    return credits - (spending.submitted_parts(db, mode).get(pool, 0) - sent)


def _sentence(need: int, left: int, taken_at: str) -> str:
    return (
        f"At {clock_in_ist(taken_at)} IST {with_commas(max(0, left))} credits were left, and "
        f"the next call takes {with_commas(need)}."
    )
