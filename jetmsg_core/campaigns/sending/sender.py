"""The sender: claims chunks, hands them to threads that post, and records what came back.

One thread, the one that calls `turn`, writes to the database. A turn is one transaction: it keeps
the raw replies, records what they mean, and claims as many chunks as there are idle senders, so
intents and results share a commit. Only after the commit do claimed chunks go to the threads.
While a call is in flight no transaction is open.

If the transaction fails (a full disk, a database locked for too long) nothing is claimed, and the
outcomes, with the holds they call for, wait in memory for the next turn.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from jetmsg_core.campaigns.sending.call_pool import CallPool, CompletedCall, Key, PoolCall
from jetmsg_core.campaigns.sending.channels import order_of
from jetmsg_core.campaigns.sending.circuit_breaker import CircuitBreaker, EndedCall, Pause
from jetmsg_core.campaigns.sending.credit_guard import CreditDecision, CreditGuard, NotEnoughCredits
from jetmsg_core.campaigns.sending.leave_out_reported import leave_out_of_claim
from jetmsg_core.campaigns.sending.rate_limit import (
    JitteredPace,
    RateLimit,
    fair_shares,
    promotional_opening,
)
from jetmsg_core.campaigns.sending.settle import is_about_numbers
from jetmsg_core.campaigns.sending.slow_start import SlowStart
from jetmsg_core.errors import JetmsgError
from jetmsg_core.gateway.replies import Outcome
from jetmsg_core.gateway.seam import Transport, TransportFailure
from jetmsg_core.masking import mask
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel, ChunkState, Hold, Pool
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.ledger import campaigns, chunks, recording
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import RawReply
from jetmsg_core.times import Clock, stamp, utc_now

KEPT_BODY = 4096
"""Characters of a raw reply that are kept. The smsIds of a longer one are in `results`."""

LOOK_SECONDS = 0.1
"""Between two looks which campaigns run."""


@dataclass
class Sender:
    """Sends what is running and was made in this mode: what was tried in the sandbox never goes
    out because the mode was changed. `only` limits it to one campaign; `holder` is the worker.

    `post_for_thread` makes one `Transport` for each sender thread.
    """

    settings: Settings
    db: Database
    holder: str
    post_for_thread: Callable[[], Transport]
    only: int | None = None
    clock: Clock = utc_now
    mark: Callable[[ClaimedChunk], None] = lambda claimed: None
    """Told the last chunk of every claim before its call leaves (`restoring.mark`)."""
    _unrecorded: list[CompletedCall] = field(default_factory=list)
    _pauses: dict[int, Pause] = field(default_factory=dict)
    _tried_again: dict[int, float] = field(default_factory=dict)
    """By the steady clock, when a hold of ours ends: the other may be set back meanwhile."""
    _served: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    _known_running: list[Campaign] = field(default_factory=list)
    _look_again_at: float = 0.0
    _is_cut_short: bool = False
    """The last claim left out so many that it found too few others: the next follows at once."""

    def __post_init__(self) -> None:
        settings = self.settings
        self.credits = CreditGuard(settings, self.clock)
        self._calls = CallPool(settings, self.post_for_thread)
        self._rate = RateLimit(settings.rate)
        self._whatsapp_pace = JitteredPace(settings.whatsapp_rate, random.random)
        self._slowly = SlowStart(settings.senders)
        self._watch = CircuitBreaker(
            random.random, in_a_row=settings.failures_in_a_row, percent=settings.failure_percent
        )

    def turn(self, *, wait: float, claiming: bool = True) -> bool:
        """One round; waits up to `wait` seconds for a call to come back. True if anything was
        recorded or claimed, so False tells the caller that there is nothing to do now."""
        self._collect(0 if self._is_cut_short else wait)
        self._is_cut_short = False
        finished = self._unrecorded
        running = self._running() if claiming else []
        if not finished and not running:
            return False
        back = {one.call.key for one in finished}
        busy = self._calls.in_flight.keys() - back
        with transaction(self.db):
            self._record(finished)
            claimed = self._claim(running, busy)
            still_busy = {campaign_id for campaign_id, _, _ in busy}
            for campaign_id in {key[0] for key in back} - still_busy - _campaigns(claimed):
                campaigns.finish_completed(self.db, campaign_id, self.clock())
        self._unrecorded = []
        self._pauses.clear()
        self._calls.recorded(back)
        self._let_go(claimed)
        return bool(finished or claimed or self._is_cut_short)

    @property
    def busy(self) -> bool:
        """Calls are in flight, or outcomes wait to be recorded."""
        return bool(self._calls.in_flight or self._unrecorded)

    def close(self) -> None:
        self._calls.close()

    def _let_go(self, claimed: list[PoolCall]) -> None:
        # Paced as of now and not of the claim: the commit in between may have taken a while.
        self._rate.record_sent(len(claimed), time.monotonic())
        if any(call.order.channel is Channel.WHATSAPP for call in claimed):
            self._whatsapp_pace.record_sent(time.monotonic())
        if claimed:
            self.mark(claimed[-1].claimed)
        for call in claimed:
            self._calls.begin(call)

    def _collect(self, wait: float) -> None:
        """What came back, and once for each what it means for its campaign."""
        found = self._calls.completed(0 if self._unrecorded else wait)
        known = {one.call.key for one in (*self._unrecorded, *found)}
        found += self._calls.overdue(known)
        theirs: defaultdict[int, list[CompletedCall]] = defaultdict(list)
        for one in found:
            if one.call.key in self._calls.in_flight:  # else it was given up before
                theirs[one.call.claimed.campaign_id].append(one)
        for campaign_id, ended in theirs.items():
            self._weigh(campaign_id, ended)
        self._unrecorded += found

    def _weigh(self, campaign_id: int, ended: list[CompletedCall]) -> None:
        told, now = [], time.monotonic()
        for one in ended:
            if is_about_numbers(one.call.claimed, one.verdict):
                self._watch.answered(campaign_id, one.call.started)
                self._slowly.went_well(campaign_id, one.call.started)
                continue
            told.append(EndedCall(one.verdict, one.call.started, one.came_at))
            if one.verdict.outcome is Outcome.ACCEPTED:
                self._slowly.went_well(campaign_id, one.call.started)
            elif one.verdict.outcome is Outcome.UNKNOWN:
                self._slowly.begin_again(campaign_id, now)
        channel = ended[0].call.order.channel
        pause = self._watch.pause_after(campaign_id, channel, told, now=now)
        if pause is not None:
            self._slowly.begin_again(campaign_id, now)
            self._pauses[campaign_id] = pause

    def _record(self, finished: list[CompletedCall]) -> None:
        now = self.clock()
        recording.keep_replies(self.db, [self._reply(one) for one in finished])
        settled = [one.settled for one in finished]
        recording.record(self.db, settled, worker=self.holder, now=now)
        went_back = [one.call for one in finished if one.settled.state is ChunkState.PLANNED]
        for campaign_id in _campaigns(went_back):
            chunks.cancel_if_stopped(self.db, campaign_id, now=now)
        for campaign_id, pause in self._pauses.items():
            retry_at = None
            if pause.length is not None:
                retry_at = now + pause.length
                self._tried_again[campaign_id] = time.monotonic() + pause.length.total_seconds()
            self._hold(campaign_id, pause.why, pause.sentence, retry_at)

    def _reply(self, finished: CompletedCall) -> RawReply:
        claimed, answer = finished.call.claimed, finished.answer
        return RawReply(
            claimed.campaign_id,
            claimed.first_seq,
            claimed.attempt,
            outcome=finished.verdict.outcome,
            http_status=None if isinstance(answer, TransportFailure) else answer.status,
            failure=answer.text if isinstance(answer, TransportFailure) else None,
            body=mask(answer.body[: 2 * KEPT_BODY], self.settings.secrets)[:KEPT_BODY],
            elapsed_ms=round(answer.elapsed * 1000),
            received_at=stamp(self.clock()),
        )

    def _hold(self, campaign_id: int, why: Hold, detail: str, retry_at: datetime | None) -> None:
        campaigns.hold(self.db, campaign_id, why, detail, retry_at)
        self._look_again_at = 0.0

    def _running(self) -> list[Campaign]:
        """Looked up a few times a second; whether a campaign still runs, the claim itself asks."""
        if time.monotonic() >= self._look_again_at:
            self._look_again_at = time.monotonic() + LOOK_SECONDS
            found = campaigns.in_state(self.db, CampaignState.RUNNING)
            known = {campaign.id for campaign in self._known_running}
            self._known_running = [
                campaign
                for campaign in found
                if self.only in (None, campaign.id) and campaign.mode == self.settings.mode
            ]
            # Paused or held: should it go on, it does so slowly.
            for gone in known - {one.id for one in self._known_running if one.held is None}:
                self._slowly.begin_again(gone, time.monotonic())
        return [one for one in self._known_running if one.held is None or self._is_over(one)]

    def _is_over(self, campaign: Campaign) -> bool:
        """A hold that ends by itself has ended. Hours are read off the clock each time, a pause
        is measured by the steady one where this sender began it: a clock set back, or right
        again after it was wrong, must not hold a campaign for as long."""
        now = self.clock()
        if campaign.held is Hold.HOURS:
            return promotional_opening(now, self.settings.promo_stops) is None
        tried_again = self._tried_again.get(campaign.id, float("inf"))
        return campaign.may_go_on(now) or (
            campaign.held is Hold.UNREACHABLE and time.monotonic() >= tried_again
        )

    def _claim(self, running: list[Campaign], busy: set[Key]) -> list[PoolCall]:
        """As many chunks as there are idle senders, shared evenly by the running campaigns: what
        one of them has no chunks for goes to the others."""
        for campaign in running:
            if campaign.held is not None:
                self._end_hold(campaign)
        idle = self._rate.allowed(self.settings.senders - len(busy), time.monotonic())
        # Who has waited longest comes first, or one campaign would get every single sender.
        going = {one.id: one for one in sorted(running, key=lambda one: self._served[one.id])}
        flying = Counter(campaign_id for campaign_id, _, _ in busy)
        claimed: list[PoolCall] = []
        while going and len(claimed) < idle:
            shares = fair_shares({one: flying[one] for one in going}, idle - len(claimed))
            for campaign_id, share in shares.items():
                found = self._claim_from(going[campaign_id], share, flying, claimed)
                flying[campaign_id] += len(found)
                claimed += found
                if len(found) < share:
                    del going[campaign_id]
        return claimed

    def _most(self, campaign: Campaign, flying: Counter[int], claimed: list[PoolCall]) -> int:
        """Calls that may leave now but for what the senders can do."""
        most = self._slowly.at_once(campaign.id) - flying[campaign.id]
        if campaign.channel is Channel.WHATSAPP:
            paced = sum(call.order.channel is Channel.WHATSAPP for call in claimed)
            most = min(most, self._whatsapp_pace.allowed(time.monotonic()) - paced)
        return max(0, most)

    def _end_hold(self, campaign: Campaign) -> None:
        self._slowly.begin_again(campaign.id, time.monotonic())
        campaigns.end_hold(self.db, campaign)
        self._look_again_at = 0.0

    def _claim_from(
        self, campaign: Campaign, share: int, flying: Counter[int], claimed: list[PoolCall]
    ) -> list[PoolCall]:
        limit = min(share, self._most(campaign, flying, claimed))
        if not limit or not self._may_send(campaign, is_quiet=not flying[campaign.id]):
            return []
        found = chunks.claim(
            self.db,
            campaign.id,
            worker=self.holder,
            limit=limit,
            now=self.clock(),
            leave_out=leave_out_of_claim,
        )
        if len(found) < limit and chunks.may_be_claimed(self.db, campaign.id, self.holder):
            self._is_cut_short = True
        if not found:
            campaigns.finish_completed(self.db, campaign.id, self.clock())
        self._served[campaign.id] = time.monotonic()
        order = order_of(campaign)
        return [PoolCall(one, order, time.monotonic()) for one in found]

    def _may_send(self, campaign: Campaign, *, is_quiet: bool) -> bool:
        try:
            self.settings.require_live_ready(order_of(campaign).call)
        except JetmsgError as error:
            self._hold(campaign.id, Hold.SETTINGS, str(error), None)
            return False
        opening = None
        if campaign.pool is Pool.PROMO:
            opening = promotional_opening(self.clock(), self.settings.promo_stops)
        if opening:
            self._hold(campaign.id, Hold.HOURS, "", opening)
            return False
        word = self.credits.look(self.db, campaign, is_quiet=is_quiet)
        if isinstance(word, NotEnoughCredits):
            self._hold(campaign.id, Hold.SHORT, word.sentence, None)
        return word is CreditDecision.PROCEED


def _campaigns(calls: Iterable[PoolCall]) -> set[int]:
    return {call.claimed.campaign_id for call in calls}
