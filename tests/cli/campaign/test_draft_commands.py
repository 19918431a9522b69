"""Drafts of the dashboard on the command line: shown, tried on one's own phone, sent as shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import ReadJournal, RunCommand, RunJson, StartGateway

from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices, Step
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.contacts import check_contacts
from jetmsg_core.lists import CellTest, Comparison, contacts_of, save
from jetmsg_core.settings import Settings

LINES = ("name,mobile,city", "Asha,9876543210,Pune", "Ravi,9876543211,", "Om,9876543212,Goa")
GREETING = Choices(step=Step.SEND, message="Dear {{name}}", name="Greeting [b]", route=1)

Begin = Callable[..., int]


@pytest.fixture
def begin(settings: Settings) -> Begin:
    """Keeps a draft to the list *Friends* with these choices, and gives its id."""
    contacts = contacts_of(check_contacts("\n".join(LINES).encode()), "friends.csv")
    friends = save(settings, contacts, name="Friends", token="t")

    def keep(**chosen: Any) -> int:
        choices = Choices(**{**GREETING.__dict__, "list_id": friends} | chosen)
        return drafts.begin(settings, choices).id

    return keep


def test_drafts_are_listed_with_what_they_are_about(
    begin: Begin, cli: RunCommand, cli_json: RunJson
) -> None:
    assert (
        cli("draft", "list").stdout
        == "No drafts yet. The dashboard keeps one as soon as you write a message.\n"
    )
    begin()
    begin(list_id=None, name="", message="", step=Step.WHO)
    listed = cli_json("draft", "list")
    assert listed["count"] == 2
    by_id = {draft["draft"]: draft for draft in listed["drafts"]}
    assert (by_id[1]["name"], by_id[1]["list_name"], by_id[1]["step"]) == (
        "Greeting [b]", "Friends", "send",
    )  # fmt: skip
    assert (by_id[2]["name"], by_id[2]["list"], by_id[2]["message"]) == (None, None, "")
    head, *lines = cli("draft", "list").stdout.splitlines()
    assert head.split()[:3] == ["ID", "Changed", "(IST)"]
    assert {line[head.index("At") :].split("  ")[0] for line in lines} == {"Who", "Send"}
    (greeting,) = (line for line in lines if "Friends" in line)
    assert greeting.endswith("  Greeting [b]")


def test_a_draft_is_shown_as_it_would_be_sent_and_how(
    begin: Begin, cli: RunCommand, cli_json: RunJson
) -> None:
    draft = begin(conditions=(CellTest("city", Comparison.NOT_EMPTY),))
    draft_shown = cli_json("draft", "show", draft)
    assert (draft_shown["recipients"], draft_shown["parts"], draft_shown["blockers"]) == (2, 2, [])
    assert draft_shown["skipped_by_reason"] == {"condition": 1}
    assert draft_shown["conditions"] == [{"column": "city", "test": "not_empty", "value": ""}]
    assert [example["text"] for example in draft_shown["examples"]] == ["Dear Asha", "Dear Om"]
    assert "campaign" not in draft_shown
    output = cli("draft", "show", draft).stdout
    assert output.endswith(
        f"To send it: draft start {draft} --recipients 2 --parts 2 --list-version 0\n"
    )
    assert cli_json("campaign", "list")["count"] == 0


def test_a_draft_is_not_sent_with_a_list_that_changed_since(
    begin: Begin, cli: RunCommand, cli_json: RunJson
) -> None:
    """As many people and parts as were shown, with another text."""
    draft = begin()
    version = cli_json("draft", "show", draft)["list_version"]
    cli_json("list", "edit", "Friends", "9876543210", "--cell", "name", "Usha")
    confirmed = ("--recipients", "3", "--parts", "3", "--list-version", version)
    refused = cli("draft", "start", draft, *map(str, confirmed))
    assert refused.returncode == 1
    assert "Somebody changed the list 'Friends' meanwhile" in refused.stderr
    assert cli_json("campaign", "list")["count"] == 0
    seen = cli_json("draft", "show", draft)
    assert (seen["list_version"], seen["list_changes"]) == (1, 1)
    assert seen["examples"][0]["text"] == "Dear Usha"


def test_a_draft_is_sent_as_it_was_shown_and_once(
    begin: Begin, cli: RunCommand, cli_json: RunJson, start_gateway: StartGateway,
    read_journal: ReadJournal,
) -> None:  # fmt: skip
    start_gateway()
    draft = begin()
    for recipients, parts, words in (("2", "3", "2 recipients"), ("3", "4", "4 credits")):
        refused = cli("draft", "start", draft, "--recipients", recipients, "--parts", parts)
        assert refused.returncode == 1
        assert f"You confirmed {words}" in refused.stderr
    assert cli_json("campaign", "list")["count"] == 0
    started = cli_json("draft", "start", draft, "--recipients", "3", "--parts", "3")
    assert (started["state"], started["recipients"], started["parts"]) == ("running", 3, 3)
    again = cli("draft", "start", draft, "--recipients", "3", "--parts", "3")
    assert (again.returncode, "it was sent or discarded" in again.stderr) == (1, True)
    assert cli_json("campaign", "run", started["campaign"])["state"] == "finished"
    assert sorted(entry["text"] for entry in read_journal()) == [
        "Dear Asha", "Dear Om", "Dear Ravi",
    ]  # fmt: skip
    other = begin()
    twin = cli_json("draft", "show", other)["sent_before"]
    assert twin.startswith("The same text went to this list already: Greeting [b], ")


def test_a_draft_is_put_on_the_schedule(begin: Begin, cli_json: RunJson) -> None:
    draft = begin(message="Sale {{name}}! STOP to 56161", route=2)
    start = ("draft", "start", draft, "--recipients", "3", "--parts", "3")
    started = cli_json(*start, "--at", "2099-11-25 22:00")
    assert (started["state"], started["scheduled_at"]) == (
        "scheduled", "2099-11-25T16:30:00.000+00:00",
    )  # fmt: skip
    assert "It would wait until 26 Nov 2099, 10:00." in started["warnings"][0]
    assert cli_json("draft", "list")["count"] == 0


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        pytest.param({"list_id": None}, "Choose who gets the message.", id="no list"),
        pytest.param({"message": " "}, "Write the message.", id="no message"),
        pytest.param(
            {"conditions": (CellTest("city", Comparison.EQUALS, " "),)},
            "Write what to look for in city, or remove the condition.",
            id="no words",
        ),
    ],
)
def test_a_draft_that_is_not_finished_says_what_is_missing(
    chosen: dict[str, Any], sentence: str, begin: Begin, cli: RunCommand, cli_json: RunJson
) -> None:
    draft = begin(**chosen)
    assert cli_json("draft", "show", draft)["unfinished"] == sentence
    assert sentence in cli("draft", "show", draft).stdout
    counts = ("--recipients", "3", "--parts", "3")
    for command in (("start", draft, *counts), ("test", draft, "--number", "9811111111")):
        done = cli("draft", *command)
        assert done.returncode == 1
        assert done.stderr == f"Draft {draft} is not finished. {sentence}\n"
    assert cli_json("campaign", "list")["count"] == 0


def test_what_blocks_a_draft_is_said_and_nothing_leaves(
    begin: Begin, cli: RunCommand, cli_json: RunJson
) -> None:
    draft = begin(message="Dear {name}")
    draft_shown = cli_json("draft", "show", draft)
    (blocker,) = draft_shown["blockers"]
    assert (blocker["count"], blocker["blocks"]) == (3, True)
    output = cli("draft", "show", draft).stdout
    assert blocker["message"] in output
    assert "To send it" not in output
    counts = ("--recipients", "3", "--parts", "3")
    for command in (("start", draft, *counts), ("test", draft, "--number", "9811111111")):
        done = cli("draft", *command)
        assert (done.returncode, blocker["message"] in done.stderr) == (1, True)
    assert cli_json("campaign", "list")["count"] == 0
    gone = begin(conditions=(CellTest("city", Comparison.EQUALS, "Agra"),))
    assert cli("draft", "show", gone).stderr == "Nobody is left to write to.\n"


def test_a_draft_is_tried_on_ones_own_phone_first(
    begin: Begin, cli: RunCommand, cli_json: RunJson, start_gateway: StartGateway,
    read_journal: ReadJournal, settings: Settings,
) -> None:  # fmt: skip
    start_gateway()
    draft = begin(test_number="98111 11111")
    tried = cli_json("draft", "test", draft, "--row", "3")
    assert (tried["state"], tried["text"], tried["row"]) == ("finished", "Dear Ravi", 3)
    assert tried["test_of_draft"] == draft
    (entry,) = read_journal()
    assert (str(entry["number"])[-10:], entry["text"]) == ("9811111111", "Dear Ravi")
    assert control.status(settings, tried["campaign"]).campaign.name == "Test: Greeting [b]"
    assert cli_json("draft", "list")["count"] == 1, "it is still a draft"
    other = cli_json("draft", "test", draft, "--number", "9822222222")
    assert other["text"] == "Dear Asha"
    nobody = cli("draft", "test", draft, "--row", "9")
    assert nobody.stderr == "Nobody in row 9 gets a message of this draft.\n"


def test_a_draft_is_discarded(begin: Begin, cli: RunCommand, cli_json: RunJson) -> None:
    draft = begin()
    assert cli_json("draft", "delete", draft) == {"draft": draft, "deleted": True}
    for command in ("show", "delete"):
        gone = cli("draft", command, draft)
        assert (gone.returncode, "This draft is gone" in gone.stderr) == (1, True)
