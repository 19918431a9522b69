"""Rows with more cells than the column names have are set aside, or block where they are most."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from fixtures import RunJson

from jetmsg_core.contacts import Audience, check_contacts, rejected_file
from jetmsg_core.contacts.findings.reasons import SHIFTED

FIT = "9812345678,Ravi,Goa\n9812345679,Lata,Goa\n"


def read(text: str) -> Audience:
    return check_contacts(text.encode(), name="contacts.csv")


def codes(audience: Audience) -> list[str]:
    report = audience.report
    return [finding.code for finding in (*report.blockers, *report.warnings)]


@pytest.mark.parametrize(
    "name",
    ["Rao, Asha", "\u201eRao, Asha\u201c", "«Rao, Asha»", "`Rao, Asha`"],
)
@pytest.mark.parametrize("header", ["Mobile,Name,City\n", ""])
def test_a_few_rows_whose_cells_have_shifted_are_set_aside_and_said(header: str, name: str) -> None:
    audience = read(f"{header}9876543210,{name},Pune\n{FIT}")
    row = 1 + bool(header)
    assert audience.rejected.index.tolist() == [row]
    assert audience.report.accepted == 2
    (finding,) = [warning for warning in audience.report.warnings if warning.code == "long_rows"]
    assert (finding.row, finding.rows) == (row, (row,))
    assert not audience.report.blockers


@pytest.mark.parametrize("quoted", ["", '9712345678,"Lal, Om",5\n', '9712345678,Say "Om",5\n'])
def test_where_most_rows_have_shifted_nothing_is_sent(quoted: str) -> None:
    text = "Mobile,Name,Amount\n9876543210,Rao, Asha,500\n9812345678,Iyer, Ravi,600\n"
    audience = read(text + quoted)
    assert codes(audience) == ["cells_beyond_header"] + ["short_rows"] * bool(quoted)
    assert set(audience.rejected.index) == {2, 3}
    assert "comma" in audience.report.blockers[0].message
    assert not read(text.replace(", ", " ")).report.blockers


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Mobile,Name,City,\n9876543210,Asha,Pune,x\n{FIT}", id="a nameless column"),
        pytest.param("Mobile,Name\n9876543210,Asha,\n9812345678,Om,, \n", id="empty at the end"),
        pytest.param("Mobile,Name\n9876543210,Asha,,\n9812345678,Om\n", id="empty in one"),
        pytest.param("9876543210,Asha,Pune\n9812345678,Om,Goa\n", id="no header"),
        pytest.param('Mobile,Name\n9876543210,"Rao, Asha"\n9812345678,Om\n', id="in quotes"),
    ],
)
def test_rows_that_fit_the_names_are_taken(text: str) -> None:
    audience = read(text)
    assert not audience.report.rejected
    assert not {"long_rows", "cells_beyond_header"} & set(codes(audience))


def test_the_row_that_fits_when_its_quotes_are_read_as_meant_wins() -> None:
    text = 'Mobile,Name,Amount\n9876543210, "Rao, Asha",500\n9812345678, "Iyer",Ravi,600\n'
    audience = read(text)
    assert audience.contacts.to_numpy().tolist() == [["9876543210", "Rao, Asha", "500"]]
    assert audience.rejected.index.tolist() == [3]
    assert codes(audience) == ["long_rows"]


def test_shifted_cells_do_not_choose_the_column_of_the_numbers() -> None:
    good = "".join(f"Om,98123456{index},Goa\n" for index in range(10, 13))
    audience = read("Name,Mobile,City\n" + good + "Rao, Asha,9876543210,Pune\n" * 2)
    assert (audience.column, audience.report.accepted) == ("Mobile", 3)
    assert not audience.report.blockers


@pytest.mark.parametrize("row", ["9876543210,Rao, Asha,Pune", '9876543210, "Rao, Asha'])
def test_a_downloaded_row_stays_rejected_until_it_is_put_right(row: str) -> None:
    bad = rejected_file(read(f"Mobile,Name,City\n{row}\n{FIT}98,Short,Goa\n")).decode("utf-8-sig")
    again = read(bad)
    assert (again.report.accepted, again.report.rejected) == (0, 2)
    right = read(bad.replace(SHIFTED, "").replace('""', ""))
    assert (right.report.accepted, right.report.rejected) == (1, 1)


def test_in_a_workbook_nothing_shifts() -> None:
    book = openpyxl.Workbook()
    for cells in (["Mobile", "Name"], [9876543210, "Asha", "x"], [9812345678, "Om", "y"]):
        book.active.append(cells)
    sink = io.BytesIO()
    book.save(sink)
    audience = check_contacts(sink.getvalue())
    assert (audience.report.accepted, codes(audience)) == (2, [])


MOVED = "9876543210,Rao, Asha,Pune"


@pytest.mark.parametrize(
    ("text", "row", "options"),
    [
        pytest.param(f"Mobile,Name,City\n{MOVED}\n{FIT}", 2, (), id="below names"),
        pytest.param(f"{MOVED}\n{FIT}", 1, ("--no-header",), id="without names"),
        pytest.param(
            f"List,,\nMobile,Name,City\n{MOVED}\n{FIT}", 3, ("--header-row", "2"), id="chosen names"
        ),
        pytest.param(
            f"Mobile,Name,City\n{MOVED}\n{FIT}", 2, ("--column", "Mobile"), id="a chosen column"
        ),
        pytest.param(
            f"Mobile,Name,City\n{MOVED}\n{FIT}".replace(",", ";").replace("; ", ";"),
            2,
            (),
            id="semicolons",
        ),
        pytest.param(
            f"Mobile,Name,City,\n{MOVED},\n" + FIT.replace("\n", ",\n"),
            2,
            (),
            id="every row ends with an empty cell",
        ),
        pytest.param(f",Person,\nMobile,Name,Name\n{MOVED}\n{FIT}", 3, (), id="names in two rows"),
        pytest.param(f"Mobile,Name,City\n,,,9876543210\n{FIT}", 2, (), id="only beyond the names"),
        pytest.param(
            f"Mobile,Name,City\n9876543210,Rao, Asha,9812345670\n{FIT}",
            2,
            ("--each-column", "Mobile", "--each-column", "City"),
            id="a row for each column",
        ),
    ],
)
def test_a_row_whose_cells_moved_is_never_sent(
    cli_json: RunJson, tmp_path: Path, text: str, row: int, options: tuple[str, ...]
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    report = cli_json("contacts", "check", path, *options)
    assert {problem["row"] for problem in report["problems"]} >= {row}
    assert report["set_aside"] >= 1
    (finding,) = [warning for warning in report["warnings"] if warning["code"] == "long_rows"]
    assert finding["rows"] == [row]
    made = cli_json("campaign", "create", path, "--name", "N", "--message", "Hello", *options)
    assert made["recipients"] == report["accepted"] == 2


def test_nobody_opts_out_for_a_cell_that_moved(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "Name,Mobile,City\nRao, Asha,9876543210,Pune\nOm,9812345678,Goa\nLata,9812345679,Goa\n"
    )
    imported = cli_json("optout", "import", path)
    assert (imported["added"], imported["rejected"]) == (2, 1)
