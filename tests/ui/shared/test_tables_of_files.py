"""Tables that show a file's columns beside ours, and the files that are made of them."""

from __future__ import annotations

import csv
import io

import openpyxl
import pandas as pd
import pytest
from pages_opened import OpenPage, offers

from jetmsg_core import lists
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.lists import contacts_of
from jetmsg_core.settings import Settings
from pages.parts.shared.tables import before, beside, file_of_table

OURS = pd.DataFrame({"Row": [2], "Sent to": ["+919876543210"]})
THEIRS = pd.DataFrame({"row": ["a"], "Sent To": ["b"], "City": ["Pune"]})


def test_a_column_of_a_file_keeps_its_name_in_a_table() -> None:
    table = beside(OURS, THEIRS)
    assert [*table.columns] == ["Row (JetMsg)", "Sent to (JetMsg)", "row", "Sent To", "City"]
    assert table.iloc[0].tolist() == [2, "+919876543210", "a", "b", "Pune"]


def test_columns_that_are_asked_for_by_name_keep_theirs() -> None:
    table = before(OURS, THEIRS)
    assert [*table.columns] == ["Row", "Sent to", "row (file)", "Sent To (file)", "City"]


@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.XLSX])
def test_no_two_names_of_a_downloaded_table_are_alike(form: FileFormat) -> None:
    data = file_of_table(beside(OURS, THEIRS), form)
    if form is FileFormat.CSV:
        names = next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    else:
        names = [
            str(cell.value) for cell in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0][1]
        ]
    assert len({name.strip().casefold() for name in names}) == len(names) == 5


def test_numbers_of_a_table_are_numbers_and_what_is_missing_is_empty() -> None:
    frame = pd.DataFrame({"Share": [99.5, None], "Name": ["=x", None], "Sure": [True, False]})
    sheet = openpyxl.load_workbook(io.BytesIO(file_of_table(frame, FileFormat.XLSX))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows == [(99.5, "=x", "true"), (None, None, "false")]
    assert sheet["B2"].data_type == "s"


def test_a_list_with_a_column_named_as_ours_is_shown_and_offered(
    open_page: OpenPage, settings: Settings
) -> None:
    contacts = contacts_of(check_contacts(b"mobile,Sent to\n9876543210,x\n"), "c.csv")
    saved = lists.save(settings, contacts, name="Test", token="t")
    at = open_page("list", id=str(saved))
    assert not at.exception
    assert [*at.dataframe[0].value.columns] == ["Sent to (JetMsg)", "mobile", "Sent to"]
    assert [*offers(at)] == ["Test.csv", "Test.xlsx"]
    assert b"Sent to (JetMsg),mobile,Sent to\n" in offers(at)["Test.csv"].make()
