"""`campaign test`: the text frozen for one recipient, to one's own number, before all others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import NewCampaign, ReadJournal, ReadLedger, RunCommand, RunJson, StartGateway

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel

ROWS = "name,mobile,city\nAsha,9876543210,Pune\nRavi,9876543211,NULL\nOm,9876543212,\n"


@pytest.fixture
def made(cli_json: RunJson, tmp_path: Path) -> int:
    """A campaign whose texts a message alone could not give again: one cell has a default, another
    is kept on purpose, and braces stand in the text."""
    path = tmp_path / "people.csv"
    path.write_text(ROWS)
    answer = cli_json(
        *("campaign", "create", path, "--name", "Diwali"),
        *("--message", "Hi {{name}} of {{city}} {x}", "--keep-text", "{x}"),
        *("--missing", "default=your town", "--keep-cells", "city"),
    )
    campaign_id = answer["campaign"]
    assert isinstance(campaign_id, int)
    return campaign_id


@pytest.mark.parametrize(
    ("options", "row", "text"),
    [
        pytest.param((), 2, "Hi Asha of Pune {x}", id="the first row"),
        pytest.param(("--row", "3"), 3, "Hi Ravi of NULL {x}", id="a cell kept on purpose"),
        pytest.param(("--row", "4"), 4, "Hi Om of your town {x}", id="a default"),
    ],
)
def test_the_frozen_text_of_one_recipient_comes_to_my_number_alone(
    options: tuple[str, ...], row: int, text: str, made: int, cli_json: RunJson,
    start_gateway: StartGateway, read_journal: ReadJournal, settings: Settings,
) -> None:  # fmt: skip
    start_gateway()
    before = cli_json("campaign", "status", made)
    tried = cli_json("campaign", "test", made, "--number", "+91 98111-11111", *options)
    assert {name: tried[name] for name in ("state", "test_of", "row", "text")} == {
        "state": "finished", "test_of": made, "row": row, "text": text,
    }  # fmt: skip
    (entry,) = read_journal()
    assert (str(entry["number"])[-10:], entry["text"]) == ("9811111111", text)
    assert cli_json("campaign", "status", made) == before, "nothing of it changed"
    assert control.status(settings, tried["campaign"]).campaign.name == "Test: Diwali"


def test_it_goes_the_way_the_campaign_goes(
    new_campaign: NewCampaign, cli_json: RunJson, start_gateway: StartGateway, settings: Settings
) -> None:
    start_gateway()
    origin = new_campaign(2, "Hello {{name}}", channel=Channel.WHATSAPP)
    tried = cli_json("campaign", "test", origin, JETMSG_TEST_NUMBER="9811111111")
    sent = control.status(settings, tried["campaign"]).campaign
    assert (sent.channel, sent.recipients, tried["text"]) == (Channel.WHATSAPP, 1, "Hello Name0")


def test_who_reads_the_file_of_a_test_finds_the_columns_of_the_recipient(
    made: int, cli_json: RunJson, start_gateway: StartGateway, tmp_path: Path, ledger: ReadLedger
) -> None:
    start_gateway()
    tried = cli_json("campaign", "test", made, "--number", "9811111111", "--row", "3")
    out = tmp_path / "out.csv"
    cli_json("campaign", "export", tried["campaign"], out)
    assert "Ravi" in out.read_text("utf-8-sig")
    assert [row["number"] for row in ledger(tried["campaign"])] == [919811111111]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("1",), "Write the mobile number the test goes to.", id="no number"),
        pytest.param(("1", "--number", "12"), "The test number '12': ", id="wrong number"),
        pytest.param(("1", "--number", "9800000001"), "has opted out", id="opted out"),
        pytest.param(
            ("1", "--number", "9811111111", "--row", "77"),
            "Nobody in row 77 gets a message of campaign 1.",
            id="unknown row",
        ),
        pytest.param(("7", "--number", "9811111111"), "There is no campaign 7.", id="unknown"),
    ],
)
def test_a_test_that_cannot_be_sent_is_a_sentence(
    arguments: tuple[str, ...], sentence: str, new_campaign: NewCampaign, cli: RunCommand,
    cli_json: RunJson,
) -> None:  # fmt: skip
    new_campaign(2)
    cli_json("optout", "add", "9800000001")
    done = cli("campaign", "test", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert cli_json("campaign", "list")["count"] == 1


def test_a_test_that_is_held_ends_with_3_and_says_why(
    new_campaign: NewCampaign, cli: RunCommand, start_gateway: StartGateway
) -> None:
    start_gateway("--fault", "sender=1")
    made = new_campaign(2)
    done = cli("campaign", "test", made, "--number", "9811111111", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["held"] == "sender"
    assert "is held." in done.stderr


def test_live_mode_without_a_key_tests_nothing(
    new_campaign: NewCampaign, cli: RunCommand, cli_json: RunJson
) -> None:
    done = cli("campaign", "test", new_campaign(2), "--number", "9811111111", JETMSG_MODE="live")
    assert done.returncode == 1
    assert "JETMSG_AUTH_KEY is not set" in done.stderr
    assert cli_json("campaign", "list")["count"] == 1
