"""Names in two rows lose neither names nor people; letterheads and cover sheets are nobody."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from fixtures import RunCommand, RunJson
from workbook_files import Cell, ods, xls, xlsx

from jetmsg_core.contacts import check_contacts
from jetmsg_core.contacts.limits import Limits

PARENTS = (
    ",Parent,,Student,\nName,Mobile,Email,Mobile,Class\n"
    "Asha,9876543210,a@example.in,,5\nRavi,9812345678,b@example.in,9012345671,6\n"
)
MERGED_DOWN = (
    "Name,Class,Parent,,Student\n,,Mobile,Email,Mobile\n"
    "Asha,5,9876543210,a@example.in,\nRavi,6,9812345678,b@example.in,9012345671\n"
)


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "rows", "columns"),
    [
        pytest.param(
            PARENTS,
            [1, 2],
            ["Name", "Parent / Mobile", "Parent / Email", "Student / Mobile", "Class"],
            id="lower names that repeat",
        ),
        pytest.param(
            MERGED_DOWN,
            [1, 2],
            ["Name", "Class", "Parent / Mobile", "Parent / Email", "Student / Mobile"],
            id="upper names merged down",
        ),
        pytest.param(
            "Diwali list,,,\nName,Contact,,City\n,Mobile,Email,\nAsha,9876543210,a@x.in,Pune\n",
            [2, 3],
            ["Name", "Contact / Mobile", "Contact / Email", "City"],
            id="below a title",
        ),
        pytest.param(
            "Name,Mobile,Fees,\n,,Paid,Due\nAsha,9876543210,5,7\nRavi,9812345678,6,8\n",
            [1, 2],
            ["Name", "Mobile", "Fees / Paid", "Fees / Due"],
            id="the numbers are named above",
        ),
        pytest.param(
            "Name,Class,Contact,\n,,Father Mobile,Mother Mobile\nAsha,5,9876543210,\n",
            [1, 2],
            ["Name", "Class", "Contact / Father Mobile", "Contact / Mother Mobile"],
            id="a word for numbers in both",
        ),
        pytest.param(
            ",Father,,Mother,\nStudent,Name,Mobile,Full name,Phone\nAsha,Om,9876543210,Lata,\n",
            [1, 2],
            ["Student", "Father / Name", "Father / Mobile", "Mother / Full name", "Phone"],
            id="groups with names of their own",
        ),
        pytest.param(
            ",,Opt Out\nName,Mobile,SMS\nA,9876543210,No\n",
            [1, 2],
            ["Name", "Mobile", "Opt Out / SMS"],
            id="one name that says who wants no messages",
        ),
        pytest.param(
            "DND list,,\nMobile,Name,City\n9876543210,A,Goa\n",
            [2],
            ["Mobile", "Name", "City"],
            id="a title that speaks of DND",
        ),
        pytest.param(
            ",,Contact,,\nName,City,Mobile,Landline,Amount\nA,Goa,9876543210,,5\n",
            [2],
            ["Name", "City", "Mobile", "Landline", "Amount"],
            id="one word above names that are all different is a title",
        ),
        pytest.param(
            "Sharma Traders,Pune,,\nName,Mobile,City,\nA,9876543210,Goa,\n",
            [2],
            ["Name", "Mobile", "City"],
            id="a letterhead right above",
        ),
        pytest.param(
            "Parents,,Students,\n\nName,Mobile,Name,Mobile\nA,9876543210,B,\n",
            [3],
            ["Name", "Mobile", "Name (2)", "Mobile (2)"],
            id="a blank row between",
        ),
        pytest.param(
            "Name,Mobile,City,\nRavi,,Pune,late\nA,9876543210,Goa,\n",
            [1],
            ["Name", "Mobile", "City", "Column 4"],
            id="a contact without a number below",
        ),
    ],
)
def test_two_rows_of_names_are_joined(
    cli: RunCommand, tmp_path: Path, text: str, rows: list[int], columns: list[str]
) -> None:
    report = check_contacts(file_of(tmp_path, text).read_bytes()).report
    assert [*report.header_rows] == rows
    assert [*report.columns] == columns
    assert report.header_row == rows[-1]
    rows_joined = [
        warning.rows for warning in report.warnings if warning.code == "joined_header_rows"
    ]
    assert rows_joined == ([tuple(rows)] if len(rows) > 1 else [])
    filled = sum(bool(line.strip(",")) for line in text.splitlines())
    assert filled == len(rows) + report.title_rows + report.rows, "nobody is lost"


@pytest.mark.parametrize(
    ("upper", "lower", "cells", "column"),
    [
        pytest.param("Contact,,Opt Out,", "SMS,Email", "Yes,No", "Opt Out / SMS", id="below it"),
        pytest.param("Contact,,Opt Out,", "Email,SMS", "No,Yes", "Opt Out / SMS", id="further on"),
        pytest.param(",,Opt Out,", "SMS,Email", "Yes,No", "Opt Out / SMS", id="alone"),
        pytest.param("Contact,,Consent to,", "SMS,Email", "No,No", "Consent to / SMS", id="wants"),
        pytest.param("Contact,,SMS,", "Allowed,City", "No,Goa", "SMS / Allowed", id="in both rows"),
    ],
)
def test_a_refusal_in_the_upper_row_is_heard(
    cli_json: RunJson, tmp_path: Path, upper: str, lower: str, cells: str, column: str
) -> None:
    text = f"{upper}\nName,Mobile,{lower}\nA,9876543210,{cells}\nB,9812345678,,\n"
    report = cli_json("contacts", "check", file_of(tmp_path, text))
    assert (report["accepted"], report["declined"], report["header_rows"]) == (1, 1, [1, 2])
    assert [(row["row"], row["column"]) for row in report["declined_rows"]] == [(3, column)]


def test_a_message_uses_the_joined_names(cli_json: RunJson, tmp_path: Path) -> None:
    path = file_of(tmp_path, MERGED_DOWN)
    message = "{{Name}}, we write to {{parent / email}}"
    made = cli_json(
        *("campaign", "create", path, "--column", "Parent / Mobile"),
        *("--name", "N", "--message", message),
    )
    assert made["recipients"] == 2


def test_a_row_that_is_chosen_stands_alone(cli_json: RunJson, tmp_path: Path) -> None:
    path = file_of(tmp_path, PARENTS)
    report = cli_json("contacts", "check", path, "--header-row", "2", "--column", "Mobile")
    assert (report["header_rows"], report["title_rows"]) == ([2], 1)
    assert report["columns"] == ["Name", "Mobile", "Email", "Mobile (2)", "Class"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ABC Tuitions, Ph: 98765 43210\nName,Mobile\nAsha,9012345671\n", id="beside"),
        pytest.param('"ABC, Ph: 98765 43210",\nMobile,Name\n9012345671,Asha\n', id="one cell"),
        pytest.param(
            "ABC Tuitions,,\nPune,,Mob. 9876543210\nName,Class,Mobile\nAsha,5,9012345671\n",
            id="above the numbers",
        ),
        pytest.param(
            "Naam,Sampark,\nCall us on 98765 43210,,\nStudent,Class,Mobile\nAsha,5,9012345671\n",
            id="in a sentence",
        ),
    ],
)
def test_the_number_of_a_letterhead_is_nobody(cli_json: RunJson, tmp_path: Path, text: str) -> None:
    report = cli_json("contacts", "check", file_of(tmp_path, text))
    assert (report["accepted"], report["rejected"], report["blockers"]) == (1, 0, [])
    assert report["title_rows"] == text.count("\n") - 2
    (finding,) = report["warnings"]
    assert (finding["code"], len(finding["rows"])) == ("title_rows", report["title_rows"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ABC Tuitions,9876543210\nNaam,Mobile\nAsha,9012345671\n", id="a bare number"),
        pytest.param(
            "Om,Mob: 98765 43210\nName,Mobile\nAsha,9012345671\nRavi,Mob: 98123 45678\n",
            id="others are written so too",
        ),
        pytest.param(
            "".join(f"Om,Ph: 98765 4321{n}\n" for n in range(4)) + "Name,Mobile\nAsha,9012345671\n",
            id="more than a letterhead has",
        ),
    ],
)
def test_what_may_be_a_contact_above_the_names_is_asked(
    cli: RunCommand, tmp_path: Path, text: str
) -> None:
    refused = cli("campaign", "create", file_of(tmp_path, text), "--name", "N", "--message", "Hi")
    assert refused.returncode == 1
    assert "--header-row N or --no-header" in refused.stderr


LIST: list[list[Cell]] = [["Name", "Mobile"], ["Asha", 9012345671], ["Ravi", 9012345672]]


@pytest.mark.parametrize("make", [xlsx, xls], ids=["xlsx", "xls"])
@pytest.mark.parametrize(
    "cover",
    [
        pytest.param([["ABC Tuitions", ""], ["Helpline", 9876543210]], id="a helpline"),
        pytest.param([["Helpline", 9876543210], ["Office", 9876543211]], id="two numbers"),
        pytest.param([["ABC Tuitions"], [9876543210]], id="a number alone"),
        pytest.param([["ABC Tuitions"], ["Phone"], [9876543210]], id="with its name above"),
    ],
)
def test_a_cover_sheet_does_not_win_over_the_list(
    cli_json: RunJson,
    tmp_path: Path,
    make: Callable[[dict[str, list[list[Cell]]]], bytes],
    cover: list[list[Cell]],
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(make({"Cover": cover, "Students": LIST}))
    report = cli_json("contacts", "check", path)
    assert (report["sheet"], report["accepted"]) == ("Students", 2)
    assert "other_sheets" in {warning["code"] for warning in report["warnings"]}


@pytest.mark.parametrize(
    "first",
    [
        pytest.param([["Name", "Mobile"], ["Asha", 9876543210]], id="names, and one contact"),
        pytest.param([["Asha", 9876543210], ["Om", 9876543211]], id="two contacts and no names"),
    ],
)
def test_the_first_list_is_read_unless_another_is_twice_as_long(first: list[list[Cell]]) -> None:
    assert check_contacts(xlsx({"New": first, "Old": first})).report.sheet == "New"
    assert check_contacts(xlsx({"New": first, "Old": LIST[:2]})).report.sheet == "New"
    audience = check_contacts(xlsx({"New": first, "Old": [*LIST, *LIST[1:], ["Om", 9012345673]]}))
    assert audience.report.sheet == "Old"
    assert "'New'" in audience.report.warnings[0].message


NAMES: list[Cell] = ["Name", "Mobile"]
PEOPLE: list[list[Cell]] = [NAMES, *([f"P{n}", 9012345600 + n] for n in range(30))]
ABROAD: list[list[Cell]] = [NAMES, *([f"P{n}", f"+97150123450{n}"] for n in range(8))]


@pytest.mark.parametrize(
    ("sheets", "read"),
    [
        pytest.param(
            {"Instructions": [["Contact Person", "Mobile"], ["Priya (support)", 9876511111]]},
            PEOPLE,
            id="one of the staff",
        ),
        pytest.param({"Cover": [["Dubai list"], ["Helpline", 9876511111]]}, ABROAD, id="abroad"),
        pytest.param(
            {"Cover": [["Helpline", 9876511111]]},
            [NAMES, ["Asha", "98765"], ["Om", "987654"]],
            id="bad numbers",
        ),
        pytest.param(
            {"Cover": [NAMES, ["Asha", 9876511111]]},
            [NAMES, *([f"P{n}", f"901234567{n} / 911234567{n}"] for n in range(3))],
            id="two in a cell",
        ),
        pytest.param({"DND": PEOPLE}, PEOPLE[:3], id="a longer one that says no"),
        pytest.param({"Unsubscribed 2024": PEOPLE}, PEOPLE[:3], id="those who left"),
        pytest.param(
            {"Payments": [["Name", "UTR No"], *([f"P{n}", 9012345600 + n] for n in range(30))]},
            PEOPLE[:3],
            id="ten digits of something else",
        ),
    ],
)
def test_the_sheet_with_the_most_numbers_is_read(
    cli_json: RunJson,
    tmp_path: Path,
    sheets: dict[str, list[list[Cell]]],
    read: list[list[Cell]],
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(sheets | {"Data": read}))
    report = cli_json("contacts", "check", path)
    assert (report["sheet"], report["accepted"] + report["rejected"]) == (
        "Data",
        len([row for row in read if row != NAMES]),
    )
    path.write_bytes(xlsx({"Data": read} | sheets))
    assert cli_json("contacts", "check", path)["sheet"] == "Data"


def test_a_list_from_abroad_without_names_leaves_nobody_to_the_helpline() -> None:
    cover: list[list[Cell]] = [["Dubai list"], ["Helpline", 9876511111]]
    audience = check_contacts(xlsx({"Cover": cover, "Data": ABROAD[1:]}))
    assert (audience.report.sheet, audience.report.accepted) == ("Data", 0)


def test_of_two_months_the_first_is_read() -> None:
    audience = check_contacts(xlsx({"May": PEOPLE[:20], "June": PEOPLE}))
    assert audience.report.sheet == "May"


def test_a_long_list_is_read_whatever_is_behind_it() -> None:
    wide: list[list[Cell]] = [[None] * 25 + ["far"]]
    limits = Limits(columns=20)
    audience = check_contacts(xlsx({"Data": PEOPLE[:10], "Notes": wide}), limits=limits)
    assert (audience.report.sheet, audience.report.accepted) == ("Data", 9)
    refused = check_contacts(xlsx({"Staff": PEOPLE[:2], "Data": wide}), limits=limits)
    assert [blocker.code for blocker in refused.report.blockers] == ["too_many_columns"]


def test_the_longer_table_of_a_page_and_list_of_a_document_is_read() -> None:
    rows = ["<tr><td>A</td><td>9876543210</td></tr>", "<tr><td>B</td><td>9876543211</td></tr>"]
    tables = [
        f"<table><tr><th>Name</th><th>Mobile</th></tr>{''.join(some)}</table>"
        for some in ([rows[0].replace("10<", "19<")], rows)
    ]
    page = f"<html><body>{''.join(tables)}</body></html>".encode()
    assert check_contacts(page).numbers.tolist() == [919876543210, 919876543211]
    staff = '{"staff":[{"owner":"x","phone":9876511111}],"contacts":['
    people = '{"name":"A","phone":9876543210},{"name":"B","phone":9876543211}]}'
    assert check_contacts((staff + people).encode()).numbers.tolist() == [
        919876543210,
        919876543211,
    ]


def test_a_lone_number_is_read_where_there_is_no_list() -> None:
    audience = check_contacts(xlsx({"A": [["x"]], "B": [["Asha", 9876543210]], "C": [["y"]]}))
    assert (audience.report.sheet, audience.numbers.tolist()) == ("B", [919876543210])


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda rows: xlsx({"S": rows}), id="xlsx"),
        pytest.param(lambda rows: xls({"S": rows}), id="xls"),
        pytest.param(ods, id="ods"),
    ],
)
def test_the_header_row_of_a_workbook_is_the_one_that_is_named(
    cli_json: RunJson,
    tmp_path: Path,
    make: Callable[[list[list[Cell]]], bytes],
) -> None:
    rows: list[list[Cell]] = [["Old", "Names"], ["Naam", "Number"], ["Asha", 9876543210]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make(rows))
    for row, columns in ((1, ["Old", "Names"]), (2, ["Naam", "Number"])):
        options = ("--header-row", str(row), "--column", columns[1])
        report = cli_json("contacts", "check", path, *options)
        assert (report["header_row"], report["columns"]) == (row, columns)
        assert report["accepted"] == 1


def test_merged_names_of_a_workbook_are_joined(cli_json: RunJson, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (
        ["School list"],
        [],
        ["Name", "Father", None, "Mother", None],
        [None, "Mobile", "Email", "Mobile", "Email"],
        ["Asha", 9876543210, "a@example.in", 9876543211, "b@example.in"],
    ):
        sheet.append(cells)
    for cells in ("A1:E1", "A3:A4", "B3:C3", "D3:E3"):
        sheet.merge_cells(cells)
    sink = io.BytesIO()
    book.save(sink)
    path = tmp_path / "school.xlsx"
    path.write_bytes(sink.getvalue())
    names = ["Name", "Father / Mobile", "Father / Email", "Mother / Mobile", "Mother / Email"]
    each = ("--each-column", names[1], "--each-column", names[3])
    report = cli_json("contacts", "check", path, *each)
    assert (report["columns"], report["header_rows"], report["accepted"]) == (
        names,
        [3, 4],
        2,
    )
    alone = cli_json("contacts", "check", path, "--header-row", "4", "--column", "Mobile (2)")
    assert (alone["columns"][3], alone["accepted"]) == ("Mobile (2)", 1)
