"""Who wants no messages: added, imported, found, removed, exported."""

from __future__ import annotations

import pytest
from pages_opened import OpenPage, errors, offers, said
from streamlit.testing.v1 import AppTest

from jetmsg_core import optouts
from jetmsg_core.settings import Settings
from pages.parts.page import flash


def add(at: AppTest, text: str, source: str = "") -> AppTest:
    at.text_area[0].set_value(text)
    at.text_input(key=f"optouts.source.{at.session_state['optouts.typed']}").set_value(source)
    return at.button(key="optouts.add.go").click().run()


def opted_out(settings: Settings) -> dict[str, str]:
    return {str(opt_out.number): opt_out.source for opt_out in optouts.listing(settings).opt_outs}


def look_at(at: AppTest, data: bytes, name: str = "stop.csv") -> AppTest:
    at.file_uploader[0].upload(name, data)
    return at.run()


def import_file(at: AppTest, data: bytes, name: str = "stop.csv") -> AppTest:
    look_at(at, data, name)
    return at.button(key="optouts.file.go").click().run()


def test_an_empty_page_says_what_opt_outs_do(open_page: OpenPage) -> None:
    words = said(open_page("optouts"))
    assert "no message from any campaign, on any channel" in words
    assert "left out when a campaign is made" in words
    assert "and again right before each call" in words
    assert "Nobody has opted out" in words


def test_numbers_are_added_in_any_spelling_with_their_source(
    open_page: OpenPage, settings: Settings
) -> None:
    at = add(open_page("optouts"), "98765 43210, +91-98765-43211\n09876543212", "replied STOP")
    assert opted_out(settings) == dict.fromkeys(
        ["919876543212", "919876543211", "919876543210"], "replied STOP"
    )
    assert "3 numbers opted out." in said(at)
    assert "Nobody has opted out" not in said(at)
    assert at.text_area[0].value == ""


def test_what_is_no_number_is_told_and_the_others_are_added(
    open_page: OpenPage, settings: Settings
) -> None:
    at = add(open_page("optouts"), "9876543210\n12\n*x*")
    assert list(opted_out(settings)) == ["919876543210"]
    assert "Line 2, 12: Digits are missing" in at.warning[-1].value
    assert "1 number opted out." in said(at)


def test_a_known_one_is_said_to_be_known(open_page: OpenPage, settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="call")
    at = add(open_page("optouts"), "9876543210", "again")
    assert "Nothing new. 1 number had opted out already." in said(at)
    assert opted_out(settings) == {"919876543210": "call"}


@pytest.mark.parametrize("typed", ["", "  \n ,,"])
def test_nothing_typed_asks_for_a_number(
    open_page: OpenPage, settings: Settings, typed: str
) -> None:
    assert "Write at least one number" in said(add(open_page("optouts"), typed))
    assert not opted_out(settings)


def test_only_wrong_numbers_add_nobody_and_stay_in_the_field(
    open_page: OpenPage, settings: Settings
) -> None:
    at = add(open_page("optouts"), "12")
    assert not at.success
    assert at.text_area[0].value == "12"
    assert not opted_out(settings)


