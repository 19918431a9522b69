"""A cell that is no value fills no placeholder: its person is left out or reads the default, its
row is said, and a column is kept as it stands on purpose."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand, RunJson

from jetmsg_core.campaigns.draft import choices
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.primitives.error_values import ERROR_VALUES

PEOPLE = ("Asha", "NULL", "-", "JosÃ©", "Rao &amp; Sons", "????", "")
CREATE = ("--name", "N", "--message", "Dear {{name}} of {{city}}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.csv"
    rows = [f"{name},{9876543210 + index},Pune" for index, name in enumerate(PEOPLE)]
    path.write_text("\n".join(["Name,Mobile,City", *rows, ""]), encoding="utf-8")
    return path


def texts(cli: RunCommand, campaign: int, out: Path) -> list[str]:
    assert cli("campaign", "export", str(campaign), out).returncode == 0
    with out.open(encoding="utf-8-sig", newline="") as lines:
        return [row["text"] for row in csv.DictReader(lines)]


def no_values(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in made["findings"] if finding["code"] == "no_real_value"]


def test_who_has_one_is_left_out_and_the_rows_are_said(
    cli: RunCommand, cli_json: RunJson, path: Path, tmp_path: Path
) -> None:
    made = cli_json("campaign", "create", path, *CREATE)
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"missing_value": 6})
    (finding,) = no_values(made)
    assert (finding["column"], finding["count"]) == ("Name", 5)
    assert (finding["rows"], finding["blocks"]) == ([3, 4, 5, 6, 7], False)
    assert "Row 3 says 'NULL'. These people are left out." in finding["message"]
    assert finding["message"] in made["warnings"]
    assert texts(cli, made["campaign"], tmp_path / "out.csv") == ["Dear Asha of Pune"]


def test_a_default_stands_in(
    cli: RunCommand, cli_json: RunJson, path: Path, tmp_path: Path
) -> None:
    made = cli_json("campaign", "create", path, *CREATE, "--missing", "default=friend")
    assert made["recipients"] == 7
    (finding,) = no_values(made)
    assert "These people read 'friend' instead." in finding["message"]
    sent = texts(cli, made["campaign"], tmp_path / "out.csv")
    assert sorted(set(sent)) == ["Dear Asha of Pune", "Dear friend of Pune"]


def test_a_column_is_kept_on_purpose(
    cli: RunCommand, cli_json: RunJson, path: Path, tmp_path: Path
) -> None:
    made = cli_json("campaign", "create", path, *CREATE, "--keep-cells", "name")
    assert (made["recipients"], no_values(made)) == (6, [])
    sent = texts(cli, made["campaign"], tmp_path / "out.csv")
    assert {"Dear NULL of Pune", "Dear Rao &amp; Sons of Pune"} <= set(sent)
    other = cli_json("campaign", "create", path, *CREATE, "--keep-cells", "city")
    assert other["recipients"] == 1


def test_what_the_check_calls_an_error_is_no_value_of_the_campaign(
    cli_json: RunJson, tmp_path: Path
) -> None:
    """The check promises that a message leaves these people out."""
    path = tmp_path / "contacts.csv"
    errors = "".join(f"{error},{9876543211 + at}\n" for at, error in enumerate(ERROR_VALUES))
    path.write_text(f"Name,Mobile\n{errors}Asha,9876543210\n")
    (warning,) = cli_json("contacts", "check", path)["warnings"]
    assert warning["code"] == "excel_errors"
    assert f": {len(ERROR_VALUES)}. If the message uses such a cell" in warning["message"]
    made = cli_json("campaign", "create", path, "--name", "N", "--message", "Dear {{name}}")
    (finding,) = no_values(made)
    assert (made["recipients"], finding["count"]) == (1, len(ERROR_VALUES))


def test_each_placeholder_has_its_own_finding(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "Name,Mobile,City,Note\nNA,9876543210,Pune,-\nOm,9876543211,#N/A,-\nLata,9012345671,Goa,-\n"
    )
    made = cli_json("campaign", "create", path, *CREATE)
    cells = [(finding["column"], finding["rows"]) for finding in no_values(made)]
    assert cells == [("Name", [2]), ("City", [3])]
    assert made["recipients"] == 1, "a column that no text uses is nobody's matter"


def test_nobody_left_is_refused_with_the_cell(cli: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Name,Mobile,City\nNULL,9876543210,Pune\n")
    refused = cli("campaign", "create", path, *CREATE)
    assert refused.returncode == 1
    assert "'Name' has cells without a real value. Row 2 says 'NULL'." in refused.stderr


def test_a_draft_of_before_keeps_its_token_and_a_new_one_its_cells() -> None:
    """The token of a campaign is made of its choices: a new one would make a second campaign."""
    assert "keep_cells" not in choices.essence(Choices())
    kept = Choices(keep_cells=("name",))
    assert "keep_cells" in choices.essence(kept)
    assert choices.from_json(choices.as_json(kept)) == kept
