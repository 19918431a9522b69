"""A campaign as the intervals in which it really sent. Pure.

A campaign that is paused, held, or waits for its hours takes nothing meanwhile; whoever sends then
must not wait for it, nor be counted with it. Calls less than a minute apart are one interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jetmsg_core.balances.reconciliation import Spender
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.store.readings.call_times import CallTimes

MINUTE = 60_000
OPEN = np.iinfo(np.int64).max
"""The end of a call that is on its way."""


@dataclass(frozen=True)
class Spans:
    """Times in which calls were made without long breaks, the earliest first, in milliseconds:
    `begins` and `ends` of each. `order` sorts the calls by when they left, and `firsts` are the
    places there at which each span begins."""

    order: Integers
    firsts: Integers
    begins: Integers
    ends: Integers


def spans_of(sent: Integers, ended: Integers) -> Spans:
    """Gives the spans of calls that left at `sent` and were over at `ended`, at least one."""
    order = np.argsort(sent, kind="stable")
    ordered, ends = sent[order], np.maximum.accumulate(ended[order])
    # Subtracted, since nothing may be added to `OPEN`.
    breaks = np.flatnonzero(ordered[1:] - MINUTE > ends[:-1]) + 1
    firsts, lasts = np.append(0, breaks), np.append(breaks, len(sent)) - 1
    return Spans(order, firsts, ordered[firsts], ends[lasts])


def sending_intervals(campaign: Spender, calls: CallTimes, *, reading: int) -> list[Spender]:
    """Gives the campaign in pieces, the earliest first, each with what was taken in it; whole, when
    calls of it were made twice, since of the first time nothing is kept. There is at least one
    call. A reading takes up to `reading` milliseconds, so one begun that shortly before a call may
    show it already."""
    spans = spans_of(calls.sent, calls.ended)
    order, ends = spans.order, spans.ends
    if campaign.repeated_parts:
        over = campaign.ended is not None and ends[-1] != OPEN
        return [replace(campaign, ended=max(campaign.ended or 0, int(ends[-1])) if over else None)]
    begins = np.maximum(spans.begins - reading, campaign.started)

    def sums(column: Integers) -> list[int]:
        """Adds up a column of the calls over each interval."""
        added: list[int] = np.add.reduceat(column[order], spans.firsts).tolist()
        return added

    intervals = [
        _interval(campaign, *values)
        for values in zip(
            begins.tolist(),
            ends.tolist(),
            sums(calls.submitted),
            sums(calls.unknown_calls),
            sums(calls.unknown_people),
            sums(calls.unknown_parts),
            sums(calls.assumed_parts),
            strict=True,
        )
    ]
    if campaign.may_call_now:
        # The next call may be made at any moment.
        intervals[-1] = replace(intervals[-1], ended=None)
    return intervals


def _interval(
    campaign: Spender,
    begin: int,
    end: int,
    submitted: int,
    unknown_calls: int,
    unknown_people: int,
    unknown_parts: int,
    assumed_parts: int,
) -> Spender:
    return replace(
        campaign,
        started=begin,
        ended=None if end == OPEN else end,
        submitted=submitted,
        unknown_calls=unknown_calls,
        unknown_people=unknown_people,
        unknown_parts=unknown_parts,
        assumed_parts=assumed_parts,
    )
