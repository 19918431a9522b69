"""Uploading, seeing every problem at once, choosing, saving."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import openpyxl
import pandas as pd
import pytest
from pages_opened import SAMPLE, OpenPage, errors, numbers, said, upload
from read_back import read_list
from streamlit.testing.v1 import AppTest

from jetmsg_core import lists, optouts
from jetmsg_core.contacts import Duplicates, ReadOptions
from jetmsg_core.mappings import remember
from jetmsg_core.settings import Settings
from jetmsg_core.spreadsheets import reader_process
from pages.parts.shared.file_reading import waiting_words

FILE = b'name,mobile\nAsha,9876543210\nRavi,="9876543211"\nTwin,+91 98765 43210\nOm,12345\n'
TWO_NUMBERS = b"name,mobile,alternate\nAsha,9876543210,9876500001\nRavi,9876543211,9876500002\n"


def test_every_row_of_a_file_is_counted_in_one_look(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), FILE)
    assert numbers(at) == {
        "Ready": "2",
        "Repaired": "1",
        "Rejected": "1",
        "Duplicates": "1",
        "Opted out": "0",
    }
    assert "4 rows read" in said(at)


def test_blank_rows_are_counted_apart(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), b"mobile\n9876543210\n\n\n9876543211\n")
    assert "2 rows read, 2 blank rows left out" in said(at)


def test_a_rejected_row_is_shown_with_its_row_cell_and_reason(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), FILE)
    problem = at.dataframe[0].value.iloc[0]
    assert (problem["Row"], problem["Number"], problem["name"]) == (5, "12345", "Om")
    assert "Digits are missing" in problem["Reason"]


@pytest.mark.parametrize(
    ("tile", "column", "cells"),
    [
        pytest.param("accepted", "Sent to", ["+919876543210", "+919876543211"], id="ready"),
        pytest.param("repaired", "Cell", ['="9876543211"'], id="repaired"),
        pytest.param("duplicates", "Reason", ["Same number as row 2, which is kept."], id="twins"),
        pytest.param("opted_out", "Number", ["+919876543299"], id="opted out"),
    ],
)
def test_each_tile_opens_its_rows(
    open_page: OpenPage, settings: Settings, tile: str, column: str, cells: list[str]
) -> None:
    optouts.add(settings, ["9876543299"], source="replied STOP")
    at = upload(open_page("contacts"), FILE + b"Zoya,9876543299\n")
    assert "Rejected: 1 row" in said(at), "what needs a person is open first"
    at.button(key=f"contacts.open.{tile}").click().run()
    assert at.dataframe[0].value[column].tolist() == cells
    assert at.button(key=f"contacts.open.{tile}").disabled


def test_an_empty_tile_opens_nothing(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), b"mobile\n9876543210\n")
    assert at.button(key="contacts.open.rejected").disabled
    assert at.dataframe[0].value["Sent to"].tolist() == ["+919876543210"]


def test_a_few_hundred_rows_are_shown_and_the_total_said(open_page: OpenPage) -> None:
    rows = "\n".join(f"{n},12" for n in range(700)).encode()
    at = upload(open_page("contacts"), b"name,mobile\nAsha,9876543210\n" + rows)
    assert len(at.dataframe[0].value) == 300
    assert "The first 300 of 700." in said(at)


def test_a_file_with_columns_named_like_ours_is_shown(open_page: OpenPage) -> None:
    at = upload(
        open_page("contacts"),
        b"Row,Number,Reason,message,Sent to\n1,12,a,b,c\n2,9876543210,d,e,f\n",
    )
    assert at.dataframe[0].value.iloc[0, 1] == "12"
    at.button(key="contacts.open.accepted").click().run()
    assert at.dataframe[0].value.iloc[0, 1] == "+919876543210"


def test_who_opted_out_is_left_out_and_an_opt_out_added_now_counts(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("contacts"), FILE)
    optouts.add(settings, ["9876543211"], source="replied STOP")
    at.run()
    assert (numbers(at)["Ready"], numbers(at)["Opted out"]) == ("1", "1")
    optouts.remove(settings, ["9876543211"])
    at.run()
    assert (numbers(at)["Ready"], numbers(at)["Opted out"]) == ("2", "0")


def test_the_upload_leaves_the_servers_memory(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), FILE)
    held = at.session_state["contacts.held"]
    assert (settings.data_dir / "uploads" / held.token).read_bytes() == FILE
    assert not at.file_uploader
    kept = {type(at.session_state[key]).__name__ for key in at.session_state}
    small = {"HeldUpload", "Health", "int", "str", "NoneType", "bool", "DataEditorState", "_Held"}
    assert kept <= small | {"Table", "tuple", "list"}, "and the rejected cells that are shown"


def test_a_file_that_is_refused_is_not_said_beside_what_was_saved_before(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MAX_FILE_MB", "1")
    at = upload(open_page("contacts"), FILE)
    at.button(key="contacts.save.go").click().run()
    assert len(at.success) == 1
    upload(at, b"x" * 1_200_000, "large.csv")
    assert len(errors(at)) == 1
    assert not at.success


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
    assert read_list(settings, saved.id).numbers.tolist() == [919876500001, 919876500002]


def test_rival_number_columns_are_asked_the_guess_first(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS)
    assert "Which column holds the numbers to send to?" in said(at)
    assert at.button(key="contacts.use.0").label == "Use mobile"
    assert "contacts.save.go" not in [button.key for button in at.button], "not chosen silently"
    at.button(key="contacts.use.1").click().run()
    assert "Which column" not in said(at)
    at.button(key="contacts.save.go").click().run()
    assert lists.newest(settings)[0].number_column == "alternate"


def test_an_answer_is_remembered_for_the_same_columns(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS)
    at.button(key="contacts.use.1").click().run()
    at.button(key="contacts.save.go").click().run()
    at = upload(at, TWO_NUMBERS.replace(b"name,mobile", b"NAME,Mobile"), "next.csv")
    assert "Read the way you chose for an earlier file with these columns" in said(at)
    assert at.selectbox(key="contacts.as.column").value == "alternate"
    at.button(key="contacts.forget").click().run()
    assert "Which column holds the numbers to send to?" in said(at)
    assert "Read the way you chose" not in said(at)


IDS = b"Customer ID,Name,Amount\n7000012345,Asha,500\n7000012391,Ravi,700\n"


def test_a_column_that_may_hold_ids_is_asked_about(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), IDS)
    assert "Does this column hold the numbers to send to?" in said(at)
    assert "The name 'Customer ID' is for something other" in said(at)
    assert not errors(at), "it is asked, not said in red as well"
    assert "contacts.save.go" not in [button.key for button in at.button]
    at.button(key="contacts.use.0").click().run()
    assert "Does this column" not in said(at)
    at.button(key="contacts.save.go").click().run()
    assert lists.newest(settings)[0].number_column == "Customer ID"


ABOVE = b"Call,9876543210,\nName,City,Mobile\nAsha,Goa,9012345671\nOm,Pune,9123456780\n"


def test_a_row_for_each_of_the_rivals_is_one_click(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS)
    at.button(key="contacts.use.each").click().run()
    assert numbers(at)["Ready"] == "4"
    assert "A row was read again for each filled cell in the columns" in said(at)
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert (saved.number_column, saved.contacts) == ("mobile", 4)
    again = upload(open_page("contacts"), TWO_NUMBERS)
    assert numbers(again)["Ready"] == "4", "remembered for the same columns"
    again.multiselect(key="contacts.as.each_columns").set_value([]).run()
    assert again.button(key="contacts.use.else")


def test_the_first_column_with_a_number_is_one_click_too(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS + b"Om,,9876500003\nLata,98765,\n")
    at.button(key="contacts.use.else").click().run()
    assert numbers(at)["Ready"] == "3"
    assert "Rows without a usable number in 'mobile': 1 take it from 'alternate'" in said(at)
    assert at.multiselect(key="contacts.as.else_columns").value == ["alternate"]
    assert "contacts.as.each_columns" not in {widget.key for widget in at.multiselect}


def test_a_rejected_number_of_the_other_column_is_corrected_there(
    open_page: OpenPage, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS + b"Om,,98765\n")
    at.button(key="contacts.use.else").click().run()
    assert numbers(at)["Rejected"] == "1"
    typed[4] = "9876500003"
    at.run()
    at.button(key="contacts.mend").click().run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("3", "0")


def test_who_says_no_has_a_tile_and_is_kept_on_purpose_once(
    open_page: OpenPage, settings: Settings
) -> None:
    data = b"name,mobile,DND\nAsha,9876543210,Y\nRavi,9876543211,N\n"
    at = upload(open_page("contacts"), data)
    assert (numbers(at)["Ready"], numbers(at)["Said no"]) == ("1", "1")
    assert at.dataframe[0].value["Reason"].tolist() == ["DND says 'Y'."]
    assert "Rows that say no to messages in 'DND': 1. They are left out." in said(at)
    at.button(key="contacts.keep_declined").click().run()
    assert numbers(at)["Ready"] == "2"
    assert "Said no" not in numbers(at)
    at.button(key="contacts.save.go").click().run()
    assert lists.newest(settings)[0].contacts == 2
    assert numbers(upload(open_page("contacts"), data))["Said no"] == "1", "not remembered"


def test_the_list_says_how_many_said_no(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), b"mobile,DND\n9876543210,Y\n9876543211,N\n")
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert saved.findings["declined"] == 1
    assert numbers(open_page("list", id=str(saved.id)))["Said no"] == "1"


def test_contacts_above_the_header_are_asked_about(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), ABOVE)
    assert "Which row holds the column names?" in said(at)
    assert "contacts.save.go" not in [button.key for button in at.button]
    at.button(key="contacts.header.0").click().run()
    assert at.selectbox(key="contacts.as.header").value == 2
    assert "Rows that look like contacts are left out, because row 2 was chosen" in said(at)
    assert (numbers(at)["Ready"], at.button(key="contacts.save.go").label) == (
        "2",
        "Save 2 contacts",
    )


def test_a_file_may_have_no_row_of_column_names(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), ABOVE)
    at.button(key="contacts.header.1").click().run()
    assert "4 rows read" in said(at)
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("2", "2")


def test_any_of_the_first_rows_can_be_chosen_for_the_column_names(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), b"Pune,Goa\n\nName,Mobile\nAsha,9876543210\n")
    picker = at.selectbox(key="contacts.as.header")
    assert picker.options == [
        "In no row: all are contacts",
        "Row 1: Pune, Goa",
        "Row 3: Name, Mobile",
        "Row 4: Asha, 9876543210",
    ]
    picker.select_index(1).run()
    assert at.selectbox(key="contacts.as.column").options == ["Pune", "Goa"]


def test_a_chosen_header_row_is_taken_again_only_where_it_holds_the_same_names(
    open_page: OpenPage,
) -> None:
    first = b"Report,July\nName,Mobile\nAsha,9876543210\n"
    at = upload(open_page("contacts"), first)
    at.selectbox(key="contacts.as.header").select_index(2).run()
    at.button(key="contacts.save.go").click().run()
    at = upload(at, first.replace(b"Asha", b"Om"), "next.csv")
    assert at.selectbox(key="contacts.as.header").value == 2
    at.button(key="contacts.replace").click().run()
    at = upload(at, b"Name,Mobile\nAsha,9876543210\nOm,9012345671\n", "without.csv")
    assert at.selectbox(key="contacts.as.header").value is None, "row 2 is Asha there"
    assert numbers(at)["Ready"] == "2"


def test_a_file_with_other_columns_is_not_read_as_the_one_before(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), TWO_NUMBERS)
    at.button(key="contacts.use.1").click().run()
    at.button(key="contacts.save.go").click().run()
    at = upload(at, FILE)
    assert "Read the way you chose" not in said(at)
    assert at.selectbox(key="contacts.as.column").value is None


def test_a_choice_the_file_cannot_follow_can_be_taken_back(
    open_page: OpenPage, settings: Settings
) -> None:
    remember(settings, ("name", "mobile", "alternate"), ReadOptions(column="Nothing"))
    at = upload(open_page("contacts"), TWO_NUMBERS)
    assert "There is no column 'Nothing'" in errors(at)[0]
    at.button(key="contacts.guessed").click().run()
    assert not errors(at)
    assert numbers(at)["Ready"] == "2"


def test_the_sheet_of_a_workbook_is_said_with_its_reason_and_another_can_be_read(
    open_page: OpenPage,
) -> None:
    at = upload(open_page("contacts"), workbook("Notes", "July", "More"), "friends.xlsx")
    assert "This workbook has 3 sheets, and **July** was read." in said(at)
    assert "the first sheet with mobile numbers" in said(at)
    assert "Only the sheet" not in said(at), "said once"
    picker = at.selectbox(key="contacts.as.sheet")
    assert (picker.options, picker.value) == (["Notes", "July", "More"], None)
    picker.select("More").run()
    assert numbers(at)["Ready"] == "3"


def test_all_sheets_can_be_read_as_one_list(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), workbook("Notes", "July", "August"), "people.xlsx")
    assert numbers(at)["Ready"] == "2"
    at.selectbox(key="contacts.as.all_sheets").select(True).run()
    assert numbers(at)["Ready"] == "5"
    assert "This workbook has 3 sheets, read as one list." in said(at)
    assert "The column 'Branch' says from which sheet a row is" in said(at)
    assert "contacts.as.sheet" not in [box.key for box in at.selectbox]
    at.selectbox(key="contacts.as.all_sheets").select(False).run()
    assert numbers(at)["Ready"] == "2"


def test_what_a_workbook_shows_and_what_is_in_doubt_is_said(open_page: OpenPage) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Name", "Mobile", "Share", "Total"], ["Asha", 9876543210, 0.15, "=1+1"]):
        sheet.append(row)
    sheet["C2"].number_format = "0%"
    sheet.column_dimensions["C"].hidden = True
    out = io.BytesIO()
    book.save(out)
    at = upload(open_page("contacts"), out.getvalue(), "people.xlsx")
    assert at.dataframe[0].value["Share"].tolist() == ["15%"]
    assert "Formulas in the column 'Total' without a result in the file: 1." in said(at)
    assert "Columns hidden in Excel: 'Share'." in said(at)


def test_another_sheet_can_be_chosen_where_one_is_too_large(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MAX_COLUMNS", "5")
    book = openpyxl.load_workbook(io.BytesIO(workbook("Notes", "July")))
    book["Notes"]["J9"] = "far"
    sink = io.BytesIO()
    book.save(sink)
    at = upload(open_page("contacts"), sink.getvalue(), "friends.xlsx")
    assert "The sheet 'Notes' has something in cell J9" in said(at)
    assert "**Notes** cannot be read. Choose another sheet" in said(at)
    at.selectbox(key="contacts.as.sheet").select("July").run()
    assert not errors(at)
    assert numbers(at)["Ready"] == "2"


def test_a_workbook_whose_reader_dies_is_a_sentence_and_the_next_is_read(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page("contacts")
    with monkeypatch.context() as patch:
        patch.setattr(reader_process, "command", lambda: (sys.executable, "-c", "raise SystemExit"))
        at = upload(at, workbook("July"), "friends.xlsx")
    assert errors(at)[0].startswith("This workbook could not be read")
    at.button(key="contacts.replace").click().run()
    at = upload(at, workbook("July"), "friends.xlsx")
    assert numbers(at)["Ready"] == "2"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        pytest.param(0, "Two other files are being read; yours is next.", id="next"),
        pytest.param(1, "and one more is waiting before yours.", id="one"),
        pytest.param(2, "and 2 more are waiting before yours.", id="two"),
    ],
)
def test_who_waits_is_told_how_many_come_first(ahead: int, words: str) -> None:
    assert words in waiting_words(ahead)


def test_rows_hidden_in_excel_are_said(open_page: OpenPage) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("July")))
    book["July"].row_dimensions[2].hidden = True
    sink = io.BytesIO()
    book.save(sink)
    sentence = "Rows hidden in Excel, perhaps by a filter: 1. They were read like the others"
    assert sentence in said(upload(open_page("contacts"), sink.getvalue(), "friends.xlsx"))
    assert sentence not in said(upload(open_page("contacts"), workbook("July"), "friends.xlsx"))


def test_a_workbook_of_one_sheet_asks_nothing(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), workbook("July"), "friends.xlsx")
    assert "contacts.as.sheet" not in [box.key for box in at.selectbox]


def test_the_sheet_and_what_to_do_with_repeats_are_remembered(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), workbook("July", "More"), "first.xlsx")
    at.selectbox(key="contacts.as.sheet").select("More").run()
    at.selectbox(key="contacts.as.duplicates").select(Duplicates.ALL).run()
    at.button(key="contacts.save.go").click().run()
    at = upload(at, workbook("July", "More"), "second.xlsx")
    assert at.selectbox(key="contacts.as.sheet").value == "More"
    assert at.selectbox(key="contacts.as.duplicates").value is Duplicates.ALL
    at.button(key="contacts.save.go").click().run()
    at = upload(at, workbook("July", "Other"), "third.xlsx")
    assert not errors(at)
    assert at.selectbox(key="contacts.as.sheet").value is None, "there is no such sheet"


def workbook(*names: str) -> bytes:
    """`July` has two contacts, `Notes` none, any other sheet three."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        sheet = book.create_sheet(name)
        cells = {"July": ("9876543210", "9876543213"), "Notes": ("Nothing",)}
        others = ("9876543211", "9876543212", "9876543214")
        for cell in ("mobile", *cells.get(name, others)):
            sheet.append([cell])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_row_of_a_number_can_be_kept(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), FILE)
    at.selectbox(key="contacts.as.duplicates").set_value(Duplicates.ALL).run()
    assert (numbers(at)["Ready"], numbers(at)["Duplicates"]) == ("3", "0")


