"""Files in the shapes that programs write, people made up: exactly the right ones are accepted.

`shapes/shapes.csv` lists them: the options each is read with, and the numbers that may be sent
to."""

from __future__ import annotations

import csv
import io
import json
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures import RunCommand

FOLDER = Path(__file__).parent / "shapes"
DOCUMENT = Path(__file__).parents[2] / "docs" / "contact_files.md"


@dataclass(frozen=True)
class FileShape:
    kind: str
    program: str
    file: str
    options: str
    sent_to: str
    others: str


def listed() -> list[FileShape]:
    with (FOLDER / "shapes.csv").open(encoding="utf-8", newline="") as table:
        return [FileShape(*row) for row in list(csv.reader(table))[1:]]


SHAPES = listed()


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.file) for shape in SHAPES])
def test_exactly_the_right_people_are_accepted(
    cli: RunCommand, tmp_path: Path, shape: FileShape
) -> None:
    accepted = tmp_path / "accepted.csv"
    options = shlex.split(shape.options)
    done = cli("contacts", "check", FOLDER / shape.file, *options, "--accepted", accepted, "--json")
    report = json.loads(done.stdout)
    assert report["blockers"] == []
    rows = csv.DictReader(io.StringIO(accepted.read_text("utf-8-sig"), newline=""))
    # A column of the file that is called so keeps its name.
    numbers = [row.get("number (JetMsg)") or row["number"] for row in rows]
    assert numbers == [f"91{number}" for number in shape.sent_to.split()]


def test_every_file_is_listed_once() -> None:
    assert sorted(shape.file for shape in SHAPES) == sorted(
        path.name for path in FOLDER.iterdir() if path.name != "shapes.csv"
    )


def test_the_document_lists_them_all() -> None:
    rows = [row for row in DOCUMENT.read_text("utf-8").splitlines() if row.startswith("| ")]
    assert rows[1:] == [table_row(shape) for shape in SHAPES]


def table_row(shape: FileShape) -> str:
    """The row of a file in the document."""
    options = f"`{shape.options}`" if shape.options else ""
    people = len(shape.sent_to.split())
    return f"| {shape.kind} | {shape.program} | {options} | {people} | {shape.others} |"
