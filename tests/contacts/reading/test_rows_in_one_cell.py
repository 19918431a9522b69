"""Files of which each row stands in one cell, in quotes or in column A, and those that only look
so."""

from __future__ import annotations

import pytest
from command_line_check import Check, codes, people
from workbook_files import Cell, ods, xls, xlsx

ASHA, RAVI = 919876543210, 919876543211


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            '"Name,Mobile,Due"\n"Asha,9876543210,500"\n"Ravi,9876543211,600"\n', id="in quotes"
        ),
        pytest.param(
            'Name,Mobile,Due\n"Asha,9876543210,500"\n"Ravi,9876543211,600"\n', id="but the names"
        ),
        pytest.param(
            '"Name;Mobile;Due"\n"Asha;9876543210;500"\n"Ravi;9876543211;600"\n', id="semicolons"
        ),
        pytest.param(
            '"Name,Mobile,Due";;\n"Asha,9876543210,500";;\n"Ravi,9876543211,600";;\n',
            id="in column A of several",
        ),
        pytest.param(
            '"Name,""Mobile"",Due"\n"""Asha"",9876543210,500"\n"""Ravi"",9876543211,600"\n',
            id="quotes in quotes",
        ),
    ],
)
def test_rows_in_one_cell_are_divided_and_it_is_said(check: Check, text: str) -> None:
    report = check(text, name="contacts.csv")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert [(row["Name"], row["Due"]) for row in report["good"]] == [
        ("Asha", "500"),
        ("Ravi", "600"),
    ]
    assert codes(report["warnings"]) == ["rows_in_one_cell"]
    assert report["blockers"] == []


def test_row_numbers_are_those_of_the_file(check: Check) -> None:
    text = '"Name,Mobile"\n\n"Asha,9876543210"\n\n\n"""Rao, R"",9876543211"\n"Om,98765"\n'
    report = check(text, name="contacts.csv")
    assert people(report) == [(3, ASHA), (6, RAVI)]
    assert (report["good"][1]["Name"], report["problems"][0]["row"]) == ("Rao, R", 7)


def test_a_cell_with_a_comma_too_many_is_set_aside(check: Check) -> None:
    text = '"Name,Mobile,Due"\n' + "".join(f'"Asha {n},98765432{n},500"\n' for n in range(10, 15))
    report = check(text + '"Rao, R,9876543220,1,500"\n', name="contacts.csv")
    assert report["accepted"] == 5
    assert codes(report["warnings"]) == ["rows_in_one_cell", "long_rows"]


def test_the_delimiter_can_be_chosen(check: Check) -> None:
    text = '"Name;Mobile,x"\n"Asha;9876543210,y"\n'
    report = check(text, "--delimiter", ";", name="contacts.csv")
    assert people(report) == []


ROWS: dict[str, list[list[Cell]]] = {
    "List": [["Name,Mobile,Due"], ["Asha,9876543210,500"], [""], ["Ravi,9876543211,600"]]
}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(xlsx(ROWS), "list.xlsx", id="xlsx"),
        pytest.param(ods(ROWS["List"]), "list.ods", id="ods"),
        pytest.param(xls(ROWS), "list.xls", id="xls"),
    ],
)
def test_a_csv_in_column_a_of_a_workbook_is_divided(
    check: Check, content: bytes, name: str
) -> None:
    report = check(content, name=name)
    assert people(report) == [(2, ASHA), (4, RAVI)]
    assert report["columns"] == ["Name", "Mobile", "Due"]
    assert report["sheet"] == report["sheets"][0]
    assert codes(report["warnings"]) == ["rows_in_one_cell"]


@pytest.mark.parametrize(
    ("rows", "accepted", "short"),
    [
        pytest.param(
            ["Name,Mobile,Due", "Asha,9876543210,500", "Ravi,9876543211"],
            [(2, ASHA), (3, RAVI)],
            [3],
            id="one of two",
        ),
        pytest.param(
            ["Name,Mobile,Due", "Asha,9876543210,500", "Om,9876543212,1", "Ravi,9876543211"],
            [(2, ASHA), (3, 919876543212), (4, RAVI)],
            [4],
            id="one of three",
        ),
        pytest.param(
            ["Name,Mobile,Due", "Asha,9876543210,500", "Ravi"], [(2, ASHA)], [3], id="no number"
        ),
        pytest.param(
            ["Name,Mobile,Due", "Asha,9876543210", "Ravi,9876543211"],
            [(2, ASHA), (3, RAVI)],
            [],
            id="all of them",
        ),
        pytest.param(
            ["Asha,9876543210,500", "Ravi,9876543211"], [(1, ASHA), (2, RAVI)], [2], id="no names"
        ),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_row_in_one_cell_may_lack_its_last_cells(
    check: Check, rows: list[str], accepted: list[tuple[int, int]], short: list[int], kind: str
) -> None:
    content = {
        "xlsx": xlsx({"List": [[row] for row in rows]}),
        "csv": "".join(f'"{row}"\n' for row in rows).encode(),
    }[kind]
    report = check(content, name=f"list.{kind}")
    assert people(report) == accepted
    assert report["accepted"] + report["rejected"] == len(rows) - (rows[0].startswith("Name"))
    warnings = [(warning["code"], warning["row"]) for warning in report["warnings"]]
    assert warnings == [("rows_in_one_cell", None), *(("short_rows", row) for row in short)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("Mobile\n9876543210\n9876543211\n", 2, id="one column"),
        pytest.param('"Mobile"\n"9876543210, 9876543212"\n9876543211\n', 1, id="two numbers"),
        pytest.param('"9876543210,9876543212"\n"9876543211,9876543213"\n', 0, id="only such"),
        pytest.param('"Name, Mobile"\n9876543210\n9876543211\n', 2, id="a comma in the name"),
        pytest.param('"Name, place";\n"Asha, Pune";9876543210\n', 1, id="two columns"),
        pytest.param('Note\n"Call Asha, Pune"\n"Call Ravi, Goa"\n', 0, id="no numbers"),
        pytest.param(
            '"Rao, R, 9876543210,1"\n"Om,9876543212,6"\n', 0, id="a comma too many, no names"
        ),
    ],
)
def test_cells_that_are_no_rows_stay_whole(check: Check, text: str, rows: int) -> None:
    report = check(text, name="contacts.csv")
    assert "rows_in_one_cell" not in codes(report["warnings"])
    assert report["accepted"] == rows
