"""`contacts check` of a file, for the tests of its formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fixtures import RunCommand

Report = dict[str, Any]
Check = Callable[..., Report]


def checking(cli: RunCommand, folder: Path) -> Check:
    """Gives what `contacts check FILE --json` prints, the rows it wrote as `good`, and what it said
    to people as `said`."""

    def check(content: bytes | str, *options: str, name: str) -> Report:
        path, good = folder / name, folder / "good.out"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        done = cli("contacts", "check", path, "--json", *options, "--accepted", good)
        report: Report = json.loads(done.stdout)
        assert done.returncode == (1 if report["blockers"] else 0), done.stderr
        assert "Traceback" not in done.stderr
        ends = ("accepted", "rejected", "duplicates", "opted_out", "declined")
        assert report["rows"] == sum(report[end] for end in ends)
        report["good"] = list(csv.DictReader(io.StringIO(good.read_text("utf-8-sig"), newline="")))
        assert len(report["good"]) == report["accepted"]
        report["said"] = done.stderr
        return report

    return check


def people(report: Report) -> list[tuple[int, int]]:
    """Gives row and number of everybody who is sent to."""
    return [(int(row["row"]), int(row["number"])) for row in report["good"]]


def codes(findings: list[dict[str, Any]]) -> list[str]:
    """Gives the codes of findings."""
    return [finding["code"] for finding in findings]
