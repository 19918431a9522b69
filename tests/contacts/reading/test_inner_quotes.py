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
    report = check(text, name="contacts.csv")
    assert (report["blockers"], report["warnings"]) == ([], [])
    (ravi,) = (person for person in report["good"] if person["number"] == "919876543210")
    assert ravi["Name"] == name
    assert len(report["good"]) == 3


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_every_delimiter_ends_such_a_cell(check: Check, sign: str) -> None:
    row = f'"Ravi "A{sign} B" K"{sign}9876543210{sign}Pune'
    report = check(with_row(row, sign=sign), name="contacts.csv")
    assert report["good"][0]["Name"] == f'Ravi "A{sign} B" K'


def test_many_such_rows_are_read_with_care_as_well(check: Check) -> None:
    rows = "".join(f'"P{at} "X" Y",{9876543220 + at},Pune\n' for at in range(8))
    report = check(f"Name,Mobile,City\n{rows}", name="contacts.csv")
    assert [person["Name"] for person in report["good"]] == [f'P{at} "X" Y' for at in range(8)]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param('"Ravi "Bunty, Boss" K",9876543210', id="no reading has the columns"),
        pytest.param('"A","B",9876543210,"C "D",E"', id="several cells too many"),
        pytest.param('"6" wide,9876543210,Pune', id="an inch sign or quotes"),
        pytest.param('"1.5" pipe,9876543210,"Pune"', id="an inch sign behind a point"),
        pytest.param('"1/2" pipe,9876543210,"Old "City", Pune"', id="an inch sign and others"),
    ],
)
def test_a_row_of_which_it_is_not_certain_where_cells_end_is_set_aside(
    check: Check, row: str
) -> None:
    report = check(with_row(row), name="contacts.csv")
    assert people(report) == OTHERS
    assert report["set_aside"] == 1
    assert {"open_quotes", "long_rows"} & set(codes(report["warnings"]))


ESCAPED = (
    (r'"Ravi \"Bunty\" K",9876543210,"Pune"', 'Ravi "Bunty" K'),
    (r'"Ravi \"Bunty\"","9876543210","Pune"', 'Ravi "Bunty"'),
    (r'"Ravi, \"Bunty\", K",9876543210,\N', 'Ravi, "Bunty", K'),
    (r'"5\" pipe",9876543210,"Pune"', '5" pipe'),
    (r'"D\'Souza",9876543210,"Pune"', "D'Souza"),
    (r"D\'Souza,9876543210,Pune", "D'Souza"),
    (r'"Amit \\ Co",9876543210,"Pune"', r"Amit \ Co"),
    (r'"Amit \\",9876543210,"Pu\"ne"', "Amit \\"),
)


@pytest.mark.parametrize(("row", "name"), ESCAPED)
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_quotes_behind_a_backslash_are_part_of_the_cell(
    check: Check, row: str, name: str, sign: str
) -> None:
    row, name = row.replace(",", sign), name.replace(",", sign)
    report = check(with_row(row, sign=sign), name="contacts.csv")
    assert (report["blockers"], report["warnings"]) == ([], [])
    assert [person["Name"] for person in report["good"]] == [name, "Asha", "Om"]


def test_rows_of_a_database_keep_their_places(check: Check) -> None:
    rows = "".join(f"{row}\r\n" for row, _ in ESCAPED)
    ends = '"Asha\\\nGoa",9876543211,"Goa"\r\n"Om",9876543212,"Pune"\r\n'
    report = check(f"Name,Mobile,City\r\n{rows}{ends}", "--duplicates", "all", name="contacts.csv")
    assert [person["Name"] for person in report["good"]] == [
        *(name for _, name in ESCAPED),
        "Asha\nGoa",
        "Om",
    ]
    assert people(report)[-1] == (len(ESCAPED) + 3, 919876543212)


@pytest.mark.parametrize(
    "row", [r'"Ravi \"Bunty\" K",9876543210,Pune', r'"D\'Souza",9876543210,Goa']
)
@pytest.mark.parametrize(
    "other", [r'"Folder C:\new",9876543213,Pune', 'Om "X" Y,9876543213,Pune', r"A\B,9876543213,Goa"]
)
def test_where_backslashes_are_no_escapes_rows_with_such_quotes_are_set_aside(
    check: Check, row: str, other: str
) -> None:
    report = check(f"{with_row(row)}{other}\n", name="contacts.csv")
    assert people(report) == [*OTHERS, (5, 919876543213)]
    assert (report["set_aside"], codes(report["warnings"])) == (1, ["open_quotes"])
    assert "follows a backslash" in report["warnings"][0]["message"]


@pytest.mark.parametrize("escaped", [r"D\'Souza", r'"Ravi \"Bunty\" K"'])
def test_two_backslashes_are_set_aside_where_some_rows_have_escapes(
    check: Check, escaped: str
) -> None:
    rows = (
        f"{escaped},9876543211,x\n"
        + r"""Asha,9876543210,C:\temp
Om,9876543212,12\\4 MG Road
Lata,9876543213,\\server
"""
    )
    report = check(f"Name,Mobile,Place\n{rows}", name="contacts.csv")
    assert {"Asha", "Lata"} == {person["Name"] for person in report["good"]}
    assert codes(report["warnings"]) == ["open_quotes"]
    plain = check("Name,Mobile,Place\n" + rows.partition("\n")[2], name="contacts.csv")
    assert [person["Place"] for person in plain["good"]][1] == r"12\\4 MG Road"


def test_an_apostrophe_behind_a_backslash_in_single_quotes_is_set_aside(check: Check) -> None:
    report = check(with_row(r"'D\'Souza',9876543210,Pune"), name="contacts.csv")
    assert (people(report), codes(report["warnings"])) == (OTHERS, ["open_quotes"])


@pytest.mark.parametrize("cell", ["C:\\", "\\\\server\\x", "\\\\server", "a\\b", "Om \\"])
def test_other_backslashes_stay_as_they_are(check: Check, cell: str) -> None:
    report = check(with_row(f'"{cell}","9876543210","Pune"'), name="contacts.csv")
    assert (report["warnings"], report["good"][0]["Name"]) == ([], cell)


_CELLS = st.from_regex(r'[ab]("?[ab ])*"?', fullmatch=True)


@given(st.lists(_CELLS, min_size=1, max_size=4))
def test_cells_without_a_delimiter_come_back_as_they_were(cells: list[str]) -> None:
    line = ",".join(f'"{cell}"' for cell in cells)
    (read,) = csv.reader([line])
    assert as_meant(line, read, ",", len(cells)) == cells
