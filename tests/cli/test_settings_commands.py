"""`settings show | set | unset`: what a marketer decides, below the environment."""

from __future__ import annotations

import getpass
import re
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson, StartGateway

from jetmsg_core.settings import OWNED


@pytest.fixture(autouse=True)
def _sender_id_is_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JETMSG_SENDER_ID")


def test_what_is_set_is_shown_with_who_did_it(cli: RunCommand, cli_json: RunJson) -> None:
    done = cli_json("settings", "set", "sender_id", "ABCDEF", "--by", "Asha")
    assert done == {
        "name": "JETMSG_SENDER_ID",
        "value": "ABCDEF",
        "from": "Settings page",
        "changeable": True,
        "changed": True,
    }
    listing = cli_json("settings", "show")
    assert tuple(setting["name"] for setting in listing["settings"]) == OWNED
    assert listing["settings"][0]["value"] == "ABCDEF"
    (change,) = listing["changes"]
    assert (change["name"], change["value_before"], change["value"], change["changed_by"]) == (
        *("JETMSG_SENDER_ID", None, "ABCDEF"),
        "Asha",
    )
    words = cli("settings", "show").stdout
    assert re.search("JETMSG_SENDER_ID +ABCDEF", words)
    assert "The environment wins" in words
    assert "Asha" in words


def test_who_it_is_the_system_says(cli_json: RunJson) -> None:
    cli_json("settings", "set", "JETMSG_LOW_PROMO", "5,000")
    (change,) = cli_json("settings", "show")["changes"]
    assert (change["changed_by"], change["value"]) == (getpass.getuser(), "5000")


def test_unset_takes_the_usual_value_back(cli: RunCommand, cli_json: RunJson) -> None:
    cli_json("settings", "set", "PROMO_STOPS", "19:00")
    assert cli("settings", "unset", "PROMO_STOPS").stdout == "JETMSG_PROMO_STOPS is 20:45.\n"
    again = cli("settings", "unset", "PROMO_STOPS").stdout
    assert again == "JETMSG_PROMO_STOPS is 20:45, as before.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("set", "PROMO_STOPS", "22:00"), "JETMSG_PROMO_STOPS is '22:00': write a time from 10:00"),
        (("set", "SENDER_ID", "no"), "exactly 6 letters or digits"),
        (("set", "SENDER_ID", " "), "`settings unset NAME`"),
        (("set", "AUTH_KEY", "x"), "'AUTH_KEY' is not changed here"),
        (("set", "LOW_OTP", "5", "--by", " "), "Write your name"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    cli: RunCommand, arguments: tuple[str, ...], sentence: str
) -> None:
    refused = cli("settings", *arguments)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert not refused.stdout


def test_what_the_environment_has_wins_and_is_not_changed(
    cli: RunCommand, cli_json: RunJson
) -> None:
    cli_json("settings", "set", "SENDER_ID", "KEPTID")
    fixed = cli_json("settings", "show", JETMSG_SENDER_ID="FIXEDI")["settings"][0]
    assert (fixed["value"], fixed["from"], fixed["changeable"]) == ("FIXEDI", "environment", False)
    refused = cli("settings", "set", "SENDER_ID", "OTHERS", JETMSG_SENDER_ID="FIXEDI")
    assert refused.returncode == 1
    assert "set in the environment, which wins" in refused.stderr


def test_a_campaign_takes_the_sender_id_that_was_set_and_says_what_it_costs(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "friends.csv"
    path.write_text("name,mobile\nAsha,9876543210\nRavi,9876543211\n")
    create = ("campaign", "create", path, "--name", "N", "--message", "Hi")
    assert "There is no sender ID" in cli(*create).stderr
    cli_json("settings", "set", "SENDER_ID", "ABCDEF")
    assert "rupees" not in cli_json(*create, "--preview")
    cli_json("settings", "set", "PART_PRICE", "0.18")
    assert "₹0.36" in cli(*create, "--preview").stdout
    made = cli_json(*create)
    assert made["rupees"] == 0.36
    assert cli_json("campaign", "status", made["campaign"])["rupees_submitted"] == 0


def test_long_numbers_are_written_as_was_set(
    cli: RunCommand, cli_json: RunJson, start_gateway: StartGateway
) -> None:
    start_gateway("--balance", "tranx=1234567,promo=50,otp=7")
    assert "12,34,567" in cli("balance").stdout
    cli_json("settings", "set", "GROUPING", "international")
    assert "1,234,567" in cli("balance").stdout
    assert cli_json("balance")["tranx"] == 1234567
