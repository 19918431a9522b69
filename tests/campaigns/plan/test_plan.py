"""Planning: groups by text, chunks as ranges, parts, and where the credits end."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.campaigns.plan.chunking import (
    Contacts,
    Plan,
    estimate_seconds,
    make_plan,
    position_where_credits_end,
)
from jetmsg_core.errors import InputError
from jetmsg_core.messages.segments import measure
from jetmsg_core.messages.template import SKIP, Missing


def contacts(names: list[str]) -> Contacts:
    count = len(names)
    return Contacts(
        source="test",
        number_column="mobile",
        columns=("name",),
        numbers=np.arange(count, dtype=np.int64) + 919_000_000_000,
        rows=np.arange(count, dtype=np.int64) + 2,
        cells=pd.DataFrame({"name": pd.Series(names, dtype="str")}),
        left_out={},
    )


def texts_by_position(plan: Plan) -> dict[int, str]:
    """What each contact is sent, read from the chunks as the sender reads them."""
    kept = {
        int(first_seq): text
        for (first_seq, *_), text in zip(plan.ranges, plan.texts.to_pylist(), strict=True)
        if text
    }
    sent: dict[int, str] = {}
    for first_seq, end_seq, _, text_seq, _, _ in plan.ranges.tolist():
        for seq in range(first_seq, end_seq):
            sent[int(plan.order[seq - 1])] = kept[text_seq]
    return sent


@given(
    st.lists(st.sampled_from(["Asha", "Ravi", "Zoë", "महेश", "", "a" * 200]), min_size=1),
    st.integers(1, 7),
)
def test_everyone_is_in_exactly_one_chunk_with_the_right_text(
    names: list[str], chunk_size: int
) -> None:
    plan = make_plan(
        contacts(names), "Hi {{name}}", missing=Missing("friend"), chunk_size=chunk_size
    )
    assert texts_by_position(plan) == {
        position: f"Hi {name or 'friend'}" for position, name in enumerate(names)
    }
    assert sorted(plan.order.tolist()) == list(range(len(names)))
    ends = [1, *plan.ranges[:, 1].tolist()]
    assert plan.ranges[:, 0].tolist() == ends[:-1]
    assert max(plan.ranges[:, 1] - plan.ranges[:, 0]) <= chunk_size
    assert plan.parts == sum(measure(f"Hi {name or 'friend'}").parts for name in names)


def test_people_with_the_same_text_share_calls_and_the_text_is_kept_once() -> None:
    plan = make_plan(contacts(["A", "B"] * 25), "Hi {{name}}", missing=SKIP, chunk_size=10)
    assert plan.chunks == 6
    assert Counter(plan.texts.to_pylist()) == {"Hi A": 1, "Hi B": 1, None: 4}


def test_one_text_for_all_is_as_few_calls_as_the_chunk_allows() -> None:
    plan = make_plan(contacts(["x"] * 1001), "Hello", missing=SKIP, chunk_size=100)
    assert plan.chunks == 11
    assert (plan.ranges[-1, 1] - plan.ranges[-1, 0]) == 1


def test_a_missing_value_leaves_its_contact_out() -> None:
    plan = make_plan(contacts(["A", " ", "C"]), "Hi {{name}}", missing=SKIP, chunk_size=10)
    assert plan.order.tolist() == [0, 2]
    assert plan.rendered.skipped.tolist() == [1]


def test_an_unknown_placeholder_is_refused() -> None:
    with pytest.raises(InputError, match="nmae"):
        make_plan(contacts(["A"]), "Hi {{nmae}}", missing=SKIP, chunk_size=10)


@pytest.mark.parametrize(
    ("balance", "ends_at"),
    [
        pytest.param(0, 1, id="nothing at all"),
        pytest.param(1, 2, id="enough for one"),
        pytest.param(4, 4, id="the fourth needs two"),
        pytest.param(5, None, id="exactly enough"),
    ],
)
def test_credits_end_at_the_first_recipient_they_do_not_cover(
    balance: int, ends_at: int | None
) -> None:
    plan = make_plan(contacts(["a", "a", "a", "a" * 160]), "x{{name}}", missing=SKIP, chunk_size=10)
    assert plan.parts == 5
    assert position_where_credits_end(plan, balance) == ends_at


@pytest.mark.parametrize(
    ("chunks", "senders", "rate", "seconds"),
    [
        pytest.param(1, 8, None, 0.5, id="one call"),
        pytest.param(5, 8, None, 1.0, id="one call, then four"),
        pytest.param(13, 8, None, 1.5, id="one, four, and all at once"),
        pytest.param(14, 8, None, 2.0, id="a fourth round"),
        pytest.param(805, 8, None, 51.0, id="a hundred more"),
        pytest.param(3, 1, None, 1.5, id="one sender is never slower than that"),
        pytest.param(7, 2, None, 2.0, id="two senders"),
        pytest.param(13, 8, 2.0, 6.5, id="the rate is slower"),
        pytest.param(13, 8, 1000.0, 1.5, id="the rate does not matter"),
    ],
)
def test_the_time_follows_the_senders_and_the_rate(
    chunks: int, senders: int, rate: float | None, seconds: float
) -> None:
    estimate = estimate_seconds(chunks, senders=senders, call_seconds=0.5, rate=rate)
    assert estimate == pytest.approx(seconds)
