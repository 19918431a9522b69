"""What is neither yes nor no in a column of consents: errors of formulas, and the categories of the
DND register. Nobody is sent to for them unless a person says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fixtures import RunCommand, RunJson

from jetmsg_core.contacts import check_contacts
from jetmsg_core.contacts.columns.consents.cells import ConsentReading
from jetmsg_core.contacts.columns.consents.dnd_register import reading_of_category
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.states import Channel

FIRST = 919876543210
MESSAGE = ("--name", "N", "--message", "Hello")


def file_of(tmp_path: Path, column: str, *cells: str) -> Path:
    path = tmp_path / "contacts.csv"
    rows = [f'{FIRST + index},"{cell}"' for index, cell in enumerate(cells)]
    path.write_text("\n".join([f"Mobile,{column}", *rows, ""]), encoding="utf-8")
    return path


def finding(report: dict[str, Any], code: str) -> dict[str, Any]:
    (match,) = [warning for warning in report["warnings"] if warning["code"] == code]
    return dict(match)


@pytest.mark.parametrize("column", ["Opt out", "Accepts SMS", "DND", "Promotional SMS", "SMS"])
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "Err:502", "#NV", "####", "=A2+1"])
def test_an_error_is_no_yes(cli_json: RunJson, tmp_path: Path, column: str, error: str) -> None:
    good = "no" if column in ("Opt out", "DND") else "yes"
    path = file_of(tmp_path, column, error, good)
    report = cli_json("contacts", "check", path)
    assert (report["accepted"], report["declined"]) == (1, 1)
    (declined,) = report["declined_rows"]
    assert (declined["row"], declined["value"], declined["said"]) == (2, error, "error")
    told = finding(report, "consent_errors")
    assert (told["rows"], error in told["message"], column in told["message"]) == ([2], True, True)
    assert "They are left out. Correct the formulas in Excel" in told["message"]
    assert not {"declined", "consent_unclear"} & {warning["code"] for warning in report["warnings"]}
    made = cli_json("campaign", "create", path, *MESSAGE)
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"declined": 1})


def test_an_error_about_one_channel_is_told_where_none_is_chosen() -> None:
    text = f"Mobile,WhatsApp opt-in\n{FIRST},#N/A\n{FIRST + 1},no\n{FIRST + 2},yes\n"
    audience = check_contacts(text.encode())
    assert audience.refusing[Channel.WHATSAPP].tolist() == [True, True, False]
    warnings = {warning.code: warning for warning in audience.report.warnings}
    assert warnings[FileFindingCode.DECLINED_CHANNEL].rows == (3,)
    told = warnings[FileFindingCode.CONSENT_ERRORS_CHANNEL]
    assert told.rows == (2,)
    assert "yes or no to WhatsApp messages in 'WhatsApp opt-in', such as '#N/A'" in told.message


def test_a_row_with_an_error_is_kept_on_purpose(cli_json: RunJson, tmp_path: Path) -> None:
    path = file_of(tmp_path, "Opt out", "#N/A", "no")
    report = cli_json("contacts", "check", path, "--keep-declined")
    assert (report["accepted"], report["declined"]) == (2, 0)
    assert "They were kept" in finding(report, "consent_errors_kept")["message"]


def test_an_error_in_a_workbook_is_no_yes(cli_json: RunJson, tmp_path: Path) -> None:
    path, book = tmp_path / "contacts.xlsx", openpyxl.Workbook()
    for cells in (["Mobile", "DND"], [9876543210, "#N/A"], [9876543211, "N"]):
        book.active.append(cells)
    book.active["B2"].data_type = "e"
    book.save(path)
    report = cli_json("contacts", "check", path)
    assert (report["accepted"], report["declined"]) == (1, 1)
    assert finding(report, "consent_errors")["rows"] == [2]


@pytest.mark.parametrize(
    ("cells", "declined"),
    [
        pytest.param(("#N/A", "called in May"), [], id="nobody says no in it"),
        pytest.param(("#N/A", "do not contact"), ["#N/A", "do not contact"], id="somebody does"),
    ],
)
def test_an_error_in_remarks_counts_where_they_say_who_wants_none(
    cli_json: RunJson, tmp_path: Path, cells: tuple[str, ...], declined: list[str]
) -> None:
    report = cli_json("contacts", "check", file_of(tmp_path, "Remarks", *cells))
    assert [row["value"] for row in report["declined_rows"]] == declined


def test_a_plain_no_beside_an_error_is_what_is_told(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(f"Mobile,Accepts SMS,DND\n{FIRST},#N/A,Y\n{FIRST + 1},yes,N\n")
    (declined,) = cli_json("contacts", "check", path)["declined_rows"]
    assert (declined["column"], declined["said"]) == ("DND", "no")


@pytest.mark.parametrize(
    "column",
    ["DND Category", "DND preference", "NCPR Preferences", "TRAI Preference", "dnd_pref"],
)
def test_categories_of_the_dnd_register_are_left_out_and_told(
    cli_json: RunJson, tmp_path: Path, column: str
) -> None:
    path = file_of(tmp_path, column, "0", "1", "2,5", "7", "", "Not registered")
    report = cli_json("contacts", "check", path)
    assert (report["accepted"], report["declined"]) == (2, 4)
    answers = [row["said"] for row in report["declined_rows"]]
    assert answers == ["no", "categories", "categories", "categories"]
    assert finding(report, "declined")["rows"] == [2]
    told = finding(report, "dnd_categories")
    assert (told["rows"], "only some kinds of promotion" in told["message"]) == ([3, 4, 5], True)
    kept = cli_json("contacts", "check", path, "--keep-declined")
    assert kept["accepted"] == 6
    assert finding(kept, "dnd_categories_kept")["rows"] == [3, 4, 5]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        pytest.param("DND", ("0", "0", "0", "2"), id="a category among zeros"),
        pytest.param("DND", ("0", "1", "2,5", "7", "", "Not registered"), id="all kinds"),
        pytest.param("NCPR", ("0.0", "3.0"), id="with decimals"),
        pytest.param("DND Status", ("0", "1-7"), id="a range"),
        pytest.param("Alt DND", ("1", "0", "8"), id="of another number"),
    ],
)
def test_a_zero_beside_categories_is_refused_where_no_category_is_named(
    cli: RunCommand, tmp_path: Path, column: str, cells: tuple[str, ...]
) -> None:
    path = file_of(tmp_path, column, *cells)
    done = cli("contacts", "check", path, "--json")
    (blocker,) = json.loads(done.stdout)["blockers"]
    assert (done.returncode, blocker["code"]) == (1, "dnd_zero_unclear")
    assert f"'{column}' holds 0 beside" in blocker["message"]
    assert cli("campaign", "create", path, *MESSAGE).returncode == 1
    kept = cli("contacts", "check", path, "--json", "--keep-declined")
    assert json.loads(kept.stdout)["accepted"] == len(cells)


@pytest.mark.parametrize(
    ("cells", "declined"),
    [
        pytest.param(("0", "1"), ["1"], id="0 and 1"),
        pytest.param(("N", "2", "1"), ["2", "1"], id="no zero"),
        pytest.param(("0", "Y"), ["Y"], id="no category"),
        pytest.param(("0", "12-01"), [], id="a date"),
    ],
)
def test_what_has_one_meaning_is_not_refused(
    cli_json: RunJson, tmp_path: Path, cells: tuple[str, ...], declined: list[str]
) -> None:
    report = cli_json("contacts", "check", file_of(tmp_path, "DND", *cells))
    assert [row["value"] for row in report["declined_rows"]] == declined


def test_a_zero_in_one_sheet_and_a_category_in_another_are_refused(
    cli: RunCommand, tmp_path: Path
) -> None:
    path, book = tmp_path / "contacts.xlsx", openpyxl.Workbook()
    for cells in (["Mobile", "DND"], [9876543210, 0], [9876543211, 0]):
        book.active.append(cells)
    second = book.create_sheet("Pune")
    for cells in (["Mobile", "DND"], [9876543212, 2], [9876543213, 3]):
        second.append(cells)
    book.save(path)
    done = cli("contacts", "check", path, "--json", "--all-sheets")
    assert [blocker["code"] for blocker in json.loads(done.stdout)["blockers"]] == [
        "dnd_zero_unclear"
    ]


def test_0_and_1_are_answers_where_no_category_is_named(cli_json: RunJson, tmp_path: Path) -> None:
    report = cli_json("contacts", "check", file_of(tmp_path, "DND", "0", "1"))
    assert [row["value"] for row in report["declined_rows"]] == ["1"]
    named = cli_json("contacts", "check", file_of(tmp_path, "DND Category", "0", "1"))
    assert [row["said"] for row in named["declined_rows"]] == ["no", "categories"]


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        *((cell, "no") for cell in ("0", "0.0", "00", "0 - Fully blocked", "START 0", "0,1")),
        *(
            (cell, "no")
            for cell in ("Fully Blocked", "Full block", "Y", "Full DND", "Partially blocked")
        ),
        *((cell, "categories") for cell in ("1", "3.0", "8", "1,3,5", "2#4", "1/2", "1-7")),
        *((cell, "categories") for cell in ("Category 3", "2 (Real Estate)", "Partial", "1234567")),
        *((cell, "silent") for cell in ("", "-", "NA", "N", "No", "Not registered", "Non DND")),
        *((cell, "unclear") for cell in ("9", "12-01", "perhaps", "99")),
    ],
)
def test_a_category_is_read(cell: str, reading: str) -> None:
    assert reading_of_category(cell) is ConsentReading(reading)