def test_cells_of_several_numbers_are_offered_to_be_split(
    open_page: OpenPage, settings: Settings
) -> None:
    several = b'name,mobile\nAsha,"9876543210, 9876543211"\nRavi,9876543212/13\nOm,9876543214\n'
    at = upload(open_page("contacts"), several)
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("1", "2")
    offer = at.button(key="contacts.split")
    assert offer.label == "Make a row for each number of 1 cell"
    offer.click().run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("3", "1")
    assert "contacts.split" not in [button.key for button in at.button], "nothing is left to split"
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert read_list(settings, saved.id).cells["name"].tolist() == ["Asha", "Asha", "Om"]


def test_without_cells_of_several_good_numbers_no_split_is_offered(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), FILE + b"Zoya,9876543212/13\n")
    assert "contacts.split" not in [button.key for button in at.button]
    assert at.selectbox(key="contacts.as.split").value is None


def test_a_first_row_that_is_a_contact_can_be_kept(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), b"mobile\n9876543210\n")
    at.selectbox(key="contacts.as.header").set_value(False).run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("1", "1")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """Row → what somebody types into the table of rejected rows. Chromium does it for real."""
    cells: dict[int, str] = {}

    def editor(table: pd.DataFrame, **_: object) -> pd.DataFrame:
        edited = table.copy()
        for row, cell in cells.items():
            edited.loc[edited["Row"] == row, "Number"] = cell
        return edited

    monkeypatch.setattr("streamlit.data_editor", editor)
    return cells


