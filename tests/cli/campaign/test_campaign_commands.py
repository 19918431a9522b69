"""The campaign commands as scripts use them: JSON on stdout, sentences on stderr, exit codes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import ContactFile, ReadJournal, ReadLedger, RunCommand, RunJson, StartGateway

CREATE = ("--name", "Diwali", "--message", "Hi {{name}}, 20% off in {{city}}")


def test_create_then_run_submits_everyone_and_the_export_says_so(
    cli: RunCommand,
    cli_json: RunJson,
    contact_file: ContactFile,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
    tmp_path: Path,
) -> None:
    start_gateway()
    made = cli_json("campaign", "create", contact_file(50), *CREATE)
    assert (made["recipients"], made["skipped"], made["chunks"]) == (50, 0, 50)
    assert (made["parts"], made["pool"], made["blockers"]) == (50, "tranx", [])
    assert cli_json("campaign", "run", made["campaign"]) == {
        "campaign": made["campaign"],
        "state": "finished",
    }
    status = cli_json("campaign", "status", made["campaign"])
    assert status["submitted"] == status["recipients"] == status["parts_submitted"] == 50
    assert status["chunks"]["accepted"] == 50
    out = tmp_path / "out.csv"
    assert cli("campaign", "export", made["campaign"], out).returncode == 0
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    journal = {f'="{entry["number"]}"': f'="{entry["smsId"]}"' for entry in read_journal()}
    assert {row["sent to"]: row["smsId"] for row in rows} == journal
    assert {row["name"] for row in rows} == {f"Name{i}" for i in range(50)}


def test_run_starts_a_sandbox_of_its_own_when_there_is_none(
    cli_json: RunJson, contact_file: ContactFile
) -> None:
    made = cli_json("campaign", "create", contact_file(5), *CREATE)
    assert cli_json("campaign", "run", made["campaign"])["state"] == "finished"
    assert cli_json("balance")["tranx"] == 249_995


def test_rows_that_cannot_be_sent_to_are_skipped_and_counted(
    cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(
        "name,mobile,city\nA,9876543210,Pune\nB,98765,Goa\nC,9876543210,Goa\nD,9876543211,\n"
    )
    skipping = cli_json("campaign", "create", path, *CREATE)
    assert (skipping["recipients"], skipping["skipped"]) == (1, 3)
    assert skipping["skipped_by_reason"] == {"rejected": 1, "duplicate": 1, "missing_value": 1}
    filled = cli_json("campaign", "create", path, *CREATE, "--missing", "default=your city")
    assert (filled["recipients"], filled["skipped"]) == (2, 2)
    twice = cli_json(
        "campaign", "create", path, *CREATE, "--duplicates", "all", "--missing", "default=x"
    )
    assert twice["recipients"] == 3


def test_create_warns_when_the_credits_do_not_reach(
    cli_json: RunJson, contact_file: ContactFile, start_gateway: StartGateway
) -> None:
    start_gateway("--balance", "tranx=30,promo=9,otp=1")
    cli_json("balance", "--sample")
    made = cli_json("campaign", "create", contact_file(50), *CREATE)
    assert "Transactional held 30 at the last reading: credits end at recipient 31" in " ".join(
        made["warnings"]
    )


def test_pause_resume_and_stop_say_the_state_they_lead_to(
    cli_json: RunJson, contact_file: ContactFile
) -> None:
    made = cli_json("campaign", "create", contact_file(5), *CREATE)["campaign"]
    assert cli_json("campaign", "start", made)["state"] == "running"
    assert cli_json("campaign", "start", made)["state"] == "running"
    assert cli_json("campaign", "pause", made)["state"] == "paused"
    assert cli_json("campaign", "resume", made)["state"] == "running"
    assert cli_json("campaign", "stop", made)["state"] == "stopped"
    assert cli_json("campaign", "status", made)["cancelled"] == 5


def test_run_ends_with_a_sentence_when_the_gateway_refuses_the_sender(
    cli: RunCommand, cli_json: RunJson, contact_file: ContactFile, start_gateway: StartGateway
) -> None:
    start_gateway("--fault", "sender=1")
    made = cli_json("campaign", "create", contact_file(5), *CREATE)["campaign"]
    held = cli("campaign", "run", made, "--json")
    assert held.returncode == 3
    assert json.loads(held.stdout) == {"campaign": made, "state": "running", "held": "sender"}
    assert "sender ID" in held.stderr
    assert "Invalid or Unapproved Sender Name" in held.stderr


@pytest.mark.usefixtures("never_held")
def test_run_ends_with_3_and_what_to_do_when_people_ended_unknown(
    cli: RunCommand, cli_json: RunJson, contact_file: ContactFile, start_gateway: StartGateway
) -> None:
    start_gateway("--fault", "drop=1")
    made = cli_json("campaign", "create", contact_file(2), *CREATE)["campaign"]
    done = cli("campaign", "run", made, "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout) == {"campaign": made, "state": "finished", "unknown": 2}
    assert "For 2 people it is unknown whether the message arrived." in done.stderr
    assert f"`campaign settle {made}`" in done.stderr


def test_help_says_what_the_exit_codes_of_run_are(cli: RunCommand) -> None:
    for words in ((), ("campaign", "run")):
        help_text = " ".join(cli(*words, "--help").stdout.split())
        assert "3" in help_text
        assert "people ended unknown" in help_text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--sender", "JET-MSG"], "exactly 6 letters or digits", id="wrong sender"),
        pytest.param(["--sender", "SHORT"], "exactly 6 letters or digits", id="short sender"),
        pytest.param(["--chunk", "0"], "Choose 1 to 1000", id="chunk 0"),
        pytest.param(["--chunk", "1001"], "Choose 1 to 1000", id="chunk too large"),
        pytest.param(["--message", "Hi {{nane}}"], "name", id="unknown placeholder"),
        pytest.param(["--message", "Hi {{name"], "{{", id="unfinished placeholder"),
        pytest.param(["--message", "  "], "message", id="empty message"),
        pytest.param(["--template-id", "11O7"], "digits", id="letter in the template id"),
        pytest.param(["--missing", "blank"], "skip", id="unknown choice for missing values"),
        pytest.param(["--name", " "], "name", id="no name"),
        pytest.param(["--column", "phone"], "mobile", id="unknown column"),
    ],
)
def test_a_wrong_option_is_refused_with_a_sentence(
    arguments: list[str], words: str, cli: RunCommand, contact_file: ContactFile
) -> None:
    done = cli("campaign", "create", contact_file(3), *CREATE, *arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "empty", id="empty file"),
        pytest.param(b"name,city\nAsha,Pune\n", "number", id="no number column"),
        pytest.param(b'name,mobile\n"Asha,9876543210\n', "quot", id="unclosed quote"),
        pytest.param(b"\x89PNG\r\n\x1a\n0000", "picture", id="a picture"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence_and_its_blockers(
    content: bytes, words: str, cli: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    done = cli("campaign", "create", path, *CREATE, "--json")
    assert done.returncode == 1
    assert words in done.stderr.lower()
    assert '"blockers": [{' in done.stdout
    assert '"campaign": null' in done.stdout


def test_nobody_left_to_send_to_is_a_sentence(cli: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("name,mobile,city\nAsha,98765,Pune\nRavi,call me,Goa\n")
    done = cli("campaign", "create", path, *CREATE, "--column", "mobile")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("command", ["start", "run", "pause", "resume", "stop", "status"])
def test_an_unknown_campaign_is_a_sentence(command: str, cli: RunCommand) -> None:
    done = cli("campaign", command, "77")
    assert (done.returncode, done.stderr.strip()) == (1, "There is no campaign 77.")


def test_a_finished_campaign_cannot_be_started_paused_or_stopped(
    cli: RunCommand, cli_json: RunJson, contact_file: ContactFile
) -> None:
    made = cli_json("campaign", "create", contact_file(2), *CREATE)["campaign"]
    cli_json("campaign", "run", made)
    for command in ("start", "pause", "resume", "stop", "run"):
        done = cli("campaign", command, made)
        assert done.returncode == 1
        assert "is finished" in done.stderr


def test_live_mode_without_a_key_refuses_to_start(
    cli: RunCommand, cli_json: RunJson, contact_file: ContactFile
) -> None:
    made = cli_json("campaign", "create", contact_file(2), *CREATE)["campaign"]
    done = cli("campaign", "start", made, JETMSG_MODE="live")
    assert done.returncode == 1
    assert "JETMSG_AUTH_KEY is not set" in done.stderr
    assert cli_json("campaign", "status", made)["state"] == "draft"


def test_live_mode_with_a_sandbox_address_refuses_to_start(
    cli: RunCommand, cli_json: RunJson, contact_file: ContactFile
) -> None:
    made = cli_json("campaign", "create", contact_file(2), *CREATE)["campaign"]
    live = {"JETMSG_MODE": "live", "JETMSG_AUTH_KEY": "not-a-real-key"}
    for address in ({"JETMSG_SANDBOX_URL": "http://127.0.0.1:9"}, LOCAL):
        done = cli("campaign", "run", made, **live, **address)
        assert done.returncode == 1
        assert "JETMSG_MODE is live" in done.stderr


LOCAL = {"JETMSG_SMS_URL": "http://127.0.0.1:9/api"}


def test_a_gateway_that_is_down_leaves_everyone_queued(
    cli_json: RunJson,
    contact_file: ContactFile,
    settings: Any,
    send: Callable[..., Any],
    monkeypatch: Any,
) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    made = cli_json("campaign", "create", contact_file(5), *CREATE)["campaign"]
    with pytest.raises(AssertionError):
        send(made, seconds=2)
    status = cli_json("campaign", "status", made)
    assert (status["held"], status["queued"]) == ("gateway_unreachable", 5)
    assert "could not be reached" in status["held_detail"]


def test_an_unknown_command_is_wrong_usage(cli: RunCommand) -> None:
    assert cli("campaign", "launch", "1").returncode == 2
    assert cli("campaign").returncode == 2
    assert cli("campaign", "start", "one").returncode == 2


@pytest.mark.slow
def test_a_hundred_thousand_with_one_text_agree_number_by_number_with_the_journal(
    cli_json: RunJson,
    contact_file: ContactFile,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
    ledger: ReadLedger,
) -> None:
    start_gateway()
    made = cli_json(
        "campaign", "create", contact_file(100_000), "--name", "Big", "--message", "Hello all"
    )
    assert (made["recipients"], made["chunks"]) == (100_000, 1_000)
    assert cli_json("campaign", "run", made["campaign"])["state"] == "finished"
    status = cli_json("campaign", "status", made["campaign"])
    assert status["submitted"] == 100_000
    journal = {(entry["number"], str(entry["smsId"])) for entry in read_journal()}
    assert len(journal) == 100_000
    assert {(str(r["number"]), r["sms_id"]) for r in ledger(made["campaign"])} == journal
