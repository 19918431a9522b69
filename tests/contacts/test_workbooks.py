"""MESSAGING.md 2 for .xlsx and .ods: exact numbers, several sheets, rows as Excel shows them."""

from __future__ import annotations

import pytest
from workbook_files import Cell, Date, ods, xlsx

from jetmsg_core.contacts import check_contacts
from jetmsg_core.contacts.files import read_contacts
from jetmsg_core.errors import InputError

HEADER: list[Cell] = ["Name", "Mobile", "Due"]


def test_numbers_stored_as_floats_become_exact_digits() -> None:
    rows: list[list[Cell]] = [HEADER, ["A", 9876543210.0, 1.5], ["B", 919876543211.0, 0.1 + 0.2]]
    audience = check_contacts(xlsx({"Sheet1": rows}))
    assert audience.numbers.tolist() == [919876543210, 919876543211]
    assert audience.contacts.to_numpy().tolist() == [
        ["A", "9876543210", "1.5"],
        ["B", "919876543211", "0.3"],
    ]
    assert not audience.report.repairs


def test_text_numbers_and_apostrophes_are_read() -> None:
    rows: list[list[Cell]] = [HEADER, ["A", "'+91 98765 43210", "007"], ["B", -9876543119.0, "x"]]
    audience = check_contacts(xlsx({"Sheet1": rows}))
    assert audience.contacts["Due"].tolist() == ["007"]
    assert [problem["value"] for problem in audience.report.problems] == ["-9876543119"]


def test_rows_and_columns_count_from_the_sheets_corner() -> None:
    rows: list[list[Cell]] = [[], [None, "Name", "Mobile"], [], [None, "A", 9876543210.0]]
    audience = check_contacts(xlsx({"Sheet1": rows}))
    assert audience.columns == ("Name", "Mobile")
    assert audience.report.header_row == 2
    assert audience.rows.tolist() == [4]
    assert audience.report.blank_rows == 1


def test_dates_are_written_out_with_a_warning() -> None:
    audience = check_contacts(xlsx({"S": [HEADER, ["A", 9876543210.0, Date(46027)]]}))
    assert audience.contacts["Due"].tolist() == ["05-01-2026"]
    assert [(w.code, w.row) for w in audience.report.warnings] == [("dates_rewritten", 2)]


def test_the_first_visible_sheet_with_numbers_is_read_and_the_others_are_named() -> None:
    book = xlsx(
        {
            "Notes": [["Please call"]],
            "Old": [HEADER, ["X", 9000000009.0]],
            "July": [HEADER, ["A", 9876543210.0]],
            "August": [HEADER, ["B", 9876543211.0]],
        },
        hidden=frozenset({"Old"}),
    )
    file = read_contacts(book)
    assert file.sheet == "July"
    assert file.guesses["sheet"]
    (warning,) = file.warnings
    assert warning.code == "other_sheets"
    assert "'August'" in warning.message
    assert check_contacts(book, sheet="August").contacts["Name"].tolist() == ["B"]


def test_an_unknown_sheet_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        check_contacts(xlsx({"July": [HEADER]}), sheet="June")
    assert refused.value.code == "unknown_sheet"


def test_an_opendocument_sheet_is_read() -> None:
    audience = check_contacts(ods([["Name", "Mobile"], ["A", 9876543210.0], ["B", "98765"]]))
    assert audience.numbers.tolist() == [919876543210]
    assert [problem["row"] for problem in audience.report.problems] == [3]


def test_a_workbook_named_csv_is_blocked_and_any_other_name_is_read() -> None:
    book = xlsx({"S": [HEADER, ["A", 9876543210.0]]})
    (blocker,) = check_contacts(book, name="contacts.CSV").report.blockers
    assert blocker.code == "workbook_named_as_text"
    assert check_contacts(book, name="contacts.xlsx").report.accepted == 1


@pytest.mark.parametrize("cut", [30, 200, 600, 1200])
def test_a_damaged_workbook_is_blocked(cut: int) -> None:
    book = xlsx({"S": [HEADER, ["A", 9876543210.0]]})
    broken = book[:cut] + b"xl/"
    assert check_contacts(broken).report.blockers
    assert not check_contacts(broken).report.accepted


def test_an_empty_workbook_is_blocked() -> None:
    (blocker,) = check_contacts(xlsx({"S": []})).report.blockers
    assert blocker.code == "no_contacts"
