"""Ids as panels and spreadsheets write them, through the command line; and files whose ids are none
of ours, but whose numbers are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand, RunJson
from report_helpers import csv_of

Sending = Callable[..., Any]
NOON = "2026-05-01 12:00:00"


@pytest.mark.parametrize("form", ["{}:1", "{}-1", "{}_2", "'{}:1"])
def test_a_row_for_each_part_is_about_the_message(
    sent: Sending, cli_json: RunJson, tmp_path: Path, form: str
) -> None:
    campaign = sent(2)
    path = tmp_path / "report.csv"
    path.write_bytes(
        csv_of([[form.format(row["sms_id"]), "", "DELIVRD", "", NOON] for row in campaign.ledger])
    )
    assert cli_json("report", "import", path)["matched"] == 2
    assert campaign.counts == {"delivered": 2}


@pytest.mark.parametrize("foreign_id", ["4711-1", "a1b2c3d4-e5f6-7890-abcd-ef1234567890"])
def test_an_id_that_only_looks_like_that_of_a_part_stays_as_it_is(
    sent: Sending, cli_json: RunJson, tmp_path: Path, foreign_id: str
) -> None:
    sent(1)
    path = tmp_path / "report.csv"
    path.write_bytes(csv_of([[foreign_id, "", "DELIVRD", "", NOON]]))
    cli_json("report", "import", path)
    assert [row["sms_id"] for row in cli_json("report", "parked")["rows"]] == [foreign_id]


def test_sixteen_digits_that_excel_has_cut_belong_to_nobody_and_it_is_said(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    """Excel keeps fifteen digits and writes 0 for the rest: what is left may be another's id."""
    sent(1)
    path = tmp_path / "report.csv"
    ids = [f"17641300000{index:04}0" for index in range(5)]
    path.write_bytes(csv_of([[sms_id, "", "DELIVRD", "", NOON] for sms_id in ids]))
    seen = cli_json("report", "import", path, "--preview")
    assert (seen["shortened_ids"], seen["matched"], seen["skipped"]) == (5, 0, 5)


def test_ids_that_match_nothing_are_said_and_the_numbers_are_offered(
    sent: Sending, cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(3)
    path = tmp_path / "report.csv"
    rows = [[f"ref-{row['seq']}", str(row["number"]), "DELIVRD", "", ""] for row in campaign.ledger]
    path.write_bytes(csv_of([*rows, ["ref-9", "919876543210", "DELIVRD", "", ""]]))
    for command in (("report", "import"), ("campaign", "report", campaign.id)):
        seen = cli_json(*command, path, "--preview")
        assert seen["by_number"] == {str(campaign.id): 3}
        assert seen["campaign_names"] == {str(campaign.id): "Test"}
    refused = cli("report", "import", path, "--by", "number")
    assert refused.returncode == 1
    assert "campaign report ID FILE --by number" in refused.stderr
    done = cli_json("campaign", "report", campaign.id, path, "--by", "number")
    assert (done["matched"], done["parked"], done["by_number"]) == (3, 1, {})
    assert campaign.counts == {"delivered": 3}


def test_where_ids_are_known_no_number_is_offered(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(2)
    path = tmp_path / "report.csv"
    first, second = campaign.ledger
    path.write_bytes(
        csv_of(
            [
                [first["sms_id"], str(first["number"]), "DELIVRD", "", ""],
                ["ref-2", str(second["number"]), "DELIVRD", "", ""],
            ]
        )
    )
    assert cli_json("campaign", "report", campaign.id, path, "--preview")["by_number"] == {}
