"""Whether an answer lists exactly the people of its call."""

from __future__ import annotations

import json

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.gateway.replies.listing import lists_exactly

A, B, C = "9812345670", "9812345671", "7000000002"
numbers = st.integers(6_000_000_000, 9_999_999_999).map(str)


def listing(*numbers: str, ids: str = "0123456789abcdef") -> str:
    entries = [
        {"smsId": f"{index}{ids}", "MobileNo": f"91{number}", "Status": "SUBMITTED"}
        for index, number in enumerate(numbers)
    ]
    return json.dumps({"success": True, "message": entries})


@pytest.mark.parametrize(
    ("body", "people", "is_exact"),
    [
        pytest.param(listing(A, B), [A, B], True, id="as they were sent"),
        pytest.param(listing(B, A), [A, B], True, id="in another order"),
        pytest.param(listing(A, A), [A, A], True, id="as often as it was sent"),
        pytest.param(listing(A, ids=A), [A], True, id="also in an id"),
        pytest.param(listing(A, B).replace('"91', '"'), [A, B], True, id="without 91"),
        pytest.param(listing(A).replace('"91', '"+91'), [A], True, id="with a plus"),
        pytest.param(f'{{"MobileNo": 91{A}}}', [A], True, id="as a number"),
        pytest.param(listing(A), [A, B], False, id="one is missing"),
        pytest.param(listing(A, B), [A], False, id="one more"),
        pytest.param(listing(A, A), [A, B], False, id="one twice"),
        pytest.param(listing(A, C), [A, B], False, id="another"),
        pytest.param(listing(C, ids=A), [A], False, id="in an id alone"),
        pytest.param(f'{{"success": true, "message": "{A}"}}', [A], False, id="in a sentence"),
        pytest.param(listing(), [], False, id="nobody"),
        pytest.param("", [A], False, id="an empty answer"),
    ],
)
def test_a_body_lists_exactly_the_people(body: str, people: list[str], is_exact: bool) -> None:
    assert lists_exactly(body, people) is is_exact


@given(st.lists(numbers, min_size=1, max_size=40), st.data())
@examples(200)
def test_whoever_is_exchanged_left_out_or_added_is_noticed(
    people: list[str], data: st.DataObject
) -> None:
    assert lists_exactly(listing(*people), people)
    index = data.draw(st.integers(0, len(people) - 1))
    other = data.draw(numbers.filter(lambda number: number != people[index]))
    exchanged = [*people[:index], other, *people[index + 1 :]]
    left_out = [*people[:index], *people[index + 1 :]]
    assert not lists_exactly(listing(*exchanged), people)
    assert not lists_exactly(listing(*left_out), people)
    assert not lists_exactly(listing(*people, other), people)
