"""`report import | parked`, `campaign report` and what they make of a campaign's status."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import NewCampaign, ReadLedger, RunCommand, RunJson, Send, StartGateway, WorkUntil

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.settings import Settings
from tests.reports.report_helpers import STRANGER, foreign_export, report_of

ENDS = ("delivered", "undelivered", "expired", "rejected", "dnd", "invalid_number")


def test_the_sandbox_report_goes_round(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    cli_json: RunJson,
    tmp_path: Path,
) -> None:
    url = start_gateway("--seed", "1").url
    made = new_campaign(400, "Hello")
    send(made)
    path = tmp_path / "report.csv"
    path.write_bytes(report_of(url))
    seen = cli_json("report", "import", path, "--preview")
    assert (seen["rows"], seen["matched"], seen["by_campaign"]) == (400, 400, {str(made): 400})
    assert seen["campaign_names"] == {str(made): "Test"}
    assert cli_json("campaign", "status", made)["submitted"] == 400, "a look changes nothing"
    done = cli_json("report", "import", path)
    assert (done["changed"], done["parked"], done["skipped"]) == (400, 0, 0)
    status = cli_json("campaign", "status", made)
    assert status["submitted"] == 0
    assert sum(status[state] for state in ENDS) == status["recipients"] == 400
    assert {state: status[state] for state in ENDS if status[state]} == done["by_state"]
    again = cli_json("report", "import", path)
    assert (again["again"], again["changed"]) == (True, 0)
    assert cli_json("campaign", "status", made) == status


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_foreign_export_is_taken_and_who_is_unknown_is_parked_and_listed(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    cli_json: RunJson,
    ledger: ReadLedger,
    tmp_path: Path,
    kind: str,
) -> None:
    start_gateway()
    made = new_campaign(4, "Hello")
    send(made)
    path = tmp_path / f"panel.{kind}"
    path.write_bytes(foreign_export(ledger(made), kind))
    done = cli_json("report", "import", path)
    assert (done["changed"], done["matched"], done["parked"]) == (4, 4, 1)
    assert done["why_parked"] == {"no message has this smsId": 1}
    assert done["unrecognised"] == {"Teleported E7": 1}
    status = cli_json("campaign", "status", made)
    assert [status[state] for state in ("delivered", "dnd", "expired", "submitted")] == [1] * 4
    assert cli_json("report", "parked") == {
        "parked": 1,
        "rows": [
            {
                "sms_id": STRANGER,
                "number": 919876543210,
                "status": "Delivered To Terminal",
                "error": "",
                "why": "no message has this smsId",
                "file": path.name,
            }
        ],
    }
    assert [row["sms_id"] for row in cli_json("number", "9876543210")["parked"]] == [STRANGER]


def test_parked_rows_are_taken_once_the_campaign_knows_its_ids(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    work_until: WorkUntil,
    cli_json: RunJson,
    tmp_path: Path,
) -> None:
    """The gateway lists messages before its answer about them is here."""
    url = start_gateway("--latency-ms", "3000").url
    made = new_campaign(3, "Hello")
    control.start(settings, made)
    path, imported = tmp_path / "report.csv", []

    def is_over() -> bool:
        path.write_bytes(report_of(url))
        if not imported and path.read_bytes().count(b"\n") > 3:
            imported.append(cli_json("report", "import", path))
            assert cli_json("report", "parked")["parked"] == 3
        return control.status(settings, made).is_over

    work_until(is_over, made)
    assert (imported[0]["matched"], imported[0]["parked"]) == (0, 3)
    index_ended(settings)
    assert cli_json("campaign", "status", made)["submitted"] == 0
    assert cli_json("report", "parked") == {"parked": 0, "rows": []}


def test_columns_that_cannot_be_guessed_are_refused_in_words_and_named_by_hand(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    cli: RunCommand,
    cli_json: RunJson,
    ledger: ReadLedger,
    tmp_path: Path,
) -> None:
    start_gateway()
    made = new_campaign(2, "Hello")
    send(made)
    path = tmp_path / "odd.csv"
    rows = [f"{row['sms_id']},DELIVRD,x" for row in ledger(made)]
    path.write_text("\n".join(["ref,how,why", *rows]))
    refused = cli("report", "import", path, "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Choose the smsId or the number" in refused.stderr
    done = cli_json("report", "import", path, "--id-column", "ref", "--status-column", "how")
    assert done["changed"] == 2


def test_a_report_about_the_other_mode_is_skipped_and_said(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    cli: RunCommand,
    cli_json: RunJson,
    tmp_path: Path,
) -> None:
    url = start_gateway().url
    made = new_campaign(2, "Hello")
    send(made)
    path = tmp_path / "report.csv"
    path.write_bytes(report_of(url))
    live = {"JETMSG_MODE": "live", "JETMSG_AUTH_KEY": "not-a-real-key", "JETMSG_SANDBOX_URL": ""}
    done = cli_json("report", "import", path, **live)
    assert (done["matched"], done["parked"], done["skipped"]) == (0, 0, 2)
    assert done["other_mode"] == {str(made): 2}
    refused = cli("campaign", "report", made, path, **live)
    assert refused.returncode == 1
    assert "was sent in sandbox mode, and this is live mode" in refused.stderr
    assert cli_json("campaign", "status", made)["submitted"] == 2
