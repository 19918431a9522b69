"""The readings around calls of unknown end and what was on its way between them, put before the
pure `balance_evidence`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from jetmsg_core.balances.sampling import READING_SECONDS
from jetmsg_core.campaigns.unknown_calls import balance_evidence
from jetmsg_core.campaigns.unknown_calls.balance_evidence import (
    FAR_APART,
    BalanceEvidence,
    Suggestion,
    Window,
)
from jetmsg_core.primitives.times import in_ist, parse
from jetmsg_core.settings import Settings
from jetmsg_core.states import Pool
from jetmsg_core.store.balances import pool_windows, samples
from jetmsg_core.store.balances.pool_windows import Around, Span
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import Database, Row
from jetmsg_core.store.ledger.campaigns import Campaign

OVERDUE_SECONDS = 10.0
"""Beyond its time-out a call is recorded within this."""

LATELY = timedelta(days=1)
"""Who used the account so shortly before a call, or since, may have used it then."""

MOST_PAIRS = 48
MOST_REPLIES = 5_000
"""Between two readings. With more of our own calls between them they are not looked at."""


@dataclass
class BalanceWindows:
    """Reads the windows of one campaign's pool. What was found once is kept for the next call: many
    of them share their readings."""

    db: Database
    settings: Settings
    campaign: Campaign
    _around: dict[tuple[str, str], Around] = field(default_factory=dict)
    _credits_between: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _others: dict[str, str] = field(default_factory=dict)
    _quiet: dict[tuple[str, str], tuple[Sample, Sample] | None] = field(default_factory=dict)

    def samples_around(self, call: Row) -> tuple[Sample | None, Sample | None]:
        """Gives the last reading before a call, which is a row of `ledger.unknown_calls.unknown`,
        and the first after it; None where there is none."""
        if self.campaign.pool is Pool.NONE or not call["sending_at"]:
            return None, None
        # A reading that was under way when the call left may show it already.
        begun = parse(call["sending_at"]) - self._reading
        over = parse(call["settled_at"])
        return (
            pool_windows.sample_before(self.db, self.campaign.mode, begun),
            pool_windows.sample_after(self.db, self.campaign.mode, over),
        )

    def assess(self, call: Row, before: Sample | None, after: Sample | None) -> BalanceEvidence:
        """Gives what the readings around a call say about it; where calls that were on their way
        at one of them leave it open, what those further apart say, at which none was."""
        if self.campaign.pool is Pool.NONE:
            return balance_evidence.NO_CREDITS
        if before is None or self._credits(before) is None:
            return balance_evidence.NOT_READ_BEFORE
        if after is None or self._credits(after) is None:
            return balance_evidence.NOT_READ_AFTER
        window = self._window(call, before, after)
        evidence = self._assessed(window, before)
        if evidence.suggestion is not Suggestion.UNCLEAR or not window.perhaps:
            return evidence
        readings = self._quiet_around(before, after)
        if readings is None:
            return evidence
        wider = self._assessed(self._window(call, *readings), readings[0])
        return evidence if wider.suggestion is Suggestion.NO_EVIDENCE else wider

    def _assessed(self, window: Window, before: Sample) -> BalanceEvidence:
        evidence = balance_evidence.assess(window)
        if evidence.suggestion is not Suggestion.TAKEN:
            return evidence
        # Looked for only where it makes a difference: it takes a look at many readings.
        others = self._others_lately(before)
        return (
            balance_evidence.assess(Window(**vars(window) | {"others": others}))
            if others
            else evidence
        )

    def _window(self, call: Row, before: Sample, after: Sample) -> Window:
        own = (call["hi"] - call["lo"] - call["withheld"]) * call["parts"]
        parts = self._parts(before, after)
        steps = self._between(before, after)
        return Window(
            before=steps[0],
            after=steps[-1],
            rose=sum(max(0, b - a) for a, b in pairwise(steps)),
            accepted=parts.accepted,
            perhaps=parts.perhaps,
            lost=max(parts.lost, own),
            own=own,
            each=call["parts"],
            calls=max(1, parts.calls),
            are_alike=parts.cheapest == parts.dearest,
            apart=parse(after.taken_at) - parse(before.taken_at),
        )

    def _quiet_around(self, before: Sample, after: Sample) -> tuple[Sample, Sample] | None:
        """The nearest readings around these two, they among them, at which no call of ours was on
        its way; None where there are none so near that their difference would speak."""
        key = (before.taken_at, after.taken_at)
        if key not in self._quiet:
            self._quiet[key] = self._quiet_readings(before, after)
        return self._quiet[key]

    def _quiet_readings(self, before: Sample, after: Sample) -> tuple[Sample, Sample] | None:
        near = [
            sample
            for sample in samples.since(
                self.db, self.campaign.mode, parse(before.taken_at) - FAR_APART
            )
            if sample.failure is None
            and self._credits(sample) is not None
            and parse(sample.taken_at) <= parse(after.taken_at) + FAR_APART
        ]
        earlier = [sample for sample in near if sample.taken_at <= before.taken_at][-MOST_PAIRS:]
        later = [sample for sample in near if sample.taken_at >= after.taken_at][:MOST_PAIRS]
        first = next(filter(self._is_quiet, reversed(earlier)), None)
        last = next(filter(self._is_quiet, later), None)
        if first is None or last is None:
            return None
        many = pool_windows.replies_between(self.db, self._span(first, last)) > MOST_REPLIES
        return None if many else (first, last)

    def _is_quiet(self, sample: Sample) -> bool:
        parts = self._parts(sample, sample)
        return not parts.perhaps and not parts.lost

    def _others_lately(self, before: Sample) -> str:
        """When the pool fell by more than all that was ours can hold, in words."""
        if before.taken_at not in self._others:
            since = parse(before.taken_at) - LATELY
            readings_since = [
                sample
                for sample in samples.since(self.db, self.campaign.mode, since)
                if sample.failure is None and self._credits(sample) is not None
            ]
            pairs = list(pairwise(readings_since))[-MOST_PAIRS:]
            uses = (self._used_by_others(*pair) for pair in reversed(pairs))
            self._others[before.taken_at] = next(filter(None, uses), "")
        return self._others[before.taken_at]

    def _used_by_others(self, before: Sample, after: Sample) -> str:
        fell = (self._credits(before) or 0) - (self._credits(after) or 0)
        if fell <= 0 or pool_windows.replies_between(self.db, self._span(before, after)) > (
            MOST_REPLIES
        ):
            return ""
        parts = self._parts(before, after)
        if fell <= parts.accepted + parts.perhaps + parts.lost:
            return ""
        return f"before {in_ist(after.taken_at)} IST"

    def _between(self, before: Sample, after: Sample) -> list[int]:
        """The credits at each reading from the first to the last that succeeded."""
        key = (before.taken_at, after.taken_at)
        if key not in self._credits_between:
            readings_since = samples.since(self.db, self.campaign.mode, parse(before.taken_at))
            self._credits_between[key] = [
                self._credits(sample) or 0
                for sample in readings_since
                if sample.failure is None and sample.taken_at <= after.taken_at
            ]
        return self._credits_between[key]

    def _parts(self, before: Sample, after: Sample) -> Around:
        key = (before.taken_at, after.taken_at)
        if key not in self._around:
            self._around[key] = pool_windows.parts_around(
                self.db, self.campaign.mode, self.campaign.pool, self._span(before, after)
            )
        return self._around[key]

    def _span(self, before: Sample, after: Sample) -> Span:
        return Span(parse(before.taken_at), parse(after.taken_at), self._reading, self._longest)

    def _credits(self, sample: Sample) -> int | None:
        return sample.credits_of(self.campaign.pool)

    @property
    def _reading(self) -> timedelta:
        return timedelta(seconds=READING_SECONDS[self.settings.mode])

    @property
    def _longest(self) -> timedelta:
        return timedelta(seconds=self.settings.timeout + OVERDUE_SECONDS)
