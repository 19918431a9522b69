"""Where the dashboard asks, the command line refuses and says which option answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson

MESSAGE = ("--name", "N", "--message", "Hello", "--sender", "JETMSG", "--json")
IDS = "Customer ID,Name,Amount\n7000012345,Asha,500\n"
RIVALS = "Name,Mobile,WhatsApp\nAsha,9876543210,9012345671\n"
ABOVE = "Call,9876543210,\nName,City,Mobile\nAsha,Goa,9012345671\nOm,Pune,9123456780\n"


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "columns", "column"),
    [
        pytest.param(IDS, ["Customer ID"], "customer id", id="ids"),
        pytest.param(RIVALS, ["Mobile", "WhatsApp"], "WhatsApp", id="two rivals"),
        pytest.param(
            "Naam,Sampark\nAsha,9876543210\n", ["Sampark"], "Sampark", id="a name that says nothing"
        ),
        pytest.param(
            "".join(f"{7000012345 + index}\n" for index in range(5)),
            ["Column 1"],
            "Column 1",
            id="a sequence",
        ),
    ],
)
def test_the_column_of_the_numbers_is_asked_for(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path, text: str, columns: list[str], column: str
) -> None:
    path = file_of(tmp_path, text)
    checked = cli("contacts", "check", path, "--json")
    (blocker,) = json.loads(checked.stdout)["blockers"]
    assert (blocker["code"], blocker["columns"]) == ("ask_number_column", columns)
    assert (blocker["row"], blocker["message"][-1]) == (None, ".")
    refused = cli("campaign", "create", path, *MESSAGE)
    assert (checked.returncode, refused.returncode) == (1, 1)
    assert json.loads(refused.stdout)["blockers"][0]["code"] == "ask_number_column"
    assert "--column NAME" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert cli_json("contacts", "check", path, "--column", column)["blockers"] == []
    made = cli_json("campaign", "create", path, *MESSAGE[:-1], "--column", column)
    assert made["recipients"] == text.count("\n") - (text[0] != "7")


def test_two_columns_of_numbers_are_said_once_in_words(cli: RunCommand, tmp_path: Path) -> None:
    path = file_of(tmp_path, RIVALS)
    told = json.loads(cli("contacts", "check", path, "--json").stdout)
    (warning,) = told["warnings"]
    assert warning["code"] == "rival_number_columns"
    assert warning["message"] not in cli("contacts", "check", path).stdout


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Mobile,Name,Amount\n9876543210,Rao, Asha,500\n9812345678,Iyer, Ravi,600\n",
            id="names in two parts",
        ),
        pytest.param(
            "Name,Mobile,Amount\nAsha,9876543210,1,456\nRavi,9812345678,2,500\n", id="amounts"
        ),
    ],
)
def test_nothing_is_sent_to_a_file_whose_cells_shift(
    cli: RunCommand, tmp_path: Path, text: str
) -> None:
    path = file_of(tmp_path, text)
    (blocker,) = json.loads(cli("contacts", "check", path, "--json").stdout)["blockers"]
    assert (blocker["code"], blocker["rows"]) == ("cells_beyond_header", [2, 3])
    assert "Put quotes" in blocker["message"]
    refused = cli("campaign", "create", path, *MESSAGE)
    assert (refused.returncode, "Put quotes" in refused.stderr) == (1, True)


def test_what_is_plain_is_not_asked(cli_json: RunJson, tmp_path: Path) -> None:
    for text in ("9876543210\n9012345671\n", "Contact,Mobile\nAsha,9876543210\nOm,9012345671\n"):
        path = file_of(tmp_path, text)
        assert cli_json("contacts", "check", path)["blockers"] == []
        assert cli_json("campaign", "create", path, *MESSAGE[:-1])["recipients"] == 2


def test_contacts_above_the_header_are_asked_about(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = file_of(tmp_path, ABOVE)
    (blocker,) = json.loads(cli("contacts", "check", path, "--json").stdout)["blockers"]
    assert (blocker["code"], blocker["row"], blocker["rows"]) == ("ask_header_row", 1, [1])
    refused = cli("campaign", "create", path, *MESSAGE)
    assert (refused.returncode, "--header-row N or --no-header" in refused.stderr) == (1, True)
    made = cli_json("campaign", "create", path, *MESSAGE[:-1], "--header-row", "2")
    assert made["recipients"] == 2
    assert any("row 2 was chosen" in warning for warning in made["warnings"])
    every = cli_json(
        "campaign", "create", path, *MESSAGE[:-1], "--no-header", "--column", "Column 3"
    )
    assert every["recipients"] == 2


@pytest.mark.parametrize(("row", "columns"), [("1", ["Pune", "Goa"]), ("3", ["Name", "Mobile"])])
def test_the_header_row_is_the_one_that_is_named(
    cli: RunCommand, tmp_path: Path, row: str, columns: list[str]
) -> None:
    path = file_of(tmp_path, "Pune,Goa\n\nName,Mobile\nAsha,9876543210\n")
    report = json.loads(cli("contacts", "check", path, "--header-row", row, "--json").stdout)
    assert (report["header_row"], report["columns"]) == (int(row), columns)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param(("--header-row", "2"), 1, id="an empty row"),
        pytest.param(("--header-row", "9"), 1, id="beyond the end"),
        pytest.param(("--header-row", "0"), 2, id="none"),
        pytest.param(("--header-row", "first"), 2, id="no number"),
        pytest.param(("--header-row", "1", "--no-header"), 2, id="two answers"),
    ],
)
@pytest.mark.parametrize("command", ["check", "create"])
def test_a_header_row_that_cannot_be_is_refused(
    cli: RunCommand, tmp_path: Path, options: tuple[str, ...], code: int, command: str
) -> None:
    path = file_of(tmp_path, "Name,Mobile\n\nAsha,9876543210\n")
    whole = ("contacts", "check", path) if command == "check" else ("campaign", "create", path)
    done = cli(*whole, *options, *(MESSAGE if command == "create" else ()))
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_a_text_in_loose_quotes_is_sent_whole(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path, out = file_of(tmp_path, 'Mobile,Name\n9876543210, "Rao, Asha"\n'), tmp_path / "out.csv"
    made = cli_json("campaign", "create", path, "--name", "N", "--message", "Dear {{name}}!")
    assert cli("campaign", "export", str(made["campaign"]), out).returncode == 0
    assert "Dear Rao, Asha!" in out.read_text("utf-8-sig")


def test_ids_are_not_opted_out_for_numbers(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = file_of(tmp_path, IDS)
    refused = cli("optout", "import", path)
    assert refused.returncode == 1
    assert "Choose the column of the mobile numbers." in refused.stderr
    assert cli_json("optout", "import", path, "--column", "Customer ID")["added"] == 1
