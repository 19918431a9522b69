"""Whose message a report means by a number alone. Pure.

A row whose smsId nobody here was given, or that has none, may be about any message to its number
that had left by then and whose end was still open: of this campaign, or of another. Only where the
others cannot have it is it this one's:

* a row that fits one message alone is about that one, and neither is looked at again;
* of what is left, a message has a row when there are more rows than other messages that they fit.

So a message is given a row only if it has one however the rows are dealt out, as many as can be.

A row of a known smsId is about its owner and proves nothing of anybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.times import IST_SECONDS
from jetmsg_core.states import RecipientState

SKEW = 120
"""Seconds by which the clocks of the panel and of this machine may differ."""

VALID = 3 * 86_400
"""Seconds after which an operator has given up on a message, and says nothing more of it."""

DAY, MINUTE = 86_400, 60

Key = tuple[int, int]


@dataclass(frozen=True)
class UnmatchedRow:
    """A row about a number. `at` is in seconds; a row that was read without a time has that of its
    import, and is not `timed`."""

    sms_id: str
    at: int
    timed: bool
    word_id: int
    report_id: int
    state: RecipientState | None
    precedence: int


@dataclass(frozen=True)
class SentMessage:
    """A message of ours to the number: its campaign and seq, when it may have left first, in
    seconds."""

    key: Key
    left: int
    sms_id: str | None = None


def are_too_old(at: Integers, left: Integers) -> Booleans:
    """The mask is true for a report made before the message left, which is about another. A panel
    may round its times down to the minute, or to the day. Both arrays are in seconds."""
    return np.asarray(_latest(at) + SKEW < left)


def _latest(at: Any) -> Any:
    """The last second that a time as written may mean, of one or of an array."""
    is_minute, is_day = at % MINUTE == 0, (at + IST_SECONDS) % DAY == 0
    return at + is_minute * (MINUTE - 1) + is_day * (DAY - MINUTE)


def attribute(
    rows: Sequence[UnmatchedRow], messages: Sequence[SentMessage]
) -> dict[Key, UnmatchedRow]:
    """Gives the row that speaks of each of these messages to one number; of several about the same
    smsId the one that stands. A message without an smsId has none where it is not certain which row
    is about it."""
    if len(rows) == len(messages) == 1:  # nearly always
        is_it = not messages[0].sms_id and _fits(rows[0], messages[0])
        return {messages[0].key: rows[0]} if is_it else {}
    known_ids = {message.sms_id for message in messages if message.sms_id}
    left = _strongest([row for row in rows if row.sms_id not in known_ids])
    open_ones = list(messages)
    row_of: dict[Key, UnmatchedRow] = {}
    while sole := _sole(left, open_ones):
        row, message = sole
        row_of[message.key] = row
        left.remove(row)
        open_ones.remove(message)
    for message in open_ones:
        if (sole_row := _one_of_many(message, left, open_ones)) is not None:
            row_of[message.key] = sole_row
    return row_of


def _strongest(rows: list[UnmatchedRow]) -> list[UnmatchedRow]:
    """One for each smsId, and one for all rows without: how many messages those are about nobody
    can say."""
    strongest: dict[str, UnmatchedRow] = {}
    for row in sorted(rows, key=lambda row: row.precedence):
        strongest[row.sms_id] = row
    return [*strongest.values()]


def _sole(
    rows: list[UnmatchedRow], messages: list[SentMessage]
) -> tuple[UnmatchedRow, SentMessage] | None:
    """Of several about the same one message, delivered stands above all, as everywhere."""
    for row in sorted(rows, key=lambda row: -row.precedence):
        fitting = [message for message in messages if _fits(row, message)]
        if len(fitting) == 1:
            return row, fitting[0]
    return None


def _one_of_many(
    message: SentMessage, rows: list[UnmatchedRow], messages: list[SentMessage]
) -> UnmatchedRow | None:
    mine = [row for row in rows if _fits(row, message)]
    rivals = [
        other
        for other in messages
        if other is not message and any(_fits(row, other) for row in mine)
    ]
    if len(mine) <= len(rivals) or len({row.state for row in mine}) > 1:
        return None
    row = mine[0]
    return UnmatchedRow(
        "", row.at, row.timed, row.word_id, row.report_id, row.state, row.precedence
    )


def _fits(row: UnmatchedRow, message: SentMessage) -> bool:
    if row.sms_id and message.sms_id:
        return False
    is_late = row.timed and row.at > message.left + VALID
    return not is_late and bool(_latest(row.at) + SKEW >= message.left)
