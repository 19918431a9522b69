"""`campaign settle | retry | schedule | unschedule` as scripts use them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from fixtures import NewCampaign, ReadJournal, ReadLedger, RunCommand, RunJson, Send, StartGateway
from lost_calls import forget_readings

from jetmsg_core import settings as configuration
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.usefixtures("never_held")


@pytest.fixture
def lost(start_gateway: StartGateway, new_campaign: NewCampaign, send: Send) -> int:
    start_gateway("--fault", "drop=1")
    made: int = new_campaign(30, "Hello", chunk_size=10)
    send(made)
    return made


def test_one_call_is_settled_as_sent(lost: int, cli_json: RunJson) -> None:
    assert cli_json("campaign", "settle", lost, "--chunk", "2", "--as", "sent") == {
        "campaign": lost,
        "state": "finished",
        "settled": [2],
        "recipients": 10,
    }
    status = cli_json("campaign", "status", lost)
    assert (status["submitted"], status["unknown"], status["parts_submitted"]) == (10, 20, 10)
    assert status["chunks"]["accepted"] == 1


def test_all_are_sent_again_and_go_out_with_the_next_run(
    lost: int, cli_json: RunJson, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    done = cli_json("campaign", "settle", lost, "--chunk", "all", "--as", "retry")
    assert (done["state"], done["settled"], done["recipients"]) == ("running", [1, 2, 3], 30)
    start_gateway()
    assert cli_json("campaign", "run", lost)["state"] == "finished"
    assert set(Counter(entry["number"] for entry in read_journal()).values()) == {2}
    assert cli_json("campaign", "settle", lost, "--chunk", "all", "--as", "sent")["settled"] == []


def test_a_group_is_settled_by_the_numbers_that_were_printed(
    lost: int, cli: RunCommand, cli_json: RunJson, settings: Settings
) -> None:
    forget_readings(settings)
    (group,) = cli_json("campaign", "unknown", lost)["groups"]
    assert group == {
        "suggestion": "no_evidence",
        "suggested": None,
        "reported": False,
        "evidence": "there is no evidence",
        "calls": 3,
        "recipients": 30,
        "chunk": "1-3",
    }
    printed = cli("campaign", "unknown", lost).stdout
    assert "3 of 3 calls, 30 people: there is no evidence." in printed
    assert f"campaign settle {lost} --chunk 1-3 --as sent|retry" in printed
    cli_json("campaign", "settle", lost, "--chunk", "2", "--as", "sent")
    assert cli_json("campaign", "unknown", lost)["groups"][0]["chunk"] == "1,3"
    done = cli_json("campaign", "settle", lost, "--chunk", group["chunk"], "--as", "sent")
    assert (done["settled"], done["recipients"], done["changed"]) == ([1, 3], 20, [2])
    again = cli("campaign", "settle", lost, "--chunk", "1,2-3", "--as", "sent")
    assert (again.returncode, "Nothing was changed" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("99", "--chunk", "all"), "no campaign 99", id="no such campaign"),
        pytest.param(("1", "--chunk", "9"), "has no call 9", id="no such call"),
        pytest.param(("1", "--chunk", "x"), "number, or all", id="no number"),
        pytest.param(("1", "--chunk", "3-2"), "several as 1,4-6", id="backwards"),
        pytest.param(("1", "--chunk", "1-999999999"), "several as 1,4-6", id="more than any has"),
        pytest.param(("1", "--chunk", "1"), "accepted, not unknown", id="settled before"),
    ],
)
def test_what_cannot_be_settled_is_a_sentence(
    arguments: tuple[str, ...], words: str, lost: int, cli: RunCommand
) -> None:
    assert lost == 1
    cli("campaign", "settle", lost, "--chunk", "1", "--as", "sent")
    done = cli("campaign", "settle", *arguments, "--as", "retry")
    assert done.returncode == 1
    assert words in done.stderr
    assert cli("campaign", "settle", "1", "--chunk", "all").returncode == 2


def test_retry_makes_a_draft_of_the_failures(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    cli: RunCommand,
    cli_json: RunJson,
) -> None:
    start_gateway("--fault", "missing=1")
    made = new_campaign(40, "Hello", chunk_size=10)
    left = send(made).recipients["not_accepted"]
    answer = cli_json("campaign", "retry", made)
    assert answer | {"warnings": []} == {
        "campaign": 2,
        "state": "draft",
        "retry_of": made,
        "recipients": left,
        "chunks": -(-left // 10),
        "parts": left,
        "opted_out": 0,
        "reported": 0,
        "unknown": 0,
        "warnings": [],
    }
    again = cli("campaign", "retry", made)
    assert again.returncode == 1
    assert "campaign 2" in again.stderr


def test_retry_of_the_undelivered_says_why_and_what_it_takes(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    cli: RunCommand,
    cli_json: RunJson,
    ledger: ReadLedger,
    tmp_path: Path,
) -> None:
    start_gateway("--balance", "tranx=100,promo=1,otp=1")
    made = new_campaign(5, "Hello")
    send(made)
    assert cli("campaign", "retry", made, "--of", "undelivered").returncode == 1
    words = ("DELIVRD", "UNDELIV", "EXPIRED", "REJECTD")
    rows = [f"{row['sms_id']},{word}" for row, word in zip(ledger(made), words, strict=False)]
    file = tmp_path / "report.csv"
    file.write_text("\n".join(["Sms Id,Status", *rows]))
    cli_json("campaign", "report", made, file)
    cli_json("balance", "--sample")
    answer = cli_json("campaign", "retry", made, "--of", "undelivered", "--of", "expired")
    assert (answer["recipients"], answer["parts"], answer["reported"]) == (2, 2, 0)
    assert answer["of"] == ["undelivered", "expired"]
    assert (answer["pool"], answer["balance"]) == ("tranx", 95)
    assert {(why["state"], why["recipients"]) for why in answer["reasons"]} == {
        ("undelivered", 1),
        ("expired", 1),
    }
    assert all(why["meaning"] and why["todo"] for why in answer["reasons"])
    again = cli("campaign", "retry", made, "--of", "undelivered")
    assert (again.returncode, "campaign 2" in again.stderr) == (1, True)
    assert cli("campaign", "retry", made, "--of", "delivered").returncode == 2
    assert cli("campaign", "retry", made, "--of", "dnd").returncode == 2


def test_a_campaign_is_scheduled_in_indian_time_and_taken_off_again(
    new_campaign: NewCampaign, cli: RunCommand, cli_json: RunJson
) -> None:
    made = new_campaign(2)
    assert cli_json("campaign", "schedule", made, "--at", "2099-11-25 10:30") == {
        "campaign": made,
        "state": "scheduled",
        "scheduled_at": "2099-11-25T05:00:00.000+00:00",
    }
    assert cli_json("campaign", "unschedule", made)["state"] == "draft"
    passed = cli("campaign", "schedule", made, "--at", "2020-01-01 10:30")
    assert passed.returncode == 1
    assert "10:30 IST has passed" in passed.stderr
    assert "in Indian time" in cli("campaign", "schedule", made, "--at", "noon").stderr


def test_a_promotional_campaign_says_at_once_when_it_really_goes(
    new_campaign: NewCampaign, cli: RunCommand, cli_json: RunJson
) -> None:
    made = new_campaign(2, "Sale! STOP to 56161", route=2)
    sentence = (
        "Promotional messages leave from 10:00 to 20:45 IST only. It would wait until "
        "26 Nov 2099, 10:00."
    )
    late = cli_json("campaign", "schedule", made, "--at", "2099-11-25 22:00")
    assert (late["state"], late["warnings"]) == ("scheduled", [sentence])
    assert sentence in cli("campaign", "schedule", made, "--at", "2099-11-25 22:00").stdout
    assert "warnings" not in cli_json("campaign", "schedule", made, "--at", "2099-11-25 10:30")
    other = new_campaign(2, "Your order")
    assert "warnings" not in cli_json("campaign", "schedule", other, "--at", "2099-11-25 22:00")


def test_a_promotional_campaign_started_outside_the_hours_says_when_it_really_goes(
    new_campaign: NewCampaign,
    cli: RunCommand,
    cli_json: RunJson,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Calls stop leaving when the hours begin, so that every time of the day is outside."""
    monkeypatch.setenv("JETMSG_PROMO_STOPS", "10:00")
    kept = configuration.load()
    made = new_campaign(2, "Sale! STOP to 56161", route=2, settings=kept)
    started = cli_json("campaign", "start", made)
    (sentence,) = started["warnings"]
    assert started["state"] == "running"
    assert "It would wait until " in sentence
    assert sentence in cli("campaign", "start", made).stdout
    other = new_campaign(2, "Your order", route=1)
    assert "warnings" not in cli_json("campaign", "start", other)
