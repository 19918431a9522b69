"""When failures should hold a campaign, and for how long. Pure but for its counters.

Without this a gateway that fails would turn a whole campaign into *unknown*, or a telephone that
is off would use up every WhatsApp recipient.

It is a circuit for each campaign. It begins half-open: until a first call came back well, one that
is lost without an answer opens it, so that finding out costs one call. Then it is closed, and opens
after so many in a row. What a person closes again is half-open once more, and so is that of a new
worker, which knows nothing yet: each try costs one call. `slow_start` lets it leave alone.

A refusal is an answer: it counts in a row, since its people are not tried again by themselves, but
opens no half-open circuit.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby

from jetmsg_core.campaigns.sending.rate_limit import back_off
from jetmsg_core.campaigns.sending.settle import HOLDS, goes_back
from jetmsg_core.gateway.replies import Outcome, RefusalReason, Verdict
from jetmsg_core.states import Channel, Hold

WHATSAPP_IN_A_ROW = 10
"""A panel answers "Request Failed" for a single bad number as well as for a device that is
offline, so more of them in a row are borne than of SMS calls."""

RECENT = 100
"""Calls of a campaign among which the share of failures counts."""

NEVER = 1000
"""The largest setting: no row of failures holds a campaign then, at its beginning neither."""

MOST_LATE = 1024
"""Calls that may be told before one whose answer came earlier; there are no more senders."""


@dataclass(frozen=True)
class Pause:
    """A hold that failed calls ask for, of this `length`, or for None until a person has dealt with
    it."""

    why: Hold
    sentence: str
    length: timedelta | None


@dataclass(frozen=True)
class EndedCall:
    """A call that left, and whose answer was complete, at these moments of the steady clock."""

    verdict: Verdict
    left_at: float
    came_at: float


class CircuitBreaker:
    """Counts what became of calls, and holds a campaign after `in_a_row` lost ones, or more than
    `percent` of its last hundred."""

    def __init__(self, jitter: Callable[[], float], *, in_a_row: int, percent: float) -> None:
        self._jitter = jitter
        self._holds_by_row = in_a_row < NEVER
        self._most = {Channel.SMS: in_a_row, Channel.WHATSAPP: WHATSAPP_IN_A_ROW}
        self._percent = percent
        self._failed_in_a_row: Counter[int] = Counter()
        self._rows: defaultdict[int, _Row] = defaultdict(_Row)
        self._recent: defaultdict[int, deque[bool]] = defaultdict(partial(deque, maxlen=RECENT))
        self._closed: set[int] = set()
        """A call came back well since it was opened, or since this worker began."""
        self._opened_at: dict[int, float] = {}

    def pause_after(
        self, campaign_id: int, channel: Channel, ended: Sequence[EndedCall], *, now: float
    ) -> Pause | None:
        """Gives what the calls that came back together call for; None when the campaign may go on.
        `now` is of the steady clock."""
        ended = sorted(ended, key=lambda call: call.came_at)
        verdicts = [call.verdict for call in ended]
        failed = [verdict for verdict in verdicts if verdict.outcome is not Outcome.ACCEPTED]
        if len(failed) < len(verdicts):
            self._failed_in_a_row[campaign_id] = 0
        self._recent[campaign_id] += [is_lost(verdict) for verdict in verdicts]
        most_in_a_row = self._rows[campaign_id].add(ended)
        is_lost_trial = self._try(campaign_id, ended)
        if not failed:
            return None
        self._failed_in_a_row[campaign_id] += 1
        is_row = self._holds_by_row and (is_lost_trial or most_in_a_row >= self._most[channel])
        opens_at = now if is_row or self._is_often(campaign_id) else None
        return self._pause(campaign_id, channel, failed, opens_at)

    def answered(self, campaign_id: int, left_at: float) -> None:
        """Closes the circuit: a call that left then was answered by a gateway with which nothing is
        wrong."""
        if left_at >= self._opened_at.get(campaign_id, 0.0):
            self._closed.add(campaign_id)

    def _try(self, campaign_id: int, ended: Sequence[EndedCall]) -> bool:
        """Whether a call was lost while nothing had come back well. One that left before a hold
        says nothing about the gateway since."""
        for call in ended:
            if call.verdict.outcome is Outcome.ACCEPTED:
                self.answered(campaign_id, call.left_at)
            is_new = call.left_at >= self._opened_at.get(campaign_id, 0.0)
            unanswered = call.verdict.outcome is Outcome.UNKNOWN
            if unanswered and is_new and campaign_id not in self._closed:
                return True
        return False

    def _pause(
        self, campaign_id: int, channel: Channel, failed: list[Verdict], opens_at: float | None
    ) -> Pause | None:
        for verdict in failed:
            if verdict.outcome is Outcome.REFUSED and verdict.reason in HOLDS:
                return Pause(HOLDS[verdict.reason], verdict.sentence, None)
        if opens_at is not None:
            self._opened_at[campaign_id] = opens_at
            last = ([verdict for verdict in failed if is_lost(verdict)] or failed)[-1]
            self._closed.discard(campaign_id)
            self._rows.pop(campaign_id)
            self._recent[campaign_id].clear()
            offline = channel is Channel.WHATSAPP and last.outcome is Outcome.REFUSED
            return Pause(Hold.DEVICE if offline else Hold.FAILURES, last.sentence, None)
        back = [verdict for verdict in failed if goes_back(verdict)]
        if not back:
            return None
        pause = back_off(self._failed_in_a_row[campaign_id], self._jitter)
        asked = timedelta(seconds=max(verdict.retry_after or 0 for verdict in back))
        why = Hold.PAUSE_ASKED if back[-1].reason is RefusalReason.RATE else Hold.UNREACHABLE
        return Pause(why, back[-1].sentence, max(pause, asked))

    def _is_often(self, campaign_id: int) -> bool:
        return sum(self._recent[campaign_id]) > self._percent * RECENT / 100


class _Row:
    """Which of the last calls were lost, in the order in which their answers came, whenever they
    were told: a no is looked at for a while, and good ones overtake it. What goes back loses
    nobody, however often it fails: it is waited for, not counted."""

    def __init__(self) -> None:
        self._calls: list[tuple[float, bool]] = []
        """When, and whether it was lost; of no more than can still make a difference."""

    def add(self, ended: Iterable[EndedCall]) -> int:
        """Returns how many lost ones in a row there are at most, these among them."""
        added: list[tuple[float, bool]] = []
        for ended_call in ended:
            if ended_call.verdict.outcome is Outcome.ACCEPTED or is_lost(ended_call.verdict):
                added.append((ended_call.came_at, is_lost(ended_call.verdict)))
                insort(self._calls, added[-1])
        most = self._longest_with({call for call in added if _was_lost(call)})
        del self._calls[: -NEVER - MOST_LATE]
        return most

    def _longest_with(self, lost: set[tuple[float, bool]]) -> int:
        """Of the rows in which there is one of these. All of a thousand calls may be lost at once,
        so each is looked at once."""
        if not lost:
            return 0
        rows = (list(row) for is_row, row in groupby(self._calls, _was_lost) if is_row)
        return max((len(row) for row in rows if not lost.isdisjoint(row)), default=0)


def _was_lost(call: tuple[float, bool]) -> bool:
    return call[1]


def is_lost(verdict: Verdict) -> bool:
    """Tells whether a call was refused or is unknown: the chunk is not tried again by itself."""
    return verdict.outcome in (Outcome.REFUSED, Outcome.UNKNOWN) and not goes_back(verdict)
