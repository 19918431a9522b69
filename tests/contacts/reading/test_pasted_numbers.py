"""Numbers pasted by hand: each one a row, none lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts import check_contacts, from_pasted

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
    report = check_contacts(from_pasted("98765\n9876543210, call me\nRavi 9012345671")).report
    assert report.accepted == 1
    assert [problem["value"] for problem in report.problems] == [
        "98765",
        "call me",
        "Ravi 9012345671",
    ]


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
