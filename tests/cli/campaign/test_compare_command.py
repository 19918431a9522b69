"""`campaign compare`: what became of campaigns, side by side, as the page has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fixtures import NewCampaign, ReadLedger, RunCommand, RunJson, Send, StartGateway


@pytest.fixture
def two_sent(start_gateway: StartGateway, new_campaign: NewCampaign, send: Send) -> tuple[int, int]:
    start_gateway()
    both = (new_campaign(3, "Hello"), new_campaign(2, "Hello you"))
    for campaign in both:
        send(campaign)
    return both


def test_campaigns_stand_side_by_side_in_the_order_asked(
    two_sent: tuple[int, int], cli: RunCommand, cli_json: RunJson
) -> None:
    first, second = two_sent
    compared = cli_json("campaign", "compare", second, first)["campaigns"]
    assert [campaign["campaign"] for campaign in compared] == [second, first]
    assert [campaign["submitted"] for campaign in compared] == [2, 3]
    assert compared[0]["submitted_share"] == 1
    assert compared[0]["delivered_share"] is compared[0]["credits_per_delivered"] is None
    head, *lines = cli("campaign", "compare", second, first).stdout.splitlines()
    assert head.split() == ["Campaign", str(second), "Campaign", str(first)]
    rows = [re.split(" {2,}", line) for line in lines[:-1]]
    assert ["Submitted", "2 (100%)", "3 (100%)"] in rows
    assert ["Delivered", "no report yet", "no report yet"] in rows
    assert ["Credits per delivered", "not known yet", "not known yet"] in rows
    assert lines[-1].startswith("Credits per delivered message are shown once a delivery report")


def test_what_was_delivered_and_what_it_cost_is_said_once_all_is_reported(
    two_sent: tuple[int, int],
    cli: RunCommand,
    cli_json: RunJson,
    ledger: ReadLedger,
    tmp_path: Path,
) -> None:
    file = tmp_path / "report.csv"
    ids = [row["sms_id"] for campaign in two_sent for row in ledger(campaign)]
    words = ["DELIVRD", "DELIVRD", "FAILED", "DELIVRD", "DELIVRD"]
    lines = [f"{sms_id},{word}" for sms_id, word in zip(ids, words, strict=True)]
    file.write_text("\n".join(["Sms Id,Status", *lines]))
    cli_json("report", "import", file)
    first, second = cli_json("campaign", "compare", *two_sent)["campaigns"]
    assert (first["delivered"], first["credits"], first["credits_per_delivered"]) == (2, 3, 1.5)
    assert second["delivered_share"] == 1
    output = cli("campaign", "compare", *two_sent).stdout
    assert "2 (66.7%)" in output
    assert "1.50" in output
    assert "are shown once" not in output


@pytest.mark.parametrize(
    ("ids", "code", "sentence"),
    [
        pytest.param(("1",), 1, "Choose 2 to 4 campaigns to compare.", id="alone"),
        pytest.param(("1", "1"), 1, "Choose 2 to 4 campaigns to compare.", id="twice the same"),
        pytest.param(tuple("12345"), 1, "Choose 2 to 4 campaigns to compare.", id="too many"),
        pytest.param(("1", "9"), 1, "There is no campaign 9.", id="unknown"),
        pytest.param(
            ("1", "one"),
            2,
            "ID takes a whole number, such as 7. 'one' is not one.",
            id="no number",
        ),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(
    ids: tuple[str, ...], code: int, sentence: str, new_campaign: NewCampaign, cli: RunCommand
) -> None:
    new_campaign(1)
    done = cli("campaign", "compare", *ids)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
