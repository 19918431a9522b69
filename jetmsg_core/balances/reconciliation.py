"""What campaigns were said to cost, against what the balance shows they cost. Pure.

A campaign's window goes from the last reading before it started to the first after it ended; one
that sent in several intervals has a window for each. Campaigns of one pool whose windows overlap
cannot be told apart by the balance: they are reconciled together, as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from jetmsg_core.balances.sample_series import Readings
from jetmsg_core.states import CampaignState


class ReconciliationVerdict(StrEnum):
    """The verdicts of the balance on a campaign. `VERDICTS` has what each comes to,
    `reconciliation_text` the words."""

    MATCHES = "matches"
    MORE = "more"
    FEWER = "fewer"
    TOPPED_UP = "topped_up"
    NO_READING_BEFORE = "no_reading_before"
    NO_READING_AFTER = "no_reading_after"
    NOT_OVER = "not_over"
    NOTHING_SENT = "nothing_sent"


class VerdictGroup(StrEnum):
    """The groups that verdicts come to, where campaigns are counted."""

    MATCHES = "matches"
    DIFFERS = "differs"
    UNTOLD = "untold"
    NOTHING_SENT = "nothing_sent"


VERDICTS: dict[ReconciliationVerdict, VerdictGroup] = {
    ReconciliationVerdict.MATCHES: VerdictGroup.MATCHES,
    ReconciliationVerdict.MORE: VerdictGroup.DIFFERS,
    ReconciliationVerdict.FEWER: VerdictGroup.DIFFERS,
    ReconciliationVerdict.TOPPED_UP: VerdictGroup.UNTOLD,
    ReconciliationVerdict.NO_READING_BEFORE: VerdictGroup.UNTOLD,
    ReconciliationVerdict.NO_READING_AFTER: VerdictGroup.UNTOLD,
    ReconciliationVerdict.NOT_OVER: VerdictGroup.UNTOLD,
    ReconciliationVerdict.NOTHING_SENT: VerdictGroup.NOTHING_SENT,
}


@dataclass(frozen=True)
class Spender:
    """A campaign that was started, or one sending interval of it.

    `started` and `ended` are milliseconds since 1970, `ended` None while it goes on. Parts and
    people of unknown calls may have been taken, or not; a person may have assumed that they were,
    or sent them again.
    """

    id: int
    name: str
    pool: str
    started: int
    ended: int | None
    predicted: int
    submitted: int
    unknown_calls: int = 0
    unknown_people: int = 0
    unknown_parts: int = 0
    assumed_parts: int = 0
    repeated_parts: int = 0
    state: CampaignState = CampaignState.FINISHED
    is_held: bool = False

    @property
    def is_over(self) -> bool:
        """It is true when nothing more of the campaign will be sent."""
        return self.state in (CampaignState.FINISHED, CampaignState.STOPPED)

    @property
    def rests_as(self) -> str:
        """It is `paused` or `held` for one that makes no call before somebody, or the hour, lets
        it; else empty."""
        if self.is_over:
            return ""
        if self.state is CampaignState.PAUSED:
            return self.state.value
        return "held" if self.is_held else ""

    @property
    def may_call_now(self) -> bool:
        """It is true when the next call may be made at any moment."""
        return not (self.is_over or self.rests_as)


@dataclass(frozen=True)
class Reconciled:
    """The balance held against campaigns. `fallen` is by how much the pool fell over the window,
    None where that cannot be told; `together` are all campaigns that shared it. `difference` is
    what fell beyond the parts submitted. After a top-up, `top_up` is what must have been added for
    all to match, and `risen` what was: that much at least."""

    verdict: ReconciliationVerdict
    together: tuple[Spender, ...]
    fallen: int | None = None
    difference: int | None = None
    top_up: int | None = None
    risen: int | None = None

    @property
    def group(self) -> VerdictGroup:
        """It is the group that the verdict comes to."""
        return VERDICTS[self.verdict]

    @property
    def submitted(self) -> int:
        """The parts submitted by all that shared the window."""
        return sum(spender.submitted for spender in self.together)

    @property
    def unknown_calls(self) -> int:
        """The calls of unknown end of all that shared the window."""
        return sum(spender.unknown_calls for spender in self.together)


def reconcile(spenders: Iterable[Spender], readings: Readings) -> dict[int, Reconciled]:
    """Gives what the balance shows of campaigns of one pool, by id. Those with the same id are
    intervals of one campaign."""
    by_id: dict[int, list[Reconciled]] = {}
    for group, first, last in _sharing(spenders, readings):
        window = _judged(_joined(group), readings, first, last)
        for number in {spender.id for spender in group}:
            by_id.setdefault(number, []).append(window)
    return {number: _altogether(judged) for number, judged in by_id.items()}


def _joined(pieces: Iterable[Spender]) -> tuple[Spender, ...]:
    """One for each campaign, with all that its intervals took."""
    by_id: dict[int, Spender] = {}
    for piece in pieces:
        before = by_id.get(piece.id)
        by_id[piece.id] = piece if before is None else _sum(before, piece)
    return tuple(by_id.values())


def _sum(first: Spender, other: Spender) -> Spender:
    ends = (first.ended, other.ended)
    return replace(
        first,
        started=min(first.started, other.started),
        ended=None if None in ends else max(end for end in ends if end is not None),
        submitted=first.submitted + other.submitted,
        unknown_calls=first.unknown_calls + other.unknown_calls,
        unknown_people=first.unknown_people + other.unknown_people,
        unknown_parts=first.unknown_parts + other.unknown_parts,
        assumed_parts=first.assumed_parts + other.assumed_parts,
        repeated_parts=first.repeated_parts + other.repeated_parts,
    )


UNTOLD = (
    ReconciliationVerdict.NOT_OVER,
    ReconciliationVerdict.NO_READING_BEFORE,
    ReconciliationVerdict.NO_READING_AFTER,
)


def _altogether(judged: list[Reconciled]) -> Reconciled:
    """Of a campaign that sent in several windows."""
    if len(judged) == 1:
        return judged[0]
    together = _joined(spender for window in judged for spender in window.together)
    verdicts = [window.verdict for window in judged]
    for verdict in UNTOLD:
        if verdict in verdicts:
            return Reconciled(verdict, together)
    fallen = sum(
        window.submitted - window.top_up if window.top_up is not None else window.fallen or 0
        for window in judged
    )
    return _compared(together, fallen, sum(window.risen or 0 for window in judged))


def _sharing(
    spenders: Iterable[Spender], readings: Readings
) -> Iterator[tuple[list[Spender], int, int]]:
    """Groups with the places of the first and last reading of their window: -1 and the number of
    readings where there is none."""
    windows = sorted(
        ((*_window(spender, readings), spender) for spender in spenders),
        key=lambda window: window[:2],
    )
    group: list[Spender] = []
    first = last = -1
    for begins, ends, spender in windows:
        if group and begins >= last:
            yield group, first, last
            group = []
        if not group:
            first, last = begins, ends
        group.append(spender)
        last = max(last, ends)
    if group:
        yield group, first, last


def _window(spender: Spender, readings: Readings) -> tuple[int, int]:
    first = int(np.searchsorted(readings.at, spender.started, side="right")) - 1
    if spender.ended is None:
        return first, len(readings)
    return first, int(np.searchsorted(readings.at, spender.ended, side="left"))


def _judged(group: tuple[Spender, ...], readings: Readings, first: int, last: int) -> Reconciled:
    if any(spender.ended is None for spender in group):
        return Reconciled(ReconciliationVerdict.NOT_OVER, group)
    if first < 0:
        return Reconciled(ReconciliationVerdict.NO_READING_BEFORE, group)
    if last >= len(readings):
        return Reconciled(ReconciliationVerdict.NO_READING_AFTER, group)
    credits = readings.credits[first : last + 1]
    fallen = int(credits[0] - credits[-1])
    return _compared(group, fallen, int(np.maximum(np.diff(credits), 0).sum()))


def _compared(group: tuple[Spender, ...], fallen: int, risen: int) -> Reconciled:
    difference = fallen - sum(spender.submitted for spender in group)
    if risen:
        return Reconciled(ReconciliationVerdict.TOPPED_UP, group, top_up=-difference, risen=risen)
    verdict = (
        ReconciliationVerdict.MORE
        if difference > 0
        else ReconciliationVerdict.FEWER
        if difference
        else ReconciliationVerdict.MATCHES
    )
    return Reconciled(verdict, group, fallen, difference)
