"""What commands print for a person: no character that cannot be seen, times in India, and a
sentence for an argument that is no text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fixtures import NewCampaign, ReadLedger, RunCommand, RunJson, Send, StartGateway

from jetmsg_core.primitives.characters import visible

BROKEN = "Caf\udce9"
"""As Python reads an argument with the single byte E9."""


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("template", "add", "--name", BROKEN, "--body", "Hi"), id="a name"),
        pytest.param(("optout", "add", BROKEN), id="one of several"),
        pytest.param(("optout", "list", "--search", BROKEN), id="a search"),
        pytest.param(
            ("list", "choose", "1", "--name", "X", "--equals", "city", BROKEN), id="one of two"
        ),
    ],
)
def test_an_argument_that_is_no_text_is_a_sentence(
    arguments: tuple[str, ...], cli: RunCommand
) -> None:
    done = cli(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("'Caf\ufffd' has a byte that is not text.")
    assert len(done.stderr.splitlines()) == 1


def test_the_name_of_a_file_may_be_any_bytes(
    cli_json: RunJson, cli: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / f"{BROKEN}.csv"
    path.write_text("name,mobile\nA,9876543210\n")
    assert cli_json("contacts", "check", path)["accepted"] == 1
    made = cli("campaign", "create", path, "--name", "X", "--message", "Hi", "--json")
    assert json.loads(made.stdout)["recipients"] == 1, made.stderr
    copy = tmp_path / f"{BROKEN}.db"
    assert cli("backup", copy).returncode == 0
    assert cli("restore", copy, "--json").returncode == 0
    missing = cli("contacts", "check", tmp_path / f"no {BROKEN}.csv")
    assert missing.returncode == 1
    assert "Caf<U+DCE9>.csv" in missing.stderr


HOSTILE = "Sale\u202eelaS\x1b[2K\rstate  finished\nstate  finished"


def test_no_character_of_a_name_moves_or_turns_what_is_printed(
    cli: RunCommand, cli_json: RunJson, new_campaign: NewCampaign
) -> None:
    cli_json("template", "add", "--name", "T", "--body", HOSTILE)
    printed = cli("template", "show", "1")
    assert "Sale<U+202E>elaS<U+001B>[2K" in printed.stdout
    assert "\n".join(printed.stdout.splitlines()) == printed.stdout.rstrip("\n")
    assert "state  finished" not in printed.stdout.splitlines()
    assert not {"\u202e", "\x1b", "\r"} & {*printed.stdout}
    assert cli_json("template", "show", "1")["body"].startswith("Sale\u202e"), "JSON says all"
    cli("optout", "add", "9876543210", "--source", "web\x1b[31m\u2066")
    listed = cli("optout", "list").stdout
    assert "web<U+001B>[31m<U+2066>" in listed
    refused = cli("optout", "add", "98\u202e\x1b[2K")
    assert "98<U+202E><U+001B>[2K" in refused.stdout + refused.stderr
    assert "\x1b" not in refused.stdout + refused.stderr


def test_joiners_and_letters_stay_as_they_are() -> None:
    for text in ("ദീപാവലി ന്‍", "क्‍ष", "শুভ দীপাবলি", "é 😀 👨‍👩‍👧", "a b"):
        assert visible(text) == text
    assert visible("a\tb\x85\ufeff\u200f") == "a<U+0009>b<U+0085><U+FEFF><U+200F>"
    assert visible("a\nb") == "a↵b"
    assert visible("a\nb\x00", keep="\n") == "a\nb<U+0000>"


def test_times_are_indian_for_a_person_and_utc_in_json(
    cli: RunCommand, cli_json: RunJson, new_campaign: NewCampaign
) -> None:
    made = new_campaign(2)
    scheduled = cli("campaign", "schedule", made, "--at", "2099-11-25 10:30")
    assert "scheduled_at  25 Nov 2099, 10:30 IST" in scheduled.stdout
    assert cli_json("campaign", "schedule", made, "--at", "2099-11-25 10:30")[
        "scheduled_at"
    ].startswith("2099-11-25T05:00")
    history = cli("number", "9000000000").stdout
    assert " IST" in history
    assert "+00:00" not in history
    assert "Queued" in history
    assert "#" not in history, "how the state is coloured"


def test_what_a_report_changed_is_written_for_a_person(
    cli: RunCommand, new_campaign: NewCampaign, send: Send, start_gateway: StartGateway,
    ledger: ReadLedger, tmp_path: Path,
) -> None:  # fmt: skip
    start_gateway()
    made = new_campaign(2, "Hello")
    send(made)
    file = tmp_path / "report.csv"
    file.write_text(f"Sms Id,Status\n{ledger(made)[0]['sms_id']},DELIVRD\n")
    for command in (("campaign", "report", made, file), ("report", "import", file)):
        done = cli(*command)
        assert done.returncode == 0, done.stderr
        assert not {*"{}[]"} & {*done.stdout}, "a Python value"
        assert "    Holds   Column\n    id      Sms Id\n    status  Status\n" in done.stdout
        assert re.search(r"Campaign +Rows +Name\n +1 +1 +Test\n", done.stdout)
        assert re.search(r"State +Rows\n +delivered +1\n", done.stdout)
