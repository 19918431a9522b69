"""The sender: claims chunks, hands them to those who post, and records what came back.

One thread, the one that calls `turn`, writes to the database. A turn is one transaction: it keeps
the raw replies, records what they mean, and claims as many chunks as there are free slots, so
intents and results share a commit. Only after the commit do claimed chunks go to the posters.
While a call is in flight no transaction is open.

If the transaction fails (a full disk, a database locked for too long) nothing is claimed, and the
outcomes, with the holds they call for, wait in memory for the next turn, which records them before
anything else: nothing is claimed until that has gone well.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jetmsg_core.campaigns.sending import recorded_turns
from jetmsg_core.campaigns.sending.call_pool import CallPool, CompletedCall, PoolCall
from jetmsg_core.campaigns.sending.circuit_breaker import CircuitBreaker, EndedCall, Pause
from jetmsg_core.campaigns.sending.claiming import Claiming
from jetmsg_core.campaigns.sending.credit_guard import CreditGuard
from jetmsg_core.campaigns.sending.found_slots import FoundSlots
from jetmsg_core.campaigns.sending.recorded_turns import keep
from jetmsg_core.campaigns.sending.settle import is_about_numbers
from jetmsg_core.campaigns.sending.slow_start import SlowStart
from jetmsg_core.gateway.replies import Outcome
from jetmsg_core.gateway.seam import Answer, Posters
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import Database, transaction
from jetmsg_core.store.ledger.chunks import ClaimedChunk


@dataclass
class Sender:
    """Sends what is running and was made in this mode: what was tried in the sandbox never goes
    out because the mode was changed. `only` limits it to one campaign; `holder` is the worker.
    """

    settings: Settings
    db: Database
    holder: str
    posters: Posters
    only: int | None = None
    clock: Clock = utc_now
    mark: Callable[[ClaimedChunk], None] = lambda chunk: None
    """Told the last chunk of every claim before its call leaves (`restoring.mark`)."""
    _unrecorded: list[CompletedCall] = field(default_factory=list)
    _pauses: dict[int, Pause] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = self.settings
        self._calls = CallPool(settings, self.posters)
        self._slow_start = SlowStart(settings.senders)
        self._found = FoundSlots(settings.senders) if settings.finds_senders else None
        self._breaker = CircuitBreaker(
            random.random, in_a_row=settings.failures_in_a_row, percent=settings.failure_percent
        )
        self._claiming = Claiming(
            settings,
            self.db,
            self.holder,
            only=self.only,
            clock=self.clock,
            slots=lambda: min(self._calls.slots, self.found_slots or settings.senders),
            why_not=lambda: self._calls.why_not,
            slow_start=self._slow_start,
        )

    def turn(self, *, wait: float, claiming: bool = True) -> bool:
        """Takes one turn; waits up to `wait` seconds for a call to come back. Returns whether
        anything was recorded or claimed: if not, there is nothing to do now."""
        claiming = claiming and not self._unrecorded
        self._collect(0 if self._claiming.is_cut_short else wait)
        self._claiming.is_cut_short = False
        completed = self._unrecorded
        running = self._claiming.running() if claiming else []
        self._calls.take_back(self._claiming.ended())
        if not completed and not running:
            return False
        back = {completed_call.call.key for completed_call in completed}
        busy = self._calls.in_flight.keys() - back
        with transaction(self.db):
            self._record(completed)
            calls = self._claiming.claim(running, busy)
            still_busy = {campaign_id for campaign_id, _, _ in busy}
            for campaign_id in {key[0] for key in back} - still_busy - _campaigns(calls):
                recorded_turns.finish_completed(self.db, campaign_id, self.clock())
        self._unrecorded = []
        self._pauses.clear()
        self._calls.recorded(back)
        self._let_go(calls)
        return bool(completed or calls or self._claiming.is_cut_short)

    @property
    def credits(self) -> CreditGuard:
        """What watches the credits, and says when it wants a reading of the balance."""
        return self._claiming.credits

    @property
    def found_slots(self) -> int | None:
        """It says how many calls at the same time were found to be answered well; None where the
        number is set."""
        return self._found.at_once if self._found else None

    @property
    def busy(self) -> bool:
        """Tells whether calls are in flight, or outcomes wait to be recorded."""
        return bool(self._calls.in_flight or self._unrecorded)

    @property
    def unrecorded(self) -> int:
        """Counts the calls that have come back and could not be written down yet."""
        return len(self._unrecorded)

    def is_calling(self) -> bool:
        """Tells whether a call is on its way that has not come back. What has is kept for the next
        turn."""
        self._collect(0)
        return len(self._calls.in_flight) > len(self._unrecorded)

    def disk_is_full(self) -> None:
        """Notes that the database could not be written to for want of room: what runs is held once
        that can be written, however much room the system says there is."""
        self._claiming.disk.was_full(time.monotonic())

    def close(self) -> None:
        """Lets those who post end once their calls have come back."""
        self._calls.close()

    def _let_go(self, calls: Sequence[PoolCall]) -> None:
        self._claiming.record_sent(calls)
        if calls:
            self.mark(calls[-1].chunk)
            self._calls.begin(calls)

    def _collect(self, wait: float) -> None:
        """What came back, and once for each what it means for its campaign."""
        completed = self._calls.completed(0 if self._unrecorded else wait)
        returned = {call_back.call.key for call_back in (*self._unrecorded, *completed)}
        if self._calls.give_up_overdue(returned):
            completed += self._calls.completed(0)
        of_campaign: defaultdict[int, list[CompletedCall]] = defaultdict(list)
        for call_back in completed:
            if call_back.call.key in self._calls.in_flight:  # else it was given up before
                of_campaign[call_back.call.chunk.campaign_id].append(call_back)
        for campaign_id, theirs in of_campaign.items():
            self._judge(campaign_id, theirs)
        self._unrecorded += completed

    def _judge(self, campaign_id: int, completed: Sequence[CompletedCall]) -> None:
        """What these calls of one campaign say about the gateway."""
        ended, now = [], time.monotonic()
        if self._found and completed[0].call.order.channel is Channel.SMS:
            _learn(self._found, completed, now)
        for call_back in completed:
            left_at = call_back.call.left_at
            if self._calls.is_taken_back(call_back):
                continue
            if is_about_numbers(call_back.call.chunk, call_back.verdict):
                self._breaker.answered(campaign_id, left_at)
                self._slow_start.went_well(campaign_id, left_at)
                continue
            ended.append(EndedCall(call_back.verdict, left_at, call_back.came_at))
            if call_back.verdict.outcome is Outcome.ACCEPTED:
                self._slow_start.went_well(campaign_id, left_at)
            elif call_back.verdict.outcome is Outcome.UNKNOWN:
                self._slow_start.begin_again(campaign_id, now)
        channel = completed[0].call.order.channel
        pause = self._breaker.pause_after(campaign_id, channel, ended, now=now)
        if pause is not None:
            self._slow_start.begin_again(campaign_id, now)
            self._pauses[campaign_id] = pause

    def _record(self, completed: Sequence[CompletedCall]) -> None:
        now = self.clock()
        keep(self.settings, self.db, completed, worker=self.holder, now=now)
        for campaign_id, pause in self._pauses.items():
            self._claiming.pause(campaign_id, pause, now)


def _learn(slots: FoundSlots, completed: Sequence[CompletedCall], now: float) -> None:
    """What these answers say about how many calls may be made at the same time."""
    for call_back in sorted(completed, key=lambda call_back: call_back.came_at):
        answer, left_at = call_back.answer, call_back.call.left_at
        if isinstance(answer, Answer) and answer.status not in (429, 503):
            slots.answered(left_at, answer.elapsed, call_back.came_at)
        elif isinstance(answer, Answer) or answer.sent:
            slots.slowed(left_at, now)


def _campaigns(calls: Iterable[PoolCall]) -> set[int]:
    return {call.chunk.campaign_id for call in calls}
