"""Workbooks, .xlsx and .ods: exact numbers, several sheets, rows as Excel shows them."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from workbook_files import Cell, Date, Duration, Formula, ods, xls, xlsx

from jetmsg_core.contacts import ReadOptions, check_contacts
from jetmsg_core.contacts.files import read_contacts
from jetmsg_core.contacts.limits import Limits
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
    assert [warning.code for warning in file.warnings] == ["other_sheets", "hidden_sheets"]
    assert "'August'" in file.warnings[0].message
    assert "'Old'" in file.warnings[1].message
    assert check_contacts(book, options=ReadOptions(sheet="August")).contacts["Name"].tolist() == [
        "B"
    ]


@pytest.mark.parametrize("visible", [[], [["Please call"]], [["Naam"], ["Om"], ["Asha"]]])
def test_a_list_that_is_hidden_is_named_where_there_is_no_other(visible: list[list[Cell]]) -> None:
    book = xlsx(
        {"Notes": visible, "Delhi": [HEADER, ["X", 9000000009.0]]}, hidden=frozenset({"Delhi"})
    )
    report = check_contacts(book).report
    assert report.accepted == 0
    assert any("'Delhi'" in blocker.message for blocker in report.blockers)
    chosen = check_contacts(book, options=ReadOptions(sheet="Delhi")).report
    assert (chosen.accepted, chosen.blockers) == (1, ())
    assert "hidden_sheets" not in {warning.code for warning in chosen.warnings}


def test_an_unknown_sheet_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        check_contacts(xlsx({"July": [HEADER]}), options=ReadOptions(sheet="June"))
    assert refused.value.code == "unknown_sheet"


def test_an_opendocument_sheet_is_read() -> None:
    audience = check_contacts(ods([["Name", "Mobile"], ["A", 9876543210.0], ["B", "98765"]]))
    assert audience.numbers.tolist() == [919876543210]
    assert [problem["row"] for problem in audience.report.problems] == [3]


OLD_BOOK = xls(
    {"Notes": [["Hello"]], "May": [["Name", "Mobile"], ["A", 9876543210.0], ["B", "98765"]]}
)


def test_a_workbook_of_excel_97_is_read() -> None:
    audience = check_contacts(OLD_BOOK, name="contacts.xls")
    assert (audience.report.sheet, audience.report.sheets) == ("May", ("Notes", "May"))
    assert audience.numbers.tolist() == [919876543210]
    assert [(problem["row"], problem["code"]) for problem in audience.report.problems] == [
        (3, "too_short")
    ]


@pytest.mark.parametrize("cut", [30, 600])
def test_a_cut_workbook_of_excel_97_blocks_in_words(cut: int) -> None:
    (blocker,) = check_contacts(OLD_BOOK[:cut]).report.blockers
    assert blocker.code == "unreadable_workbook"


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


def test_cells_that_show_an_error_are_read_as_excel_shows_them() -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        ["A", Formula("9876543210")],
        ["B", Formula("#N/A")],
        [Formula("#REF!"), "9876543211"],
        [None, None, Formula("#DIV/0!")],
    ]
    audience = check_contacts(xlsx({"S": rows}))
    assert audience.contacts.iloc[:, 0].tolist() == ["A", "#REF!"]
    assert [p["code"] for p in audience.report.problems] == ["excel_error_value", "empty"]
    warning = next(w for w in audience.report.warnings if w.code == "excel_errors")
    assert (warning.row, "3." in warning.message) == (3, True)


def test_hidden_rows_are_read_and_said() -> None:
    rows: list[list[Cell]] = [["Name", "Mobile"]] + [["A", 9876543210.0 + n] for n in range(5)]
    audience = check_contacts(xlsx({"S": rows, "T": []}, hidden_rows=frozenset({3, 5, 40})))
    assert audience.report.accepted == 5
    warning = next(w for w in audience.report.warnings if w.code == "hidden_rows")
    assert (warning.row, ": 2." in warning.message) == (3, True)
    assert not any(
        w.code == "hidden_rows" for w in check_contacts(xlsx({"S": rows})).report.warnings
    )


def _with_sheet(body: str) -> bytes:
    """The parts of a small workbook, its sheet replaced."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx({"S": [["Mobile"]]}))) as old,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets")
            new.writestr(entry.filename, body if is_sheet else old.read(entry))
    return sink.getvalue()


