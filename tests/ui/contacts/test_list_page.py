"""One saved list: looked through, renamed, deleted, and made into other lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages_opened import OpenPage, errors, numbers, said, unescaped
from read_back import read_list, read_recipients
from streamlit.testing.v1 import AppTest

from jetmsg_core import lists, optouts
from jetmsg_core.settings import Settings

NewList = Callable[..., int]
HEADER = "name,mobile,city"


def many(count: int, first: int = 9_876_500_000) -> list[str]:
    return [HEADER, *(f"Person {n},{first + n},{'Pune' if n % 3 else ''}" for n in range(count))]


def opened(open_page: OpenPage, list_id: int) -> AppTest:
    return open_page("list", id=str(list_id))


def numbers_shown(at: AppTest) -> list[str]:
    return at.dataframe[0].value["Sent to"].tolist()


def names(settings: Settings) -> list[str]:
    return [contact_list.name for contact_list in lists.newest(settings)]


def test_a_list_shows_its_contacts_and_where_they_came_from(
    open_page: OpenPage, new_list: NewList
) -> None:
    at = opened(open_page, new_list())
    assert at.title[0].value == "Friends"
    assert "From friends.csv · numbers in column mobile" in said(at)
    assert numbers(at) == {"Contacts": "3", "Columns": "3"}
    assert numbers_shown(at) == ["+919876543210", "+919876543211", "+919876543212"]


def test_what_was_left_out_at_saving_is_told(open_page: OpenPage, new_list: NewList) -> None:
    made = new_list(HEADER, "Asha,9876543210,Pune", "Twin,9876543210,Goa", "Om,12,Goa")
    assert numbers(opened(open_page, made)) == {
        "Contacts": "1",
        "Rejected": "1",
        "Duplicates": "1",
        "Columns": "3",
    }


def test_saved_lists_on_the_contacts_page_lead_here(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    links = {link.label: link.page for link in open_page("contacts").get("page_link")}
    assert links["Open"] == "list"


def test_pages_are_turned_fifty_at_a_time_and_back(open_page: OpenPage, new_list: NewList) -> None:
    made = new_list(*many(120))
    at = opened(open_page, made)
    assert "1 to 50 of 120" in said(at)
    at.button(key=f"list.{made}.next").click().run()
    at.button(key=f"list.{made}.next").click().run()
    assert "101 to 120 of 120" in said(at)
    assert numbers_shown(at)[0] == "+919876500100"
    assert f"list.{made}.next" not in [button.key for button in at.button]
    at.button(key=f"list.{made}.back").click().run()
    assert "51 to 100 of 120" in said(at)


@pytest.mark.parametrize(
    "typed", ["9876500007", "+91 98765-00007", "098765 00007", "PERSON 7,", "person 7"]
)
def test_a_contact_is_found_by_number_in_any_spelling_or_by_words(
    open_page: OpenPage, new_list: NewList, typed: str
) -> None:
    made = new_list(*many(10))
    at = opened(open_page, made)
    at.text_input(key=f"list.search.{made}").set_value(typed.strip(",")).run()
    assert numbers_shown(at) == ["+919876500007"]
    assert "1 match" in said(at)


def test_a_search_begins_on_its_first_page(open_page: OpenPage, new_list: NewList) -> None:
    made = new_list(*many(120))
    at = opened(open_page, made)
    at.button(key=f"list.{made}.next").click().run()
    at.text_input(key=f"list.search.{made}").set_value("person").run()
    assert numbers_shown(at)[0] == "+919876500000"


def test_a_search_without_a_match_says_so(open_page: OpenPage, new_list: NewList) -> None:
    made = new_list()
    at = opened(open_page, made)
    at.text_input(key=f"list.search.{made}").set_value("nobody *here*").run()
    assert "Nobody in this list matches *nobody *here**" in said(at)
    assert not at.dataframe


def test_who_opted_out_since_is_marked(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = opened(open_page, made)
    assert "Opted out" not in at.dataframe[0].value
    assert "Opted out since" not in numbers(at)
    optouts.add(settings, ["9876543211"], source="replied STOP")
    at = opened(open_page, made)
    assert numbers(at)["Opted out since"] == "1"
    column = at.dataframe[0].value["Opted out"].tolist()
    assert column == ["", "Opted out, not sent to", ""]


def test_a_column_named_like_ours_is_shown_too(open_page: OpenPage, new_list: NewList) -> None:
    made = new_list("Sent to,mobile", "Pune,9876543210")
    assert opened(open_page, made).dataframe[0].value.iloc[0].tolist() == [
        "+919876543210",
        "Pune",
        "9876543210",
    ]


def test_renaming(open_page: OpenPage, new_list: NewList, settings: Settings) -> None:
    made = new_list()
    at = opened(open_page, made)
    at.text_input(key=f"list.name.{made}").set_value("Best friends")
    at.button(key="list.rename.go").click().run()
    assert at.title[0].value == "Best friends"
    assert names(settings) == ["Best friends"]


def test_an_empty_name_is_refused(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = opened(open_page, made)
    at.text_input(key=f"list.name.{made}").set_value("  ")
    at.button(key="list.rename.go").click().run()
    assert errors(at) == ["Give the list a name, so that you find it again."]
    assert names(settings) == ["Friends"]


def test_deleting_asks_first(open_page: OpenPage, new_list: NewList, settings: Settings) -> None:
    at = opened(open_page, new_list())
    at.button(key="list.delete").click().run()
    assert "**Friends** and its 3 contacts will be deleted" in said(at)
    assert names(settings) == ["Friends"]


def test_a_deleted_list_is_gone_and_a_second_click_changes_nothing(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = opened(open_page, made)
    at.button(key="list.delete").click().run()
    at.button(key="list.delete.yes").click().run()
    assert not names(settings)
    at.run()
    assert "**Friends** is deleted" in said(at)
    assert not errors(at)


def test_a_list_deleted_in_another_tab_is_a_sentence(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = opened(open_page, made)
    lists.delete(settings, made)
    at.text_input(key=f"list.name.{made}").set_value("Late")
    at.button(key="list.rename.go").click().run()
    assert errors(at) == [f"There is no list {made}. It may have been deleted."]


@pytest.mark.parametrize("asked", ["99", "9" * 15])
def test_an_unknown_list_is_a_sentence(open_page: OpenPage, asked: str) -> None:
    at = open_page("list", id=asked)
    assert errors(at) == [f"There is no list {asked}. It may have been deleted."]
    assert [title.value for title in at.title] == ["List"]


@pytest.mark.parametrize("asked", ["", "abc", "-1", "1; drop table lists", "²", "9" * 30])
def test_an_address_without_a_list_leads_to_the_lists(open_page: OpenPage, asked: str) -> None:
    assert "Choose a list" in said(open_page("list", id=asked))


@pytest.mark.parametrize(
    ("test", "value", "kept"),
    [
        pytest.param("equals", "PUNE", ["Asha", "Zoya"], id="equals"),
        pytest.param("contains", "un", ["Asha", "Zoya"], id="contains"),
        pytest.param("empty", None, ["Ravi"], id="empty"),
        pytest.param("not_empty", None, ["Asha", "Om", "Zoya"], id="not empty"),
    ],
)
def test_a_smaller_list_by_a_column(
    open_page: OpenPage, new_list: NewList, settings: Settings,
    test: str, value: str | None, kept: list[str],
) -> None:  # fmt: skip
    made = new_list(
        HEADER,
        *("Asha,9876543210,Pune", "Ravi,9876543211,", "Om,9876543212,Goa", "Zoya,9876543213,pune"),
    )
    at = opened(open_page, made)
    at.selectbox(key=f"list.column.{made}").select("city").run()
    at.selectbox(key="list.test").set_value(test).run()
    if value:
        at.text_input(key="list.value").set_value(value).run()
    assert f"**{len(kept)}** of 4 contacts fit" in said(at)
    at.button(key="list.choose.go").click().run()
    smaller = lists.newest(settings)[0]
    assert read_list(settings, smaller.id).cells["name"].tolist() == kept
    assert f"with {len(kept)} contact" in said(at)
    assert "Open it" in [link.label for link in at.get("page_link")]


def test_without_a_text_to_look_for_nothing_is_saved(
    open_page: OpenPage, new_list: NewList
) -> None:
    at = opened(open_page, new_list())
    assert "Write what to look for" in said(at)
    assert "list.choose.go" not in [button.key for button in at.button]


def test_a_filter_that_keeps_nobody_saves_nothing(open_page: OpenPage, new_list: NewList) -> None:
    at = opened(open_page, new_list())
    at.text_input(key="list.value").set_value("Nobody of this name").run()
    assert "Nobody in this list fits" in said(at)
    assert "list.choose.go" not in [button.key for button in at.button]


@pytest.mark.parametrize(("outside", "kept"), [(True, ["Ravi", "Om"]), (False, ["Asha"])])
def test_everyone_of_another_list_is_left_out_or_kept(
    open_page: OpenPage, new_list: NewList, settings: Settings, outside: bool, kept: list[str]
) -> None:
    other = new_list(HEADER, "Same,+91 98765 43210,Delhi", "Else,9000000001,", name="Others")
    made = new_list()
    at = opened(open_page, made)
    at.segmented_control(key="list.by").set_value("list").run()
    assert "list.choose.go" not in [button.key for button in at.button], "nothing is chosen"
    at.segmented_control(key=f"list.side.list.{made}").set_value(outside).run()
    at.selectbox(key=f"list.other.list.{made}").set_value(other).run()
    at.button(key="list.choose.go").click().run()
    assert read_list(settings, lists.newest(settings)[0].id).cells["name"].tolist() == kept


def test_everyone_of_a_campaign_is_left_out(
    open_page: OpenPage, new_list: NewList, new_campaign: Callable[..., int], settings: Settings,
) -> None:  # fmt: skip
    campaign = new_campaign(2, "Hello")
    sent_to = control_numbers(settings, campaign)
    made = new_list("mobile", *map(str, sent_to), "9876543299")
    at = opened(open_page, made)
    at.segmented_control(key="list.by").set_value("campaign").run()
    at.selectbox(key="list.other.campaign").set_value(campaign).run()
    assert "**1** of 3 contacts fit" in said(at)
    at.button(key="list.choose.go").click().run()
    smaller = lists.newest(settings)[0]
    assert read_list(settings, smaller.id).numbers.tolist() == [919876543299]


def test_those_of_a_campaign_in_some_states_are_kept_or_left_out(
    open_page: OpenPage, new_list: NewList, new_campaign: Callable[..., int], settings: Settings,
) -> None:  # fmt: skip
    campaign = new_campaign(2, "Hello")
    sent_to = control_numbers(settings, campaign)
    made = new_list("mobile", *map(str, sent_to), "9876543299")
    at = opened(open_page, made)
    at.segmented_control(key="list.by").set_value("campaign").run()
    at.segmented_control(key="list.side.campaign").set_value(False).run()
    at.selectbox(key="list.other.campaign").set_value(campaign).run()
    states = at.pills(key=f"list.states.{campaign}")
    assert states.options == [":gray[Queued (2)]"]
    states.set_value(["queued"]).run()
    assert "**2** of 3 contacts fit" in said(at)
    at.button(key="list.choose.go").click().run()
    smaller = lists.newest(settings)[0]
    assert read_list(settings, smaller.id).numbers.tolist() == sent_to
    assert smaller.source == "Friends, only those in Test who are queued"


def control_numbers(settings: Settings, campaign: int) -> list[int]:

    rows = read_recipients(settings, campaign, after=0, limit=10)
    return [int(row["number"]) for row in rows]


def test_without_another_list_or_campaign_that_is_said(
    open_page: OpenPage, new_list: NewList
) -> None:
    at = opened(open_page, new_list())
    assert "There is no other list yet" in said(at)
    at.segmented_control(key="list.by").set_value("campaign").run()
    assert "There is no campaign yet" in said(at)


def test_saving_the_same_smaller_list_twice_makes_one(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = opened(open_page, made)
    at.selectbox(key=f"list.column.{made}").select("city").run()
    at.text_input(key="list.value").set_value("Goa").run()
    at.button(key="list.choose.go").click().run()
    at.button(key="list.choose.go").click().run()
    assert len(names(settings)) == 2
    assert not errors(at)


def test_two_lists_are_merged_each_number_once(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    other = new_list("mobile,age", "9876543210,41", "9000000001,7", name="Others")
    made = new_list()
    at = opened(open_page, made)
    at.selectbox(key=f"list.merge.with.{made}").set_value(other)
    at.text_input(key=f"list.merge.name.{made}").set_value("Everyone")
    at.button(key="list.merge.go").click().run()
    merged = lists.newest(settings)[0]
    assert (merged.name, merged.contacts) == ("Everyone", 4)
    assert "Saved **Everyone** with 4 contacts" in said(at)
    at.button(key="list.merge.go").click().run()
    assert len(names(settings)) == 3, "the second click finds the first one's list"


def test_rejected_rows_are_seen_in_the_list_and_put_right_under_contacts(
    open_page: OpenPage, new_list: NewList
) -> None:
    made = new_list(HEADER, "Asha,9876543210,Pune", "Ravi,98765,Goa")
    at = opened(open_page, made)
    assert "1 rejected row" in at.expander[0].label
    table = at.expander[0].dataframe[0].value
    assert table["name"].tolist() == ["Ravi"]
    at.button(key="list.mend").click().run()
    assert at.title[0].value == "Contacts"
    assert numbers(at)["Rejected"] == "1"
    assert numbers(at)["Ready"] == "0"


def test_what_was_made_is_said_only_beside_what_it_was_made_of(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list()
    at = opened(open_page, made)
    at.selectbox(key=f"list.column.{made}").set_value("city").run()
    at.selectbox(key="list.test").set_value("not_empty").run()
    at.button(key="list.choose.go").click().run()
    assert len(names(settings)) == 2
    assert [unescaped(success.value) for success in at.success] == [
        f"Saved **{lists.newest(settings)[0].name}** with 2 contacts."
    ]
    at.selectbox(key="list.test").set_value("empty").run()
    assert not at.success
    assert "Open it" not in [link.label for link in at.get("page_link")]


def test_merging_with_nothing_asks_for_the_other_list(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    new_list(name="Others")
    at = opened(open_page, new_list())
    at.button(key="list.merge.go").click().run()
    assert "Choose the other list first" in said(at)
    assert len(names(settings)) == 2
