"""People chosen by what became of them in a campaign: lists of them, and campaigns without them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import ContactFile, ReadLedger, RunCommand, RunJson, Send, StartGateway

CREATE = ("--name", "X", "--message", "Hi {{name}}")


@pytest.fixture
def people(contact_file: ContactFile) -> Path:
    return contact_file(4)


@pytest.fixture
def friends(cli_json: RunJson, people: Path) -> int:
    made = cli_json("list", "save", people, "--name", "Friends")["list"]
    assert isinstance(made, int)
    return made


@pytest.fixture
def told(
    cli_json: RunJson, friends: int, start_gateway: StartGateway, send: Send, ledger: ReadLedger,
    tmp_path: Path,
) -> int:  # fmt: skip
    """A campaign to four: 1 has it, 2 read it, 3 was not reached, of 4 no report came."""
    start_gateway()
    made = cli_json("campaign", "create", "--list", friends, *CREATE)["campaign"]
    send(made)
    words = ("DELIVRD", "READ", "UNDELIV")
    lines = [f"{row['sms_id']},{word}" for row, word in zip(ledger(made), words, strict=False)]
    report = tmp_path / "report.csv"
    report.write_text("\n".join(["Sms Id,Status", *lines]))
    cli_json("report", "import", report)
    return int(made)


def test_a_list_is_made_of_any_states_of_a_campaign(
    told: int, cli_json: RunJson, cli: RunCommand, ledger: ReadLedger
) -> None:
    people = [row["number"] for row in ledger(told)]

    def numbers(*states: str) -> list[int]:
        options = [word for state in states for word in ("--in-state", state)]
        made = cli_json("list", "from-campaign", told, "--name", "N", *options)["list"]
        contacts = cli_json("list", "show", f"id={made}")["shown"]
        return [person["number"] for person in contacts]

    assert numbers("delivered", "read") == people[:2]
    assert numbers("submitted") == people[3:]
    assert numbers() == [people[2]], "usually those who did not get it"
    refused = cli("list", "from-campaign", told, "--name", "N", "--in-state", "refused")
    assert (refused.returncode, refused.stderr) == (1, f"Nobody in campaign {told} is refused.\n")
    refused = cli("list", "from-campaign", told, "--name", "N", "--in-state", "x")
    assert "--in-state cannot be 'x'. Choose one of" in refused.stderr


def test_a_smaller_list_is_made_by_the_states_of_a_campaign(
    told: int, friends: int, cli_json: RunJson, cli: RunCommand, ledger: ReadLedger
) -> None:
    people = [row["number"] for row in ledger(told)]
    choose = ("list", "choose", friends, "--name", "Some")
    states = ("--in-state", "delivered", "--in-state", "read")
    inside = cli_json(*choose, "--in-campaign", told, *states)
    outside = cli_json(*choose, "--not-in-campaign", told, *states)

    def numbers(made: int) -> list[int]:
        return [person["number"] for person in cli_json("list", "show", f"id={made}")["shown"]]

    assert numbers(inside["list"]) == people[:2]
    assert numbers(outside["list"]) == people[2:]
    assert inside["source"] == "Friends, only those in X who are delivered or read"
    refused = cli(*choose, "--not-empty", "name", "--in-state", "delivered")
    assert refused.returncode == 1
    assert "--in-state is about people of a campaign" in refused.stderr


@pytest.mark.parametrize("is_file", [False, True], ids=["a list", "a file"])
def test_people_of_a_campaign_are_left_out_but_those_in_a_state(
    is_file: bool, told: int, friends: int, people: Path, cli_json: RunJson, cli: RunCommand,
    ledger: ReadLedger,
) -> None:  # fmt: skip
    numbers = [row["number"] for row in ledger(told)]
    source = (people,) if is_file else ("--list", friends)
    create = ("campaign", "create", *source, *CREATE, "--exclude-campaign", told)
    assert "Nobody" in cli(*create).stderr, "usually all who were sent to are left out"
    made = cli_json(*create, "--except-state", "undelivered", "--except-state", "submitted")
    assert [row["number"] for row in ledger(made["campaign"])] == numbers[2:]
    assert made["skipped_by_reason"]["in_campaign"] == 2


def test_states_of_nobody_and_states_without_a_campaign_are_refused(
    friends: int, cli: RunCommand, cli_json: RunJson, ledger: ReadLedger
) -> None:
    create = ("campaign", "create", "--list", friends, *CREATE)
    stopped = cli_json(*create, "--contains", "name", "Name0")["campaign"]
    cli_json("campaign", "stop", stopped)
    exclude = ("--exclude-campaign", stopped)
    assert cli_json(*create, *exclude)["recipients"] == 4, "it never sent to anybody"
    assert cli_json(*create, *exclude, "--except-state", "none")["recipients"] == 3
    for options, sentence in (
        (("--except-state", "refused"), "--except-state is about people of a campaign"),
        (
            (*exclude, "--except-state", "none", "--except-state", "read"),
            "none cannot be used with other states",
        ),
    ):
        refused = cli(*create, *options)
        assert refused.returncode == 1
        assert sentence in refused.stderr