BAD = b"name,mobile\nAsha,9876543210\nRavi,98765\nOm,12\nZoya,\n"


def test_a_mended_number_moves_to_ready(
    open_page: OpenPage, settings: Settings, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), BAD)
    at.button(key="contacts.mend").click().run()
    assert numbers(at)["Rejected"] == "3", "nothing is changed yet"
    typed[3] = "98765 43211"
    at.run()
    at.button(key="contacts.mend").click().run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("2", "2")
    assert "1 number checked again: 1 row ready now." in said(at)
    at.button(key="contacts.save.go").click().run()
    contacts = read_list(settings, lists.newest(settings)[0].id)
    assert contacts.numbers.tolist() == [919876543210, 919876543211]
    assert contacts.cells["name"].tolist() == ["Asha", "Ravi"]


def test_what_became_of_each_mended_number_is_said(
    open_page: OpenPage, settings: Settings, typed: dict[int, str]
) -> None:
    optouts.add(settings, ["9876543299"], source="")
    at = upload(open_page("contacts"), BAD)
    typed.update({3: "9876543210", 4: "9876543299", 5: "still wrong"})
    at.run()
    assert at.button(key="contacts.mend").label == "Check 3 changed numbers"
    at.button(key="contacts.mend").click().run()
    words = said(at)
    assert "3 numbers checked again: 1 row with a duplicate number, 1 row opted out" in words
    assert "1 row still without a usable number" in words
    assert numbers(at)["Rejected"] == "1"


