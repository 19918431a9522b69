"""What is wrong with hundreds of rows is said once, with its rows: to people in a table, to scripts
under a key of its own beside the lists they know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson

ROWS = 130
ROUNDED = "Ends in five or more zeros: Excel may have rounded it. Check it."
TOO_SHORT = "Digits are missing: a mobile number has ten. Complete it from your records."


@pytest.fixture
def rounded(tmp_path: Path) -> Path:
    """A number in each row that Excel may have rounded, then seven cells that are too short."""
    path = tmp_path / "rounded.csv"
    series = [count for count in range(111, 300) if count % 10][:ROWS]
    good = [f"A,98{count}00000" for count in series]
    path.write_text("\n".join(["name,mobile", *good, *["B,98765"] * 7]) + "\n")
    return path


def test_people_read_each_sentence_once_with_the_first_of_its_rows(
    cli: RunCommand, rounded: Path
) -> None:
    for command in (
        ("contacts", "check", rounded),
        ("campaign", "create", rounded, "--name", "X", "--message", "Hi"),
        ("optout", "import", rounded),
    ):
        done = cli(*command)
        assert done.returncode == 0, done.stderr
        (line,) = (line for line in done.stdout.splitlines() if ROUNDED in line)
        assert line.split()[0] == f"{ROWS}"
        assert "  2, 3, 4, 5, 6 and 125 more  " in line
        assert "This is also true of" not in done.stdout


def test_a_cell_that_cannot_be_used_is_shown_beside_its_sentence(
    cli: RunCommand, rounded: Path
) -> None:
    lines = cli("contacts", "check", rounded).stdout.splitlines()
    (at,) = (at for at, line in enumerate(lines) if TOO_SHORT in line)
    assert lines[at - 1].split() == ["Rows", "Which", "Such", "as", "Message"]
    assert lines[at].split()[:9] == ["7", "132,", "133,", "134,", "135,", "136", "and", "2", "more"]
    assert lines[at].index("98765") == lines[at - 1].index("Such as")


def test_scripts_get_the_rows_by_sentence_and_the_lists_as_they_were(
    cli_json: RunJson, rounded: Path
) -> None:
    for command in (("contacts", "check", rounded), ("optout", "import", rounded)):
        answer = cli_json(*command)
        assert [problem["row"] for problem in answer["problems"]] == list(range(132, 139))
        assert len(answer["warnings"]) == 101, "a hundred rows and the rest"
        by_code = {entry["code"]: entry for entry in answer["by_code"]}
        assert by_code["too_short"] == {
            "of": "problems",
            "code": "too_short",
            "message": TOO_SHORT,
            "count": 7,
            "rows": list(range(132, 139)),
        }
        cautions = by_code["trailing_zeros"]
        assert (cautions["of"], cautions["message"], cautions["count"]) == (
            "warnings", ROUNDED, ROWS,
        )  # fmt: skip
        assert cautions["rows"] == list(range(2, 102))


def test_a_campaign_gives_scripts_the_findings_of_its_file(
    cli: RunCommand, cli_json: RunJson, rounded: Path
) -> None:
    create = ("campaign", "create", rounded, "--name", "X", "--message")
    made = cli_json(*create, "Hi")
    assert made["warnings"].count(ROUNDED) == 100
    (finding,) = made["file_findings"]
    assert (finding["code"], finding["count"], len(finding["rows"])) == (
        "trailing_zeros",
        ROWS,
        100,
    )
    for message in ("Hi {name}", "Hi {{nobody}}"):
        refused = cli(*create, message, "--json")
        assert refused.returncode == 1
        assert json.loads(refused.stdout)["file_findings"] == [finding]


def test_what_is_about_the_whole_file_has_no_rows(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "none.csv"
    path.write_text("name,city\nA,Pune\n")
    done = cli("contacts", "check", path, "--json")
    (entry,) = (e for e in json.loads(done.stdout)["by_code"] if e["of"] == "blockers")
    assert (entry["count"], entry["rows"]) == (0, [])


def test_cards_are_called_cards(cli: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "phone.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nTEL;TYPE=CELL:{}\nEND:VCARD\n"
    path.write_text(card.format("A", "9876543210") + card.format("B", "98765"))
    lines = cli("contacts", "check", path).stdout.splitlines()
    (at,) = (at for at, line in enumerate(lines) if TOO_SHORT in line)
    assert lines[at - 1].split()[:2] == ["Cards", "Which"]
    assert lines[at].split()[:2] == ["1", "2"]


def test_templates_left_out_for_one_reason_are_all_named_below_it(
    cli: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    rows = [f"{1107000000000000000 + n},T{n},ABCDEF,Text {n},Blocked" for n in range(30)]
    path.write_text("Template ID,Template Name,Header,Template Content,Status\n" + "\n".join(rows))
    done = cli("template", "import", path, "--type", "service")
    lines = done.stdout.splitlines()
    (at,) = (at for at, line in enumerate(lines) if line.startswith("left out: 30 rows: "))
    assert lines[at + 1].strip() == "; ".join(f"row {n + 2}, T{n}" for n in range(30))
