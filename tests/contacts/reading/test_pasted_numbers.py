"""Numbers pasted by hand: each one a row, none lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts import (
    Correction,
    ReadOptions,
    check_contacts,
    from_pasted,
    number_of_line,
)

TWO = [919876543210, 919012345671]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9876543210\n9012345671", id="one a line"),
        pytest.param("\r\n 98765 43210\r\n\r\n+91-90123-45671\r\n", id="blank lines, spellings"),
        pytest.param("9876543210, 9012345671", id="a comma"),
        pytest.param("9876543210;9012345671;", id="semicolons"),
        pytest.param("9876543210 / 9012345671", id="a slash"),
        pytest.param("9876543210 9012345671", id="a space"),
        pytest.param("98765 43210, 90123 45671", id="spaces inside, a comma between"),
        pytest.param("9876543210 and 9012345671", id="and"),
        pytest.param("9876543210\t9012345671", id="cells side by side"),
        pytest.param('"9876543210"\n"9012345671"', id="quotes"),
    ],
)
def test_numbers_may_stand_in_any_arrangement(text: str) -> None:
    audience = check_contacts(from_pasted(text))
    assert audience.numbers.tolist() == TWO
    assert audience.columns == ("Mobile",)
    assert not audience.report.rejected


def test_what_is_no_number_is_rejected_with_its_own_words() -> None:
    text = "98765\n9876543210\n\nNobody at all\nAsha, 022-24567890\n9012345671 9012345672 Ravi"
    report = check_contacts(from_pasted(text)).report
    assert report.accepted == 1
    assert [(problem["row"], problem["value"], problem["code"]) for problem in report.problems] == [
        (1, "98765", "too_short"),
        (4, "Nobody at all", "contains_letters"),
        (5, "022-24567890", "not_mobile_series"),
        (6, "9012345671 9012345672 Ravi", "contains_letters"),
    ]
    assert report.rows_are == "lines"


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        pytest.param("Asha 98765 43210", ["98765 43210", "Asha"], id="a name before"),
        pytest.param("98765 43210 Asha Rao", ["98765 43210", "Asha Rao"], id="a name behind"),
        pytest.param("Asha +91 98765 43210", ["+91 98765 43210", "Asha"], id="with +91"),
        pytest.param("Asha: 9876543210", ["9876543210", "Asha"], id="a colon"),
        pytest.param("Asha - 9876543210", ["9876543210", "Asha"], id="a dash"),
        pytest.param("Asha (9876543210)", ["9876543210", "Asha"], id="brackets"),
        pytest.param("12. Asha 9876543210", ["9876543210", "Asha"], id="a serial number"),
        pytest.param("आशा ९८७६५४३२१०", ["९८७६५४३२१०", "आशा"], id="in Hindi"),
        pytest.param("9876543210, Asha, Pune", ["9876543210", "Asha", "Pune"], id="commas"),
        pytest.param("Asha, 9876543210, Pune", ["9876543210", "Asha", "Pune"], id="in the middle"),
        pytest.param("Asha;9876543210", ["9876543210", "Asha"], id="a semicolon"),
        pytest.param("9876543210|Asha|Pune", ["9876543210", "Asha", "Pune"], id="bars"),
        pytest.param("9876543210\t\tPune", ["9876543210", "", "Pune"], id="an empty cell"),
        pytest.param("Asha\t9876543210\tPune", ["9876543210", "Asha", "Pune"], id="tabs"),
        pytest.param('"Rao, Asha",9876543210', ["9876543210", "Rao, Asha"], id="quotes"),
        pytest.param("Asha 9876543210, Pune", ["9876543210", "Asha", "Pune"], id="both"),
        pytest.param(
            "Asha 9876543210 Pune 411001", ["9876543210", "Asha", "Pune 411001"], id="pin"
        ),
    ],
)
def test_names_beside_a_number_are_columns(line: str, cells: list[str]) -> None:
    audience = check_contacts(from_pasted(f"{line}\n9012345671"))
    assert audience.numbers.tolist() == TWO
    assert audience.columns == ("Mobile", "Name", "Column 3")[: len(cells)]
    assert audience.contacts.iloc[0].tolist() == cells
    assert audience.contacts.iloc[1].tolist() == ["9012345671", *[""] * (len(cells) - 1)]
    assert audience.rows.tolist() == [1, 2]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Asha 9876543210 9876543211", id="two numbers, one of whom is meant"),
        pytest.param("12345 9876543210", id="digits are no name"),
        pytest.param("98765A 9876543210 Asha 12345678", id="too many digits"),
        pytest.param("Asha 02224567890123 9876543210", id="another long number"),
        pytest.param("Asha 98765432100", id="a digit too many"),
    ],
)
def test_a_line_that_may_mean_another_number_is_rejected_whole(line: str) -> None:
    report = check_contacts(from_pasted(f"{line}\n9012345671")).report
    assert [(problem["row"], problem["value"]) for problem in report.problems] == [(1, line)]


def test_beside_a_number_digits_alone_are_no_name() -> None:
    report = check_contacts(from_pasted("9876543210, 98765\n9012345671;12;Asha")).report
    assert report.accepted == 2
    assert [(problem["row"], problem["value"]) for problem in report.problems] == [(1, "98765")]


@pytest.mark.parametrize("line", ["Asha, 9876543210, 9876543211", "Asha\t9876543210\t9876543211"])
def test_of_two_numbers_beside_a_name_it_is_asked_which(line: str) -> None:
    report = check_contacts(from_pasted(f"{line}\n{line.replace('Asha', 'Om')}")).report
    assert [blocker.code for blocker in report.blockers] == ["ask_number_column"]


@pytest.mark.parametrize(
    ("text", "columns", "row"),
    [
        pytest.param("Name,Mobile\nAsha,9876543210", ("Name", "Mobile"), 2, id="commas"),
        pytest.param("Mobile\n9876543210", ("Mobile",), 2, id="numbers alone"),
        pytest.param("Full name Phone\n\nAsha 9876543210", ("Phone", "Full name"), 3, id="words"),
    ],
)
def test_names_of_columns_are_taken(text: str, columns: tuple[str, ...], row: int) -> None:
    audience = check_contacts(from_pasted(text))
    assert (audience.columns, audience.rows.tolist()) == (columns, [row])
    assert audience.numbers.tolist() == TWO[:1]


def test_a_number_abroad_is_told_and_taken_where_it_is_wanted() -> None:
    data = from_pasted("Wei +65 9123 4567\nAsha 9876543210")
    (problem,) = check_contacts(data).report.problems
    assert (problem["value"], problem["code"]) == ("+65 9123 4567", "foreign_or_unknown_country")
    abroad = check_contacts(data, options=ReadOptions(international=True))
    assert abroad.contacts["Name"].tolist() == ["Wei", "Asha"]


def test_numbers_of_one_line_are_corrected_apart() -> None:
    data = from_pasted("98765, 98764\n9012345671")
    corrections = [
        Correction(1, None, "Mobile", 0, "98765", "9876543210"),
        Correction(1, None, "Mobile", 0, "98764", "9876543211"),
    ]
    audience = check_contacts(data, corrections=corrections)
    assert audience.numbers.tolist() == [919876543210, 919876543211, 919012345671]
    assert audience.rows.tolist() == [1, 1, 2]


def test_a_long_line_is_rejected_and_nobody_else_lost() -> None:
    report = check_contacts(from_pasted("x" * 200_000 + "\n9876543210")).report
    assert (report.accepted, report.rejected) == (1, 1)


def test_what_only_begins_like_pasted_lines_has_no_contacts() -> None:
    for data in (b"\x01lines\n", b"\x01lines\n[]", b'\x01lines\n{"names": 1}'):
        report = check_contacts(data).report
        assert [blocker.code for blocker in report.blockers] == ["no_contacts"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Asha 98765 43210", "98765 43210"),
        ("98765 43210", "98765 43210"),
        ("98765", "98765"),
        ("9876543210\n9876543211", "9876543210\n9876543211"),
        ("", ""),
    ],
)
def test_the_number_of_one_line_is_taken_out(typed: str, number: str) -> None:
    assert number_of_line(typed) == number


def test_cells_of_a_sheet_keep_their_columns() -> None:
    audience = check_contacts(from_pasted("Name\tMobile\nRavi\t9876543210\nAsha\t9012345671\n"))
    assert audience.columns == ("Name", "Mobile")
    assert audience.numbers.tolist() == TWO


def test_only_wrong_numbers_are_rejected_one_by_one() -> None:
    report = check_contacts(from_pasted("12\n34")).report
    assert (report.rows, report.rejected, report.blockers) == (2, 2, ())


@given(st.text(st.sampled_from("9876543210 ,;/\n\t\"'+-.xé\0\ud800\ufffd|="), max_size=60))
def test_any_text_can_be_pasted(text: str) -> None:
    report = check_contacts(from_pasted(text)).report
    assert report.rows == report.accepted + report.rejected + report.duplicates


def test_a_link_is_pasted_whole_and_no_part_of_it_is_a_number() -> None:
    """A number of Singapore, cut off its link, would be an Indian one."""
    text = (
        "https://wa.me/919876543210\nwa.me/6591234567, p:+919876543211\n9876543212 ::: 9012345671"
    )
    audience = check_contacts(from_pasted(text))
    assert audience.numbers.tolist() == [919876543210, 919876543211, 919876543212, 919012345671]
    (problem,) = audience.report.problems
    assert (problem["value"], problem["code"]) == (
        "wa.me/6591234567",
        "foreign_or_unknown_country",
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9876543210,9012345671,9876500000", id="commas"),
        pytest.param("9876543210; +91 90123 45671; 98765-00000;\r\n", id="semicolons"),
        pytest.param("9876543210 9012345671 9876500000\n", id="spaces"),
        pytest.param('"9876543210","9012345671","9876500000"', id="quotes"),
    ],
)
def test_a_file_of_one_line_of_numbers_has_a_row_for_each(text: str) -> None:
    audience = check_contacts(text.encode(), name="numbers.txt")
    assert audience.report.blockers == ()
    assert audience.numbers.tolist() == [*TWO, 919876500000]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9876543210,9012345671\n", id="two may be of one person"),
        pytest.param("9876543210,9012345671,9876500000\n" * 2, id="rows"),
        pytest.param("9876543210,9012345671,12\n", id="something else"),
    ],
)
def test_numbers_beside_each_other_are_asked_about_else(text: str) -> None:
    report = check_contacts(text.encode(), name="numbers.txt").report
    assert [blocker.code for blocker in report.blockers] == ["ask_number_column"]
