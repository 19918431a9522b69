"""Files that commands write as workbooks, and as CSV for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fixtures import NewCampaign, RunCommand

from jetmsg_core import optouts
from jetmsg_core.settings import Settings

WRITERS = (
    "contacts check --accepted",
    "contacts check --rejected",
    "campaign export",
    "optout export",
)
LONG = "x" * 40_000

Write = Callable[..., Any]


@pytest.fixture
def write(cli: RunCommand, tmp_path: Path, settings: Settings, new_campaign: NewCampaign) -> Write:
    """Runs a writer with a file and further words."""
    path = tmp_path / "in.csv"
    path.write_text(f"mobile,what\n9876543210,=1+1\n9876543211,{LONG}\n12,=2\n", "utf-8")
    new_campaign(2)
    optouts.add(settings, ["9000000001"], source="=asked")
    optouts.add(settings, ["9000000002"], source="letter")

    def run(writer: str, out: Path, *words: str) -> Any:
        first, _, option = writer.partition(" --")
        given = {
            "contacts check": [path, "--column", "mobile", f"--{option}", out],
            "campaign export": ["1", out],
            "optout export": [out],
        }[first]
        return cli(*first.split(), *map(str, given), *words)

    return run


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", ["out.xlsx", "OUT.XLSX"])
def test_a_name_that_ends_in_xlsx_makes_a_workbook(
    write: Write, tmp_path: Path, writer: str, name: str
) -> None:
    done = write(writer, tmp_path / name, "--json")
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    rows = list(openpyxl.load_workbook(tmp_path / name).worksheets[0].iter_rows(values_only=True))
    assert 2 <= len(rows) <= 3
    assert not any(str(cell).startswith("'") for row in rows for cell in row)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", ["out.csv", "out.txt", "xlsx", "out.xlsx.csv"])
def test_any_other_name_makes_csv(write: Write, tmp_path: Path, writer: str, name: str) -> None:
    assert write(writer, tmp_path / name).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("writer", WRITERS)
def test_plain_is_csv_without_mark_and_shields(write: Write, tmp_path: Path, writer: str) -> None:
    out = tmp_path / "out.csv"
    assert write(writer, out, "--plain").returncode == 0
    text = out.read_text("utf-8")
    assert text[0] != "\ufeff"
    assert "'=" not in text
    assert '"=""' not in text
    if writer != "campaign export":
        assert ",=" in text or '"=' in text


@pytest.mark.parametrize("writer", WRITERS)
def test_a_plain_workbook_is_refused_before_anything_is_written(
    write: Write, tmp_path: Path, writer: str
) -> None:
    out = tmp_path / "out.xlsx"
    done = write(writer, out, "--plain")
    assert (done.returncode, done.stdout) == (1, "")
    assert "--plain is for CSV files. Leave it out for out.xlsx" in done.stderr
    assert not out.exists()


def test_what_a_workbook_cannot_hold_is_said(write: Write, tmp_path: Path) -> None:
    writer = "contacts check --accepted"
    assert write(writer, tmp_path / "out.csv").stderr == ""
    done = write(writer, tmp_path / "out.xlsx", "--json")
    assert done.returncode == 0
    json.loads(done.stdout)
    assert "were cut" in done.stderr
    assert "D3 of Accepted" in done.stderr


def test_opt_outs_come_back_from_a_workbook_with_sources_and_dates(
    write: Write, tmp_path: Path, settings: Settings
) -> None:
    out = tmp_path / "out.xlsx"
    assert write("optout export", out).returncode == 0
    names = next(openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True))
    assert names == ("number", "source", "added_at (IST)", "reason")
    before = optouts.listing(settings).opt_outs
    optouts.remove(settings, [str(opt_out.number) for opt_out in before])
    done = optouts.import_file(settings, out.read_bytes(), name="out.xlsx")
    assert done.added == 2
    after = {opt_out.number: opt_out for opt_out in optouts.listing(settings).opt_outs}
    for opt_out in before:
        assert after[opt_out.number].source == opt_out.source
        assert after[opt_out.number].added_at[:19] == opt_out.added_at[:19]
