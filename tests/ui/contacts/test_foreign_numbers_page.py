"""Foreign numbers in a contact file on the page: said, asked about, kept for WhatsApp."""

from __future__ import annotations

from pages_opened import OpenPage, numbers, said, upload
from read_back import read_list

from jetmsg_core import lists
from jetmsg_core.settings import Settings

SINGAPORE = b"Name,Mobile\nLi,6591234567\nMei,6581234567\nAsha,+919876543210\n"
COUNTRIES = b"Name,Country,Mobile\nJohn,US,7185550123\nAsha,India,9876543210\n"


def test_ten_digits_among_foreign_numbers_are_asked_about_each_time(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("contacts"), SINGAPORE)
    assert "Are these numbers Indian?" in said(at)
    assert "(rows 2, 3)" in said(at)
    assert "contacts.save.go" not in [button.key for button in at.button]
    at.button(key="contacts.ten_digits.foreign").click().run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("1", "2")
    at.button(key="contacts.save.go").click().run()
    assert read_list(settings, lists.newest(settings)[0].id).numbers.tolist() == [919876543210]
    again = upload(open_page("contacts"), SINGAPORE)
    assert "Are these numbers Indian?" in said(again)
    again.button(key="contacts.ten_digits.indian").click().run()
    assert numbers(again)["Ready"] == "3"


def test_numbers_of_other_countries_are_kept_when_that_is_chosen(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("contacts"), b"Name,Mobile\nOmar,+971501234567\nAsha,9876543210\n")
    assert "971, the code of another country (United Arab Emirates)" in said(at)
    at.selectbox(key="contacts.as.international").select(True).run()
    at.button(key="contacts.save.go").click().run()
    kept = read_list(settings, lists.newest(settings)[0].id)
    assert kept.numbers.tolist() == [971501234567, 919876543210]


def test_a_column_of_countries_can_be_left_unheard(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), COUNTRIES)
    assert "'Country' names another country than India: 1" in said(at)
    assert numbers(at)["Ready"] == "1"
    at.selectbox(key="contacts.as.country_column").select(False).run()
    assert numbers(at)["Ready"] == "2"
