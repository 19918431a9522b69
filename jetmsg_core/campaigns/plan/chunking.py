"""From contacts and a text to calls: who gets which text, in which call, for how many parts. Pure.

Recipients who get the same text travel together. They are put in send order, group after group,
so that a chunk is a range of that order: `[first_seq, end_seq)`, counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jetmsg_core.campaigns.sending.slow_start import rounds
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.messages.arrow import array, pc
from jetmsg_core.messages.segments import STANDARD, SegmentSizes, Sizes, measure_prepared
from jetmsg_core.messages.template import Missing, Rendered, render
from jetmsg_core.primitives.arrays import Booleans, Integers, Integers32


@dataclass(frozen=True)
class Plan:
    """Who gets which text, in which call. `order` holds the positions in the contacts, in send
    order. `ranges` has one row a chunk: first_seq, end_seq, chunk (counted from 1), text_seq (the
    first_seq of the chunk that keeps the text), unicode and parts. `calls` is how many chunks each
    distinct text has."""

    order: Integers
    ranges: Integers
    calls: Integers
    parts: int
    unicode_recipients: int
    rendered: Rendered
    text_parts: Integers32
    text_units: Integers32
    text_unicode: Booleans

    @property
    def texts(self) -> pa.LargeStringArray:
        """Gives each chunk's text where that chunk is the first to send it, else null."""
        distinct = self.rendered.distinct
        if len(distinct) == self.chunks:
            return distinct
        first_calls = np.cumsum(self.calls) - self.calls
        text = np.full(self.chunks, -1)
        text[first_calls] = np.arange(len(distinct))
        texts: pa.LargeStringArray = pc.take(distinct, array(text, mask=text < 0))
        return texts

    @property
    def recipients(self) -> int:
        """The number of people who get the message."""
        return len(self.order)

    @property
    def chunks(self) -> int:
        """The number of calls it takes."""
        return len(self.ranges)


def make_plan(
    contacts: Contacts,
    body: str,
    *,
    missing: Missing,
    chunk_size: int,
    sizes: SegmentSizes | None = STANDARD,
) -> Plan:
    """Renders, groups by text, measures and chunks. Raises InputError for a body that cannot be
    filled from these columns. `sizes` None is a channel without parts: one message is one."""
    return plan_texts(
        render(body, contacts.cells, missing=missing), chunk_size=chunk_size, sizes=sizes
    )


def plan_texts(rendered: Rendered, *, chunk_size: int, sizes: SegmentSizes | None) -> Plan:
    """Gives the plan of texts that stand already. `sizes` is as in `make_plan`."""
    size = (
        measure_prepared(rendered.distinct, sizes, rendered.pieces)
        if sizes
        else undivided(rendered.distinct)
    )
    return _arrange(rendered, size, chunk_size)


def without(plan: Plan, leaving: Booleans, *, chunk_size: int) -> Plan:
    """Gives the plan without the recipients for whom `leaving` is true, a mask in the list's order.

    It is the one that `make_plan` makes of the contacts without them, but for the positions, which
    still count all the contacts. Nothing is rendered or measured again.
    """
    rendered, texts = plan.rendered.only(~leaving)
    size = Sizes(plan.text_unicode[texts], plan.text_units[texts], plan.text_parts[texts])
    return _arrange(rendered, size, chunk_size)


def _arrange(rendered: Rendered, size: Sizes, chunk_size: int) -> Plan:
    """Recipients in send order, group after group, and each group cut into calls."""
    order = rendered.kept[np.argsort(rendered.text_of, kind="stable")]
    in_group = np.bincount(rendered.text_of, minlength=len(rendered.distinct))
    calls = -(-in_group // chunk_size)
    ranges = _chunks(in_group, calls, chunk_size, size)
    return Plan(
        order=order,
        ranges=ranges,
        calls=calls,
        parts=int((in_group * size.parts).sum()),
        unicode_recipients=int(in_group[size.unicode].sum()),
        rendered=rendered,
        text_parts=size.parts,
        text_units=size.units,
        text_unicode=size.unicode,
    )


def _chunks(in_group: Integers, calls: Integers, chunk_size: int, size: Sizes) -> Integers:
    """The calls of each text, one after another. Columns lie together: they are asked for whole."""
    end_of_group = np.cumsum(in_group) + 1
    ranges = np.empty((int(calls.sum()), 6), np.int64, order="F")
    chunk = np.arange(1, len(ranges) + 1)
    group_first, is_unicode, parts = end_of_group - in_group, size.unicode, size.parts
    first_seq, end_seq = group_first, end_of_group
    if not (calls == 1).all():
        columns = (group_first, end_of_group, is_unicode, parts)
        group_first, group_end, is_unicode, parts = (np.repeat(column, calls) for column in columns)
        calls_before = np.repeat(np.cumsum(calls) - calls, calls)
        first_seq = group_first + (chunk - 1 - calls_before) * chunk_size
        end_seq = np.minimum(first_seq + chunk_size, group_end)
    for index, column in enumerate((first_seq, end_seq, chunk, group_first, is_unicode, parts)):
        ranges[:, index] = column
    return ranges


def undivided(distinct: pa.LargeStringArray) -> Sizes:
    """Gives the sizes of texts on a channel without parts: each is one."""
    units = np.asarray(pc.utf8_length(distinct)).astype(np.int32)
    return Sizes(np.zeros(len(units), np.bool_), units, np.ones(len(units), np.int32))


def estimate_seconds(
    chunks: int, *, senders: int, call_seconds: float, rate: float | None
) -> float:
    """Estimates how many seconds the calls take from a slow start on, and no faster than the rate
    allows. `call_seconds` is what one takes, `rate` is calls a second."""
    by_latency = rounds(chunks, senders) * call_seconds
    return max(by_latency, chunks / rate) if rate else by_latency


def position_where_credits_end(plan: Plan, balance: int) -> int | None:
    """Gives the first recipient, counted from 1 in send order, whose parts `balance` no longer
    covers; None where it covers all."""
    if plan.parts <= balance:
        return None
    spread = np.repeat(plan.ranges[:, 5], plan.ranges[:, 1] - plan.ranges[:, 0])
    return int(np.searchsorted(np.cumsum(spread), balance, side="right")) + 1
