"""A list is paged by key and searched by number in any spelling or by text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from read_back import read_list

from jetmsg_core import lists, optouts
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.settings import Settings

NewList = Callable[..., int]

PEOPLE = [f"Name{i},{9_000_000_001 + i},City{i % 4}" for i in range(20)]


def names(settings: Settings, list_id: int, search: str) -> list[str]:
    return lists.page(settings, list_id, search=search).cells["Name"].tolist()


@pytest.mark.parametrize("limit", [1, 3, 7, 20, 50])
def test_pages_follow_one_another_in_order(
    settings: Settings, new_list: NewList, limit: int
) -> None:
    made = new_list(*PEOPLE)
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = lists.page(settings, made, after=after, limit=limit)
        assert len(page.numbers) == len(page.rows) == len(page.cells) <= limit
        seen += page.rows.tolist()
        after = page.next_after
    assert seen == list(range(2, 22))


def test_pages_of_a_search_follow_one_another_too(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE)
    first = lists.page(settings, made, search="city2", limit=3)
    assert first.cells["Name"].tolist() == ["Name2", "Name6", "Name10"]
    assert first.next_after is not None
    rest = lists.page(settings, made, search="city2", limit=3, after=first.next_after)
    assert rest.cells["Name"].tolist() == ["Name14", "Name18"]
    assert rest.next_after is None


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        pytest.param("+91 98765-43210", ["Asha"], id="a whole number in another spelling"),
        pytest.param("९८७६५४३२१०", ["Asha"], id="a whole number in other digits"),
        pytest.param("43211", ["Ravi Rao"], id="the end of a number"),
        pytest.param("+91 98765", ["Asha", "Ravi Rao"], id="its beginning"),
        pytest.param("RAO", ["Ravi Rao"], id="text in another case"),
        pytest.param("पुणे", ["Ravi Rao"], id="text in another script"),
        pytest.param("560", ["Asha"], id="digits of another column"),
        pytest.param("9876543219", [], id="a number nobody has"),
        pytest.param("%", [], id="no wildcard"),
        pytest.param("  ", ["Asha", "Ravi Rao"], id="nothing is everybody"),
    ],
)
def test_contacts_are_found_by_number_and_by_text(
    settings: Settings, new_list: NewList, search: str, expected: list[str]
) -> None:
    made = new_list("Asha,98765 43210,560001", "Ravi Rao,9876543211,पुणे")
    assert names(settings, made, search) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        pytest.param("anne", [], id="text over the border of two cells"),
        pytest.param("an", ["Ban", "Dan"], id="though each half is found"),
        pytest.param("ÉCLAIR", ["éclair"], id="an accent in another case"),
        pytest.param("eclair", [], id="but not without it"),
        pytest.param("xx", ["xxx xx"], id="once a row, however often"),
    ],
)
def test_text_is_found_within_a_cell(
    settings: Settings, new_list: NewList, search: str, expected: list[str]
) -> None:
    cells = ("Ban", "ned", "éclair", "xxx xx", "Dan", "next")
    rows = [f"{cell},{9_000_000_001 + i}," for i, cell in enumerate(cells)]
    assert names(settings, new_list(*rows), search) == expected


def test_those_who_opted_out_since_are_counted(settings: Settings, new_list: NewList) -> None:
    optouts.add(settings, ["9000000001"], source="before")
    made = new_list(*PEOPLE)
    optouts.remove(settings, ["9000000001"])
    assert lists.opted_out(settings, made) == 0
    optouts.add(settings, ["9000000002", "9000000009", "9999999999"], source="after")
    assert lists.opted_out(settings, made) == 2
    with pytest.raises(NotFoundError):
        lists.opted_out(settings, 404)


def test_a_page_shows_who_opted_out_since(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE[:3])
    optouts.add(settings, ["9000000002"], source="x")
    assert lists.page(settings, made).opted_out.tolist() == [False, True, False]


def test_a_list_is_renamed_and_deleted(settings: Settings, new_list: NewList) -> None:
    made = new_list(*PEOPLE, name="Diwali")
    lists.rename(settings, made, " Holi ")
    assert lists.get(settings, made).name == "Holi"
    with pytest.raises(InputError, match="name"):
        lists.rename(settings, made, " ")
    assert lists.delete(settings, made)
    assert not lists.delete(settings, made)
    for act in (lists.get, read_list, lists.page):
        with pytest.raises(NotFoundError, match="no list"):
            act(settings, made)
    with pytest.raises(NotFoundError):
        lists.rename(settings, made, "x")
