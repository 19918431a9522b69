"""Which campaigns may go on, and which of their chunks leave now: the claiming half of a turn.

A campaign may be held, over its rate, outside promotional hours, short of credits, without room on
the disk, or slow because it has just begun. What may leave is shared evenly, and whoever has waited
longest comes first.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time

from jetmsg_core.campaigns.sending import recorded_turns
from jetmsg_core.campaigns.sending.call_pool import PoolCall
from jetmsg_core.campaigns.sending.channels import order_of
from jetmsg_core.campaigns.sending.circuit_breaker import Pause
from jetmsg_core.campaigns.sending.credit_guard import CreditDecision, CreditGuard, NotEnoughCredits
from jetmsg_core.campaigns.sending.disk_guard import DiskGuard
from jetmsg_core.campaigns.sending.leave_out_reported import find_reached, leave_out_of_claim
from jetmsg_core.campaigns.sending.rate_limit import (
    JitteredPace,
    RateLimit,
    fair_shares,
    promotional_opening,
)
from jetmsg_core.campaigns.sending.slow_start import SlowStart
from jetmsg_core.errors import JetmsgError
from jetmsg_core.gateway.seam import Key
from jetmsg_core.primitives.times import Clock
from jetmsg_core.settings import Settings
from jetmsg_core.states import SELF_ENDING, CampaignState, Channel, Hold, Pool
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import campaigns, chunks
from jetmsg_core.store.ledger.campaigns import Campaign

LOOK_SECONDS = 0.1
"""Between two looks which campaigns run."""

DISK_LOOK = timedelta(minutes=1)
"""What a campaign that waits for room is given as its next try, for who looks at it; it is tried
whenever there is room."""

POSTERS_LOOK = timedelta(minutes=1)
"""The same for one that waits for posters."""


class Claiming:
    """Claims chunks for the worker `holder` within the turn's transaction, and holds campaigns
    that may not go on. `only` limits it to one campaign; `slots` says how many calls may be on
    their way together, `why_not` why the posters can take none."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        holder: str,
        *,
        only: int | None,
        clock: Clock,
        slots: Callable[[], int],
        why_not: Callable[[], str | None],
        slow_start: SlowStart,
    ) -> None:
        self._settings, self._db, self._holder = settings, db, holder
        self._only, self._clock, self._slow_start = only, clock, slow_start
        self._slots, self._why_not = slots, why_not
        self._ended: set[int] = set()
        self.credits = CreditGuard(settings, clock)
        self.disk = DiskGuard(settings)
        self.is_cut_short = False
        """The last claim left out so many that it found too few others: the next follows at
        once."""
        self.known_running: list[Campaign] = []
        self._look_again_at = 0.0
        self._tried_again: dict[int, float] = {}
        """By the steady clock, when a hold of ours ends: the other may be set back meanwhile."""
        self._served: defaultdict[int, float] = defaultdict(float)
        self._rate = RateLimit(settings.rate)
        self._whatsapp_pace = JitteredPace(settings.whatsapp_rate, random.random)

    def running(self) -> list[Campaign]:
        """Gives the campaigns that may go on. They are looked up a few times a second; whether one
        still runs, the claim itself asks."""
        if time.monotonic() >= self._look_again_at:
            self._look_again_at = time.monotonic() + LOOK_SECONDS
            earlier = {campaign.id for campaign in self.known_running}
            self.known_running = [
                campaign
                for campaign in campaigns.in_state(self._db, CampaignState.RUNNING)
                if self._only in (None, campaign.id) and campaign.mode == self._settings.mode
            ]
            going = {campaign.id for campaign in self.known_running if campaign.held is None}
            # Paused or held: should it go on, it does so slowly.
            for gone in earlier - going:
                self._slow_start.begin_again(gone, time.monotonic())
            self._ended = earlier - {campaign.id for campaign in self.known_running}
        return [
            campaign
            for campaign in self.known_running
            if campaign.held is None or self._has_ended(campaign)
        ]

    def ended(self) -> set[int]:
        """Gives the campaigns that were found not to run any more, each once: paused or stopped."""
        ended, self._ended = self._ended, set()
        return ended

    def claim(self, running: Sequence[Campaign], busy: set[Key]) -> list[PoolCall]:
        """Claims as many chunks as there are free slots, shared evenly by the running campaigns:
        what one of them has no chunks for goes to the others. `busy` are the calls on their way."""
        why_not = self.disk.why_not(time.monotonic())
        if why_not is not None:
            for campaign in running:
                self._hold(campaign.id, Hold.DISK, why_not, self._clock() + DISK_LOOK)
            return []
        no_posters = self._why_not()
        if no_posters is not None:
            for campaign in running:
                self._hold(campaign.id, Hold.POSTERS, no_posters, self._clock() + POSTERS_LOOK)
            return []
        for campaign in running:
            if campaign.held is not None:
                self._end_hold(campaign)
        idle = self._rate.allowed(max(0, self._slots() - len(busy)), time.monotonic())
        # Who has waited longest comes first, or one campaign would get every single sender.
        waiting = sorted(running, key=lambda campaign: self._served[campaign.id])
        going = {campaign.id: campaign for campaign in waiting}
        in_flight = Counter(campaign_id for campaign_id, _, _ in busy)
        calls: list[PoolCall] = []
        while going and len(calls) < idle:
            shares = fair_shares({each: in_flight[each] for each in going}, idle - len(calls))
            for campaign_id, share in shares.items():
                theirs = self._claim_from(going[campaign_id], share, in_flight, calls)
                in_flight[campaign_id] += len(theirs)
                calls += theirs
                if len(theirs) < share:
                    del going[campaign_id]
        return calls

    def record_sent(self, calls: Sequence[PoolCall]) -> None:
        """Notes that these calls leave now. It is not the moment of the claim: the commit in
        between may have taken a while."""
        self._rate.record_sent(len(calls), time.monotonic())
        if any(call.order.channel is Channel.WHATSAPP for call in calls):
            self._whatsapp_pace.record_sent(time.monotonic())

    def pause(self, campaign_id: int, pause: Pause, now: datetime) -> None:
        """Holds a campaign for as long as its failed calls ask for."""
        retry_at = None
        if pause.length is not None:
            retry_at = now + pause.length
            self._tried_again[campaign_id] = time.monotonic() + pause.length.total_seconds()
        self._hold(campaign_id, pause.why, pause.sentence, retry_at)

    def _hold(self, campaign_id: int, why: Hold, detail: str, retry_at: datetime | None) -> None:
        recorded_turns.hold(self._db, campaign_id, why, detail, retry_at)
        self._look_again_at = 0.0

    def _end_hold(self, campaign: Campaign) -> None:
        self._slow_start.begin_again(campaign.id, time.monotonic())
        recorded_turns.end_hold(self._db, campaign)
        self._look_again_at = 0.0

    def _has_ended(self, campaign: Campaign) -> bool:
        """A hold that ends by itself has ended. Hours are read off the clock each time, a pause
        is measured by the steady one where this sender began it: a clock set back, or right
        again after it was wrong, must not hold a campaign for as long."""
        now = self._clock()
        if campaign.held is Hold.HOURS:
            return promotional_opening(now, self._hours_of(campaign)) is None
        if campaign.held is Hold.DISK:
            return self.disk.why_not(time.monotonic()) is None
        if campaign.held is Hold.POSTERS:
            return self._why_not() is None
        tried_again = self._tried_again.get(campaign.id, float("inf"))
        return campaign.may_go_on(now) or (
            campaign.held in SELF_ENDING and time.monotonic() >= tried_again
        )

    def _hours_of(self, campaign: Campaign) -> clock_time:
        """When its promotional calls stop, as it was confirmed, whatever the settings say now."""
        return campaign.promo_stops or self._settings.promo_stops

    def _claim_from(
        self, campaign: Campaign, share: int, in_flight: Counter[int], calls: Sequence[PoolCall]
    ) -> list[PoolCall]:
        limit = min(share, self._most(campaign, in_flight[campaign.id], calls))
        if not limit or not self._may_send(campaign, is_quiet=not in_flight[campaign.id]):
            return []
        claimed = chunks.claim(
            self._db,
            campaign.id,
            worker=self._holder,
            limit=limit,
            now=self._clock(),
            leave_out=leave_out_of_claim,
            find_reached=find_reached if campaign.retry_of is not None else None,
        )
        if len(claimed) < limit and chunks.may_be_claimed(self._db, campaign.id, self._holder):
            self.is_cut_short = True
        if not claimed:
            recorded_turns.finish_completed(self._db, campaign.id, self._clock())
        self._served[campaign.id] = time.monotonic()
        order = order_of(campaign)
        return [PoolCall(chunk, order, time.monotonic()) for chunk in claimed]

    def _most(self, campaign: Campaign, in_flight: int, calls: Sequence[PoolCall]) -> int:
        """Calls that may leave now but for what the senders can do."""
        most = self._slow_start.at_once(campaign.id) - in_flight
        if campaign.channel is Channel.WHATSAPP:
            paced = sum(call.order.channel is Channel.WHATSAPP for call in calls)
            most = min(most, self._whatsapp_pace.allowed(time.monotonic()) - paced)
        return max(0, most)

    def _may_send(self, campaign: Campaign, *, is_quiet: bool) -> bool:
        try:
            self._settings.require_live_ready(order_of(campaign).call)
        except JetmsgError as error:
            self._hold(campaign.id, Hold.SETTINGS, str(error), None)
            return False
        opening = None
        if campaign.pool is Pool.PROMO:
            opening = promotional_opening(self._clock(), self._hours_of(campaign))
        if opening:
            self._hold(campaign.id, Hold.HOURS, "", opening)
            return False
        decision = self.credits.look(self._db, campaign, is_quiet=is_quiet)
        if isinstance(decision, NotEnoughCredits):
            self._hold(campaign.id, Hold.SHORT, decision.sentence, None)
        return decision is CreditDecision.PROCEED
