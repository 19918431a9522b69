"""The sender: claims chunks, hands them to threads that post, records what came back.

One thread, the one that calls `turn`, writes to the database. A turn is one transaction: it keeps
the raw replies, records what they mean, and claims as many chunks as there are idle senders, so
intents and results share a commit. Only after the commit do claimed chunks go to the threads.
While a call is in flight no transaction is open.

If the transaction fails (a full disk, a database locked for too long) nothing is claimed, and the
outcomes wait in memory for the next turn. A call that outlives every time-out is given up as
*unknown*; what it may still answer is kept as evidence and changes nothing.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from jetmsg_core.campaigns.channels import Order, form_of, order_of, verdict_of
from jetmsg_core.campaigns.failures import FailureWatch
from jetmsg_core.campaigns.pacing import JitteredPace, RateLimit, promotional_opening
from jetmsg_core.campaigns.settling import settle
from jetmsg_core.errors import JetmsgError
from jetmsg_core.gateway.replies import Verdict
from jetmsg_core.gateway.seam import Answer, Failure, Post
from jetmsg_core.masking import mask
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel, Hold, Pool
from jetmsg_core.store import campaigns, chunks
from jetmsg_core.store.campaigns import Campaign
from jetmsg_core.store.chunks import Claimed, Reply
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.times import Clock, stamp, utc_now

log = logging.getLogger(__name__)

KEPT_BODY = 4096
"""Characters of a raw reply that are kept. The smsIds of a longer one are in `results`."""

LOOK_SECONDS = 0.1
"""Between two looks which campaigns run."""

GRACE_SECONDS = 5.0
"""How far beyond the time allowed a thread may be before its call is given up."""


@dataclass(frozen=True)
class Call:
    claimed: Claimed
    order: Order
    started: float


@dataclass(frozen=True)
class Finished:
    call: Call
    answer: Answer | Failure
    verdict: Verdict


@dataclass
class Sender:
    """Sends what is running and was made in this mode: what was tried in the sandbox never goes
    out because the mode was changed. `only` limits it to one campaign; `holder` is the worker.

    `post_for_thread` makes one `Post` for each sender thread.
    """

    settings: Settings
    db: Database
    holder: str
    post_for_thread: Callable[[], Post]
    only: int | None = None
    clock: Clock = utc_now
    in_flight: dict[tuple[int, int, int], Call] = field(default_factory=dict)
    _calls: queue.SimpleQueue[Call | None] = field(default_factory=queue.SimpleQueue)
    _answers: queue.SimpleQueue[Finished] = field(default_factory=queue.SimpleQueue)
    _unrecorded: list[Finished] = field(default_factory=list)
    _known_running: list[Campaign] = field(default_factory=list)
    _look_again_at: float = 0.0

    def __post_init__(self) -> None:
        self._rate = RateLimit(self.settings.rate)
        self._whatsapp_pace = JitteredPace(self.settings.whatsapp_rate, random.random)
        self._watch = FailureWatch(random.random)
        for _ in range(self.settings.senders):
            self._start_thread()

    def turn(self, *, wait: float, claiming: bool = True) -> bool:
        """One round; waits up to `wait` seconds for a call to come back. True if anything was
        recorded or claimed, so False tells the caller that there is nothing to do now."""
        self._collect(wait if self.in_flight else 0)
        finished = list(self._unrecorded)
        running = self._running() if claiming else []
        if not finished and not running:
            return False
        back = {_key(one.call) for one in finished}
        busy = self.in_flight.keys() - back
        with transaction(self.db):
            self._record(finished)
            claimed = self._claim(running, idle=self.settings.senders - len(busy))
            still_busy = {campaign_id for campaign_id, _, _ in busy}
            for campaign_id in {key[0] for key in back} - still_busy - _campaigns(claimed):
                campaigns.finish_completed(self.db, campaign_id, self.clock())
        self._unrecorded.clear()
        for key in back:
            self.in_flight.pop(key, None)
        for call in claimed:
            self.in_flight[_key(call)] = call
            self._calls.put(call)
        return bool(finished or claimed)

    @property
    def busy(self) -> bool:
        """Calls are in flight, or outcomes wait to be recorded."""
        return bool(self.in_flight or self._unrecorded)

    def close(self) -> None:
        for _ in range(self.settings.senders):
            self._calls.put(None)

    def _start_thread(self) -> None:
        threading.Thread(target=self._post_until_closed, daemon=True).start()

    def _post_until_closed(self) -> None:
        post = self.post_for_thread()
        while (call := self._calls.get()) is not None:
            self._answers.put(self._post(post, call))

    def _post(self, post: Post, call: Call) -> Finished:
        started = time.monotonic()
        left = False
        try:
            form = form_of(self.settings, call.order, call.claimed)
            left = True
            answer = post(form)
            return self._finished(call, answer)
        except Exception:  # A mistake of ours must not lose the call: it ends as unknown.
            log.exception("a call ended in our own error")
            failure = Failure(left, "Our own error.", time.monotonic() - started)
            return self._finished(call, failure)

    def _finished(self, call: Call, answer: Answer | Failure) -> Finished:
        verdict = verdict_of(call.order, answer)
        # A gateway may quote the key it refuses.
        sentence = mask(verdict.sentence, self.settings.secrets)
        return Finished(call, answer, replace(verdict, sentence=sentence))

    def _collect(self, wait: float) -> None:
        """Take what has come back: wait for the first, then take what is there."""
        try:
            if not self._unrecorded and wait:
                self._unrecorded.append(self._answers.get(timeout=wait))
            while True:
                self._unrecorded.append(self._answers.get_nowait())
        except queue.Empty:
            pass
        self._give_up_overdue()

    def _give_up_overdue(self) -> None:
        limit = time.monotonic() - self.settings.timeout - GRACE_SECONDS
        done = {_key(finished.call) for finished in self._unrecorded}
        for key, call in self.in_flight.items():
            if call.started < limit and key not in done:
                failure = Failure(True, "No answer within the time allowed.", GRACE_SECONDS)
                self._unrecorded.append(self._finished(call, failure))
                self._start_thread()  # the old one may never come back

    def _record(self, finished: list[Finished]) -> None:
        now = self.clock()
        chunks.keep_replies(self.db, [self._reply(one) for one in finished])
        settled = [settle(one.call.claimed, one.verdict) for one in finished]
        chunks.record(self.db, settled, worker=self.holder, now=now)
        for campaign_id in _campaigns(one.call for one in finished):
            theirs = [one for one in finished if one.call.claimed.campaign_id == campaign_id]
            channel = theirs[0].call.order.channel
            self._hold_if_needed(campaign_id, channel, [one.verdict for one in theirs], now)

    def _reply(self, finished: Finished) -> Reply:
        claimed, answer = finished.call.claimed, finished.answer
        return Reply(
            claimed.campaign_id,
            claimed.lo,
            claimed.attempt,
            outcome=finished.verdict.outcome,
            http_status=None if isinstance(answer, Failure) else answer.status,
            failure=answer.text if isinstance(answer, Failure) else None,
            body=mask(answer.body[: 2 * KEPT_BODY], self.settings.secrets)[:KEPT_BODY],
            elapsed_ms=round(answer.elapsed * 1000),
            received_at=stamp(self.clock()),
        )

    def _hold_if_needed(
        self, campaign_id: int, channel: Channel, verdicts: list[Verdict], now: datetime
    ) -> None:
        pause = self._watch.pause_after(campaign_id, channel, verdicts)
        if pause is not None:
            retry_at = None if pause.length is None else now + pause.length
            self._hold(campaign_id, pause.why, pause.sentence, retry_at)

    def _hold(self, campaign_id: int, why: Hold, detail: str, retry_at: datetime | None) -> None:
        campaigns.hold(self.db, campaign_id, why, detail, retry_at)
        self._look_again_at = 0.0

    def _running(self) -> list[Campaign]:
        """Looked up a few times a second; whether a campaign still runs, the claim itself asks."""
        if time.monotonic() >= self._look_again_at:
            self._look_again_at = time.monotonic() + LOOK_SECONDS
            found = campaigns.in_state(self.db, CampaignState.RUNNING)
            self._known_running = [
                campaign
                for campaign in found
                if self.only in (None, campaign.id) and campaign.mode == self.settings.mode
            ]
        now = self.clock()
        return [campaign for campaign in self._known_running if campaign.may_go_on(now)]

    def _claim(self, running: list[Campaign], *, idle: int) -> list[Call]:
        """As many chunks as there are idle senders, shared evenly by the running campaigns."""
        if any(campaign.held for campaign in running):
            campaigns.end_due_holds(self.db, self.clock())
        idle = self._rate.allowed(idle, time.monotonic())
        claimed: list[Call] = []
        for index, campaign in enumerate(running):
            share = -(-(idle - len(claimed)) // (len(running) - index))
            if campaign.channel is Channel.WHATSAPP:
                share = min(share, self._whatsapp_pace.allowed(time.monotonic()))
            if share > 0 and self._may_send(campaign):
                claimed += self._claim_from(campaign, share)
        self._rate.left(len(claimed), time.monotonic())
        return claimed

    def _claim_from(self, campaign: Campaign, share: int) -> list[Call]:
        found = chunks.claim(
            self.db, campaign.id, worker=self.holder, limit=share, now=self.clock()
        )
        if not found:
            campaigns.finish_completed(self.db, campaign.id, self.clock())
        elif campaign.channel is Channel.WHATSAPP:
            self._whatsapp_pace.left(time.monotonic())
        order = order_of(campaign)
        return [Call(claimed, order, time.monotonic()) for claimed in found]

    def _may_send(self, campaign: Campaign) -> bool:
        try:
            self.settings.require_live_ready(order_of(campaign).call)
        except JetmsgError as error:
            self._hold(campaign.id, Hold.SETTINGS, str(error), None)
            return False
        opening = promotional_opening(self.clock()) if campaign.pool is Pool.PROMO else None
        if opening:
            self._hold(campaign.id, Hold.HOURS, "", opening)
        return opening is None


def _campaigns(calls: Iterable[Call]) -> set[int]:
    return {call.claimed.campaign_id for call in calls}


def _key(call: Call) -> tuple[int, int, int]:
    return call.claimed.campaign_id, call.claimed.lo, call.claimed.attempt
