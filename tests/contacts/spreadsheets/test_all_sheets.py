"""All sheets of a workbook as one list, where a person asks for it: columns by their names, a
column for the sheet, row numbers that run on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand
from workbook_files import Cell, Formatted, xlsx

from jetmsg_core.contacts import ReadOptions, check_contacts
from jetmsg_core.contacts.limits import Limits
from jetmsg_core.contacts.rows.corrections import Correction
from jetmsg_core.spreadsheets.reader_process import ReaderProcess

Report = dict[str, Any]
Check = Callable[..., Report]
HEADER: list[Cell] = ["Name", "Mobile", "Due"]
MAY: list[list[Cell]] = [HEADER, ["Asha", 9876543210.0, Formatted(0.15, "0%")]]
JUNE: list[list[Cell]] = [
    ["MOBILE", "Name", "City"],
    [],
    [9876543211.0, "Ravi", "Pune"],
    [98765.0, "Meena", "Goa"],
]
ALL = ReadOptions(all_sheets=True)


@pytest.fixture
def check(cli: RunCommand, tmp_path: Path) -> Check:
    def run(sheets: dict[str, list[list[Cell]]], *options: str, **how: Any) -> Report:
        path, good = tmp_path / "contacts.xlsx", tmp_path / "good.csv"
        path.write_bytes(xlsx(sheets, **how))
        done = cli("contacts", "check", path, "--json", "--accepted", good, *options)
        assert "Traceback" not in done.stderr
        report: Report = json.loads(done.stdout)
        text = good.read_text("utf-8-sig")
        report["good"] = list(csv.DictReader(io.StringIO(text, newline="")))
        return report

    return run


def test_all_sheets_are_one_list_when_asked(check: Check) -> None:
    report = check({"May": MAY, "June": JUNE}, "--all-sheets")
    assert [
        (row["row"], row["Branch"], row["Name"], row["Mobile"], row["Due"], row["City"])
        for row in report["good"]
    ] == [
        ("2", "May", "Asha", "9876543210", "15%", ""),
        ("5", "June", "Ravi", "9876543211", "", "Pune"),
    ]
    assert (report["rows"], report["rejected"], report["blank_rows"]) == (3, 1, 1)
    assert [problem["row"] for problem in report["problems"]] == [6]
    assert (report["sheet"], report["sheets"]) == (None, ["May", "June"])
    (warning,) = report["warnings"]
    assert warning["code"] == "sheets_joined"
    assert "'May' from row 1, 'June' from row 3" in warning["message"]


def test_one_sheet_is_read_when_nobody_asks(check: Check) -> None:
    report = check({"May": MAY, "June": JUNE})
    assert [row["Name"] for row in report["good"]] == ["Asha"]
    assert [warning["code"] for warning in report["warnings"]] == ["other_sheets"]


def test_sheets_without_a_number_and_hidden_ones_are_no_part_of_it(check: Check) -> None:
    sheets: dict[str, list[list[Cell]]] = {"Read me": [["Hello"]], "Empty": [], "Old": MAY}
    report = check(sheets | {"May": MAY, "June": JUNE}, "--all-sheets", hidden=frozenset({"Old"}))
    assert [row["Branch"] for row in report["good"]] == ["May", "June"]
    assert [warning["code"] for warning in report["warnings"]] == [
        "sheets_joined",
        "sheets_without_numbers",
        "hidden_sheets",
    ]
    assert "'Old'" in report["warnings"][2]["message"]
    assert "'Read me'" in report["warnings"][1]["message"]


def test_what_is_said_of_a_sheet_names_it() -> None:
    hidden = xlsx({"May": MAY, "June": JUNE}, hidden_rows=frozenset({2, 3}))
    report = check_contacts(hidden, options=ALL).report
    hidden_rows = [(w.row, w.message[:13]) for w in report.warnings if w.code == "hidden_rows"]
    assert hidden_rows == [(2, "Sheet 'May': "), (5, "Sheet 'June':")]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([["Ravi", 9876543211.0], ["Meena", 9876543212.0]], id="no column names"),
        pytest.param([["Phone", "Teacher"], [9876543211.0, "Ravi"]], id="other names"),
    ],
)
def test_sheets_that_have_nothing_in_common_are_refused(other: list[list[Cell]]) -> None:
    (blocker,) = check_contacts(xlsx({"May": MAY, "June": other}), options=ALL).report.blockers
    assert blocker.code == "sheets_differ"
    assert "'May' and 'June'" in blocker.message


def test_a_column_called_branch_stays_and_the_sheets_get_another_name() -> None:
    rows: list[list[Cell]] = [["Branch", "Mobile"], ["Pune", 9876543210.0]]
    more: list[list[Cell]] = [["Branch", "Mobile"], ["Goa", 9876543211.0]]
    audience = check_contacts(xlsx({"A": rows, "B": more}), options=ALL)
    assert audience.contacts["Branch"].tolist() == ["Pune", "Goa"]
    assert audience.contacts["Sheet"].tolist() == ["A", "B"]


def test_a_correction_finds_its_row_in_the_list() -> None:
    typed = Correction(6, None, "Mobile", 2, "98765", "9876543212")
    audience = check_contacts(xlsx({"May": MAY, "June": JUNE}), options=ALL, corrections=[typed])
    assert audience.numbers.tolist() == [919876543210, 919876543211, 919876543212]


def test_a_sheet_that_cannot_be_read_stands_for_all() -> None:
    wide: list[list[Cell]] = [["Name", "Mobile"], ["Asha", 9876543210.0]]
    book = xlsx({"May": wide, "June": [*wide, [None] * 25 + ["far"]]})
    report = check_contacts(book, options=ALL, limits=Limits(columns=20)).report
    assert [blocker.code for blocker in report.blockers] == ["too_many_columns"]
    assert report.accepted == 0


def test_a_text_has_no_sheets_to_join() -> None:
    audience = check_contacts(b"Name,Mobile\nAsha,9876543210\n", options=ALL)
    assert audience.columns == ("Name", "Mobile")


@pytest.mark.parametrize(
    ("cells", "options", "accepted"),
    [
        pytest.param(["98765", ""], [], 0, id="bad numbers"),
        pytest.param(["+971501234567", "+971501234568"], [], 0, id="foreign ones"),
        pytest.param(
            ["+971501234567", "00971501234568"],
            ["--international", "--channel", "whatsapp"],
            2,
            id="wanted ones",
        ),
        pytest.param(["9876543212 / 9876543213", ""], ["--split"], 2, id="two in a cell"),
    ],
)
def test_a_sheet_of_people_is_never_left_out(
    check: Check, cells: list[Cell], options: list[str], accepted: int
) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile"], *(["Om", cell] for cell in cells)]
    report = check({"May": MAY, "Dubai": rows}, "--all-sheets", *options)
    assert [row["Branch"] for row in report["good"]].count("Dubai") == accepted
    assert report["accepted"] + report["rejected"] == report["rows"]
    assert report["rejected"] == 2 - (accepted and 1 + ("--international" in options))
    assert "sheets_without_numbers" not in {warning["code"] for warning in report["warnings"]}


LANDLINES = ["022-23456789", "0832-2345678", "24567890", ""]


@pytest.mark.parametrize("people", [MAY, [["Mobile"], [9876543210.0]]], ids=["named", "alone"])
@pytest.mark.parametrize("landlines_first", [False, True])
@pytest.mark.parametrize(
    ("names", "index"),
    [
        pytest.param(["Office", "Phone"], 1, id="no name in common"),
        pytest.param(["Name", "Phone"], 1, id="a name in common"),
        pytest.param(["Phone"], 0, id="one column"),
        pytest.param(["Mobile"], 0, id="one column of the same name"),
    ],
)
def test_a_sheet_of_landlines_is_a_list_whose_rows_are_rejected(
    check: Check, people: list[list[Cell]], landlines_first: bool, names: list[Cell], index: int
) -> None:
    rows: list[list[Cell]] = [["Pune"] * index + [number] for number in LANDLINES[: 3 + index]]
    both = {"People": people, "Offices": [names, *rows]}
    sheets = dict(reversed(both.items())) if landlines_first else both
    report = check(sheets, "--all-sheets")
    assert (report["blockers"], report["column"]) == ([], "Mobile")
    people_of = {row["Branch"]: row["number"] for row in report["good"]}
    assert people_of == {"People": "919876543210", "Offices": "918322345678"}
    reasons = [problem["code"] for problem in report["problems"]]
    assert reasons == ["not_mobile_series", "too_short", "empty"][: 2 + index]
    codes = [warning["code"] for warning in report["warnings"]]
    assert codes.count("possible_landline") == 1
    assert "sheets_without_numbers" not in codes


def test_a_sheet_that_only_speaks_of_contacts_is_left_out(check: Check) -> None:
    notice: list[list[Cell]] = [["Contact"], ["Ask at the desk"], ["Room 12"]]
    report = check({"May": MAY, "June": JUNE, "Notice": notice}, "--all-sheets")
    assert [row["Branch"] for row in report["good"]] == ["May", "June"]
    assert "sheets_without_numbers" in [warning["code"] for warning in report["warnings"]]


def test_columns_of_the_first_make_a_sheet_part_of_it(check: Check) -> None:
    first: list[list[Cell]] = [["Naam", "Code"], ["Asha", 9876543210.0], ["Om", 9876543211.0]]
    more: list[list[Cell]] = [["Naam", "Code"], ["Ravi", "98765"]]
    report = check({"A": first, "B": more}, "--all-sheets", "--column", "Code")
    assert (report["accepted"], report["rejected"]) == (2, 1)


def test_a_cover_sheet_is_left_out_and_said(check: Check) -> None:
    cover: list[list[Cell]] = [["ABC Tuitions", ""], ["Helpline", 9876543219.0]]
    report = check({"Cover": cover, "May": MAY, "June": JUNE}, "--all-sheets")
    assert (report["blockers"], [row["Branch"] for row in report["good"]]) == ([], ["May", "June"])
    messages = {warning["code"]: warning["message"] for warning in report["warnings"]}
    assert "'Cover'" in messages["sheets_without_numbers"]


@pytest.mark.parametrize(
    "name",
    ["Unsubscribed", "DND", "Opt-outs", "Opt out", "Blocked", "Do not contact", "DND list 2"],
)
def test_whoever_is_in_a_sheet_that_says_no_gets_nothing(check: Check, name: str) -> None:
    left: list[list[Cell]] = [["Name", "Mobile"], ["Asha", 9876543210.0], ["Om", 9876543215.0]]
    report = check({"May": MAY, "June": JUNE, name: left}, "--all-sheets")
    assert [row["Name"] for row in report["good"]] == ["Ravi"]
    assert (report["declined"], report["rejected"], report["rows"]) == (3, 1, 5)
    messages = {warning["code"]: warning["message"] for warning in report["warnings"]}
    assert repr(name) in messages["sheets_say_no"]


@pytest.mark.parametrize(("name", "other"), [("SMS DND", "whatsapp"), ("WhatsApp opt-outs", "sms")])
def test_a_sheet_that_says_no_to_one_channel_is_heard_for_it(
    check: Check, name: str, other: str
) -> None:
    left: list[list[Cell]] = [["Name", "Mobile"], ["Asha", 9876543210.0]]
    for channel in ("sms", "whatsapp"):
        report = check({"May": MAY, name: left}, "--all-sheets", "--channel", channel)
        assert report["declined"] == (0 if channel == other else 2)


@pytest.mark.parametrize(
    "name", ["Bus stops", "Opted in", "Subscribed", "Block C", "Blocked funds"]
)
def test_other_sheets_say_nothing_by_their_names(check: Check, name: str) -> None:
    report = check({"May": MAY, name: JUNE}, "--all-sheets")
    assert (report["accepted"], report["declined"]) == (2, 0)


def test_many_sheets_are_read_by_one_process_and_named_in_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[object] = []
    enter = ReaderProcess.__enter__
    monkeypatch.setattr(ReaderProcess, "__enter__", lambda own: started.append(1) or enter(own))
    book = xlsx({f"S{n}": [["Mobile", f"C{n}"], [9876543210.0 + n, "x"]] for n in range(40)})
    report = check_contacts(book, options=ALL).report
    assert (report.accepted, len(started)) == (40, 2)
    assert report.warnings[0].message.endswith("'S9' from row 19 and 30 more.")
    few = check_contacts(book, options=ALL, limits=Limits(columns=20)).report
    assert [blocker.code for blocker in few.blockers] == ["too_many_columns"]


def test_two_columns_of_one_sheet_that_are_spelled_alike_stay_two() -> None:
    rows: list[list[Cell]] = [["Mobile", "Due Date", "due_date"], [9876543210.0, "a", "b"]]
    more: list[list[Cell]] = [["Mobile", "Due Date", "due_date"], [9876543211.0, "c", "d"]]
    audience = check_contacts(xlsx({"A": rows, "B": more}), options=ALL)
    assert audience.contacts["Due Date"].tolist() == ["a", "c"]
    assert audience.contacts["due_date"].tolist() == ["b", "d"]


@pytest.mark.parametrize(
    ("sheet", "numbers", "is_asked"),
    [
        ("UK", ["7911123456", "7700900123"], True),
        ("Nepal", ["9841234567", "9801234567"], True),
        ("Singapore", ["6591234567", "6581234567"], True),
        ("India", ["9841234567", "9801234567"], False),
        ("Delhi", ["9841234567", "9801234567"], False),
    ],
)
def test_a_sheet_named_for_a_country_is_heard_among_all_sheets(
    check: Check, sheet: str, numbers: list[str], is_asked: bool
) -> None:
    abroad: list[list[Cell]] = [["Name", "Mobile"], *(["A", number] for number in numbers)]
    home: list[list[Cell]] = [["Name", "Mobile"], *(["B", 9876543210.0 + n] for n in range(9))]
    report = check({"Pune": home, sheet: abroad}, "--all-sheets")
    asked = [(blocker["code"], len(blocker["rows"])) for blocker in report["blockers"]]
    assert asked == ([("mostly_foreign", 2)] if is_asked else [])
