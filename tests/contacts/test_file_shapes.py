"""Files in the shapes that programs write, through `contacts check`: exactly the right people."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from file_shapes import SHAPES, FileShape
from fixtures import RunCommand

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "contact_files.md"
SENT_TO = "Sent to"


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.program) for shape in SHAPES])
def test_exactly_the_right_people_are_accepted(
    cli: RunCommand, tmp_path: Path, shape: FileShape
) -> None:
    path, accepted = tmp_path / shape.file, tmp_path / "accepted.csv"
    path.write_bytes(shape.data)
    done = cli("contacts", "check", path, *shape.options, "--accepted", accepted, "--json")
    report = json.loads(done.stdout)
    assert report["blockers"] == []
    rows = csv.DictReader(io.StringIO(accepted.read_text("utf-8-sig"), newline=""))
    assert [row["number"] for row in rows] == [f"91{number}" for number in shape.accepted]
    assert bool(shape.rest) == (report["rows"] > report["accepted"]) or "names" in shape.rest


def test_the_document_lists_these_files() -> None:
    written = DOCUMENT.read_text("utf-8")
    assert [line for line in written.splitlines() if line.startswith("| ")][2:] == [
        table_row(shape) for shape in SHAPES
    ]


def table_row(shape: FileShape) -> str:
    options = f"`{' '.join(shape.options)}`" if shape.options else ""
    return (
        f"| {shape.kind} | {shape.program} | `{shape.file}` | {options} "
        f"| {len(shape.accepted)} | {shape.rest} |"
    )
