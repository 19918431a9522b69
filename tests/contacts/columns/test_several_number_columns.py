"""Numbers of several columns: the first of them that has one, or a row for each."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson

from jetmsg_core import mappings
from jetmsg_core.contacts import Correction, Limits, ReadOptions, check_contacts
from jetmsg_core.settings import Settings

OUTLOOK = (
    "First Name,Company,Home Phone,Mobile Phone\n"
    "Asha,Rao & Sons,9012345671,9876543210\nRavi,,9012345672,\nOm,,9012345673,98765\nLata,,,\n"
)
SHOPIFY = "Customer ID,Phone,Default Address Phone\n71,'+919876543210,\n72,,'+919812345678\n"
SCHOOL = (
    "Student,Class,Father Mobile,Mother Mobile\n"
    "Asha,5,9876543210,9876543211\nRavi,6,,9812345678\nOm,7,9812345679,9812345679\nLata,8,,NA\n"
)
MESSAGE = ("--name", "N", "--message", "Dear parent")


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "options", "people", "rows"),
    [
        pytest.param(
            OUTLOOK,
            ("--column", "Mobile Phone", "--else-column", "Home Phone"),
            {2: 919876543210, 3: 919012345672, 4: 919012345673},
            [3, 4],
            id="Outlook",
        ),
        pytest.param(
            SHOPIFY,
            ("--column", "phone", "--else-column", "default address phone"),
            {2: 919876543210, 3: 919812345678},
            [3],
            id="Shopify, in any case",
        ),
        pytest.param(
            SHOPIFY,
            ("--else-column", "Default Address Phone"),
            {2: 919876543210, 3: 919812345678},
            [3],
            id="the first column as guessed",
        ),
    ],
)
def test_the_number_is_that_of_the_first_column_that_has_one(
    cli_json: RunJson,
    tmp_path: Path,
    text: str,
    options: tuple[str, ...],
    people: dict[int, int],
    rows: list[int],
) -> None:
    path, good = file_of(tmp_path, text), tmp_path / "good.csv"
    report = cli_json("contacts", "check", path, *options, "--accepted", good)
    with good.open(encoding="utf-8-sig", newline="") as lines:
        accepted = {int(row["row"]): int(row["number"]) for row in csv.DictReader(lines)}
    assert accepted == people
    (finding,) = report["warnings"]
    assert (finding["code"], finding["rows"]) == ("number_from_other_column", rows)
    assert cli_json("campaign", "create", path, *MESSAGE, *options)["recipients"] == len(people)


def test_where_no_column_has_a_number_the_first_filled_cell_is_rejected(
    cli_json: RunJson, tmp_path: Path
) -> None:
    path = file_of(tmp_path, "Name,Mobile,Home\nA,9876543210,\nB,,98765\nC,,\nD,12,98765\n")
    options = ("--column", "Mobile", "--else-column", "Home")
    report = cli_json("contacts", "check", path, *options)
    told = [(row["row"], row["column"], row["value"], row["code"]) for row in report["problems"]]
    assert told == [
        (3, "Home", "98765", "too_short"),
        (4, "Mobile", "", "empty"),
        (5, "Mobile", "12", "too_short"),
    ]


def test_each_parent_has_a_row(cli_json: RunJson, tmp_path: Path) -> None:
    path, good = file_of(tmp_path, SCHOOL), tmp_path / "good.csv"
    options = ("--each-column", "Father Mobile", "--each-column", "mother mobile")
    report = cli_json("contacts", "check", path, *options, "--accepted", good)
    with good.open(encoding="utf-8-sig", newline="") as lines:
        accepted = [(row["row"], row["number"], row["Student"]) for row in csv.DictReader(lines)]
    assert accepted == [
        ("2", "919876543210", "Asha"),
        ("2", "919876543211", "Asha"),
        ("3", "919812345678", "Ravi"),
        ("4", "919812345679", "Om"),
    ]
    assert [(row["row"], row["first_row"]) for row in report["repeats"]] == [(4, 4)]
    assert [(row["row"], row["code"]) for row in report["problems"]] == [(5, "empty")]
    assert (report["rows"], report["column"]) == (6, "Father Mobile")
    assert "row_for_each_column" in {warning["code"] for warning in report["warnings"]}
    assert cli_json("campaign", "create", path, *MESSAGE, *options)["recipients"] == 4


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        pytest.param(("--else-column", "Home", "--column", "Mobile"), 1, "no column", id="unknown"),
        pytest.param(("--each-column", "Home"), 1, "no column", id="unknown for each"),
        pytest.param(
            ("--each-column", "Mobile", "--column", "Mobile"), 2, "do not go together", id="two"
        ),
        pytest.param(
            ("--each-column", "Mobile", "--else-column", "Mobile"), 1, "not both", id="both ways"
        ),
    ],
)
def test_columns_that_cannot_be_are_refused(
    cli: RunCommand, tmp_path: Path, options: tuple[str, ...], code: int, words: str
) -> None:
    done = cli("contacts", "check", file_of(tmp_path, "Mobile\n9876543210\n"), *options)
    assert (done.returncode, words in done.stderr) == (code, True)
    assert "Traceback" not in done.stderr


def test_a_row_whose_cells_have_shifted_lends_no_number() -> None:
    text = "Mobile,Home,Name,City\n,9876543210,Rao, Asha,Pune\n9812345678,,Ravi,Goa\n,,Om,Goa\n"
    for options in (
        ReadOptions(column="Mobile", else_columns=("Home",)),
        ReadOptions(each_columns=("Mobile", "Home")),
    ):
        audience = check_contacts(text.encode(), options=options)
        assert audience.numbers.tolist() == [919812345678]
        assert audience.rejected.index.tolist() == [2, 4]


def test_several_numbers_in_a_cell_are_split_where_they_stand() -> None:
    text = "Name,Mobile,Home\nA,9876543210 / 9876543211,9012345671\nB,,9012345672/9012345673\n"
    options = ReadOptions(column="Mobile", else_columns=("Home",), split=True)
    audience = check_contacts(text.encode(), options=options)
    assert audience.numbers.tolist() == [
        *(919876543210, 919876543211),
        *(919012345672, 919012345673),
    ]
    assert audience.contacts["Mobile"].tolist() == ["9876543210", "9876543211", "", ""]
    assert audience.contacts["Home"].tolist()[2:] == ["9012345672", "9012345673"]


def test_a_number_typed_anew_is_used_in_the_column_it_was_typed_for() -> None:
    text = "Name,Father,Mother\nA,98765,9876543211\nB,,98\n"
    typed = (
        Correction(2, None, "Father", 1, "98765", "9876543210"),
        Correction(3, None, "Mother", 2, "98", "9812345678"),
        Correction(3, None, "Name", 0, "B", "9812345679"),
    )
    for options, numbers in (
        (ReadOptions(column="Father", else_columns=("Mother",)), [919876543210, 919812345678]),
        (
            ReadOptions(each_columns=("Father", "Mother")),
            [919876543210, 919876543211, 919812345678],
        ),
    ):
        audience = check_contacts(text.encode(), options=options, corrections=typed)
        assert audience.numbers.tolist() == numbers
        unused = [
            warning.row
            for warning in audience.report.warnings
            if warning.code == "correction_not_used"
        ]
        assert unused == [3]


def test_too_many_rows_for_each_column_are_refused() -> None:
    options = ReadOptions(each_columns=("Father Mobile", "Mother Mobile"))
    audience = check_contacts(SCHOOL.encode(), options=options, limits=Limits(rows=5))
    assert [blocker.code for blocker in audience.report.blockers] == ["too_many_rows"]


def test_the_columns_are_remembered_for_the_next_file(settings: Settings) -> None:
    for options in (
        ReadOptions(column="A", else_columns=("B", "C")),
        ReadOptions(each_columns=("A", "B")),
    ):
        mappings.remember(settings, ["A", "B", "C"], options)
        assert mappings.remembered(settings, ["A", "B", "C"]) == options


SHOP = (
    "Name,Billing Phone,Billing Country,Shipping Phone,Shipping Country\n"
    "A,,,7185550123,US\nB,9876543210,IN,,US\nC,,US,9876543211,IN\n"
)
ANY_CODE = "A,9876543210,91,9841234567,977\nB,9841234568,977,9876543212,91\n"


@pytest.mark.parametrize(
    ("text", "options", "people"),
    [
        pytest.param(
            SHOP,
            ("--column", "Billing Phone", "--else-column", "Shipping Phone"),
            ["919876543210", "919876543211"],
            id="the first that has one",
        ),
        pytest.param(
            "Name,Father Mobile,Father Country Code,Mother Mobile,Mother Country Code\n" + ANY_CODE,
            ("--each-column", "Father Mobile", "--each-column", "Mother Mobile"),
            ["919876543210", "919876543212"],
            id="each parent",
        ),
        pytest.param(
            "Name,Mother Mobile,Mother Mobile Code,Father Mobile,Father Mobile Code\n" + ANY_CODE,
            ("--each-column", "Father Mobile", "--each-column", "Mother Mobile"),
            ["919876543210", "919876543212"],
            id="the word for numbers is in all the names",
        ),
        pytest.param(
            "Name,Mobile,Country Code,Mobile 2,Country Code 2\n" + ANY_CODE,
            ("--each-column", "Mobile", "--each-column", "Mobile 2"),
            ["919876543210", "919876543212"],
            id="by their numbers",
        ),
        pytest.param(
            "Name,Mobile,Country,Home Phone\nA,9876543210,India,\nB,,Nepal,9841234567\n",
            ("--column", "Mobile", "--else-column", "Home Phone"),
            ["919876543210"],
            id="one country for both",
        ),
        pytest.param(
            "Name,Mobile,Country Code,WhatsApp,WhatsApp Country Code\n" + ANY_CODE,
            ("--column", "WhatsApp"),
            ["919876543212"],
            id="WhatsApp is one word",
        ),
        pytest.param(
            "Name,Mobile,Country Code,WhatsApp,WhatsApp Country Code\n" + ANY_CODE,
            ("--column", "Mobile"),
            ["919876543210"],
            id="a column that is not read has a country, too",
        ),
    ],
)
def test_each_number_is_of_the_country_that_its_own_column_has(
    cli_json: RunJson, tmp_path: Path, text: str, options: tuple[str, ...], people: list[str]
) -> None:
    path, good = file_of(tmp_path, text), tmp_path / "good.csv"
    report = cli_json("contacts", "check", path, *options, "--accepted", good)
    with good.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["number"] for row in csv.DictReader(lines)] == people
    assert {row["code"] for row in report["problems"]} == {"foreign_or_unknown_country"}
    assert report["rows"] == report["accepted"] + report["rejected"]
