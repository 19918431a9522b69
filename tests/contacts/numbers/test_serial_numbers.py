"""A serial number before the number is taken away where the cells of the column count up."""

from __future__ import annotations

import pytest
from command_line_check import Check, codes, people

NUMBERS = ("9876543226", "9812345678", "9012345671", "8765432109")


def listed(*cells: str) -> str:
    return "Name,Mobile\n" + "".join(f'P{at},"{cell}"\n' for at, cell in enumerate(cells))


@pytest.mark.parametrize(
    "spelled",
    [
        *("{}. {}", "{}) {}", "({}) {}", "[{}] {}", "{}.{}", "{}: {}", "{} - {}", "{} {}"),
        *("No. {} - {}", "No {}: {}", "Sr. No. {} {}", "S.No.{}) {}", "#{} {}", "{}. +91 {}"),
        *("{}. tel:{}",),
    ],
)
@pytest.mark.parametrize("first", [1, 99])
def test_numbered_cells_are_the_numbers_behind(check: Check, spelled: str, first: int) -> None:
    cells = [spelled.format(first + at, number) for at, number in enumerate(NUMBERS)]
    report = check(listed(*cells), name="contacts.csv")
    assert [row["number"] for row in report["good"]] == [f"91{number}" for number in NUMBERS]
    assert codes(report["repairs"]) == ["serial_number"] * 4
    assert report["repairs"][0]["value"] == cells[0]


def test_a_list_without_a_header_may_be_numbered(check: Check) -> None:
    text = "".join(f"{at}. {number}\n" for at, number in enumerate(NUMBERS, 1))
    report = check(text, name="numbers.txt")
    assert ([row["number"] for row in report["good"]], report["header_row"]) == (
        [f"91{number}" for number in NUMBERS],
        None,
    )


def test_a_serial_number_never_completes_a_number(check: Check) -> None:
    report = check(listed("6. 9876543226", "7. 987654321", "8. 9012345671"), name="contacts.csv")
    assert codes(report["problems"]) == ["too_short"]
    assert [row["number"] for row in report["good"]] == ["919876543226", "919012345671"]


def test_many_rows_are_numbered_too(check: Check) -> None:
    text = "Mobile\n" + "".join(f"{at}. {9876543210 + at * 7}\n" for at in range(1, 3001))
    assert check(text, name="contacts.csv")["accepted"] == 3000


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(("1 7185550123", "44 7911123456", "971 501234567"), id="calling codes"),
        pytest.param(("1-718-555-0123", "1-917-555-0124"), id="America's code in each"),
        pytest.param(("+1 718 555 0123", "+2 718 555 0124"), id="with a plus"),
    ],
)
def test_calling_codes_do_not_count_up(check: Check, cells: tuple[str, ...]) -> None:
    report = check(listed(*cells), name="contacts.csv")
    assert report["accepted"] == 0
    assert not any("counts the rows" in problem["message"] for problem in report["problems"])


@pytest.mark.parametrize(
    "cells", [("91 9876543210", "91 9812345678"), ("98765 43210", "98766 43210")]
)
def test_numbers_in_groups_are_read_as_before(check: Check, cells: tuple[str, ...]) -> None:
    report = check(listed(*cells), name="contacts.csv")
    assert (report["accepted"], report["repairs"]) == (2, [])


@pytest.mark.parametrize(
    ("cell", "before"),
    [
        ("1. 9876543226", "1."),
        ("(1) 9876543226", "(1)"),
        ("12) 9876543226", "12)"),
        ("No. 12 - 9876543226", "No. 12 -"),
    ],
)
def test_a_lone_serial_number_is_said_to_be_perhaps_one(
    check: Check, cell: str, before: str
) -> None:
    report = check(listed(cell, "9812345678", "9012345671"), name="contacts.csv")
    (problem,) = report["problems"]
    assert f"If {before!r} only counts the rows, take it out of the cell." in problem["message"]


def test_numbered_cells_with_several_numbers_can_be_split(check: Check) -> None:
    cells = ("1. 9876543226 / 9812345678", "2. 9012345671", "3. 8765432109, 9876543210")
    report = check(listed(*cells), name="contacts.csv")
    assert codes(report["problems"]) == ["multiple_numbers"] * 2
    split = check(listed(*cells), "--split", name="contacts.csv")
    assert people(split) == [
        *((2, 919876543226), (2, 919812345678), (3, 919012345671)),
        *((4, 918765432109), (4, 919876543210)),
    ]
