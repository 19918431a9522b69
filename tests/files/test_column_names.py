"""Names of our columns beside those of somebody's file: no two are alike to a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.files.columns import is_ours, ours_beside, theirs_beside


@pytest.mark.parametrize(
    ("theirs", "ours", "named"),
    [
        pytest.param(["name"], ["state"], ["state"], id="nothing alike"),
        pytest.param(["state"], ["state", "text"], ["state (JetMsg)", "text"], id="the same"),
        pytest.param(["STATE"], ["state"], ["state (JetMsg)"], id="another case"),
        pytest.param(["SMSID"], ["smsId"], ["smsId (JetMsg)"], id="ours has capitals"),
        pytest.param([" State "], ["state"], ["state (JetMsg)"], id="white space around it"),
        pytest.param(["sent  to"], ["sent to"], ["sent to (JetMsg)"], id="white space in it"),
        pytest.param(
            ["state", "state (jetmsg)"],
            ["state"],
            ["state (JetMsg 2)"],
            id="an export of an export",
        ),
    ],
)
def test_a_column_of_a_file_keeps_its_name_and_ours_gets_a_mark(
    theirs: list[str], ours: list[str], named: list[str]
) -> None:
    assert ours_beside(theirs, ours) == named
    assert all(map(is_ours, named, ours))


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        pytest.param(["Name", "City"], ["Name", "City"], id="nothing alike"),
        pytest.param(["number", "row"], ["number (file)", "row (file)"], id="the same"),
        pytest.param(["Number"], ["Number (file)"], id="another case"),
        pytest.param(
            ["number", "number (file)"], ["number (file 2)", "number (file)"], id="taken already"
        ),
        pytest.param(["number", "Number"], ["number (file)", "Number (file 2)"], id="two of them"),
    ],
)
def test_beside_a_table_on_a_screen_the_file_gives_way(theirs: list[str], named: list[str]) -> None:
    assert theirs_beside(("row", "number"), theirs) == named


NAMES = st.sampled_from(["state", "State", "state (JetMsg)", "STATE (jetmsg 2)", "text", "x"])


@given(st.lists(NAMES, unique_by=str.casefold), st.lists(NAMES, unique_by=str.casefold))
def test_no_two_are_alike_whatever_the_names(theirs: list[str], ours: list[str]) -> None:
    named = [*theirs, *ours_beside(theirs, ours)]
    assert len({name.casefold() for name in named}) == len(theirs) + len(ours)


@pytest.mark.parametrize("name", ["state of mind", "state (file)", "my state", "state (JetMsg x)"])
def test_another_column_is_not_taken_for_ours(name: str) -> None:
    assert not is_ours(name, "state")
