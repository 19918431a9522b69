"""Saved lists on the command line: what the dashboard can do with them, with the same sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fixtures import ReadLedger, RunCommand, RunJson

from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.settings import Settings

PEOPLE = (
    "name,mobile,city\n"
    "Asha,9876543210,Pune\n"
    "Ravi,98765,Pune\n"
    "Meera,9876543211,\n"
    "Imran,9876543212,Old Pune\n"
    "Asha,9876543210,Goa\n"
)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


@pytest.fixture
def saved(cli_json: RunJson, people: Path) -> int:
    """The id of the list *Customers*: Asha in Pune, Meera nowhere, Imran in Old Pune."""
    made = cli_json("list", "save", people, "--name", "Customers")["list"]
    assert isinstance(made, int)
    return made


def numbers(cli_json: RunJson, wanted: object, *options: str) -> list[int]:
    rows = cli_json("list", "show", wanted, *options)["shown"]
    return [person["number"] - 919_876_543_210 for person in rows]


def test_a_file_is_kept_and_says_whom_it_left_out(cli_json: RunJson, people: Path) -> None:
    answer = cli_json("list", "save", people, "--name", " Customers ")
    assert (answer["name"], answer["contacts"], answer["source"]) == ("Customers", 3, "people.csv")
    assert (answer["rows"], answer["column"], answer["file_findings"]) == (5, "mobile", [])
    assert answer["left_out"] == {"rejected": 1, "duplicate": 1, "opted_out": 0}
    assert numbers(cli_json, "customers") == [0, 1, 2]


def test_a_file_is_read_as_the_options_say(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("A;B\n9876543210;9876543211\n")
    cli_json("list", "save", path, "--name", "B", "--column", "B", "--delimiter", ";")
    assert numbers(cli_json, "B") == [1]
    path.write_text("mobile\n+14155550123\n9876543210\n")
    abroad = cli_json("list", "save", path, "--name", "Abroad", "--international")
    assert abroad["contacts"] == 2


def test_a_list_is_shown_with_the_contacts_looked_for(
    cli: RunCommand, cli_json: RunJson, saved: int
) -> None:
    cli_json("optout", "add", "9876543211")
    answer = cli_json("list", "show", saved, "--search", "pune", "--limit", "1")
    assert (answer["opted_out"], answer["more"]) == (1, True)
    assert answer["columns"] == ["name", "mobile", "city"]
    assert answer["shown"] == [
        {
            "number": 919876543210,
            "row": 2,
            "opted_out": False,
            "cells": {"name": "Asha", "mobile": "9876543210", "city": "Pune"},
        }
    ]
    lines = cli("list", "show", "Customers").stdout.splitlines()
    assert lines[-4].split() == ["Number", "Opted", "out", "name", "mobile", "city"]
    assert lines[-2].split() == ["919876543211", "yes", "Meera", "9876543211"]
    assert "There are more" in cli("list", "show", saved, "--limit", "2").stdout
    nobody = cli("list", "show", saved, "--search", "Delhi").stdout
    assert nobody.endswith("Nobody in this list matches 'Delhi'.\n")


def test_all_lists_are_listed_the_newest_first(
    cli: RunCommand, cli_json: RunJson, people: Path
) -> None:
    assert (
        cli("list", "list").stdout
        == "No lists yet. Save one from a file with `list save`, or in the dashboard.\n"
    )
    assert cli_json("list", "list") == {"count": 0, "lists": []}
    for name in ("First", "Second [b]"):
        cli_json("list", "save", people, "--name", name)
    listed = cli_json("list", "list")["lists"]
    assert [entry["name"] for entry in listed] == ["Second [b]", "First"]
    head, second, first = cli("list", "list").stdout.splitlines()
    assert head.split()[:2] == ["ID", "Contacts"]
    assert (second.split()[:2], first.split()[:2]) == (["2", "3"], ["1", "3"])
    assert second.endswith("  people.csv  Second [b]")


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        pytest.param(("--equals", "City", "pune "), [0], id="a text"),
        pytest.param(("--contains", "city", "PUNE"), [0, 2], id="a piece"),
        pytest.param(("--empty", "city"), [1], id="empty"),
        pytest.param(("--not-empty", "city"), [0, 2], id="not empty"),
        pytest.param(("--in-list", "Few"), [1], id="in a list"),
        pytest.param(("--not-in-list", "few"), [0, 2], id="not in a list"),
        pytest.param(("--in-campaign", "1"), [0], id="in a campaign"),
        pytest.param(("--not-in-campaign", "1"), [1, 2], id="not in a campaign"),
    ],
)
def test_a_smaller_list_has_those_who_fit(
    choice: tuple[str, ...],
    chosen: list[int],
    cli_json: RunJson,
    saved: int,
    people: Path,
) -> None:
    cli_json("list", "choose", "Customers", "--empty", "city", "--name", "Few")
    create = ("campaign", "create", people, "--name", "X", "--message", "Hi")
    cli_json(*create, "--equals", "city", "Pune")
    made = cli_json("list", "choose", saved, *choice, "--name", "Smaller")
    assert made["contacts"] == len(chosen)
    assert numbers(cli_json, made["list"]) == chosen
    assert numbers(cli_json, "Customers") == [0, 1, 2], "the old one stays"


def test_two_lists_become_one(cli_json: RunJson, saved: int, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("mobile,city,age\n9876543211,Goa,40\n9876543219,Agra,50\n")
    cli_json("list", "save", path, "--name", "More")
    made = cli_json("list", "merge", saved, "more", "--name", "All")
    assert (made["contacts"], made["source"]) == (4, "Customers + More")
    assert numbers(cli_json, "all") == [0, 1, 2, 9]
    meera = cli_json("list", "show", "all")["shown"][1]["cells"]
    assert (meera["name"], meera["city"], meera["age"]) == ("Meera", "", "40")


def test_a_list_is_renamed_and_deleted(cli: RunCommand, cli_json: RunJson, saved: int) -> None:
    assert cli_json("list", "rename", "customers", "Buyers")["name"] == "Buyers"
    assert cli_json("list", "delete", "Buyers") == {
        "list": saved,
        "name": "Buyers",
        "deleted": True,
    }
    assert cli_json("list", "list")["count"] == 0
    gone = cli("list", "delete", saved)
    assert (gone.returncode, gone.stderr) == (1, f"There is no list {saved}.\n")


def test_a_name_that_may_be_two_lists_is_never_guessed(
    cli: RunCommand, cli_json: RunJson, saved: int, people: Path
) -> None:
    second = cli_json("list", "save", people, "--name", "CUSTOMERS")["list"]
    third = cli_json("list", "save", people, "--name", str(saved))["list"]
    for wanted, ids in (("Customers", (saved, second)), (str(saved), (saved, third))):
        for command in (
            ("list", "delete", wanted),
            ("campaign", "create", "--list", wanted, "--name", "X", "--message", "Hi"),
        ):
            refused = cli(*command)
            assert refused.returncode == 1
            assert all(f"id={number}" in refused.stderr for number in ids), refused.stderr
    assert cli_json("list", "delete", f"id={saved}")["list"] == saved
    assert cli_json("list", "show", saved)["list"] == third, "now it is a name alone"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("show", "Nobody"), "There is no list 'Nobody'.", id="unknown"),
        pytest.param(("show", "1", "--limit", "0"), "--limit is 0: write 1 or more.", id="limit"),
        pytest.param(("rename", "1", " "), "Give the list a name", id="no name"),
        pytest.param(("rename", "1", "x" * 121), "has 121 characters", id="long name"),
        pytest.param(("merge", "1", "1", "--name", "X"), "two different lists", id="itself"),
        pytest.param(("choose", "1", "--name", "X"), "Give exactly one of", id="no choice"),
        pytest.param(
            ("choose", "1", "--name", "X", "--empty", "city", "--empty", "name"),
            "choose from the new list again",
            id="two choices",
        ),
        pytest.param(
            ("choose", "1", "--name", "X", "--empty", "town"),
            "There is no column 'town'. The file has: name, mobile, city.",
            id="unknown column",
        ),
        pytest.param(
            ("choose", "1", "--name", "X", "--equals", "city", " "),
            "Write what to look for",
            id="no words",
        ),
        pytest.param(
            ("choose", "1", "--name", "X", "--equals", "city", "Agra"),
            "Nobody in 'Customers' fits, so no list was made.",
            id="nobody",
        ),
        pytest.param(
            ("choose", "1", "--name", "X", "--in-campaign", "7"),
            "There is no campaign 7.",
            id="unknown campaign",
        ),
        pytest.param(
            ("choose", "1", "--name", "X", "--in-list", "1"),
            "A list cannot be compared with itself.",
            id="with itself",
        ),
    ],
)
def test_what_cannot_be_done_with_a_list_is_a_sentence(
    arguments: tuple[str, ...], sentence: str, cli: RunCommand, cli_json: RunJson, saved: int
) -> None:
    done = cli("list", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert cli_json("list", "list")["count"] == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param("name,city\nA,Pune\n", "number", id="no numbers"),
        pytest.param("name,mobile\nA,98765\n", "There is no contact to save", id="nobody good"),
    ],
)
def test_a_file_that_is_no_list_is_not_kept(
    content: str, sentence: str, cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "none.csv"
    path.write_text(content)
    done = cli("list", "save", path, "--name", "X")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert cli_json("list", "list")["count"] == 0


CREATE = ("--name", "X", "--message", "Hi {{name}}")


def sent_to(ledger: ReadLedger, answer: dict[str, Any]) -> list[int]:
    return sorted(row["number"] - 919_876_543_210 for row in ledger(answer["campaign"]))


def test_a_campaign_is_for_those_of_a_list_who_fit_and_got_nothing_yet(
    cli: RunCommand, cli_json: RunJson, ledger: ReadLedger, saved: int
) -> None:
    create = ("campaign", "create", "--list", "customers", *CREATE)
    pune = cli_json(*create, "--equals", "city", "Pune")
    assert sent_to(ledger, pune) == [0]
    assert pune["skipped_by_reason"] == {"rejected": 1, "duplicate": 1, "condition": 2}
    cli_json("optout", "add", "9876543212")
    rest = cli_json(*create, "--exclude-campaign", pune["campaign"])
    assert sent_to(ledger, rest) == [1]
    assert rest["skipped_by_reason"] == {
        "rejected": 1, "duplicate": 1, "opted_out": 1, "in_campaign": 1,
    }  # fmt: skip
    both = (pune["campaign"], "--exclude-campaign", rest["campaign"])
    nobody = cli(*create, "--exclude-campaign", *both, "--json")
    assert (nobody.returncode, nobody.stderr) == (1, "Nobody is left to write to.\n")
    assert json.loads(nobody.stdout)["blockers"][0]["code"] == "no_recipients"


def test_a_campaign_of_a_file_leaves_out_the_same(
    cli: RunCommand, cli_json: RunJson, ledger: ReadLedger, people: Path
) -> None:
    create = ("campaign", "create", people, *CREATE)
    first = cli_json(*create, "--contains", "City", "pune", "--not-empty", "name")
    assert sent_to(ledger, first) == [0, 2]
    rest = cli_json(*create, "--exclude-campaign", first["campaign"])
    assert sent_to(ledger, rest) == [1]
    assert rest["skipped_by_reason"] == {"rejected": 1, "duplicate": 1, "in_campaign": 2}
    for options, sentence in (
        (("--exclude-campaign", "9"), "There is no campaign 9."),
        (("--empty", "town"), "There is no column 'town'."),
        (("--empty", "name"), "Nobody would get this message"),
    ):
        refused = cli(*create, *options, "--json")
        assert refused.returncode == 1
        assert sentence in refused.stderr
        assert json.loads(refused.stdout)["campaign"] is None


def test_a_copy_of_a_campaign_of_a_list_begins_with_what_was_chosen(
    cli_json: RunJson, saved: int, settings: Settings
) -> None:
    made = cli_json(
        *("campaign", "create", "--list", saved, *CREATE),
        *("--equals", "city", "Pune", "--missing", "default=you"),
    )
    copy = drafts.copy_of(settings, made["campaign"])
    assert (copy.list_id, copy.message) == (saved, "Hi {{name}}")
    assert [(test.column, test.value) for test in copy.conditions] == [("city", "Pune")]
    assert (copy.fill_in, copy.default, copy.sender_id) == (True, "you", None)


def test_how_a_file_is_read_is_refused_beside_a_list(cli: RunCommand, saved: int) -> None:
    create = ("campaign", "create", "--list", saved, *CREATE)
    done = cli(*create, "--column", "mobile", "--split")
    assert done.returncode == 1
    assert done.stderr.startswith("--column and --split are about how a file is read")
    assert cli("campaign", "create", *CREATE).returncode == 2
    assert cli("campaign", "create", "people.csv", "--list", saved, *CREATE).returncode == 2


def test_a_preview_says_the_same_and_makes_nothing(
    cli: RunCommand, cli_json: RunJson, saved: int, people: Path
) -> None:
    for who in (("--list", saved), (people,)):
        create = ("campaign", "create", *who, *CREATE)
        preview = cli_json(*create, "--preview")
        assert cli_json("campaign", "list")["count"] == 0
        assert [example["text"] for example in preview.pop("examples")] == [
            "Hi Asha", "Hi Meera", "Hi Imran",
        ]  # fmt: skip
        assert preview["campaign"] is None
        assert (preview["recipients"], preview["parts"], preview["chunks"]) == (3, 3, 3)
        blocked = cli(
            "campaign", "create", *who, "--name", "X", "--message", "Hi {name}", "--preview"
        )
        assert blocked.returncode == 1
        assert "--keep-text" in blocked.stderr
    made = cli_json(*create)
    assert {name: preview[name] for name in preview if name != "campaign"} == {
        name: made[name] for name in preview if name != "campaign"
    }
