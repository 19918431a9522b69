"""A refusal whose name stands above the row of the column names is heard, also over blank rows and
where a person chose that row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fixtures import RunCommand, RunJson

SMS = "Mobile,Name,SMS"
PEOPLE = "9876543210,Asha,Y\n9876543211,Ravi,N\n"
BOTH = "9876543210,Asha,Y,N\n9876543211,Ravi,N,Y\n"


def check(cli_json: RunJson, tmp_path: Path, text: str, *options: str) -> dict[str, Any]:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    return dict(cli_json("contacts", "check", path, *options))


@pytest.mark.parametrize(
    ("text", "options", "column"),
    [
        pytest.param(f",,Opt out\n\n{SMS}\n{PEOPLE}", (), "Opt out / SMS", id="a blank row"),
        pytest.param(f",,Opt out\n,,\n\n{SMS}\n{PEOPLE}", (), "Opt out / SMS", id="two of them"),
        pytest.param(
            f",,Opt out\n{SMS}\n{PEOPLE}", ("--header-row", "2"), "Opt out / SMS", id="chosen"
        ),
        pytest.param(
            f",,Opt out\n\n{SMS}\n{PEOPLE}", ("--header-row", "3"), "Opt out / SMS", id="both"
        ),
        pytest.param(
            f",,DND\nMobile,Name,\n{PEOPLE}", ("--header-row", "2"), "DND", id="over no name"
        ),
        pytest.param(f",,DND\n\nMobile,Name,\n{PEOPLE}", (), "DND", id="over no name, a blank row"),
        pytest.param(
            f",,Opt out\n,Class,5 B\n{SMS}\n{PEOPLE}",
            ("--header-row", "3"),
            "Opt out / SMS",
            id="another row between",
        ),
        pytest.param(
            f"Mobile,Name,Opt out,\n,,SMS,WhatsApp\n{BOTH}",
            ("--header-row", "1"),
            "Opt out / SMS",
            id="the upper row chosen",
        ),
        pytest.param(
            f"Mobile,Name,Opt out,\n\n,,SMS,WhatsApp\n{BOTH}",
            (),
            "Opt out / SMS",
            id="a blank row below the names",
        ),
    ],
)
def test_a_refusal_above_the_names_is_heard(
    cli_json: RunJson, tmp_path: Path, text: str, options: tuple[str, ...], column: str
) -> None:
    report = check(cli_json, tmp_path, text, *options)
    (declined,) = report["declined_rows"]
    assert (declined["number"], declined["column"]) == (919876543210, column)
    assert report["columns"][:2] == ["Mobile", "Name"]
    (told,) = [
        warning for warning in report["warnings"] if warning["code"] == "consent_above_names"
    ]
    assert column in told["message"]


def test_what_is_merged_over_two_channels_is_heard_for_both(
    cli_json: RunJson, tmp_path: Path
) -> None:
    text = f",,Opt out,\n\n{SMS},WhatsApp\n{BOTH}"
    for channel, number in (("sms", 919876543210), ("whatsapp", 919876543211)):
        report = check(cli_json, tmp_path, text, "--channel", channel)
        assert [row["number"] for row in report["declined_rows"]] == [number]


def test_a_workbook_with_a_blank_row_is_read_alike(cli_json: RunJson, tmp_path: Path) -> None:
    path, book = tmp_path / "contacts.xlsx", openpyxl.Workbook()
    rows = [["", "", "Opt out"], [], ["Mobile", "Name", "SMS"], [9876543210, "Asha", "Y"]]
    for cells in [*rows, [9876543211, "Ravi", "N"]]:
        book.active.append(cells)
    book.save(path)
    for options in ((), ("--header-row", "3")):
        assert cli_json("contacts", "check", path, *options)["declined"] == 1


@pytest.mark.parametrize(
    ("text", "options"),
    [
        pytest.param(
            f"Opt out list,,\n\n{SMS}\n{PEOPLE}", ("--keep-declined",), id="a title over all"
        ),
        pytest.param(
            f"Parents,,Done\n\n{SMS}\n{PEOPLE}", ("--header-row", "3"), id="about something else"
        ),
        pytest.param(
            f"Mobile,Name,DND\nRavi,none,SMS\n{PEOPLE}", ("--header-row", "1"), id="a contact below"
        ),
    ],
)
def test_what_is_no_refusal_leaves_the_names_alone(
    cli_json: RunJson, tmp_path: Path, text: str, options: tuple[str, ...]
) -> None:
    report = check(cli_json, tmp_path, text, *options)
    assert not [
        warning for warning in report["warnings"] if warning["code"] == "consent_above_names"
    ]
    assert set(report["columns"]) <= {"Mobile", "Name", "SMS", "DND"}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        *(
            pytest.param(f"{title}\n{gap}Mobile,Name\n9876543210,Asha\n", title, id=title)
            for title, gap in (
                ("Unsubscribed contacts", ""),
                ("UNSUBSCRIBED CONTACTS", "\n\n"),
                ("Opt out list", ""),
                ("DND numbers (June 2026)", "Acme Ltd\n"),
                ("List of customers who unsubscribed", ""),
                ("Do not send to these numbers", ""),
                ("Blacklisted people", ""),
                ("SMS opt-outs", ""),
            )
        ),
    ],
)
def test_a_title_that_says_that_nobody_wants_messages_is_heard(
    cli: RunCommand, tmp_path: Path, text: str, title: str
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    done = cli("contacts", "check", path, "--json")
    (blocker,) = json.loads(done.stdout)["blockers"]
    assert (done.returncode, blocker["code"]) == (1, "nobody_wants_messages")
    assert title in blocker["message"]
    assert "--keep-declined" in done.stderr
    kept = cli("contacts", "check", path, "--json", "--keep-declined")
    assert (kept.returncode, json.loads(kept.stdout)["accepted"]) == (0, 1)


@pytest.mark.parametrize(
    ("title", "options"),
    [
        pytest.param("Non DND numbers", (), id="those who are not on it"),
        pytest.param("Customers who have not opted out", (), id="those who did not"),
        pytest.param("Unsubscribed and subscribed contacts", (), id="everybody"),
        pytest.param("Block A residents", (), id="a house"),
        pytest.param("To opt out reply STOP", (), id="a note"),
        pytest.param("WhatsApp opt-outs", ("--channel", "sms"), id="another channel"),
    ],
)
def test_a_title_that_says_something_else_stops_nobody(
    cli_json: RunJson, tmp_path: Path, title: str, options: tuple[str, ...]
) -> None:
    text = f"{title}\nMobile,Name\n9876543210,Asha\n"
    assert check(cli_json, tmp_path, text, *options)["accepted"] == 1


@pytest.mark.parametrize("named", ["DND", "Unsubscribed 2026"])
def test_the_only_sheet_may_say_it_by_its_name(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path, named: str
) -> None:
    path, book = tmp_path / "contacts.xlsx", openpyxl.Workbook()
    book.active.title = named
    for cells in (["Mobile", "Name"], [9876543210, "Asha"]):
        book.active.append(cells)
    book.save(path)
    done = cli("contacts", "check", path, "--json")
    assert [blocker["code"] for blocker in json.loads(done.stdout)["blockers"]] == [
        "nobody_wants_messages"
    ]
    assert cli_json("contacts", "check", path, "--sheet", named)["accepted"] == 1


def test_a_sheet_whose_title_says_it_is_heard_beside_others(
    cli_json: RunJson, tmp_path: Path
) -> None:
    path, book = tmp_path / "contacts.xlsx", openpyxl.Workbook()
    for cells in (["Mobile", "Name"], [9876543210, "Asha"], [9876543211, "Ravi"]):
        book.active.append(cells)
    gone = book.create_sheet("June")
    for cells in (["Unsubscribed contacts"], ["Mobile", "Name"], [9876543210, "Asha"]):
        gone.append(cells)
    book.save(path)
    report = cli_json("contacts", "check", path, "--all-sheets")
    assert [row["number"] for row in report["declined_rows"]] == [919876543210] * 2
    assert report["accepted"] == 1


CHANNELS = "Name,Mobile,SMS,WhatsApp\nA,9876543210,Y,N\nB,9876543221,N,Y\n"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        *(
            pytest.param(f",,{words},\n{CHANNELS}", (), id=words)
            for words in (
                *("Not interested in", "Exclude", "Exclude from", "Remove from", "Block"),
                *("No contact by", "Objects to", "Unwilling", "Do not use", "Skip", "Left us"),
            )
        ),
        pytest.param(f",,Exclude,\n\n{CHANNELS}", (), id="a blank row"),
        pytest.param(f",,Exclude,\n{CHANNELS}", ("--header-row", "2"), id="a chosen row"),
        pytest.param(f",,Exclude,\n,June,,\n{CHANNELS}", (), id="a row between"),
        pytest.param(f",Person,Exclude,\n{CHANNELS}", (), id="two groups, which are joined"),
        pytest.param(f",,,Exclude\n{CHANNELS}", (), id="over one of them"),
        pytest.param(
            ",,Exclude,\nName,Mobile,Email,SMS\nA,9876543210,Y,N\nB,9876543221,N,Y\n",
            (),
            id="over e-mail too",
        ),
    ],
)
def test_words_above_yes_and_no_that_may_turn_them_round_stop_the_file(
    cli: RunCommand, tmp_path: Path, text: str, options: tuple[str, ...]
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    done = cli("contacts", "check", path, "--json", *options)
    assert done.returncode == 1
    (blocker,) = json.loads(done.stdout)["blockers"]
    assert blocker["code"] == "unclear_above_names"
    assert "Yes there may mean that a person wants messages" in blocker["message"]
    kept = json.loads(cli("contacts", "check", path, "--json", *options, "--keep-declined").stdout)
    assert (kept["accepted"], kept["blockers"]) == (2, [])
    assert blocker["choices"][0] == ["refuses", "Yes means no messages"]
    answers = [word for name in blocker["columns"] for word in ("--consent", f"{name}=ignore")]
    told = json.loads(cli("contacts", "check", path, "--json", *options, *answers).stdout)
    assert told["blockers"] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f",,Wants,\n{CHANNELS}", id="who wants them"),
        pytest.param(f",,Channels,\n{CHANNELS}", id="what they are"),
        pytest.param(f"Exclude,,,\n{CHANNELS}", id="a title"),
        pytest.param(
            ",,Exclude,\nName,Mobile,City,SMS\nA,9876543210,Pune,Y\nB,9876543221,Pune,N\n",
            id="over another column",
        ),
    ],
)
def test_words_above_that_turn_nothing_round_stop_nobody(
    cli_json: RunJson, tmp_path: Path, text: str
) -> None:
    (declined,) = check(cli_json, tmp_path, text)["declined_rows"]
    assert declined["number"] == 919876543221
