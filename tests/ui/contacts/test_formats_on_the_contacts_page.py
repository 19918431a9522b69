"""vCards, web pages and the like on the page of the contacts, in the sentences of the command
line."""

from __future__ import annotations

import pytest
from pages_opened import OpenPage, errors, said, upload

CARDS = (
    "BEGIN:VCARD\nFN:Asha\nTEL;CELL:9876543210\nEND:VCARD\n"
    "BEGIN:VCARD\nFN:Ravi\nTEL;CELL:9876500000\nEND:VCARD\n"
    "BEGIN:VCARD\nFN:Meena\nTEL:98765\nEND:VCARD\n"
)
TABLE = (
    "<html><table><tr><td>Report<tr><td>March</table>"
    "<table><tr><th>Name<th>Mobile<tr><td>Asha<td>9876543210</table></html>"
)


def test_rows_of_a_vcard_file_are_called_cards(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), CARDS.encode(), "contacts.vcf")
    assert not at.exception
    words = said(at)
    assert "3 cards read (row numbers are card numbers)" in words
    assert "(card 2)" in words
    keys = {box.key for box in at.selectbox}
    assert "contacts.as.column" in keys
    assert keys.isdisjoint({"contacts.as.delimiter", "contacts.as.header"})


def test_the_tables_of_a_web_page_can_be_chosen_among(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), TABLE.encode(), "list.xls")
    assert not at.exception
    assert "1 row read" in said(at)
    assert at.selectbox(key="contacts.as.sheet").options == ["Table 1", "Table 2"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param("<html>Please sign in</html>", "list.xls", "This is a web page", id="a page"),
        pytest.param("%PDF-1.7", "list.xls", "This is a PDF document", id="a PDF"),
        pytest.param("%PDF-1.7", "list.pdf", "copy that into Excel", id="a PDF that says so"),
        pytest.param('[{"name":', "list.json", "This JSON file is cut off", id="half a list"),
    ],
)
def test_what_is_no_list_is_said_as_on_the_command_line(
    open_page: OpenPage, content: str, name: str, words: str
) -> None:
    at = upload(open_page("contacts"), content.encode(), name)
    assert words in " ".join(errors(at))


def test_a_spelling_that_two_encodings_have_is_asked_about(open_page: OpenPage) -> None:
    text = "Name,Mobile\nPeña,9876543210\n".encode("mac_roman")
    at = upload(open_page("contacts"), text)
    words = said(at)
    assert "Which spelling is right?" in words
    assert "Old Mac (MacRoman) · our guess" in words
    assert "contacts.save.go" not in [button.key for button in at.button]
    assert at.button(key="contacts.encoding.cp1252").label == "Pe–a"
    at.button(key="contacts.encoding.mac_roman").click().run()
    assert "Which spelling is right?" not in said(at)
    assert "contacts.save.go" in [button.key for button in at.button]
    assert at.selectbox(key="contacts.as.encoding").value == "mac_roman"


def test_the_field_for_a_file_says_what_may_be_dropped_there(open_page: OpenPage) -> None:
    for page in ("contacts", "optouts"):
        labels = [field.label for field in open_page(page).get("file_uploader")]
        assert any("CSV, Excel, vCard, JSON and others" in label for label in labels), page


@pytest.mark.parametrize("page", ["contacts", "optouts", "reports", "templates"])
def test_a_file_is_taken_whatever_its_name_ends_in(open_page: OpenPage, page: str) -> None:
    fields = open_page(page).get("file_uploader")
    assert [list(field.proto.type) for field in fields] == [[]]


def test_a_file_without_an_ending_is_read_by_what_is_in_it(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), CARDS.encode(), "contacts")
    assert "3 cards read" in said(at)
