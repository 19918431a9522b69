"""Uploading, seeing every problem at once, choosing, saving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages_opened import SAMPLE, OpenPage, errors, numbers, said, upload

from jetmsg_core import lists
from jetmsg_core.settings import Settings

FILE = b'name,mobile\nAsha,9876543210\nRavi,="9876543211"\nTwin,+91 98765 43210\nOm,12345\n'
TWO_NUMBERS = b"name,mobile,alternate\nAsha,9876543210,9876500001\nRavi,9876543211,9876500002\n"


def test_every_row_of_a_file_is_counted_in_one_look(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), FILE)
    assert numbers(at) == {
        "Ready": "2",
        "Repaired": "1",
        "Rejected": "1",
        "Duplicates": "1",
        "Blank rows": "0",
    }
    assert [tab.label for tab in at.tabs] == ["Rejected (1)", "Duplicates (1)", "Repaired (1)"]


def test_a_rejected_row_is_shown_with_its_row_cell_and_reason(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), FILE)
    problem = at.dataframe[0].value.iloc[0]
    assert (problem["Row"], problem["Column"], problem["Cell"]) == (5, "mobile", "12345")
    assert "Digits are missing" in problem["Reason"]


def test_the_upload_leaves_the_servers_memory(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), FILE)
    held = at.session_state["contacts.held"]
    assert (settings.data_dir / "uploads" / held.token).read_bytes() == FILE
    assert not at.file_uploader
    small = {type(at.session_state[key]).__name__ for key in at.session_state}
    assert small <= {"Held", "Health", "int", "str", "NoneType", "bool"}


def test_saving_makes_a_list_and_forgets_the_file(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), FILE)
    at.text_input[0].set_value("Diwali")
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert (saved.name, saved.contacts, saved.source) == ("Diwali", 2, "friends.csv")
    assert "Saved **Diwali** with 2 contacts" in said(at)
    assert not list((settings.data_dir / "uploads").iterdir())


def test_a_list_without_a_name_is_refused_in_words(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), FILE)
    at.text_input[0].set_value("  ")
    at.button(key="contacts.save.go").click().run()
    assert errors(at) == ["Give the list a name, so that you find it again."]
    assert not lists.newest(settings)


def test_another_number_column_can_be_chosen(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS)
    at.selectbox(key="contacts.as.column").select("alternate").run()
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert saved.number_column == "alternate"
    assert lists.read(settings, saved.id).numbers.tolist() == [919876500001, 919876500002]


def test_a_new_file_forgets_the_choices_made_for_the_one_before(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS)
    at.selectbox(key="contacts.as.column").select("alternate").run()
    at.button(key="contacts.replace").click().run()
    at = upload(at, FILE)
    assert not errors(at)
    assert at.selectbox(key="contacts.as.column").value is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "The file is empty", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "This is a picture (PNG)", id="picture"),
        pytest.param(b"name,city\nAsha,Pune\n", "No column with mobile numbers", id="no numbers"),
        pytest.param(b"name,mobile\nAsha,12\n", "No row of this file can be sent to", id="all bad"),
        pytest.param(b"name,mobile\n", "no row below the column names", id="header only"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_cannot_be_saved(
    open_page: OpenPage, data: bytes, sentence: str
) -> None:
    at = upload(open_page("contacts"), data)
    assert sentence in "\n".join(errors(at))
    assert "contacts.save.go" not in [button.key for button in at.button]
    assert "contacts.replace" in [button.key for button in at.button]


def test_without_a_number_column_the_choice_is_opened(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), b"name,code\nAsha,12\nRavi,Pune\n")
    assert "Choose the column of mobile numbers" in [e.label for e in at.expander]


def test_a_forgotten_upload_is_a_sentence(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), FILE)
    for path in (settings.data_dir / "uploads").iterdir():
        path.unlink()
    at.selectbox(key="contacts.as.column").select("name").run()
    assert errors(at) == ["The uploaded file is no longer kept. Upload it again."]


def test_the_sample_file_is_one_click_away(open_page: OpenPage) -> None:
    at = open_page("contacts")
    at.button(key="contacts.sample").click().run()
    assert SAMPLE.name in said(at)
    assert int(numbers(at)["Ready"]) > 20
    assert int(numbers(at)["Rejected"]) > 0


def test_saved_lists_lead_to_a_message(open_page: OpenPage, new_list: Callable[..., int]) -> None:
    new_list(name="Old *friends*")
    at = open_page("contacts")
    assert "**Old *friends***" in said(at)
    assert "Write a message" in [link.label for link in at.get("page_link")]
