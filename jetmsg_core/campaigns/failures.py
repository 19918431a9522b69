"""When failures should hold a campaign, and for how long. Pure but for its counters.

Without this a gateway that fails would turn a whole campaign into *unknown*, or a telephone that
is off would use up every WhatsApp recipient.

It is a circuit for each campaign: closed while calls go well; open while the campaign is held;
then half-open, since every beginning is slow (`slow_start`). Where losses opened it, one more
without an answer opens it again: finding out costs one call a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from jetmsg_core.campaigns.pacing import back_off
from jetmsg_core.campaigns.settling import HOLDS, goes_back
from jetmsg_core.gateway.replies import Outcome, Verdict
from jetmsg_core.states import Channel, Hold

WHATSAPP_IN_A_ROW = 10
"""A panel answers "Request Failed" for a single bad number as well as for a device that is
offline, so more of them in a row are borne than of SMS calls."""

RECENT = 100
"""Calls of a campaign among which the share of failures counts."""


@dataclass(frozen=True)
class Pause:
    """Hold the campaign. `length` None: until a person has dealt with it."""

    why: Hold
    sentence: str
    length: timedelta | None


class FailureWatch:
    """`in_a_row` lost calls hold a campaign, and so do more than `percent` of its last hundred."""

    def __init__(self, jitter: Callable[[], float], *, in_a_row: int, percent: float) -> None:
        self._jitter = jitter
        self._most = {Channel.SMS: in_a_row, Channel.WHATSAPP: WHATSAPP_IN_A_ROW}
        self._percent = percent
        self._failed_in_a_row: Counter[int] = Counter()
        self._lost_in_a_row: Counter[int] = Counter()
        self._recent: defaultdict[int, deque[bool]] = defaultdict(partial(deque, maxlen=RECENT))
        self._tripped: set[int] = set()
        """Opened by losses, and no call came back well since."""

    def pause_after(
        self, campaign_id: int, channel: Channel, verdicts: Sequence[Verdict]
    ) -> Pause | None:
        """What the calls that came back together, in this order, call for."""
        failed = [verdict for verdict in verdicts if verdict.outcome is not Outcome.ACCEPTED]
        if len(failed) < len(verdicts):
            self._failed_in_a_row[campaign_id] = 0
            self._tripped.discard(campaign_id)
        most_in_a_row = self._count(campaign_id, verdicts)
        if not failed:
            return None
        self._failed_in_a_row[campaign_id] += 1
        return self._pause(campaign_id, channel, failed, most_in_a_row)

    def _count(self, campaign_id: int, verdicts: Sequence[Verdict]) -> int:
        """Call by call. Returns how many lost ones in a row there were at most."""
        self._recent[campaign_id] += [is_lost(verdict) for verdict in verdicts]
        most = 0
        for verdict in verdicts:
            if verdict.outcome is Outcome.ACCEPTED:
                self._lost_in_a_row[campaign_id] = 0
            self._lost_in_a_row[campaign_id] += is_lost(verdict)
            most = max(most, self._lost_in_a_row[campaign_id])
        return most

    def _pause(
        self, campaign_id: int, channel: Channel, failed: list[Verdict], most_in_a_row: int
    ) -> Pause | None:
        for verdict in failed:
            if verdict.outcome is Outcome.REFUSED and verdict.reason in HOLDS:
                return Pause(HOLDS[verdict.reason], verdict.sentence, None)
        unanswered = any(verdict.outcome is Outcome.UNKNOWN for verdict in failed)
        tripped_again = unanswered and campaign_id in self._tripped
        if tripped_again or self._is_too_much(campaign_id, channel, most_in_a_row):
            self._tripped.add(campaign_id)
            last = ([verdict for verdict in failed if is_lost(verdict)] or failed)[-1]
            self._lost_in_a_row[campaign_id] = 0
            self._recent[campaign_id].clear()
            offline = channel is Channel.WHATSAPP and last.outcome is Outcome.REFUSED
            return Pause(Hold.DEVICE if offline else Hold.FAILURES, last.sentence, None)
        back = [verdict for verdict in failed if goes_back(verdict)]
        if not back:
            return None
        pause = back_off(self._failed_in_a_row[campaign_id], self._jitter)
        asked = timedelta(seconds=max(verdict.retry_after or 0 for verdict in back))
        return Pause(Hold.UNREACHABLE, back[-1].sentence, max(pause, asked))

    def _is_too_much(self, campaign_id: int, channel: Channel, most_in_a_row: int) -> bool:
        """What goes back loses nobody, however often it fails: it is waited for, not counted."""
        lost = sum(self._recent[campaign_id])
        return most_in_a_row >= self._most[channel] or lost > self._percent * RECENT / 100


def is_lost(verdict: Verdict) -> bool:
    """Refused or unknown: the chunk is not tried again by itself."""
    return verdict.outcome in (Outcome.REFUSED, Outcome.UNKNOWN) and not goes_back(verdict)
