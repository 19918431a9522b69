"""A number format may show a country in front of a number that its cell does not hold: such a row
is no Indian number, and is a foreign one where those are wanted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from command_line_check import Check, people
from workbook_files import Cell, Formatted, Raw, ods, rewritten, xls, xlsx

Write = Callable[[list[list[Cell]]], bytes]
ABROAD = ("--international", "--channel", "whatsapp")


def _ods_by(generator: str) -> Write:
    """Files that say themselves what they show."""

    def displayed(cell: Cell) -> Cell:
        if not isinstance(cell, Formatted):
            return cell
        value = f'office:value-type="float" office:value="{cell:.0f}"'
        text = LOOKS[cell.code](f"{cell:.0f}")
        return Raw(f"<table:table-cell {value}><text:p>{text}</text:p></table:table-cell>")

    return lambda rows: ods(
        [[displayed(cell) for cell in row] for row in rows], generator=generator
    )


FOREIGN: dict[str, Callable[[str], str]] = {
    '"+971 "0': lambda digits: f"+971 {digits}",
    '"00971-"0': lambda digits: f"00971-{digits}",
    '"971"0': lambda digits: f"971{digits}",
    '"+1-"000-0000000': lambda digits: f"+1-{digits[:3]}-{digits[3:]}",
    '"1 "0': lambda digits: f"1 {digits}",
    '"M1 +971 "0': lambda digits: f"M1 +971 {digits}",
    '"Tel 1 "0': lambda digits: f"Tel 1 {digits}",
    '"UAE "0': lambda digits: f"UAE {digits}",
    '"UK "0': lambda digits: f"UK {digits}",
    '"US "0': lambda digits: f"US {digits}",
    '"U.K. "0': lambda digits: f"U.K. {digits}",
    '"U.S. "0': lambda digits: f"U.S. {digits}",
    '0" UK"': lambda digits: f"{digits} UK",
    '"U.A.E. "0': lambda digits: f"U.A.E. {digits}",
    '"Mob UK: "0': lambda digits: f"Mob UK: {digits}",
    '"Nepal mobile "0': lambda digits: f"Nepal mobile {digits}",
    '0" (USA)"': lambda digits: f"{digits} (USA)",
}
INDIAN: dict[str, Callable[[str], str]] = {
    '"+91 "0': lambda digits: f"+91 {digits}",
    '"+91-"00000" "00000': lambda digits: f"+91-{digits[:5]} {digits[5:]}",
    '"0"0': lambda digits: f"0{digits}",
    '"0091 "0': lambda digits: f"0091 {digits}",
    '"Mob: "0': lambda digits: f"Mob: {digits}",
    '"Ph "0': lambda digits: f"Ph {digits}",
    '"Contact us "0': lambda digits: f"Contact us {digits}",
    '"Can. No. "0': lambda digits: f"Can. No. {digits}",
    '"Tel"00" "00000000': lambda digits: f"Tel{digits[:2]} {digits[2:]}",
    '"M1 "0': lambda digits: f"M1 {digits}",
    '"No.2 "0': lambda digits: f"No.2 {digits}",
    '"Phone 1: "0': lambda digits: f"Phone 1: {digits}",
    '"M2 +91 "0': lambda digits: f"M2 +91 {digits}",
    "0.00": lambda digits: f"{digits}.00",
    "#,##0": lambda digits: "9,87,65,43,210",
}
LOOKS = FOREIGN | INDIAN

written_as = pytest.mark.parametrize(
    ("write", "name"),
    [
        pytest.param(lambda rows: xlsx({"S": rows}), "c.xlsx", id="xlsx"),
        pytest.param(lambda rows: xls({"S": rows}), "c.xls", id="xls"),
        pytest.param(_ods_by("LibreOffice/7.4"), "c.ods", id="ods of LibreOffice"),
        pytest.param(_ods_by("Another/1.0"), "c.ods", id="ods of another"),
    ],
)


@written_as
def test_a_number_that_the_sheet_shows_abroad_is_no_indian_one(
    check: Check, write: Write, name: str
) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        ["Asha", Formatted(501234567, '"+971 "0')],
        ["Om", Formatted(7185550123, '"+1-"000-0000000')],
        ["Ravi", Formatted(9876543210, '"+91 "0')],
        ["Meena", 9876543211.0],
    ]
    report = check(write(rows), name=name)
    assert people(report) == [(4, 919876543210), (5, 919876543211)]
    assert [(row["row"], row["code"]) for row in report["problems"]] == [
        (2, "foreign_or_unknown_country"),
        (3, "foreign_or_unknown_country"),
    ]
    first, second = (row["message"] for row in report["problems"])
    assert "The sheet shows '+971 501234567' here." in first
    assert "United Arab Emirates" in first
    assert "'+1-718-5550123'" in second
    wanted = check(write(rows), *ABROAD, name=name)
    assert people(wanted)[:2] == [(2, 971501234567), (3, 17185550123)]


@pytest.mark.parametrize("code", FOREIGN)
@written_as
def test_whatever_says_another_country_is_heard(
    check: Check, write: Write, name: str, code: str
) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile"], ["Om", Formatted(7185550123, code)]]
    report = check(write(rows), name=name)
    assert (report["accepted"], report["rejected"]) == (0, 1)
    assert report["problems"][0]["code"] == "foreign_or_unknown_country"
    assert report["problems"][0]["value"] == "7185550123"


@pytest.mark.parametrize("code", INDIAN)
@written_as
def test_other_looks_of_a_number_are_its_looks(
    check: Check, write: Write, name: str, code: str
) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile"], ["Om", Formatted(9876543210, code)]]
    report = check(write(rows), name=name)
    assert people(report) == [(2, 919876543210)]
    assert report["good"][0]["Mobile"] == "9876543210"


@pytest.mark.parametrize(
    ("code", "number", "country", "whole"),
    [
        ('"UAE "0', 9876543210, "United Arab Emirates", None),
        ('"UAE "0', 501234567, "United Arab Emirates", 971501234567),
        ('"UK "0', 7911123456, "United Kingdom", 447911123456),
        ('"USA "0', 9175550123, "United States", 19175550123),
        ('"Nepal "0', 9841234567, "Nepal", 9779841234567),
        ('"U.S. 1-"0', 9175550123, "United States", 19175550123),
    ],
)
def test_the_country_that_the_sheet_names_is_told_and_is_that_of_the_number(
    check: Check, code: str, number: int, country: str, whole: int | None
) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        ["Om", Formatted(number, code)],
        ["A", 9876543211.0],
    ]
    (problem,) = check(xlsx({"S": rows}), name="c.xlsx")["problems"]
    assert f"({country})" in problem["message"]
    assert "begins with" not in problem["message"]
    wanted = check(xlsx({"S": rows}), *ABROAD, name="c.xlsx")
    assert people(wanted) == ([(2, whole)] if whole else []) + [(3, 919876543211)]


def test_a_shown_number_that_no_country_has_is_refused_abroad_too(check: Check) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile"], ["Om", Formatted(7185550123, '"+971 "0')]]
    report = check(xlsx({"S": rows}), *ABROAD, name="c.xlsx")
    assert (report["accepted"], report["rejected"]) == (0, 1)
    assert "The sheet shows '+971 7185550123' here." in report["problems"][0]["message"]


def test_the_sheet_is_heard_among_mostly_foreign_numbers(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        *(["Om", Formatted(501234560 + n, '"+971 "0')] for n in range(5)),
        ["Ravi", Formatted(9876543210, '"+91 "0')],
        ["Asha", 9876543211.0],
    ]
    report = check(xlsx({"S": rows}), name="c.xlsx")
    (asked,) = report["blockers"]
    assert (asked["code"], asked["rows"]) == ("mostly_foreign", [8])


@pytest.mark.parametrize(
    ("numbers", "code", "asked"),
    [
        pytest.param(
            [7185550123, 7185550124, 6465550125, 9175550126, 8455550129, 7325550130],
            "(000) 000-0000",
            True,
            id="as in America",
        ),
        pytest.param(
            [7911123456 + 1111 * n for n in range(6)], "00000000000", True, id="as in Britain"
        ),
        pytest.param(
            [9876543210 + 1111 * n for n in range(6)], "(000) 000-0000", False, id="Indian ones"
        ),
    ],
)
def test_numbers_that_the_sheet_shows_as_they_are_dialled_abroad_are_asked_about(
    check: Check, numbers: list[int], code: str, asked: bool
) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile"], *(["A", Formatted(n, code)] for n in numbers)]
    report = check(xlsx({"S": rows}), name="c.xlsx")
    assert [blocker["code"] for blocker in report["blockers"]] == (
        ["mostly_foreign"] if asked else []
    )
    plain = check(
        xlsx({"S": [["Name", "Mobile"], *(["A", float(n)] for n in numbers)]}), name="c.xlsx"
    )
    assert plain["blockers"] == []


def test_another_column_is_taken_where_the_first_shows_another_country(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Home"],
        ["Om", Formatted(7185550123, '"+1 "0'), 9876543210.0],
    ]
    options = ("--column", "Mobile", "--else-column", "Home")
    report = check(xlsx({"S": rows}), *options, name="c.xlsx")
    assert people(report) == [(2, 919876543210)]


def test_the_sheet_is_heard_in_all_sheets_and_in_each_column(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile", "Home"],
        ["Om", 9876543210.0, Formatted(7185550123, '"+1 "0')],
    ]
    both = xlsx({"A": rows, "B": rows})
    options = ("--all-sheets", "--each-column", "Mobile", "--each-column", "Home")
    report = check(both, *options, name="c.xlsx")
    assert (report["accepted"], report["duplicates"], report["rejected"]) == (1, 1, 2)
    assert {row["code"] for row in report["problems"]} == {"foreign_or_unknown_country"}


def test_looks_of_numbers_that_nobody_knows_are_said(check: Check) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        ["Om", Formatted(7185550123, '"+1 "0')],
        ["Ravi", Formatted(9876543210, '"+91 "0')],
    ]

    def turned(name: str, text: str) -> tuple[str, str]:
        """The last two rows the other way round: nobody knows which format a row has."""
        first, second = text.find('<row r="2"'), text.find('<row r="3"')
        end = text.find("</sheetData>")
        if first < 0:
            return name, text
        return name, text[:first] + text[second:end] + text[first:second] + text[end:]

    report = check(rewritten(xlsx({"S": rows}), turned), name="c.xlsx")
    (warning,) = (warning for warning in report["warnings"] if warning["code"] == "looks_unknown")
    assert "the column 'Mobile' is not known" in warning["message"]
    assert "Save the workbook as .xlsx" in warning["message"]
