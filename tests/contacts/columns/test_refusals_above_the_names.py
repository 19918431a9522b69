"""A refusal whose name stands above the row of the column names is heard, also over blank rows and
where a person chose that row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fixtures import RunJson

SMS = "Mobile,Name,SMS"
PEOPLE = "9876543210,Asha,Y\n9876543211,Ravi,N\n"
BOTH = "9876543210,Asha,Y,N\n9876543211,Ravi,N,Y\n"


def check(cli_json: RunJson, tmp_path: Path, text: str, *options: str) -> dict[str, Any]:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    return dict(cli_json("contacts", "check", path, *options))


@pytest.mark.parametrize(
    ("text", "options", "column"),
    [
        pytest.param(f",,Opt out\n\n{SMS}\n{PEOPLE}", (), "Opt out / SMS", id="a blank row"),
        pytest.param(f",,Opt out\n,,\n\n{SMS}\n{PEOPLE}", (), "Opt out / SMS", id="two of them"),
        pytest.param(
            f",,Opt out\n{SMS}\n{PEOPLE}", ("--header-row", "2"), "Opt out / SMS", id="chosen"
        ),
        pytest.param(
            f",,Opt out\n\n{SMS}\n{PEOPLE}", ("--header-row", "3"), "Opt out / SMS", id="both"
        ),
        pytest.param(
            f",,DND\nMobile,Name,\n{PEOPLE}", ("--header-row", "2"), "DND", id="over no name"
        ),
        pytest.param(f",,DND\n\nMobile,Name,\n{PEOPLE}", (), "DND", id="over no name, a blank row"),
        pytest.param(
            f",,Opt out\n,Class,5 B\n{SMS}\n{PEOPLE}",
            ("--header-row", "3"),
            "Opt out / SMS",
            id="another row between",
        ),
        pytest.param(
            f"Mobile,Name,Opt out,\n,,SMS,WhatsApp\n{BOTH}",
            ("--header-row", "1"),
            "Opt out / SMS",
            id="the upper row chosen",
        ),
        pytest.param(
            f"Mobile,Name,Opt out,\n\n,,SMS,WhatsApp\n{BOTH}",
            (),
            "Opt out / SMS",
            id="a blank row below the names",
        ),
    ],
)
def test_a_refusal_above_the_names_is_heard(
    cli_json: RunJson, tmp_path: Path, text: str, options: tuple[str, ...], column: str
) -> None:
    found = check(cli_json, tmp_path, text, *options)
    (declined,) = found["declined_rows"]
    assert (declined["number"], declined["column"]) == (919876543210, column)
    assert found["columns"][:2] == ["Mobile", "Name"]
    (told,) = [one for one in found["warnings"] if one["code"] == "consent_above_names"]
    assert column in told["message"]


def test_what_is_merged_over_two_channels_is_heard_for_both(
    cli_json: RunJson, tmp_path: Path
) -> None:
    text = f",,Opt out,\n\n{SMS},WhatsApp\n{BOTH}"
    for channel, number in (("sms", 919876543210), ("whatsapp", 919876543211)):
        found = check(cli_json, tmp_path, text, "--channel", channel)
        assert [row["number"] for row in found["declined_rows"]] == [number]


def test_a_workbook_with_a_blank_row_is_read_alike(cli_json: RunJson, tmp_path: Path) -> None:
    path, book = tmp_path / "contacts.xlsx", openpyxl.Workbook()
    rows = [["", "", "Opt out"], [], ["Mobile", "Name", "SMS"], [9876543210, "Asha", "Y"]]
    for cells in [*rows, [9876543211, "Ravi", "N"]]:
        book.active.append(cells)
    book.save(path)
    for options in ((), ("--header-row", "3")):
        assert cli_json("contacts", "check", path, *options)["declined"] == 1


@pytest.mark.parametrize(
    ("text", "options"),
    [
        pytest.param(f"Opt out list,,\n\n{SMS}\n{PEOPLE}", (), id="a title over all"),
        pytest.param(
            f"Parents,,Done\n\n{SMS}\n{PEOPLE}", ("--header-row", "3"), id="about something else"
        ),
        pytest.param(
            f"Mobile,Name,DND\nRavi,none,SMS\n{PEOPLE}", ("--header-row", "1"), id="a contact below"
        ),
    ],
)
def test_what_is_no_refusal_leaves_the_names_alone(
    cli_json: RunJson, tmp_path: Path, text: str, options: tuple[str, ...]
) -> None:
    found = check(cli_json, tmp_path, text, *options)
    assert not [one for one in found["warnings"] if one["code"] == "consent_above_names"]
    assert set(found["columns"]) <= {"Mobile", "Name", "SMS", "DND"}