def test_a_workbook_that_unpacks_to_gigabytes_blocks() -> None:
    bomb = _with_sheet("<worksheet>" + " " * 11_000_000 + "</worksheet>")
    assert len(bomb) < 50_000
    (blocker,) = check_contacts(bomb, limits=Limits(file_mb=1)).report.blockers
    assert blocker.code == "workbook_too_large"
    assert "ask your administrator" in blocker.message


def test_a_workbook_that_lies_about_its_size_blocks_too() -> None:
    bomb = bytearray(_with_sheet("<worksheet>" + " " * 11_000_000 + "</worksheet>"))
    told = struct.pack("<L", len("<worksheet></worksheet>") + 11_000_000)
    assert bytes(bomb).count(told) == 2
    liar = bytes(bomb).replace(told, struct.pack("<L", 100))
    (blocker,) = check_contacts(liar, limits=Limits(file_mb=1)).report.blockers
    assert blocker.code == "workbook_too_large"


BEHIND: list[Cell] = ["Ravi", 9876543211.0, Date(46027)]


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(9876543210.0, id="ten digits"),
        pytest.param(919876543210.0, id="twelve"),
    ],
)
def test_a_mobile_number_in_the_format_of_a_duration_reads_as_its_digits(number: float) -> None:
    rows: list[list[Cell]] = [HEADER, ["Asha", Duration(number), Date(46027)], BEHIND]
    audience = check_contacts(xlsx({"S": rows}))
    assert audience.numbers.tolist() == [919876543210, 919876543211]
    assert audience.contacts["Name"].tolist() == ["Asha", "Ravi"]
    assert audience.contacts["Due"].tolist() == ["05-01-2026"] * 2
    assert [w.code for w in audience.report.warnings] == ["dates_rewritten"]


def test_a_duration_beside_such_a_number_reads_as_one() -> None:
    rows: list[list[Cell]] = [
        HEADER,
        ["Asha", Duration(9876543210.0), Duration(1.5)],
        ["Ravi", 9876543211.0, Duration(1.5)],
    ]
    audience = check_contacts(xlsx({"S": rows}))
    assert audience.contacts["Due"].tolist() == ["36:00:00", "36:00:00"]


def test_columns_count_from_the_corner_where_a_row_is_mended() -> None:
    rows: list[list[Cell]] = [
        [None, *HEADER],
        [None, "Asha", Duration(9876543210.0), Duration(1.5)],
        [None, "Ravi", Duration(9876543211.0), 1.5],
    ]
    audience = check_contacts(xlsx({"S": rows}))
    assert audience.numbers.tolist() == [919876543210, 919876543211]
    assert audience.contacts["Due"].tolist() == ["36:00:00", "1.5"]


def test_such_a_number_in_an_opendocument_sheet_reads_as_its_digits() -> None:
    audience = check_contacts(ods([["Name", "Mobile"], ["Asha", Duration(9876543210)]]))
    assert audience.numbers.tolist() == [919876543210]


def test_where_nobody_knows_the_number_its_row_is_seen_and_said() -> None:
    """An .xls says only that it is a duration beyond all measure."""
    rows = [["Name", "Mobile"], ["Asha", Duration(9876543210.0)], ["Ravi", 9876543211.0]]
    report = check_contacts(xls({"S": rows})).report
    assert (report.rows, report.accepted, report.rejected) == (2, 1, 1)
    assert [(p["row"], p["code"]) for p in report.problems] == [(2, "excel_error_value")]
    warning = next(w for w in report.warnings if w.code == "unreadable_durations")
    assert (warning.row, "Give the number the format Number" in warning.message) == (2, True)
