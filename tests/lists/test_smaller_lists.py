"""A smaller list of those in a campaign, in another list, or with something in a column."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures import NewCampaign
from read_back import read_list

from jetmsg_core import lists, optouts
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.lists import CellTest, Choice, Comparison, InCampaign, InList
from jetmsg_core.settings import Settings

NewList = Callable[..., int]

PEOPLE = ["A,9000000000,Pune", "B,9000007919, pune ", "C,9000000003,", "D,9000000004,Navi Pune"]


def chosen(settings: Settings, list_id: int, choice: Choice, token: str = "t") -> list[str]:
    kept = lists.count(settings, list_id, choice)
    made = lists.choose(settings, list_id, choice, name="Some", token=token)
    contacts = read_list(settings, made)
    assert (
        len(contacts.numbers) == len(contacts.cells) == lists.get(settings, made).contacts == kept
    )
    return contacts.cells["Name"].tolist()


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param(CellTest("City", Comparison.EQUALS, "PUNE"), ["A", "B"], id="equals"),
        pytest.param(CellTest("City", Comparison.CONTAINS, "pune"), ["A", "B", "D"], id="contains"),
        pytest.param(CellTest("City", Comparison.EMPTY), ["C"], id="empty"),
        pytest.param(CellTest(" c_i-ty ", Comparison.NOT_EMPTY), ["A", "B", "D"], id="not empty"),
        pytest.param(CellTest("Name", Comparison.EQUALS, "a"), ["A"], id="another column"),
    ],
)
def test_contacts_are_chosen_by_a_column(
    settings: Settings, new_list: NewList, choice: CellTest, expected: list[str]
) -> None:
    assert chosen(settings, new_list(*PEOPLE), choice) == expected


def test_those_in_another_list_are_kept_or_taken_away(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE)
    other = new_list("X,+91 90000 00003,", "Y,9000000099,", name="Other")
    assert chosen(settings, made, InList(other), "1") == ["C"]
    assert chosen(settings, made, InList(other, outside=True), "2") == ["A", "B", "D"]


def test_those_in_a_campaign_are_kept_or_taken_away(
    settings: Settings, new_list: NewList, new_campaign: NewCampaign
) -> None:
    made = new_list(*PEOPLE)
    campaign = new_campaign(2)
    assert chosen(settings, made, InCampaign(campaign), "1") == ["A", "B"]
    assert chosen(settings, made, InCampaign(campaign, outside=True), "2") == ["C", "D"]


def test_the_new_list_says_where_it_came_from_and_the_old_one_stays(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE, name="All")
    other = new_list(PEOPLE[0], name="Seen")
    new = lists.choose(settings, made, InList(other, outside=True), name="New", token="t")
    assert lists.get(settings, new).source == "All, without those in Seen"
    assert lists.get(settings, new).findings == {}
    assert lists.get(settings, made).contacts == 4
    assert read_list(settings, new).rows.tolist() == [3, 4, 5]


def test_who_opted_out_stays_in_the_list_but_is_not_sent_to(
    settings: Settings, new_list: NewList
) -> None:
    made = new_list(*PEOPLE)
    optouts.add(settings, ["9000000000"], source="x")
    new = lists.choose(settings, made, CellTest("City", Comparison.NOT_EMPTY), name="N", token="t")
    assert lists.get(settings, new).contacts == 3
    assert len(read_list(settings, new).numbers) == 2


def test_a_double_click_makes_one_list(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE)
    choice = CellTest("City", Comparison.EMPTY)
    first = lists.choose(settings, made, choice, name="N", token="t")
    assert lists.choose(settings, made, choice, name="N", token="t") == first
    assert len(lists.newest(settings)) == 2


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        pytest.param(CellTest("City", Comparison.EQUALS, "Agra"), "nobody_left", id="nobody fits"),
        pytest.param(CellTest("Town", Comparison.EMPTY), "unknown_column", id="no such column"),
        pytest.param(
            CellTest("City", Comparison.CONTAINS, "  "), "no_value", id="nothing to look for"
        ),
        pytest.param(InList(1), "same_list", id="itself"),
    ],
)
def test_what_cannot_be_chosen_is_said(
    settings: Settings, new_list: NewList, choice: Choice, code: str
) -> None:
    made = new_list(*PEOPLE)
    with pytest.raises(InputError) as refused:
        lists.choose(settings, made, choice, name="N", token="t")
    assert refused.value.code == code
    assert len(lists.newest(settings)) == 1


@pytest.mark.parametrize("choice", [InList(99), InCampaign(99)])
def test_a_list_or_campaign_that_is_not_there_is_said(
    settings: Settings, new_list: NewList, choice: Choice
) -> None:
    with pytest.raises(NotFoundError, match="99"):
        lists.count(settings, new_list(*PEOPLE), choice)


def test_a_new_list_needs_a_name(settings: Settings, new_list: NewList) -> None:
    with pytest.raises(InputError, match="name"):
        lists.choose(
            settings, new_list(*PEOPLE), CellTest("City", Comparison.EMPTY), name="", token="t"
        )
