"""Quotes inside a cell in quotes are part of it, where only one reading has the row's columns."""

from __future__ import annotations

import csv

import pytest
from command_line_check import Check, codes, people
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts.reading.quoting.inner_quotes import as_meant

OTHERS = [(3, 919876543211), (4, 919876543212)]


def with_row(row: str, *, sign: str = ",") -> str:
    lines = ["Name,Mobile,City", row, '"Asha",9876543211,Goa', "Om,9876543212,Pune", ""]
    return "\n".join(line.replace(",", sign) if line is not row else line for line in lines)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ('"Ravi "The Boss" K",9876543210,Pune', 'Ravi "The Boss" K'),
        ('"Ravi "The Boss" K","9876543210","Pune"', 'Ravi "The Boss" K'),
        ('"Ravi "The Boss"",9876543210,Pune', 'Ravi "The Boss"'),
        ('""The Boss" Ravi",9876543210,Pune', '"The Boss" Ravi'),
        ('"Ravi "Bunty, Boss" K",9876543210,Pune', 'Ravi "Bunty, Boss" K'),
        ('"5" pipe",9876543210,Pune', '5" pipe'),
        ('"Ravi ""The Boss"" K",9876543210,Pune', 'Ravi "The Boss" K'),
        ('"Ravi "The Boss" K",9876543210,"Old "City", Pune"', 'Ravi "The Boss" K'),
        ('"Bunty" Singh,9876543210,"Pune"', "Bunty Singh"),
        ('"Ravi "The Boss" K", 9876543210, "Old "City", Pune"', 'Ravi "The Boss" K'),
        (' "Ravi "The Boss" K" ,9876543210,Pune', 'Ravi "The Boss" K'),
    ],
)
@pytest.mark.parametrize("is_last", [False, True], ids=["", "without a line end"])
def test_loose_quotes_within_quotes_are_part_of_the_cell(
    check: Check, row: str, name: str, is_last: bool
) -> None:
    text = with_row(row)
    text = text.replace(f"{row}\n", "") + row if is_last else text
    found = check(text, name="contacts.csv")
    assert (found["blockers"], found["warnings"]) == ([], [])
    (ravi,) = (person for person in found["good"] if person["number"] == "919876543210")
    assert ravi["Name"] == name
    assert len(found["good"]) == 3


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_every_delimiter_ends_such_a_cell(check: Check, sign: str) -> None:
    row = f'"Ravi "A{sign} B" K"{sign}9876543210{sign}Pune'
    found = check(with_row(row, sign=sign), name="contacts.csv")
    assert found["good"][0]["Name"] == f'Ravi "A{sign} B" K'


def test_many_such_rows_are_read_with_care_as_well(check: Check) -> None:
    rows = "".join(f'"P{at} "X" Y",{9876543220 + at},Pune\n' for at in range(8))
    found = check(f"Name,Mobile,City\n{rows}", name="contacts.csv")
    assert [person["Name"] for person in found["good"]] == [f'P{at} "X" Y' for at in range(8)]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param('"Ravi "Bunty, Boss" K",9876543210', id="no reading has the columns"),
        pytest.param('"A","B",9876543210,"C "D",E"', id="several cells too many"),
    ],
)
def test_a_row_of_which_it_is_not_certain_where_cells_end_is_set_aside(
    check: Check, row: str
) -> None:
    found = check(with_row(row), name="contacts.csv")
    assert people(found) == OTHERS
    assert found["set_aside"] == 1
    assert {"open_quotes", "long_rows"} & set(codes(found["warnings"]))


_CELLS = st.from_regex(r'[ab]("?[ab ])*"?', fullmatch=True)


@given(st.lists(_CELLS, min_size=1, max_size=4))
def test_cells_without_a_delimiter_come_back_as_they_were(cells: list[str]) -> None:
    line = ",".join(f'"{cell}"' for cell in cells)
    (read,) = csv.reader([line])
    assert as_meant(line, read, ",", len(cells)) == cells