def mend(at: AppTest, typed: dict[int, str], **cells: str) -> None:
    """`row3="…"` is typed and checked."""
    typed.update({int(row.removeprefix("row")): cell for row, cell in cells.items()})
    at.run()
    at.button(key="contacts.mend").click().run()
    typed.clear()


def test_mending_can_be_undone(open_page: OpenPage, typed: dict[int, str]) -> None:
    at = upload(open_page("contacts"), BAD)
    mend(at, typed, row3="9876543211")
    assert numbers(at)["Rejected"] == "2"
    at.button(key="contacts.unmend").click().run()
    assert numbers(at)["Rejected"] == "3"
    assert "corrected in this file" not in said(at)


@pytest.mark.parametrize("is_checked", [True, False], ids=["checked", "only typed"])
@pytest.mark.parametrize(
    ("choice", "value"),
    [("encoding", "cp1252"), ("duplicates", Duplicates.ALL), ("delimiter", ","), ("split", True)],
)
def test_typed_numbers_outlive_another_reading(
    open_page: OpenPage, typed: dict[int, str], choice: str, value: object, is_checked: bool
) -> None:
    at = upload(open_page("contacts"), BAD)
    typed[3] = "9876543211"
    at.run()
    if is_checked:
        at.button(key="contacts.mend").click().run()
    typed.clear()
    at.selectbox(key=f"contacts.as.{choice}").select(value).run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("2", "2")
    assert "is not used" not in said(at)
    at.button(key="contacts.unmend").click().run()
    assert numbers(at)["Rejected"] == "3"


