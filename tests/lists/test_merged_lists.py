"""Two lists merged: every number once, every column once, no cell lost that has a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from read_back import read_list

from jetmsg_core import lists
from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import Duplicates, check_contacts
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.settings import Settings

NewList = Callable[..., int]


def merged(settings: Settings, first: int, second: int) -> list[tuple[str, ...]]:
    made = lists.merge(settings, first, second, name="Both", token="t")
    contacts = read_list(settings, made)
    assert lists.get(settings, made).columns == tuple(contacts.cells.columns)
    assert len(contacts.numbers) == len(set(contacts.numbers.tolist())) == len(contacts.cells)
    return [tuple(contacts.columns), *contacts.cells.itertuples(index=False, name=None)]


def test_each_number_comes_once_and_the_first_list_keeps_its_cells(
    settings: Settings, new_list: NewList
) -> None:
    first = new_list("A,9876543210,Pune", "B,9876543211,Agra", "C,9876543212,Goa", "D,9876543213,")
    second = new_list("X,98765 43211,Delhi", "Y,9876543299,Surat")
    assert merged(settings, first, second) == [
        ("Name", "Mobile", "City"),
        ("A", "9876543210", "Pune"),
        ("B", "9876543211", "Agra"),
        ("C", "9876543212", "Goa"),
        ("D", "9876543213", ""),
        ("Y", "9876543299", "Surat"),
    ]


def test_columns_are_matched_by_name_and_new_ones_are_filled_where_known(
    settings: Settings, new_list: NewList
) -> None:
    first = new_list("A,9876543210", "B,9876543211", header="first_name,Mobile")
    second = new_list(
        "9876543211,Ben,5", "9876543212,Cy,7", header="Phone,First Name,Amount", column="Phone"
    )
    assert merged(settings, first, second) == [
        ("first_name", "Mobile", "Amount"),
        ("A", "9876543210", ""),
        ("B", "9876543211", "5"),
        ("Cy", "9876543212", "7"),
    ]


def test_a_second_column_of_the_same_name_gets_one_of_its_own(
    settings: Settings, new_list: NewList
) -> None:
    first = new_list("9876543210,Pune", header="Mobile,City")
    second = new_list("9876543211,Agra,Goa", header="Mobile,city,CITY")
    assert merged(settings, first, second) == [
        ("Mobile", "City", "CITY"),
        ("9876543210", "Pune", ""),
        ("9876543211", "Agra", "Goa"),
    ]


def test_another_number_column_beside_the_matched_one_is_kept(
    settings: Settings, new_list: NewList
) -> None:
    first = new_list("9876543210", header="Mobile")
    second = new_list("12,9876543211", header="Mobile,WhatsApp", column="WhatsApp")
    assert merged(settings, first, second) == [
        ("Mobile", "WhatsApp"),
        ("9876543210", ""),
        ("12", "9876543211"),
    ]


@pytest.fixture
def without_number_column(settings: Settings) -> int:
    """As one of those a campaign failed to reach can be, when a cell held several numbers."""
    audience = check_contacts(
        b"Name,Either\nA,9876543210 / 9876543211\n",
        options=ReadOptions(column="Either", split=True),
    )
    contacts = lists.contacts_of(audience, "failures")
    return lists.save(settings, replace(contacts, number_column=""), name="Failed", token="f")


def test_a_list_without_a_number_column_is_merged_either_way(
    settings: Settings, new_list: NewList, without_number_column: int
) -> None:
    other = new_list("B,9876543211,Goa", "C,9876543212,Agra")
    assert merged(settings, without_number_column, other) == [
        ("Name", "Either", "Mobile", "City"),
        ("A", "9876543210", "", ""),
        ("A", "9876543211", "9876543211", "Goa"),
        ("C", "", "9876543212", "Agra"),
    ]
    assert lists.newest(settings)[0].number_column == ""
    lists.delete(settings, lists.newest(settings)[0].id)
    assert merged(settings, other, without_number_column) == [
        ("Name", "Mobile", "City", "Either"),
        ("B", "9876543211", "Goa", "9876543211"),
        ("C", "9876543212", "Agra", ""),
        ("A", "", "", "9876543210"),
    ]
    assert lists.newest(settings)[0].number_column == "Mobile"


def test_repeats_inside_a_list_go_too(settings: Settings, new_list: NewList) -> None:
    twice = ["A,9876543210,Pune", "B,9876543210,Agra"]
    first = new_list(*twice, duplicates=Duplicates.ALL)
    second = new_list("C,9876543219,x", "D,9876543219,y", duplicates=Duplicates.ALL)
    assert [row[0] for row in merged(settings, first, second)[1:]] == ["A", "C"]


def test_a_double_click_makes_one_list(settings: Settings, new_list: NewList) -> None:
    pair = new_list("A,9876543210,x"), new_list("B,9876543211,x")
    made = lists.merge(settings, *pair, name="Both", token="t")
    assert lists.merge(settings, *pair, name="Both", token="t") == made
    assert lists.get(settings, made).source == "List + List"
    assert len(lists.newest(settings)) == 3


def test_what_cannot_be_merged_is_said(settings: Settings, new_list: NewList) -> None:
    made = new_list("A,9876543210,x")
    with pytest.raises(InputError, match="two different"):
        lists.merge(settings, made, made, name="N", token="t")
    with pytest.raises(InputError, match="name"):
        lists.merge(settings, made, made + 1, name=" ", token="t")
    with pytest.raises(NotFoundError):
        lists.merge(settings, made, made + 1, name="N", token="t")
