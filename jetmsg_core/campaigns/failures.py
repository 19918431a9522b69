"""When failures should hold a campaign, and for how long. Pure but for its counters.

Without this a gateway that fails would turn a whole campaign into *unknown*, or a telephone that
is off would use up every WhatsApp recipient.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from jetmsg_core.campaigns.pacing import back_off
from jetmsg_core.campaigns.settling import HOLDS, goes_back
from jetmsg_core.gateway.replies import Outcome, Verdict
from jetmsg_core.states import Channel, Hold

IN_A_ROW = {Channel.SMS: 5, Channel.WHATSAPP: 10}
"""Calls refused or unknown in a row before a person is asked to look. A WhatsApp panel answers
"Request Failed" for a single bad number as well as for a device that is offline."""


@dataclass(frozen=True)
class Pause:
    """Hold the campaign. `length` None: until a person has dealt with it."""

    why: Hold
    sentence: str
    length: timedelta | None


class FailureWatch:
    """Counts failures in a row, for each campaign."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter
        self._in_a_row: Counter[int] = Counter()

    def pause_after(
        self, campaign_id: int, channel: Channel, verdicts: Sequence[Verdict]
    ) -> Pause | None:
        """What the calls that came back together call for. SMS failures count once for all of
        them, since calls in flight together fail together; WhatsApp ones are told one by one."""
        failed = [verdict for verdict in verdicts if verdict.outcome is not Outcome.ACCEPTED]
        if len(failed) < len(verdicts):
            self._in_a_row[campaign_id] = 0
        if not failed:
            return None
        self._in_a_row[campaign_id] += 1 if channel is Channel.SMS else len(failed)
        return self._pause(campaign_id, channel, failed)

    def _pause(self, campaign_id: int, channel: Channel, failed: list[Verdict]) -> Pause | None:
        for verdict in failed:
            if verdict.outcome is Outcome.REFUSED and verdict.reason in HOLDS:
                return Pause(HOLDS[verdict.reason], verdict.sentence, None)
        last = failed[-1]
        if goes_back(last):
            pause = back_off(self._in_a_row[campaign_id], self._jitter)
            asked = timedelta(seconds=last.retry_after or 0)
            return Pause(Hold.UNREACHABLE, last.sentence, max(pause, asked))
        if self._in_a_row[campaign_id] < IN_A_ROW[channel]:
            return None
        self._in_a_row[campaign_id] = 0
        offline = channel is Channel.WHATSAPP and last.outcome is Outcome.REFUSED
        return Pause(Hold.DEVICE if offline else Hold.FAILURES, last.sentence, None)
