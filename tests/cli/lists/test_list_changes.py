"""A saved list changed on the command line: with the history, and who made it."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson

PEOPLE = "name,mobile,city\nAsha,9876543210,Pune\nMeera,9876543211,\nImran,9876543212,Goa\n"


@pytest.fixture
def saved(cli_json: RunJson, tmp_path: Path) -> int:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    made = cli_json("list", "save", path, "--name", "Customers")["list"]
    assert isinstance(made, int)
    return made


def test_a_person_is_edited_added_and_removed(
    cli: RunCommand, cli_json: RunJson, saved: int
) -> None:
    done = cli_json(
        "list", "edit", "Customers", "98765 43211", "--cell", "city", "Agra", "--by", "Om"
    )
    assert (done["list"], done["changes"], done["version"]) == (saved, 1, 1)
    done = cli_json("list", "add-person", "Customers", "9876543213", "--cell", "name", "Ravi")
    assert (done["contacts"], done["number"]) == (4, 919876543213)
    done = cli_json("list", "remove-person", "Customers", "+919876543210")
    assert (done["contacts"], done["version"]) == (3, 3)
    printed = cli_json("list", "show", "Customers")["shown"]
    assert [list(person["cells"].values()) for person in printed] == [
        ["Meera", "9876543211", "Agra"],
        ["Imran", "9876543212", "Goa"],
        ["Ravi", "9876543213", ""],
    ]
    history = cli_json("list", "history", "Customers")
    assert [
        (change["change"], change["kind"], change["number"], change["by"])
        for change in history["changes"]
    ] == [
        (3, "removed", 919876543210, getpass.getuser()),
        (2, "added", 919876543213, getpass.getuser()),
        (1, "edited", 919876543211, "Om"),
    ]
    assert history["changes"][2]["cells"] == [{"column": "city", "before": "", "after": "Agra"}]
    assert history["more"] is False
    words = cli("list", "history", "Customers").stdout
    assert "city: '' → 'Agra'" in words
    assert "removed: Asha, Pune" in words


def test_a_change_is_undone_by_its_number(cli: RunCommand, cli_json: RunJson, saved: int) -> None:
    assert "Nothing was changed" in cli("list", "history", "Customers").stdout
    cli_json("list", "edit", "Customers", "9876543210", "--new-number", "9876543219")
    assert cli_json("list", "undo", "Customers", "1", "--by", "Om")["undone"] == 1
    printed = cli_json("list", "show", "Customers")["shown"]
    assert printed[0]["number"] == 919876543210
    assert printed[0]["cells"]["mobile"] == "9876543210"
    again = cli("list", "undo", "Customers", "1")
    assert (again.returncode, again.stderr) == (1, "Change 1 was undone already.\n")
    assert "undone by 2" in cli("list", "history", "Customers").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(
            ("edit", "9876543210", "--cell", "mobile", "9876543211"),
            "+919876543211 is in this list already.",
            id="a duplicate",
        ),
        pytest.param(("edit", "9876543210"), "Say what to change", id="nothing to change"),
        pytest.param(
            ("edit", "9876543219", "--cell", "city", "Goa"), "is not in 'Customers'", id="nobody"
        ),
        pytest.param(("add-person", "12"), "Digits are missing", id="no number"),
        pytest.param(
            ("add-person", "9876543218", "--by", " "), "Write your name", id="nobody adds it"
        ),
        pytest.param(("remove-person", "9876543219"), "is not in 'Customers'", id="not there"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    cli: RunCommand, cli_json: RunJson, saved: int, words: tuple[str, ...], sentence: str
) -> None:
    done = cli("list", words[0], "Customers", *words[1:])
    assert done.returncode == 1
    assert sentence in done.stderr
    assert cli_json("list", "history", "Customers")["changes"] == []


def test_people_of_a_file_are_added_after_a_look(
    cli_json: RunJson, saved: int, tmp_path: Path
) -> None:
    path = tmp_path / "more.csv"
    path.write_text("name,mobile,note\nRavi,9876543213,x\nAsha,9876543210,\nBad,12,\n")
    seen = cli_json("list", "add-people", "Customers", path, "--preview")
    assert (seen["changes"], seen["new"], seen["already"], seen["rejected"]) == (0, 1, 1, 1)
    assert seen["columns_left_out"] == ["note"]
    assert seen["problems"][0]["row"] == 4
    assert seen["contacts"] == 3
    done = cli_json("list", "add-people", "Customers", path)
    assert (done["changes"], done["contacts"]) == (1, 4)
