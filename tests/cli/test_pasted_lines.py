"""Lines on stdin are read as people paste them: `-` in the place of a file."""

from __future__ import annotations

import pytest
from fixtures import RunCommand, RunJson

LINES = "Asha 98765 43210\n12\n98765 43211, Ravi, Pune\n"


def test_lines_are_checked_by_line(cli_json: RunJson) -> None:
    report = cli_json("contacts", "check", "-", stdin=LINES)
    assert (report["accepted"], report["columns"]) == (2, ["Mobile", "Name", "Column 3"])
    assert report["rows_are"] == "lines"
    assert [(problem["row"], problem["value"]) for problem in report["problems"]] == [(2, "12")]


def test_lines_are_saved_opted_out_and_added(cli_json: RunJson) -> None:
    saved = cli_json("list", "save", "-", "--name", "Pasted", stdin=LINES)
    assert (saved["contacts"], saved["source"]) == (2, "Pasted lines")
    added = cli_json("list", "add-people", "Pasted", "-", stdin="Om 9876543212\nTara 12\n")
    assert (added["changes"], added["rejected"]) == (1, 1)
    assert added["problems"][0]["row"] == 2
    printed = cli_json("list", "show", "Pasted")["shown"]
    assert [person["cells"]["Name"] for person in printed] == ["Asha", "Ravi", "Om"]
    done = cli_json("optout", "import", "-", stdin="Asha 98765 43210\n")
    assert done["added"] == 1
    (opt_out,) = cli_json("optout", "list")["opt_outs"]
    assert opt_out["source"] == "Pasted lines"


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_nothing_on_stdin_is_refused(cli: RunCommand, text: str) -> None:
    done = cli("list", "save", "-", "--name", "N", stdin=text)
    assert done.returncode == 1
    assert "There is no row" in done.stderr