def test_typed_numbers_outlive_a_split_and_win_over_it(
    open_page: OpenPage, settings: Settings, typed: dict[int, str]
) -> None:
    file = b'name,mobile\nA,"9876543210, 9876543211"\nB,"9876543212, 9876543213"\nC,12\n'
    at = upload(open_page("contacts"), file)
    mend(at, typed, row2="9876543299")
    typed[4] = "9876543214"
    at.run()
    assert at.button(key="contacts.split").label == "Make a row for each number of 1 cell"
    at.button(key="contacts.split").click().run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("4", "0")
    at.button(key="contacts.save.go").click().run()
    contacts = read_list(settings, lists.newest(settings)[0].id)
    assert contacts.cells["name"].tolist() == ["A", "B", "B", "C"]
    assert contacts.numbers.tolist()[0] == 919876543299


def test_a_typed_number_that_fits_no_longer_is_said_and_comes_back(
    open_page: OpenPage, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), b"name,mobile,other\nA,12,9876543210\nB,9876543211,7\n")
    at.selectbox(key="contacts.as.column").select("mobile").run()
    mend(at, typed, row2="9876543222")
    assert numbers(at)["Ready"] == "2"
    at.selectbox(key="contacts.as.column").select("other").run()
    assert numbers(at)["Ready"] == "1"
    assert "is not used, because this row is read differently now" in said(at)
    assert "(row 2)" in said(at)
    at.selectbox(key="contacts.as.column").select("mobile").run()
    assert numbers(at)["Ready"] == "2"
    assert "is not used" not in said(at)