def test_an_outcome_is_said_for_some_seconds(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = add(open_page("optouts"), "9876543210")
    assert at.run().success
    monkeypatch.setattr(flash, "SECONDS", 0)
    assert not at.run().success


def test_a_file_is_imported_with_a_report(open_page: OpenPage, settings: Settings) -> None:
    at = import_file(open_page("optouts"), b"name,mobile\nAsha,9876543210\nOm,12\n")
    assert opted_out(settings) == {"919876543210": "stop.csv"}
    assert "1 number opted out. From stop.csv, column mobile, 2 rows." in said(at)
    assert "Row 3, 12: Digits are missing" in at.warning[-1].value


def test_the_imported_file_leaves_the_servers_memory(open_page: OpenPage) -> None:
    at = import_file(open_page("optouts"), b"mobile\n9876543210\n")
    assert at.file_uploader[0].value is None


def test_a_file_without_numbers_adds_nobody(open_page: OpenPage, settings: Settings) -> None:
    at = look_at(open_page("optouts"), b"name,city\nAsha,Pune\n")
    assert "No column with mobile numbers" in errors(at)[0]
    assert not opted_out(settings)


def test_of_two_columns_one_is_chosen(open_page: OpenPage, settings: Settings) -> None:
    data = b"Number,Phone\n9876543210,020-25678901\n9876543219,020-25678902\n"
    at = look_at(open_page("optouts"), data)
    assert "Choose the column" in errors(at)[0]
    at.selectbox(key="optouts.as.column").set_value("Number").run()
    at.button(key="optouts.file.go").click().run()
    assert set(opted_out(settings)) == {"919876543210", "919876543219"}


STOPS = (
    b"Mobile,Reason,Date,Remark\n9876543210,Too many,05/01/2026,by phone\n"
    b"98765 43211,,soon,\n12,,,\n"
)


def test_a_file_is_looked_at_before_anybody_is_opted_out(
    open_page: OpenPage, settings: Settings
) -> None:
    optouts.add(settings, ["9876543210"], source="call")
    at = look_at(open_page("optouts"), STOPS)
    assert "**1** to opt out" in said(at)
    assert "**1** opted out already" in said(at)
    assert "**1** without a usable number" in said(at)
    assert "Row 4, 12: Digits are missing" in at.warning[-1].value
    assert at.button(key="optouts.file.go").label == "Opt out 1 number"
    assert list(opted_out(settings)) == ["919876543210"]
    at.button(key="optouts.replace").click().run()
    assert at.file_uploader[0].value is None
    assert list(opted_out(settings)) == ["919876543210"]


def test_reasons_and_dates_of_a_file_are_kept_and_shown(
    open_page: OpenPage, settings: Settings
) -> None:
    at = look_at(open_page("optouts"), STOPS)
    assert at.dataframe[0].value["Why"].tolist() == ["Too many", ""]
    assert "Row 3: soon is not a date that can be read" in at.warning[-1].value
    at.selectbox(key="optouts.as.reason").set_value("Remark").run()
    at.text_input(key="optouts.as.source").set_value("shop").run()
    at.button(key="optouts.file.go").click().run()
    kept = {opt.number: opt for opt in optouts.listing(settings).opt_outs}
    assert (kept[919876543210].reason, kept[919876543210].source) == ("by phone", "shop")
    assert kept[919876543210].added_at.startswith("2026-01-04T18:30")
    assert at.dataframe[0].value["Why"].tolist() == ["", "by phone"]
    at.text_input(key="optouts.search").set_value("PHONE").run()
    assert table(at) == ["+919876543210"]


def test_numbers_with_names_are_pasted_with_a_reason(
    open_page: OpenPage, settings: Settings
) -> None:
    at = open_page("optouts")
    at.text_input(key="optouts.reason.0").set_value("asked by phone")
    at = add(at, "Asha 98765 43210\n98765 43211, Ravi, Pune\nNobody")
    assert "2 numbers opted out." in said(at)
    assert "Line 3, Nobody: There are letters" in at.warning[-1].value
    assert {opt.reason for opt in optouts.listing(settings).opt_outs} == {"asked by phone"}


def table(at: AppTest) -> list[str]:
    return at.dataframe[0].value["Number"].tolist()


@pytest.mark.parametrize("typed", ["98765 43211", "43211", "by phone"])
def test_one_is_found_by_number_or_words(
    open_page: OpenPage, settings: Settings, typed: str
) -> None:
    optouts.add(settings, ["9876543210"], source="replied STOP")
    optouts.add(settings, ["9876543211"], source="By phone")
    at = open_page("optouts")
    assert len(table(at)) == 2
    at.text_input(key="optouts.search").set_value(typed).run()
    assert table(at) == ["+919876543211"]


def test_a_search_without_a_match_says_so(open_page: OpenPage, settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="")
    at = open_page("optouts")
    at.text_input(key="optouts.search").set_value("nobody").run()
    assert "Nobody here matches *nobody*" in said(at)


def test_many_are_turned_fifty_at_a_time(open_page: OpenPage, settings: Settings) -> None:
    optouts.add(settings, [str(9_876_500_000 + n) for n in range(120)], source="file")
    at = open_page("optouts")
    assert "120 numbers opted out" in said(at)
    first = table(at)
    at.button(key="optouts.next").click().run()
    at.button(key="optouts.next").click().run()
    assert len(first) == 50
    assert len(table(at)) == 20
    at.button(key="optouts.back").click().run()
    at.button(key="optouts.back").click().run()
    assert table(at) == first


def choose(at: AppTest, *rows: int) -> AppTest:
    (key,) = (key for key in at.session_state if str(key).startswith("optouts.table."))
    at.session_state[key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return at.run()


def test_nothing_chosen_removes_nobody(open_page: OpenPage, settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="")
    at = open_page("optouts")
    assert at.button(key="optouts.remove").disabled


def test_removing_asks_first(open_page: OpenPage, settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="")
    at = choose(open_page("optouts"), 0)
    at.button(key="optouts.remove").click().run()
    assert "**+919876543210** can then get messages again" in said(at)
    assert opted_out(settings)


def test_removing_twice_is_as_good_as_once(open_page: OpenPage, settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="")
    at = choose(open_page("optouts"), 0)
    at.button(key="optouts.remove").click().run()
    at.button(key="optouts.remove.yes").click().run()
    assert not opted_out(settings)
    optouts.remove(settings, ["9876543210"])
    at.run()
    assert not errors(at)


def test_all_are_downloaded(open_page: OpenPage, settings: Settings) -> None:
    at = open_page("optouts")
    assert not offers(at)
    optouts.add(settings, ["9876543210"], source="call")
    at = open_page("optouts")
    assert "Download all as CSV" in [link.proto.label for link in at.get("link_button")]
    assert b"919876543210" in offers(at)["opt-outs.csv"].make()
