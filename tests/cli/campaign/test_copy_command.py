"""`campaign copy`: a draft with the choices a campaign was made with."""

from __future__ import annotations

import pytest
from fixtures import ContactFile, RunCommand, RunJson

from jetmsg_core import lists
from jetmsg_core.settings import Settings


@pytest.fixture
def friends(cli_json: RunJson, contact_file: ContactFile) -> int:
    """The id of a list of four people in City0 to City3."""
    made = cli_json("list", "save", contact_file(4), "--name", "Friends")["list"]
    assert isinstance(made, int)
    return made


def test_a_copy_has_the_same_choices_and_is_sent_as_a_draft(
    friends: int, cli: RunCommand, cli_json: RunJson
) -> None:
    made = cli_json(
        *("campaign", "create", "--list", friends, "--name", "Offer", "--message", "Hi {{name}}"),
        *("--sender", "SHOPIN", "--route", "2", "--not-empty", "name"),
    )
    copy = cli_json("campaign", "copy", made["campaign"])
    assert (copy["copy_of"], copy["name"]) == (made["campaign"], "Offer (copy)")
    assert (copy["list"], copy["list_name"], copy["channel"]) == (friends, "Friends", "sms")
    assert (copy["message"], copy["sender"], copy["route"]) == ("Hi {{name}}", "SHOPIN", 2)
    assert [condition["column"] for condition in copy["conditions"]] == ["name"]
    assert (copy["without"], copy["taken_in"]) == ([], ["cancelled", "refused", "not_accepted"])
    assert "unfinished" not in copy
    seen = cli_json("draft", "show", copy["draft"])
    assert (seen["recipients"], seen["parts"]) == (4, 4)
    assert "To see what it would send: draft show" in cli("campaign", "copy", 1).stdout


def test_a_copy_takes_another_name_and_other_people(
    friends: int, contact_file: ContactFile, cli_json: RunJson, settings: Settings
) -> None:
    made = cli_json(
        *("campaign", "create", "--list", friends, "--name", "Offer", "--message", "Hi {{name}}"),
        *("--equals", "name", "Name1"),
    )
    lists.delete(settings, friends)
    gone = cli_json("campaign", "copy", made["campaign"])
    assert (gone["list"], gone["unfinished"]) == (None, "Choose who gets the message.")
    other = cli_json("list", "save", contact_file(2, "others.csv"), "--name", "Others")["list"]
    copy = cli_json("campaign", "copy", made["campaign"], "--list", "others", "--name", "Second")
    assert (copy["list"], copy["name"], copy["conditions"]) == (other, "Second", [])
    assert "unfinished" not in copy


def test_what_cannot_be_copied_is_a_sentence_and_no_draft(
    friends: int, cli: RunCommand, cli_json: RunJson
) -> None:
    create = ("campaign", "create", "--list", friends, "--name", "A", "--message", "Hi")
    made = cli_json(*create)["campaign"]
    for arguments, sentence in (
        ((9,), "There is no campaign 9.\n"),
        ((made, "--list", "nobody"), "There is no list 'nobody'.\n"),
        ((made, "--name", " "), "Give the campaign a name, so that you find it again.\n"),
    ):
        refused = cli("campaign", "copy", *arguments)
        assert (refused.returncode, refused.stderr) == (1, sentence)
    assert cli_json("draft", "list")["count"] == 0
