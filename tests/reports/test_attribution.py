"""Whose message a report means by a number alone: the sure cases, and no other."""

from __future__ import annotations

from itertools import permutations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from jetmsg_core.reports.matching.attribution import (
    DAY,
    SKEW,
    VALID,
    SentMessage,
    UnmatchedRow,
    attribute,
)
from jetmsg_core.states import RecipientState

DELIVERED, SUBMITTED = RecipientState.DELIVERED, RecipientState.SUBMITTED
HOUR = 3_600
NOON = 1_780_000_007
OURS, THEIRS = (1, 1), (2, 1)


def row(at: int, sms_id: str = "77", *, timed: bool = True, weight: int = 1) -> UnmatchedRow:
    state = DELIVERED if weight > 1 else SUBMITTED
    return UnmatchedRow(sms_id, at, timed, 1, 1, state, weight)


@pytest.mark.parametrize(
    ("rows", "messages", "given_to"),
    [
        pytest.param([row(NOON + 9)], [SentMessage(OURS, NOON)], [OURS], id="the only message"),
        pytest.param([row(NOON + 9, "")], [SentMessage(OURS, NOON)], [OURS], id="by number alone"),
        pytest.param(
            [row(NOON - HOUR)], [SentMessage(OURS, NOON)], [], id="older than the message"
        ),
        pytest.param(
            [row(NOON - SKEW)], [SentMessage(OURS, NOON)], [OURS], id="clocks differ a bit"
        ),
        pytest.param(
            [row(NOON + VALID + 1)], [SentMessage(OURS, NOON)], [], id="long after it was given up"
        ),
        pytest.param(
            [row(NOON + VALID + 1, timed=False)],
            [SentMessage(OURS, NOON)],
            [OURS],
            id="read without a time, it may be about any time",
        ),
        pytest.param(
            [row(NOON + 9)],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON)],
            [],
            id="either of two that are open",
        ),
        pytest.param(
            [row(NOON + 9), row(NOON + 9, "78")],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON)],
            [OURS, THEIRS],
            id="both of two",
        ),
        pytest.param(
            [row(NOON + 9), row(NOON + 9, "78", weight=2)],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON)],
            [],
            id="which of two has it cannot be told",
        ),
        pytest.param(
            [row(NOON + 9), row(NOON + HOUR, "78")],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON + HOUR)],
            [OURS, THEIRS],
            id="the earlier row is about the earlier message",
        ),
        pytest.param(
            [row(NOON + 9)],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON, "99")],
            [OURS],
            id="the other has an smsId of its own",
        ),
        pytest.param(
            [row(NOON + 9, "")],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON, "99")],
            [],
            id="without an smsId it may be about that one too",
        ),
        pytest.param(
            [row(NOON + 9, "99")],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON, "99")],
            [],
            id="it is about the owner of the smsId",
        ),
        pytest.param(
            [row(NOON + 9, ""), row(NOON + 20, "", weight=2)],
            [SentMessage(OURS, NOON), SentMessage(THEIRS, NOON)],
            [],
            id="two rows without smsIds may be about one message",
        ),
    ],
)
def test_whose_a_row_is(
    rows: list[UnmatchedRow], messages: list[SentMessage], given_to: list[tuple[int, int]]
) -> None:
    assert sorted(attribute(rows, messages)) == given_to


def test_of_several_about_one_message_delivered_stands() -> None:
    rows = [row(NOON + 9), row(NOON + 5, weight=2), row(NOON + 20, "78")]
    (answer_row,) = attribute(rows, [SentMessage(OURS, NOON)]).values()
    assert answer_row.state is DELIVERED


@given(
    rows=st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5), st.booleans()), max_size=4),
    left=st.lists(st.tuples(st.integers(0, 5), st.sampled_from([None, "a", "x"])), max_size=4),
)
def test_a_message_has_a_row_only_if_it_has_one_however_they_are_dealt_out(
    rows: list[tuple[str, int, bool]], left: list[tuple[int, str | None]]
) -> None:
    loose = [row(NOON + at * DAY, sms_id, timed=timed) for sms_id, at, timed in rows]
    messages = [
        SentMessage((1, index), NOON + at * DAY, sms_id) for index, (at, sms_id) in enumerate(left)
    ]
    row_of = attribute(loose, messages)
    sms_ids = {message.sms_id for message in messages}
    open_rows = {
        loose_row.sms_id: loose_row for loose_row in loose if loose_row.sms_id not in sms_ids
    }
    always = _always_with_a_row([*open_rows.values()], messages)
    assert set(row_of) <= always
    alone = [message for message in messages if not message.sms_id]
    if len(alone) == 1:
        assert set(row_of) == always


def _always_with_a_row(
    rows: list[UnmatchedRow], messages: list[SentMessage]
) -> set[tuple[int, int]]:
    """By trying every way to deal as many rows as can be out to messages they fit."""
    owners: list[SentMessage | None] = [*messages, *[None] * len(rows)]
    dealt = [
        {message.key for row, message in zip(rows, way, strict=False) if message is not None}
        for way in set(permutations(owners, len(rows)))
        if all(
            message is None or _may_be_about(dealt_row, message)
            for dealt_row, message in zip(rows, way, strict=True)
        )
    ]
    most = max(map(len, dealt), default=0)
    return set.intersection(*(way for way in dealt if len(way) == most)) if dealt else set()


def _may_be_about(row: UnmatchedRow, message: SentMessage) -> bool:
    late = row.timed and row.at > message.left + VALID
    return message.sms_id is None and message.left <= row.at and not late