def test_a_number_typed_twice_is_the_last_one_and_may_be_undone_to_the_file(
    open_page: OpenPage, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), BAD)
    mend(at, typed, row3="98765 4")
    assert "1 row still without a usable number" in said(at)
    mend(at, typed, row3="9876543211")
    assert numbers(at)["Ready"] == "2"
    assert "is not used" not in said(at)
    at.button(key="contacts.unmend").click().run()
    assert numbers(at)["Rejected"] == "3"


def test_typed_numbers_outlive_a_look_at_another_page(
    open_page: OpenPage, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), BAD)
    mend(at, typed, row3="9876543211")
    typed[4] = "9876543212"
    at.run()
    typed.clear()
    at.switch_page("balance.py").run()
    at.switch_page("contacts.py").run()
    assert numbers(at)["Ready"] == "2"
    assert at.button(key="contacts.mend").label == "Check 1 changed number"
    at.button(key="contacts.mend").click().run()
    assert numbers(at)["Ready"] == "3"


def test_saving_checks_first_what_was_typed(
    open_page: OpenPage, settings: Settings, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), BAD)
    typed[3] = "9876543211"
    at.run().run()
    assert at.button(key="contacts.save.go").label == "Check what you typed and save"
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert read_list(settings, saved.id).cells["name"].tolist() == ["Asha", "Ravi"]
    assert "with 2 contacts" in said(at)


