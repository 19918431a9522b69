"""An .xlsb says the same as an .xlsx: what its cells show, and what Excel hides."""

from __future__ import annotations

import pytest
from binary_workbooks import Cell, ErrorCell, Result, Whole, xlsb
from command_line_check import Check, Report, people
from workbook_files import Formatted

ASHA, RAVI = 919876543210, 919876543211
NUMBER = 9876543210.0


def codes_and_rows(report: Report) -> list[tuple[str, int | None]]:
    return [(warning["code"], warning["row"]) for warning in report["warnings"]]


SHOWN: dict[str, tuple[Cell, str]] = {
    "Share": (Formatted(0.15, "0%"), "15%"),
    "Amount": (Formatted(1500.5, '"₹"#,##0.00'), "₹1,500.50"),
    "Id": (Formatted(1234, "000000"), "001234"),
    "Whole id": (Whole(1234567, "00000000"), "01234567"),
    "At": (Formatted(17.5 / 24, "h:mm AM/PM"), "5:30 PM"),
    "Worked": (Formatted(1.5, "[h]:mm"), "36:00"),
    "Days": (Whole(2, "[h]:mm"), "48:00"),
    "Due": (Formatted(46027, "dd/mm/yyyy"), "05/01/2026"),
    "Whole due": (Whole(46027, "dd/mm/yyyy"), "05/01/2026"),
    "Left": (Whole(9), "9"),
    "Word": ("x", "x"),
}


def test_a_message_says_what_the_sheet_shows(check: Check) -> None:
    values = [value for value, _ in SHOWN.values()]
    report = check(
        xlsb({"S": [["Name", "Mobile", *SHOWN], ["Asha", NUMBER, *values]]}), name="c.xlsb"
    )
    (row,) = report["good"]
    assert {name: row[name] for name in SHOWN} == {name: text for name, (_, text) in SHOWN.items()}
    assert row["number"] == str(ASHA)
    assert codes_and_rows(report) == []


def test_days_may_be_counted_from_1904(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Due", "Whole due"],
        ["Asha", NUMBER, Formatted(44565, "dd/mm/yyyy"), Whole(44565, "dd/mm/yyyy")],
    ]
    report = check(xlsb({"S": rows}, from_1904=True), name="c.xlsb")
    assert [(row["Due"], row["Whole due"]) for row in report["good"]] == [("05/01/2026",) * 2]


def test_a_number_shown_with_another_country_is_no_indian_one(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        ["Asha", NUMBER],
        ["Om", Whole(501234567, '"+971 "0')],
        ["Jo", Formatted(7185550123, '"+1-"000-0000000')],
        ["Ravi", Formatted(NUMBER + 1, '"+91 "0')],
    ]
    report = check(xlsb({"S": rows}), name="c.xlsb")
    assert people(report) == [(2, ASHA), (5, RAVI)]
    assert [problem["code"] for problem in report["problems"]] == ["foreign_or_unknown_country"] * 2
    assert "'+971 501234567'" in report["problems"][0]["message"]


def test_what_may_be_shown_otherwise_is_said(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Due", "Loan"],
        ["Asha", NUMBER, Formatted(0.5, "# ?/?"), 1234567890123456.0],
    ]
    report = check(xlsb({"S": rows}), "--column", "Mobile", name="c.xlsb")
    assert codes_and_rows(report) == [("look_not_shown", 2), ("digits_lost", 2)]


def test_errors_and_what_is_hidden_are_said(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Due"],
        ["Asha", NUMBER, ErrorCell(0x2A)],
        ["Ravi", NUMBER + 1, ErrorCell(0x17, calculated=True)],
    ]
    book = xlsb({"S": rows}, hidden_rows=frozenset({3}), hidden_columns=frozenset({3}))
    report = check(book, name="c.xlsb")
    assert [row["Due"] for row in report["good"]] == ["#N/A", "#REF!"]
    assert sorted(codes_and_rows(report), key=str) == [
        ("excel_errors", 2),
        ("hidden_columns", None),
        ("hidden_rows", 3),
    ]


def test_each_sheet_has_its_own_looks(check: Check) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "May": [["Name", "Mobile", "Due"], ["Asha", NUMBER, Formatted(0.5, "0%")]],
        "June": [["Name", "Mobile", "Due"], ["Ravi", NUMBER + 1, Formatted(7, "000")]],
    }
    report = check(xlsb(sheets), "--all-sheets", name="c.xlsb")
    assert [(row["Branch"], row["Due"]) for row in report["good"]] == [
        ("May", "50%"),
        ("June", "007"),
    ]


def test_a_far_cell_is_found_before_the_sheet_is_laid_out(check: Check) -> None:
    far: list[list[Cell]] = [["Name", "Mobile"], ["Asha", NUMBER, *[None] * 600, "far"]]
    report = check(xlsb({"S": far}), name="c.xlsb")
    assert [blocker["code"] for blocker in report["blockers"]] == ["too_many_columns"]


@pytest.mark.parametrize(
    ("results", "calculates_first", "text"),
    [
        pytest.param((0.0, 0.0), True, ["", ""], id="0 to calculate"),
        pytest.param(("", ""), True, ["", ""], id="no letters to calculate"),
        pytest.param((0.0, 12.0), True, ["0", "12"], id="one that is calculated"),
        pytest.param((0.0, 0.0), False, ["0", "0"], id="calculated"),
        pytest.param(("due", ""), False, ["due", ""], id="texts"),
    ],
)
def test_formulas_that_nobody_calculated_are_said(
    check: Check, results: tuple[str | float, ...], calculates_first: bool, text: list[str]
) -> None:
    people_due: list[list[Cell]] = [
        ["Asha", NUMBER + at, Result(result)] for at, result in enumerate(results)
    ]
    sheets = {"S": [["Name", "Mobile", "Due"], *people_due]}
    report = check(xlsb(sheets, calculates_first=calculates_first), name="c.xlsb")
    assert [row["Due"] for row in report["good"]] == text
    told = calculates_first and text == ["", ""]
    assert codes_and_rows(report) == ([("formulas_without_results", 2)] if told else [])
