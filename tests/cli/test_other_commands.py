"""`contacts check`, `message parts`, `balance` and `sandbox` on the command line."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand, RunJson, StartGateway

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample_contacts.csv"


def test_the_sample_file_has_good_rows_and_one_of_each_problem(cli_json: RunJson) -> None:
    answer = cli_json("contacts", "check", SAMPLE)
    counted = answer["accepted"] + answer["rejected"] + answer["duplicates"] + answer["opted_out"]
    assert answer["rows"] == counted
    assert answer["accepted"] > 30
    assert answer["duplicates"] == 2
    assert len(answer["problems"]) == answer["rejected"] >= 5
    assert not answer["blockers"]


def test_problems_name_the_row_the_cell_and_what_to_do(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("name,mobile\nA,9876543210\n\nB,98765\n")
    (problem,) = cli_json("contacts", "check", path)["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (4, "mobile", "98765")
    assert problem["code"] == "too_short"
    assert len(problem["message"]) > 20


def test_accepted_and_rejected_rows_are_written_where_asked(
    cli: RunCommand, tmp_path: Path
) -> None:
    path, good, bad = tmp_path / "c.csv", tmp_path / "good.csv", tmp_path / "bad.csv"
    path.write_text("name,mobile\nA,+91 98765 43210\nB,98765\n-C,+91-98765-43211\n")
    done = cli("contacts", "check", path, "--accepted", good, "--rejected", bad)
    assert done.returncode == 0
    assert list(csv.reader(good.read_text("utf-8-sig").splitlines())) == [
        ["row", "number", "name", "mobile"],
        ["2", "919876543210", "A", "+91 98765 43210"],
        ["4", "919876543211", "'-C", "'+91-98765-43211"],
    ]
    assert "98765" in bad.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["no-such-file.csv"], "cannot be read", id="no such file"),
        pytest.param([SAMPLE, "--column", "telephone"], "telephone", id="unknown column"),
        pytest.param([SAMPLE, "--encoding", "klingon"], "klingon", id="unknown encoding"),
        pytest.param([SAMPLE, "--accepted", "/nowhere/x.csv"], "cannot be written", id="no folder"),
    ],
)
def test_a_check_that_cannot_be_made_is_a_sentence(
    arguments: list[Any], words: str, cli: RunCommand
) -> None:
    done = cli("contacts", "check", *arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_parts_are_counted_for_each_text(cli: RunCommand) -> None:
    texts = ["Hello", "]" * 153, "नमस्ते", "₹" + "a" * 70]
    done = cli("message", "parts", "--json", stdin=json.dumps(texts))
    assert json.loads(done.stdout) == [
        {"encoding": "GSM-7", "units": 5, "parts": 1},
        {"encoding": "GSM-7", "units": 306, "parts": 3},
        {"encoding": "UCS-2", "units": 6, "parts": 1},
        {"encoding": "UCS-2", "units": 71, "parts": 2},
    ]


@pytest.mark.parametrize("stdin", ["", "{}", '"Hello"', "[1]", "not json"])
def test_anything_but_a_list_of_texts_is_refused(stdin: str, cli: RunCommand) -> None:
    done = cli("message", "parts", "--json", stdin=stdin)
    assert done.returncode == 1
    assert "JSON list of texts" in done.stderr


def test_the_balance_is_asked_for_once_and_then_remembered(
    cli_json: RunJson, start_gateway: StartGateway
) -> None:
    gateway = start_gateway("--balance", "tranx=100,promo=200,otp=300")
    first = cli_json("balance")
    assert (first["tranx"], first["promo"], first["otp"]) == (100, 200, 300)
    gateway.stop()
    assert cli_json("balance") == first


def test_a_balance_that_cannot_be_read_is_a_sentence(cli: RunCommand) -> None:
    done = cli("balance", "--sample", JETMSG_SANDBOX_URL="http://127.0.0.1:9")
    assert done.returncode == 1
    assert "could not be reached" in done.stderr


def test_a_wrong_key_is_said_in_the_gateways_words_and_never_shown(
    cli: RunCommand, start_gateway: StartGateway
) -> None:
    start_gateway("--auth-key", "the-right-one")
    done = cli("balance", "--sample", JETMSG_AUTH_KEY="the-wrong-one-9876")
    assert done.returncode == 1
    assert "API Key Mismatch" in done.stderr
    assert "9876" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("JETMSG_MODE", "lve", id="mode"),
        pytest.param("JETMSG_SMS_CHUNK", "0", id="chunk 0"),
        pytest.param("JETMSG_SENDERS", "many", id="senders"),
        pytest.param("JETMSG_SANDBOX_URL", "127.0.0.1:80", id="address without http"),
        pytest.param("JETMSG_DATA_DIR", "/proc/nowhere", id="data folder"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, cli: RunCommand) -> None:
    done = cli("balance", "--json", **{name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def as_people_start_it(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jetmsg_core", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def test_the_commands_work_as_a_process_of_their_own() -> None:
    done = as_people_start_it("message", "parts", "--json", stdin='["Hello"]')
    assert json.loads(done.stdout) == [{"encoding": "GSM-7", "units": 5, "parts": 1}]
    assert done.stderr == ""


def test_help_names_every_command() -> None:
    done = as_people_start_it("--help")
    assert done.returncode == 0
    for name in ("contacts", "message", "campaign", "balance", "worker", "sandbox"):
        assert name in done.stdout