def test_nothing_is_saved_while_a_typed_number_is_wrong_until_it_was_said(
    open_page: OpenPage, settings: Settings, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), BAD)
    typed.update({3: "9876543211", 4: "34"})
    at.run()
    typed.clear()
    at.button(key="contacts.save.go").click().run()
    assert not lists.newest(settings)
    assert "1 row still without a usable number" in said(at)
    assert "The list is not saved yet" in said(at)
    at.button(key="contacts.save.go").click().run()
    assert lists.newest(settings)[0].contacts == 2


def test_a_message_to_the_file_checks_first_what_was_typed(
    open_page: OpenPage, settings: Settings, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), BAD)
    typed[3] = "9876543211"
    at.run()
    typed.clear()
    at.switch_page("compose.py").run()
    assert at.button(key="compose.take").label == "Write to these 2 contacts"
    at.button(key="compose.take").click().run()
    (saved,) = lists.newest(settings)
    assert read_list(settings, saved.id).numbers.tolist() == [919876543210, 919876543211]


def test_another_file_is_not_corrected_by_what_was_typed_for_the_last(
    open_page: OpenPage, typed: dict[int, str]
) -> None:
    at = upload(open_page("contacts"), BAD)
    mend(at, typed, row3="9876543211")
    at.button(key="contacts.replace").click().run()
    at = upload(at, BAD)
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("1", "3")


def test_pasted_numbers_are_checked_and_saved(open_page: OpenPage, settings: Settings) -> None:
    at = open_page("contacts")
    at.text_area(key="contacts.pasted").set_value("98765 43210, 9876543211\n12")
    at.button(key="contacts.paste.go").click().run()
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("2", "1")
    at.button(key="contacts.save.go").click().run()
    assert lists.newest(settings)[0].name == "Pasted numbers"


def test_pasted_lines_with_names_have_them_as_columns(
    open_page: OpenPage, settings: Settings
) -> None:
    at = open_page("contacts")
    at.text_area(key="contacts.pasted").set_value(
        "Asha 98765 43210\n\nNobody at all\n98765 43211, Ravi, Pune"
    )
    at.button(key="contacts.paste.go").click().run()
    assert "3 lines read (row numbers are line numbers)" in said(at)
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("2", "1")
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    assert saved.columns == ("Mobile", "Name", "Column 3")
    assert lists.page(settings, saved.id).cells["Name"].tolist() == ["Asha", "Ravi"]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_pasted_asks_for_a_number(open_page: OpenPage, text: str) -> None:
    at = open_page("contacts")
    at.text_area(key="contacts.pasted").set_value(text)
    at.button(key="contacts.paste.go").click().run()
    assert "Paste at least one number" in said(at)
    assert at.file_uploader


def test_a_blocker_names_the_row(open_page: OpenPage) -> None:
    at = upload(
        open_page("contacts"), b'name,mobile\nAsha,9876543210\n"Ravi,9876543211\nOm,9876543212\n'
    )
    assert "(row 3)" in errors(at)[0]


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
